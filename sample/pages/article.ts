import { bodies } from '../facts/bodies.ts';
import type { ReportFacts } from '../facts/facts.ts';
import { addressesOf, columnFolder, indexNumber, listFolder, publisherOf } from '../addresses.ts';
import { composeReport } from '../narrative.ts';
import { renderClean } from '../render/clean.ts';
import { escapeHtml } from '../render/markup.ts';
import { renderWordPaste } from '../render/wordpaste.ts';
import { breadcrumb, link, metaTags, renderPage, type Chrome } from './chrome.ts';

/** A neighbour in the list, for the links under an article. */
interface Neighbour {
  href: string;
  text: string;
}

/** The neighbours before and after; null at the ends of a list. */
export interface Neighbours {
  previous: Neighbour | null;
  next: Neighbour | null;
}

const column = { name: '政府信息公开年报', type: '信息公开年报' };

/** The parts of a page's chrome that all articles of the annual-report column share. */
export function columnChrome(title: string, path: string, date: string, source: string): Chrome {
  return {
    title,
    trail: [
      { text: '政务公开', href: '/zwgk/' },
      { text: '政府信息公开', href: '/zwgk/zfxxgk/' },
      { text: column.name, href: columnFolder },
      { text: '正文' },
    ],
    column,
    article: { title, date, source, path },
  };
}

/** A name and its fact; this software spreads names of three characters over the width of four. */
function factCells([name = '', text = '']: string[]): string {
  const shown = name.length === 3 ? Array.from(name).join(' ') : name;
  return `<td class="b">${shown}：</td><td>${escapeHtml(text)}</td>`;
}

function factsBox(report: ReportFacts): string {
  const rows = [
    ['索引号', indexNumber(report) ?? ''],
    ['信息分类', '政府信息公开年报'],
    ['发布机构', publisherOf(report)],
    ['发布日期', report.published],
    ['名称', report.title],
    ['有效性', '有效'],
  ];
  if (bodies[report.body].box === 'list') {
    return `<ul class="xxgk">${rows.map(([name, text]) => `<li><b>${name}：</b><span>${escapeHtml(text ?? '')}</span></li>`).join('')}</ul>`;
  }
  const pairs = [0, 2, 4].map(
    (at) =>
      `<tr>${rows
        .slice(at, at + 2)
        .map(factCells)
        .join('')}</tr>`,
  );
  return `<table class="xxgk_head" border="0" cellspacing="0" cellpadding="4">${pairs.join('')}</table>`;
}

function attachment(report: ReportFacts): string {
  const { page, file } = addressesOf(report);
  if (file === null) return '';
  const name = file.slice(file.lastIndexOf('/') + 1);
  const shown = `${report.title}.${name.slice(name.lastIndexOf('.') + 1)}`;
  const [, month] = /\/(\d{6})\/[^/]*$/u.exec(page) ?? [];
  return `<p class="insertfileTag">附件：<a href="./${name}" OLDSRC="/protect/P0${month}/${name}" download="${escapeHtml(shown)}">${escapeHtml(shown)}</a></p>`;
}

function nearLink(name: string, neighbour: Neighbour | null): string {
  return `<p>${name}：${neighbour === null ? '没有了' : link(neighbour.href, neighbour.text)}</p>`;
}

function nearLinks(near: Neighbours): string {
  return `<div class="near">${nearLink('上一篇', near.previous)}${nearLink('下一篇', near.next)}</div>`;
}

/** The page around a body: title, line of page facts, body, attachments, neighbours. */
export function renderArticle(
  chrome: Chrome,
  pieces: { box: string; body: string; after: string; near: Neighbours },
): string {
  const { title = '', date = '', source = '' } = chrome.article ?? {};
  return renderPage(
    chrome,
    `${pieces.box}
<h1 class="title">${escapeHtml(title)}</h1>
<div class="info"><span>发布时间：${date}</span>　<span>来源：${escapeHtml(source)}</span>　<span>字号：[<a>大</a> <a>中</a> <a>小</a>]</span>　<a href="javascript:window.print()">打印</a></div>
${pieces.body}
${pieces.after}
${nearLinks(pieces.near)}`,
  );
}

function container(report: ReportFacts, content: string): string {
  const open = bodies[report.body].container;
  const close = '</div>'.repeat(open.split('<div').length - 1);
  return `<div class="body">${open}\n${content}\n${close}</div>`;
}

function pageBody(report: ReportFacts): string {
  if (report.rendering === 'html' || report.rendering === 'html+docx') {
    return container(report, renderClean(composeReport(report)));
  }
  return container(report, `<p>${escapeHtml(report.title)}见附件，可下载查看。</p>`);
}

/** The report's own page in UTF-8 (renderings `html`, `html+docx` and the two landing pages). */
export function renderReportPage(report: ReportFacts, near: Neighbours): string {
  const { page, twin } = addressesOf(report);
  const chrome = columnChrome(report.title, page, report.published, publisherOf(report));
  if (twin !== null) chrome.head = `<link rel="alternate" media="handheld" href="${twin}">`;
  const mobile =
    twin === null ? '' : `<p class="info">${link(`./${twin.slice(twin.lastIndexOf('/') + 1)}`, '手机版')}</p>`;
  return renderArticle(chrome, {
    box: factsBox(report),
    body: pageBody(report),
    after: mobile + attachment(report),
    near,
  });
}

/** The twin for telephones: the same report, nothing around it. */
export function renderTwin(report: ReportFacts): string {
  const { page } = addressesOf(report);
  const chrome = columnChrome(report.title, page, report.published, publisherOf(report));
  return `<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(report.title)}</title>
${metaTags(chrome)}
</head>
<body>
<p>${link('/', '云禾县人民政府')}</p>
<h1 class="title">${escapeHtml(report.title)}</h1>
<p>发布时间：${report.published}</p>
${container(report, renderClean(composeReport(report)))}
</body>
</html>
`;
}

/** The report's page as the portal's older software made it: pages laid out with tables, text pasted from Word. Not UTF-8. */
export function renderWordPage(report: ReportFacts, near: Neighbours): string {
  const { page } = addressesOf(report);
  const source = publisherOf(report);
  const chrome = columnChrome(report.title, page, report.published, source);
  const side = [
    ['/zwgk/zfxxgk/zfxxgkzn/', '政府信息公开指南'],
    ['/zwgk/zfxxgk/zfxxgkzd/', '政府信息公开制度'],
    [listFolder(report), '政府信息公开年报'],
    ['/zwgk/zfxxgk/ysqgk/', '依申请公开'],
  ].map(([href = '', text = '']) => `<tr><td height="28">${link(href, text)}</td></tr>`);
  const html = `<html>
<head>
<meta http-equiv="Content-Type" content="text/html; charset=gb2312">
<title>${escapeHtml(report.title)}</title>
${metaTags(chrome)}
<link href="/images/style.css" rel="stylesheet" type="text/css">
</head>
<body topmargin="0">
<table width="1000" border="0" align="center" cellpadding="0" cellspacing="0"><tr><td height="60"><table width="100%" border="0"><tr><td><a class="logo" style="color:#1f5fa8" href="/">云禾县人民政府</a></td><td align="right">${link('/zwgk/', '政务公开')} ${link('/zwfw/', '政务服务')}</td></tr></table></td></tr>
<tr><td height="26">${breadcrumb(chrome)}</td></tr>
<tr><td><table width="100%" border="0" cellspacing="0"><tr><td width="190" valign="top"><table width="180" border="0">${side.join('')}</table></td>
<td valign="top"><table width="96%" border="0" cellpadding="2"><tr><td>索引号：${indexNumber(report) ?? ''}</td><td>发布机构：${escapeHtml(source)}</td></tr><tr><td>发布日期：${report.published}</td><td>名称：${escapeHtml(report.title)}</td></tr></table>
<p align="center" class="bt"><font size="4"><b>${escapeHtml(report.title)}</b></font></p>
${container(report, renderWordPaste(composeReport(report)))}
${nearLinks(near)}
</td></tr></table></td></tr>
<tr><td align="center" height="50">主办：云禾县人民政府办公室　网站标识码：0000000001</td></tr></table>
</body>
</html>
`;
  return html.replace(/\r?\n/gu, '\r\n');
}
