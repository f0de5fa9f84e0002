import { addressesOf, columnFolder, listFolder } from '../addresses.ts';
import type { ReportFacts } from '../facts/facts.ts';
import { reports } from '../facts/reports.ts';
import { escapeHtml } from '../render/markup.ts';
import { link, renderPage, type Chrome } from './chrome.ts';
import { decoyPath, decoys } from './decoys.ts';

/** One line of a list: absolute path, visible text, whole title where the text does not show it, date. */
export interface ListItem {
  path: string;
  text: string;
  title?: string;
  date: string;
}

/** Lines on one page of the long list. */
const pageSize = 6;

/** How many signs of a title a narrow list shows. */
const shownSigns = 14;

function reportItem(report: ReportFacts, folder: string): ListItem {
  const { title, published } = report;
  const path = addressesOf(report).page;
  // The unit's name alone stands where the list's own heading says what is listed.
  if (report.linkText !== undefined && folder !== listFolder(report)) {
    return { path, text: report.linkText, date: published };
  }
  if (report.cutLink === true) return { path, text: `${title.slice(0, shownSigns)}…`, title, date: published };
  return { path, text: title, title, date: published };
}

/** Everything that the list in `folder` shows, newest first. One report stands both in its year and among the towns. */
export function itemsOf(folder: string): ListItem[] {
  const here = reports.filter(
    (report) => listFolder(report) === folder || (report.key === 'qs-2023' && folder === `${columnFolder}2023n/`),
  );
  const items = [
    ...here.map((report) => reportItem(report, folder)),
    ...decoys
      .filter((decoy) => decoy.list === folder)
      .map((decoy): ListItem => ({ path: decoyPath(decoy), text: decoy.title, title: decoy.title, date: decoy.date })),
  ];
  return items.sort((a, b) => (a.date < b.date ? 1 : a.date > b.date ? -1 : 0));
}

/** The address as software of this family writes it: relative with `./` below the list, absolute elsewhere. */
function hrefFrom(folder: string, path: string): string {
  return path.startsWith(folder) ? `./${path.slice(folder.length)}` : path;
}

/** The lines as `<ul class="list">`. */
export function renderItems(items: readonly ListItem[], folder: string): string {
  const lines = items.map(
    ({ path, text, title, date }) => `<li>${link(hrefFrom(folder, path), text, title)}<span>${date}</span></li>`,
  );
  return `<ul class="list">\n${lines.join('\n')}\n</ul>`;
}

const sideLinks: [string, string][] = [
  ['/zwgk/zfxxgk/zfxxgkzn/', '政府信息公开指南'],
  ['/zwgk/zfxxgk/zfxxgkzd/', '政府信息公开制度'],
  ['/zwgk/zfxxgk/fdzdgknr/', '法定主动公开内容'],
  [columnFolder, '政府信息公开年报'],
  ['/zwgk/zfxxgk/ysqgk/', '依申请公开'],
];

/** The five blocks of 政府信息公开 beside a page's content. */
export function withSideMenu(content: string): string {
  const side = sideLinks.map(([href, text]) => link(href, text)).join('\n');
  return `<div class="cols"><div class="side">\n${side}\n</div>\n<div class="content">\n${content}\n</div></div>`;
}

/** Chrome of a page inside 政府信息公开. */
export function hubChrome(name: string, type: string, trail: { text: string; href?: string }[]): Chrome {
  return {
    title: name,
    trail: [{ text: '政务公开', href: '/zwgk/' }, { text: '政府信息公开', href: '/zwgk/zfxxgk/' }, ...trail],
    column: { name, type },
  };
}

/** Page 1 of a list is index.html, page 2 is index_1.html: this software counts from 0. */
function pageName(at: number): string {
  return at === 0 ? 'index.html' : `index_${at}.html`;
}

function pager(pages: number, current: number): string {
  const numbers = Array.from({ length: pages }, (_, at) =>
    at === current ? `<span>${at + 1}</span>` : link(pageName(at), String(at + 1)),
  );
  const next = current + 1 < pages ? link(pageName(current + 1), '下一页') : '<span>下一页</span>';
  return `<div class="page">${link(pageName(0), '首页')}${numbers.join('')}${next}${link(pageName(pages - 1), '尾页')}</div>
<script>createPageHTML(${pages}, ${current}, "index","html");</script>`;
}

/** The pages of one list by path; several where there are more lines than one page holds. */
export function renderList(folder: string, name: string): Map<string, string> {
  const items = itemsOf(folder);
  const size = folder.endsWith('/lnnb/') ? pageSize : Math.max(1, items.length);
  const pages = Math.ceil(items.length / size);
  const chrome = hubChrome('政府信息公开年报', '信息公开年报', [
    { text: '政府信息公开年报', href: columnFolder },
    { text: name },
  ]);
  return new Map(
    Array.from({ length: pages }, (_, at) => {
      const lines = renderItems(items.slice(at * size, (at + 1) * size), folder);
      const content = `<h2>${escapeHtml(name)}</h2>\n${lines}${pages > 1 ? `\n${pager(pages, at)}` : ''}`;
      return [folder + pageName(at), renderPage(chrome, withSideMenu(content))];
    }),
  );
}

/** The lists of the annual-report column: folder and heading. */
export const columnLists: [folder: string, name: string][] = [
  [`${columnFolder}2024n/`, '2024年'],
  [`${columnFolder}2023n/`, '2023年'],
  [`${columnFolder}2022n/`, '2022年'],
  [`${columnFolder}2021n/`, '2021年'],
  [`${columnFolder}lnnb/`, '2020年及以前'],
  [`${columnFolder}xz/`, '乡镇人民政府'],
];

/** The front page of the column: years, towns, the newest and the most read. */
export function renderColumn(): string {
  const newest = reports.map((report) => reportItem(report, columnFolder)).sort((a, b) => (a.date < b.date ? 1 : -1));
  const twins = reports.flatMap((report): ListItem[] => {
    const { twin } = addressesOf(report);
    return twin === null ? [] : [{ path: twin, text: report.title, date: report.published }];
  });
  const years = columnLists.map(([folder, name]) => link(hrefFrom(columnFolder, folder), name));
  const content = `<div class="block"><h2>年报目录</h2><div class="tags">${years.join('\n')}</div></div>
<div class="block"><h2>最新发布</h2>
${renderItems(newest.slice(0, 3), columnFolder)}</div>
<div class="block"><h2>点击排行</h2>
${renderItems(twins, columnFolder)}</div>
<p>${link(`/search/index.html?q=${encodeURIComponent('政府信息公开工作年度报告')}`, '查找更多年报>>')}</p>`;
  return renderPage(
    hubChrome('政府信息公开年报', '信息公开年报', [{ text: '政府信息公开年报' }]),
    withSideMenu(content),
  );
}
