import type { Element } from 'domhandler';
import { matchForm } from '../text/fold.ts';
import { ancestors } from './links.ts';
import type { PageLink } from './links.ts';
import { HUB_BLOCKS } from './words.ts';

/** Most links that a menu may hold to count as the place where the five blocks are siblings. */
const MENU_LINKS = 60;

/**
 * Marks the links that stand in the hub's menu: the smallest box that holds most of the five blocks of 国办公开办函〔2019〕61号
 * (指南, 制度, 法定主动公开内容, 年报, 依申请公开), at least three. Returns the links marked, and whether the
 * page is a hub.
 */
export function markHubMenu(links: readonly PageLink[]): { links: PageLink[]; isHub: boolean } {
  const boxes = new Map<Element, { blocks: Set<string>; count: number }>();
  for (const link of links) {
    if (link.element === null) continue;
    const text = matchForm(link.text);
    const block = HUB_BLOCKS.find((rule) => rule.pattern.test(text));
    for (const box of ancestors(link.element).slice(0, 6)) {
      const known = boxes.get(box) ?? { blocks: new Set<string>(), count: 0 };
      known.count += 1;
      if (block !== undefined) known.blocks.add(block.name);
      boxes.set(box, known);
    }
  }
  const menus = [...boxes].filter(([, box]) => box.blocks.size >= 3 && box.count <= MENU_LINKS);
  if (menus.length === 0) return { links: [...links], isHub: false };
  const fullest = Math.max(...menus.map(([, box]) => box.blocks.size));
  const full = menus.filter(([, box]) => box.blocks.size === fullest);
  const smallest = Math.min(...full.map(([, box]) => box.count));
  const inside = full.filter(([, box]) => box.count === smallest);
  return { links: links.map((link) => ({ ...link, menu: menuOf(link, inside) })), isHub: true };
}

function menuOf(link: PageLink, menus: readonly [Element, { blocks: Set<string> }][]): PageLink['menu'] {
  const { element } = link;
  if (element === null) return 'none';
  const around = new Set(ancestors(element));
  const menu = menus.find(([box]) => around.has(box));
  if (menu === undefined) return 'none';
  return menu[1].blocks.has('guide') && menu[1].blocks.has('rules') ? 'guide' : 'hub';
}
