import { resolveAddress } from '../../text/address.ts';
import { matchForm } from '../../text/fold.ts';
import type { Literal } from '../literal.ts';
import { literalText, readLiteral } from '../literal.ts';
import { escapeHtml } from '../markup.ts';
import type { HtmlPage } from '../page.ts';
import { STRONG } from '../words.ts';
import type { ListFamily } from './family.ts';

interface Node {
  id: string;
  name: string;
  jump: string;
  children: Node[];
}

/**
 * 广东政府信息公开目录平台: `window._CONFIG` holds the tree of columns, `/gkmlpt/api/all/<id>?page=1&sid=<SID>` the articles of
 * one; where the list of all breaks off, the nodes of the departments below it hold the same articles. PORTALS.md 1.5.5.
 */
export const gkmlpt: ListFamily = {
  name: 'gkmlpt',
  fits: (page) => /gkmlpt/u.test(page.url + page.html) && /_CONFIG\b/u.test(page.scripts),
  embedded: (page) => {
    const nodes = flatten(treeOf(page)).filter((node) => node.jump !== '' || isReportNode(node));
    const links = nodes.map(
      (node) =>
        `<li><a href="${escapeHtml(node.jump === '' ? `/gkmlpt/annualreport#${node.id}` : node.jump)}">${escapeHtml(node.name)}</a></li>`,
    );
    return links.length === 0 ? null : `<ul class="tree">${links.join('')}</ul>`;
  },
  sources: (page) => {
    const config = configOf(page);
    const sid = config === null ? '' : literalText(config['SID']);
    if (sid === '' || !/annualreport/iu.test(page.url)) return [];
    const asked = /#(\d+)$/u.exec(page.url)?.[1];
    const ids =
      asked === undefined
        ? flatten(treeOf(page))
            .filter(isReportNode)
            .map((node) => node.id)
        : [asked];
    return ids.flatMap((id) => listOf(id, sid, page));
  },
  spares: (page) => {
    const sid = literalText(configOf(page)?.['SID']);
    const asked = /#(\d+)$/u.exec(page.url)?.[1];
    const nodes = flatten(treeOf(page)).filter((node) =>
      asked === undefined ? isReportNode(node) : node.id === asked,
    );
    return sid === ''
      ? []
      : flatten(nodes.flatMap((node) => node.children)).flatMap((node) => listOf(node.id, sid, page));
  },
};

function listOf(id: string, sid: string, page: HtmlPage): string[] {
  const url = resolveAddress(`/gkmlpt/api/all/${id}?page=1&sid=${sid}`, page.base);
  return url === null ? [] : [url];
}

function isReportNode(node: Node): boolean {
  return STRONG.test(matchForm(node.name)) || /^年报$|年度报告$/u.test(matchForm(node.name));
}

function configOf(page: HtmlPage): { [key: string]: Literal } | null {
  const at = /_CONFIG\s*=\s*(?=\{)/u.exec(page.scripts);
  const read = at === null ? null : readLiteral(page.scripts, at.index + at[0].length, page.names);
  return isObject(read?.value) ? read.value : null;
}

function treeOf(page: HtmlPage): Node[] {
  const tree = configOf(page)?.['TREE'];
  return Array.isArray(tree) ? tree.flatMap((item) => nodeOf(item)) : [];
}

function nodeOf(item: Literal): Node[] {
  if (!isObject(item)) return [];
  const children = item['children'];
  return [
    {
      id: literalText(item['id']),
      name: literalText(item['name']),
      jump: literalText(item['jump_url']),
      children: Array.isArray(children) ? children.flatMap((child) => nodeOf(child)) : [],
    },
  ];
}

function flatten(nodes: readonly Node[]): Node[] {
  return nodes.flatMap((node) => [node, ...flatten(node.children)]);
}

function isObject(value: Literal | undefined): value is { [key: string]: Literal } {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
