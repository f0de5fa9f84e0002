import { encodeGb18030 } from '../../sample/render/gb18030.ts';
import { reportPage } from './core/article.ts';
import { departmentsOf, governmentOf, type Body } from './core/bodies.ts';
import { putCommonParts, type ListRow } from './core/common.ts';
import { rtfFile } from './core/office.ts';
import { page, type Look } from './core/page.ts';
import { link } from './core/render.ts';
import { share, type Built, type Replica, type Scale } from './core/replica.ts';
import { hash, reportOf } from './core/report.ts';
import { openSite, type Answer, type Ask } from './core/site.ts';
import { openTruth } from './core/truth.ts';

const HOST = 'www.pingyangx.gov.test';
const ORIGIN = `http://${HOST}`;
const LIST = '/InfoPublic.aspx?cid=1019&pid=971&page=1&kw=';
const OLDER = '/Category_598/Index.aspx';
const PER_PAGE = 10;
/** The declaration stands behind 1,600 bytes of scripts, and the server's header names no encoding. */
const LATE_CHARSET = `<script type="text/javascript">/* ${'menu;'.repeat(310)} */</script>\n<meta http-equiv="Content-Type" content="text/html; charset=gb2312">`;
const LOOK: Look = {
  siteName: '平阳县人民政府',
  host: HOST,
  menu: [
    ['首页', '/'],
    ['新闻', '/xwzx/'],
    ['信息公开', '/zwgk/'],
  ],
  meta: false,
  charset: LATE_CHARSET,
};

/** ASP.NET in GBK: postbacks, session ids in the path, titles in the query (PORTALS.md 1.5.10, R07). */
export const R07: Replica = { id: 'R07', name: '平阳县 (ASP.NET, GBK)', family: ['webforms'], build };

function build(scale: Scale): Built {
  const site = openSite();
  const truth = openTruth([`${ORIGIN}/`], [ORIGIN + LIST]);
  const built = { site, truth };
  site.open(HOST);
  const decoys = putCommonParts({
    ...built,
    look: LOOK,
    place: '平阳县',
    hub: '/zfxxgk/',
    annual: LIST,
    decoyPath: (_, index) => `/PublicDetail.aspx?id=${900 + index}`,
  });
  const bodies = share([...governmentOf('平阳县'), ...departmentsOf('平阳县', 16)], scale, 6);
  const rowsOf = (years: readonly number[]): ListRow[] =>
    years.flatMap((year) => bodies.map((body, index) => putReport(built, body, year, index)));
  const newer = [...rowsOf([2024, 2023]), ...decoys];
  const older = rowsOf([2021]);
  putNewer(built, newer);
  site.on(HOST, (ask) => postback(ask, older));
  inGbk(built);
  return built;
}

/** Every page of the host leaves it in GB18030; a cookieless session id in the path changes nothing. */
function inGbk({ site }: Built): void {
  const answer = site.answer.bind(site);
  site.answer = async (ask) => {
    const found = await answer({ ...ask, path: ask.path.replace(/^\/\(S\([^)]*\)\)/u, '') });
    if (typeof found.body !== 'string') return found;
    return { ...found, headers: { 'content-type': 'text/html', ...found.headers }, body: encodeGb18030(found.body) };
  };
}

function putNewer({ site }: Built, rows: readonly ListRow[]): void {
  const pages = Math.ceil(rows.length / PER_PAGE);
  const address = (at: number): string => `/InfoPublic.aspx?cid=1019&pid=971&page=${at}&kw=`;
  for (let at = 1; at <= pages; at += 1) {
    const items = rows
      .slice((at - 1) * PER_PAGE, at * PER_PAGE)
      .map(
        ({ title, url, date }) =>
          `<p><a href="${url.replace(`${ORIGIN}/`, '')}" title="${title}">${title}</a> <span>[${date}]</span></p>`,
      );
    const numbers = Array.from({ length: pages }, (_, index) => link(address(index + 1), String(index + 1)));
    const pager = `<div class="pages">${link(address(1), '首页')}${link(address(Math.max(1, at - 1)), '上一页')}${numbers.join('')}${link(address(Math.min(pages, at + 1)), '下一页')}${link(address(pages), '尾页')}</div>`;
    const side = `<div class="left">${link('InfoPublic.aspx?cid=1017&pid=971', '政府信息公开指南')}${link('InfoPublic.aspx?cid=1018&pid=971', '政府信息公开制度')}${link(LIST, '政府信息公开年报')}${link('/(S(5kq2rh55abc1231z))/Category_598/Index.aspx', '往年年报')}${link('ysqgk.aspx', '依申请公开')}</div>`;
    site.set(
      ORIGIN + address(at),
      page(LOOK, { title: '政府信息公开年报' }, `${side}<div class="info-list">${items.join('\n')}</div>${pager}`),
    );
  }
}

/** The older list: its next page comes to those who send the form back with its state. */
function postback(ask: Ask, rows: readonly ListRow[]): Answer | null {
  if (!ask.path.startsWith(OLDER)) return null;
  const isPost = ask.method === 'POST';
  const isValid = ask.form.get('__VIEWSTATE') === STATE && ask.form.get('__EVENTTARGET') === 'MoreInfoList1$Pager';
  if (isPost && !isValid) return { status: 500, body: '<html><body>Invalid viewstate</body></html>' };
  const at = isPost ? Number(ask.form.get('__EVENTARGUMENT')) : 1;
  const size = Math.ceil(rows.length / 2);
  const items = rows
    .slice((at - 1) * size, at * size)
    .map(
      ({ title, url, date }) => `<tr><td>${link(url.replace(ORIGIN, ''), title, { title })}</td><td>${date}</td></tr>`,
    );
  const pager = [1, 2].map((number) =>
    number === at
      ? `<span>${number}</span>`
      : `<a href="javascript:__doPostBack('MoreInfoList1$Pager','${number}')">${number}</a>`,
  );
  const form = `<form name="aspnetForm" method="post" action="${OLDER}" id="aspnetForm"><input type="hidden" name="__EVENTTARGET" id="__EVENTTARGET" value="" /><input type="hidden" name="__EVENTARGUMENT" id="__EVENTARGUMENT" value="" /><input type="hidden" name="__VIEWSTATE" id="__VIEWSTATE" value="${STATE}" />
<table id="MoreInfoList1_DataGrid1">${items.join('\n')}</table><div id="MoreInfoList1_Pager">${pager.join(' ')}</div></form>
<script>function __doPostBack(eventTarget,eventArgument){var theForm=document.forms['aspnetForm'];theForm.__EVENTTARGET.value=eventTarget;theForm.__EVENTARGUMENT.value=eventArgument;theForm.submit();}</script>`;
  return { body: page(LOOK, { title: '往年年报', trail: [['政府信息公开年报', LIST], ['往年年报']] }, form) };
}

/** Some 30 kB, as grids keep all their rows in it. */
const STATE = `/wEPDwUKMTY1NDU2MTA1MmRk${Buffer.from('年报'.repeat(3700)).toString('base64').slice(0, 30_000)}==`;

function putReport({ site, truth }: Built, body: Body, year: number, index: number): ListRow {
  const report = reportOf(body.name, year);
  const id = 1000 + (hash(body.name + year) % 90_000);
  const title = Array.from(encodeGb18030(report.title), (byte) => `%${byte.toString(16).toUpperCase()}`).join('');
  const path = `/PublicDetail.aspx?id=${id}&title=${title}`;
  const file = `/UploadFiles/${year + 1}/${index}/年报.doc`;
  const hasFile = index % 5 === 1;
  site.set(ORIGIN + path, () =>
    reportPage({
      look: LOOK,
      report,
      markup: 'word',
      trail: [['信息公开', '/zwgk/'], ['政府信息公开年报', LIST], ['正文']],
      container: ['<span id="lblContent">', '</span>'],
      box: index % 2 === 0 ? 'table' : 'none',
      after: hasFile ? `<p>附件：<a href="${file}">年报.doc</a></p>` : '',
    }),
  );
  if (hasFile) site.on(HOST, (ask) => (decodedPath(ask.path) === file ? rtfFile(report) : null));
  const files = hasFile ? [new URL(file, ORIGIN).href] : [];
  truth.reports.push({
    body: body.name,
    year,
    url: ORIGIN + path,
    aliases: [],
    files,
    form: 'html',
    publishedAt: report.published,
  });
  return { title: report.title, url: ORIGIN + path, date: report.published };
}

/** A path as its folders are called; as it came where its escapes are not UTF-8. */
function decodedPath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch (error) {
    if (error instanceof URIError) return path;
    throw error;
  }
}
