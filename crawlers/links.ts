import type { Cheerio } from 'cheerio';
import type { Element } from 'domhandler';
import { isTag } from 'domhandler';
import { resolveAddress } from '../text/address.ts';
import { matchForm } from '../text/fold.ts';
import { tidy } from './page.ts';
import { quotedAddress, scriptedAddress } from './scripted.ts';
import type { HtmlPage } from './page.ts';
import { dateInText } from './years.ts';

/**
 * A link with what stands around it. `url` canonical; `text` whole (the title where the visible text is cut). `path`: the
 * way down the DOM, tags with the classes of the boxes. `row`: text of its row or list item, at most 300 characters;
 * `date`: ISO date in that row. `above`: the heading over its block, '' if none. `cell`: first cell of its table row and of
 * its column, where the link stands in a table. `furniture`: it stands in a header, footer or list of friends.
 * `menu`: `hub` among at least three of the hub's five blocks, `guide` where guide and rules are among them.
 */
export interface PageLink {
  url: string;
  text: string;
  path: string;
  row: string;
  date: string | null;
  above: string;
  cell: { row: string; column: string } | null;
  furniture: boolean;
  menu: 'none' | 'hub' | 'guide';
  element: Element | null;
}

const CUT = /(?:…|\.{2,}|。{2,}|⋯)$/u;
const GENERIC = /^(?:查看|详情|详细|点击查看|点击下载|下载|附件|浏览|pdf|word|html|查看详情)$/iu;
/** Class names and ids, each as a whole, of what surrounds the content; a list's own `panel-header` is none. */
const FURNITURE =
  /^(?:(?:page|site|main|index|public|common|com|g|m|w|wrap)[-_]?)?(?:header|footer|foot|topbar|top)$|^(?:friend\w*|yqlj|copyright|bread-?crumbs?|crumbs?|position|dqwz|share)$/iu;

/** Every address on the page that leads to another page: anchors, image maps, options, `onclick`, `data-url` and kin. */
export function readLinks(page: HtmlPage): PageLink[] {
  const { $ } = page;
  const links: PageLink[] = [];
  const add = (element: Element, address: string | null, text: string): void => {
    const url = address === null ? null : resolveAddress(address, page.base);
    if (url !== null) links.push({ url, text, ...surroundings(page, element) });
  };
  $('a, area, option, [onclick], [data-url], [data-href], [data-link]').each((_, element) => {
    if (!isTag(element)) return;
    const node = $(element);
    add(element, hrefOf(node) ?? scriptedAddress(node, page), wholeText(node));
  });
  return links;
}

/** The address an element stands for: `href`, an option's value, a quoted address in `onclick`, a data attribute. */
function hrefOf(node: Cheerio<Element>): string | null {
  const href = node.attr('href');
  if (href !== undefined && !/^\s*(?:#|javascript:\s*(?:void|;|$))/iu.test(href) && href.trim() !== '') {
    return /^\s*javascript:/iu.test(href) ? quotedAddress(href) : href;
  }
  for (const name of ['data-url', 'data-href', 'data-link']) {
    const value = node.attr(name);
    if (value !== undefined && value.trim() !== '') return value;
  }
  const value = node.is('option') ? node.attr('value') : undefined;
  if (value !== undefined) return /[/.]/u.test(value) ? value : null;
  return quotedAddress(node.attr('onclick') ?? '');
}

/** The whole text of a link: the title where the visible text is cut or only says "look here". */
function wholeText(node: Cheerio<Element>): string {
  const shown = tidy(node.text());
  const title = tidy(node.attr('title') ?? '');
  if (shown === '') {
    return title !== '' ? title : tidy(node.attr('aria-label') ?? node.find('img[alt]').attr('alt') ?? '');
  }
  if (title === '') return shown;
  const stem = matchForm(shown).replace(CUT, '');
  const continues = stem.length >= 2 && matchForm(title).startsWith(stem) && title.length > shown.length;
  return CUT.test(shown) || continues || GENERIC.test(matchForm(shown)) ? title : shown;
}

type Surroundings = Pick<PageLink, 'path' | 'row' | 'date' | 'above' | 'cell' | 'furniture' | 'menu' | 'element'>;

function surroundings(page: HtmlPage, element: Element): Surroundings {
  const row = rowText(page, element);
  const chain = ancestors(element);
  return {
    path: [element, ...chain].reverse().map(stepOf).join('>'),
    row,
    date: dateInText(row),
    above: headingAbove(page, element),
    cell: tableCell(page, element),
    furniture: chain.some(isFurniture) || chain.at(-1)?.name === 'header',
    menu: 'none',
    element,
  };
}

function isFurniture(box: Element): boolean {
  const names = `${box.attribs['class'] ?? ''} ${box.attribs['id'] ?? ''}`.split(/\s+/u);
  return box.name === 'footer' || names.some((name) => FURNITURE.test(name));
}

/** Elements around this one, the nearest first, without html and body. */
export function ancestors(element: Element): Element[] {
  const chain: Element[] = [];
  for (let up = element.parent; up !== null && isTag(up); up = up.parent) {
    if (up.name !== 'html' && up.name !== 'body') chain.push(up);
  }
  return chain;
}

/** Boxes count with their first class, rows and cells without: odd and even rows are siblings. */
function stepOf(element: Element): string {
  const box = /^(?:div|ul|ol|dl|table|section|article|main|aside|nav)$/u.test(element.name);
  const first = box ? (element.attribs['class'] ?? '').trim().split(/\s+/u)[0] : undefined;
  return first === undefined || first === '' ? element.name : `${element.name}.${first.replace(/\d+/gu, '9')}`;
}

function rowText({ $ }: HtmlPage, element: Element): string {
  const rows = ancestors(element).filter((box) => /^(?:li|tr|dd|dt|p|td)$/u.test(box.name));
  const row = rows.find((box) => box.name !== 'td') ?? rows[0];
  if (row === undefined) return tidy($(element).parent().text()).slice(0, 300);
  const crowded = $(row).find('a').length > 3;
  const cell = rows.find((box) => box.name === 'td');
  return tidy($(crowded && cell !== undefined ? cell : row).text()).slice(0, 300);
}

const TITLES = 'h1, h2, h3, h4, h5, h6, caption, dt, .title, .tit, .hd, .bt';

/** For each child of a box the nearest heading before it; kept, since a box may hold 100,000 links. */
const headings = new WeakMap<Element, Map<Element, Element>>();

function headingAbove({ $ }: HtmlPage, element: Element): string {
  for (const box of [element, ...ancestors(element).slice(0, 4)]) {
    const before = headingBefore($, box);
    if (before === undefined) continue;
    const title = $(before);
    const text = tidy(title.clone().find('a').remove().end().text()) || tidy(title.text());
    if (text !== '' && text.length <= 60) return text;
  }
  return '';
}

function headingBefore($: HtmlPage['$'], box: Element): Element | undefined {
  const { parent } = box;
  if (parent === null || !isTag(parent)) return undefined;
  let known = headings.get(parent);
  if (known === undefined) {
    known = new Map();
    let last: Element | undefined;
    for (const child of parent.children) {
      if (!isTag(child)) continue;
      if (last !== undefined) known.set(child, last);
      if ($(child).is(TITLES)) last = child;
    }
    headings.set(parent, known);
  }
  return known.get(box);
}

/** The first row of each table, which names its columns. */
const topRows = new WeakMap<Element, Element>();

function tableCell({ $ }: HtmlPage, element: Element): PageLink['cell'] {
  const chain = ancestors(element);
  const cell = chain.find((box) => box.name === 'td');
  const row = chain.find((box) => box.name === 'tr');
  const table = chain.find((box) => box.name === 'table');
  if (cell === undefined || row === undefined || table === undefined) return null;
  const index = $(row).children('td, th').index(cell);
  const first = topRows.get(table) ?? $(table).find('tr').get(0) ?? row;
  topRows.set(table, first);
  const top = $(first);
  if (index <= 0 || first === row) return null;
  return {
    row: tidy($(row).children('td, th').first().text()).slice(0, 60),
    column: tidy(top.children('td, th').eq(index).text()).slice(0, 60),
  };
}
