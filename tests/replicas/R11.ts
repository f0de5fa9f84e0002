import { encodeGb18030 } from '../../sample/render/gb18030.ts';
import { departmentsOf, governmentOf, type Body } from './core/bodies.ts';
import { decoysOf } from './core/decoys.ts';
import { link, reportHtml } from './core/render.ts';
import { share, type Built, type Replica, type Scale } from './core/replica.ts';
import { hash, reportOf } from './core/report.ts';
import { openSite, type Answer } from './core/site.ts';
import { openTruth } from './core/truth.ts';
import type { ListRow } from './core/common.ts';

const HOST = 'xxgk.laocheng.gov.test:8082';
const ORIGIN = `http://${HOST}`;
const FOLDER = '/sites/lc/';
const COLUMN_ID = 15_652;
const PER_PAGE = 12;

/** An old district: frames, tables for layout, three encodings claimed, reports in three pages (PORTALS.md R11). */
export const R11: Replica = { id: 'R11', name: '老城区 (frames, GB2312)', family: ['frames'], build };

function build(scale: Scale): Built {
  const site = openSite();
  const truth = openTruth([`${ORIGIN}/`], [`${ORIGIN}${FOLDER}zwinfo.jsp?id=${COLUMN_ID}`]);
  const built = { site, truth };
  truth.requestsPerReport = 4; // every report is three pages
  site.open(HOST);
  const bodies = share([...governmentOf('老城区'), ...departmentsOf('老城区', 14)], scale, 6);
  const decoys = decoysOf('老城区').map((decoy, index) => {
    const url = `${ORIGIN}${FOLDER}zwinfo.jsp?id=${90_000 + index}`;
    site.set(url, lie(layout(decoy.title, `<b>${decoy.title}</b>${decoy.html}`)));
    truth.negatives.push({ url, kind: decoy.kind });
    return { title: decoy.title, url, date: decoy.date };
  });
  const rows = [
    ...[2020, 2019].flatMap((year) => bodies.map((body) => putReport(built, body, year))),
    ...decoys.slice(0, 8),
  ];
  putFrames(built, decoys.slice(8));
  putList(built, rows);
  return built;
}

/** GBK bytes under a header that says ISO-8859-1 and markup that says UTF-8. */
function lie(html: string): Answer {
  return { body: encodeGb18030(html), headers: { 'content-type': 'text/html;charset=ISO-8859-1' } };
}

function layout(title: string, content: string): string {
  return `<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"><title>${title}</title></head>
<body><table width="1003" border="0" align="center" cellpadding="0" cellspacing="0"><tr><td>${content}</td></tr></table></body></html>`;
}

function putFrames({ site }: Built, news: readonly ListRow[]): void {
  const frames = `<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"><title>老城区政府信息公开网</title></head>
<frameset rows="90,*" border="0"><frame src="top.htm" name="top"><frameset cols="210,*"><frame src="left.jsp?frame=nb" name="left"><frame src="main.htm" name="main"></frameset></frameset></html>`;
  site.set(`${ORIGIN}/`, lie(frames));
  site.set(`${ORIGIN}/top.htm`, lie(layout('老城区', '<b>老城区政府信息公开网</b>')));
  site.set(`${ORIGIN}/main.htm`, lie(layout('老城区', table(news))));
  const menu = [
    [15_650, '政府信息公开指南'],
    [15_651, '政府信息公开制度'],
    [15_653, '法定主动公开内容'],
    [COLUMN_ID, '政府信息公开年报'],
    [15_654, '依申请公开'],
  ] as const;
  const lines = menu.map(
    ([id, name]) => `<tr><td height="25"><a href='sites/lc/zwinfo.jsp?id=${id}' target="main">${name}</a></td></tr>`,
  );
  site.set(`${ORIGIN}/left.jsp?frame=nb`, lie(layout('目录', `<table>${lines.join('')}</table>`)));
  for (const [id, name] of menu) {
    if (id !== COLUMN_ID) site.set(`${ORIGIN}${FOLDER}zwinfo.jsp?id=${id}`, lie(layout(name, `<b>${name}</b>`)));
  }
}

function table(rows: readonly ListRow[]): string {
  return `<table width="760">${rows.map(({ title, url, date }) => `<tr><td>·</td><td><a href='${url.split('/').at(-1) ?? ''}'>${title}</a></td><td>[${date}]</td></tr>`).join('\n')}</table>`;
}

/** The list in pages that a form turns. */
function putList({ site }: Built, rows: readonly ListRow[]): void {
  const pages = Math.ceil(rows.length / PER_PAGE);
  for (let at = 1; at <= pages; at += 1) {
    const form = `<form method="get" action="zwinfo.jsp"><input type="hidden" name="id" value="${COLUMN_ID}">第${at}页 共${pages}页 <input name="pageNo" value="${Math.min(at + 1, pages)}" size="2"><input type="submit" value="转到"> ${at < pages ? `<a href='zwinfo.jsp?id=${COLUMN_ID}&pageNo=${at + 1}'>下一页</a>` : ''}</form>`;
    const query = at === 1 ? '' : `&pageNo=${at}`;
    site.set(
      `${ORIGIN}${FOLDER}zwinfo.jsp?id=${COLUMN_ID}${query}`,
      lie(
        layout(
          '政府信息公开年报',
          `<b>政府信息公开年报</b>${table(rows.slice((at - 1) * PER_PAGE, at * PER_PAGE))}${form}`,
        ),
      ),
    );
  }
}

/** A report cut into three pages: up to the tables, the tables, the rest. */
function putReport({ site, truth }: Built, body: Body, year: number): ListRow {
  const report = reportOf(body.name, year);
  const id = 20_000 + (hash(body.name + year) % 60_000);
  const address = (at: number): string => `${ORIGIN}${FOLDER}zwinfo.jsp?id=${id}${at === 1 ? '' : `&page=${at}`}`;
  const html = reportHtml(report, 'clean');
  const marks = [html.indexOf('<p class="h1"><strong>三、'), html.indexOf('<p class="h1"><strong>四、')];
  const pieces = [html.slice(0, marks[0]), html.slice(marks[0], marks[1]), html.slice(marks[1])];
  pieces.forEach((piece, index) => {
    const at = index + 1;
    const turns = [1, 2, 3].map((one) =>
      one === at ? `第${one}页` : link(address(one).split('/').at(-1) ?? '', `第${one}页`),
    );
    const next =
      at < 3
        ? link(
            address(at + 1)
              .split('/')
              .at(-1) ?? '',
            '下一页',
          )
        : '';
    const head = `<p align="center"><b>${report.title}</b></p><p align="center">发布时间：${report.published}　来源：${body.name}</p>`;
    site.set(
      address(at),
      lie(layout(report.title, `${head}<div class="nr">${piece}</div><p>${turns.join(' ')} ${next}</p>`)),
    );
  });
  truth.reports.push({
    body: body.name,
    year,
    url: address(1),
    aliases: [address(2), address(3)],
    files: [],
    form: 'html',
    publishedAt: report.published,
  });
  return { title: report.title, url: address(1), date: report.published };
}
