import { encodeGb18030 } from '../../sample/render/gb18030.ts';
import { reportPage } from './core/article.ts';
import { putCommonParts, type ListRow } from './core/common.ts';
import { hubMenu, page, type Look } from './core/page.ts';
import { cut, docxFile, link, markupOf, pdfFile } from './core/render.ts';
import type { Built, Replica, Scale } from './core/replica.ts';
import { hash, hex, reportOf } from './core/report.ts';
import { openSite, type Answer, type Ask, type Site } from './core/site.ts';
import { openTruth } from './core/truth.ts';

const WWW = 'www.nanchuan.gov.test';
const MENU: Look['menu'] = [
  ['首页', '/'],
  ['要闻', '/xwzx/'],
  ['政务公开', '/zwgk/'],
];
const LOOK: Look = { siteName: '南川省人民政府', host: WWW, menu: MENU, meta: true };
const DEPARTMENTS = [
  { host: 'edu.nanchuan.gov.test', body: '南川省教育厅', col: 5678 },
  { host: 'czt.nanchuan.gov.test', body: '南川省财政厅', col: 6011 },
  { host: 'mzt.nanchuan.gov.test', body: '南川省民政厅', col: 6120 },
  { host: 'fgw.nanchuan.gov.test', body: '南川省发展和改革委员会', col: 6233 },
  { host: 'slt.nanchuan.gov.test', body: '南川省水利厅', col: 90135 },
];
const HUB = '/col/col84239/index.html';
const NAVIGATION = '/col/col84241/index.html';
/** How many lines the page itself holds; the proxy behind it gives the rest, this many at once. */
const [ON_PAGE, AT_ONCE] = [4, 60];

/** Hanweb jpage: lists as XML inside the page, more through dataproxy.jsp (PORTALS.md 1.5.2, R02). */
export const R02: Replica = { id: 'R02', name: '南川省 (Hanweb jpage)', family: ['jpage'], build };

function build(scale: Scale): Built {
  const site = openSite();
  const truth = openTruth([`http://${WWW}/`], [`http://${WWW}${NAVIGATION}`]);
  const built = { site, truth };
  for (const host of [WWW, ...DEPARTMENTS.map(({ host: one }) => one)]) site.open(host);
  const decoys = putCommonParts({
    ...built,
    look: LOOK,
    place: '南川省',
    hub: HUB,
    blocks: '/col/',
    annual: NAVIGATION,
    decoyPath: (decoy, index) =>
      `/art/${decoy.date.slice(0, 4)}/${Number(decoy.date.slice(5, 7))}/${Number(decoy.date.slice(8))}/art_84241_${10_200_000 + index}.html`,
  });
  const years = scale === 'full' ? [2024, 2023, 2022, 2021, 2020, 2019] : [2024, 2021, 2020];
  const columns = years.map((year, index) => {
    const path = `/col/col${93_261 + index * 7}/index.html`;
    const rows = [
      putReport(built, WWW, '南川省人民政府', { year, col: 84_241, index: 0 }),
      ...DEPARTMENTS.map(({ host, body, col }, at) => putReport(built, host, body, { year, col, index: at + 1 })),
    ];
    const cities = [1, 2, 3, 4].map((at) => ({
      title: `南川省第${at}市人民政府${year}年政府信息公开工作年度报告`,
      url: `http://www.city${at}.gov.test/art/${year + 1}/2/1/art_1_${year}.html`,
      date: `${year + 1}-02-01`,
    }));
    truth.external.push(...cities.map(({ url }) => url));
    putColumn(site, { path, name: `${year}年度`, rows: [...rows, ...cities], decoys, unit: 100 + index * 2 });
    return link(path, `${year}年度`);
  });
  putColumn(site, { path: '/col/col93000/index.html', name: '2018年及以前汇总', rows: decoys, decoys: [], unit: 200 });
  site.set(
    `http://${WWW}${NAVIGATION}`,
    page(
      LOOK,
      { title: '政府信息公开年报', column: { name: '年报导航' } },
      `${hubMenu('/col/', NAVIGATION)}<div class="years">${columns.join('\n')}${link('/col/col93000/index.html', '2018年及以前汇总')}</div>`,
    ),
  );
  putSingleArticle(
    site,
    truth.reports.filter(({ body }) => body === '南川省水利厅'),
  );
  return built;
}

interface Column {
  path: string;
  name: string;
  rows: readonly ListRow[];
  decoys: readonly ListRow[];
  unit: number;
}

function recordOf({ title, url, date }: ListRow): string {
  return `<record><![CDATA[<li><a href="${url}" title="${title}" target="_blank">${cut(title, 18)}</a><span>${date}</span></li>]]></record>`;
}

function dataStore(rows: readonly ListRow[], from: number, to: number): string {
  const records = rows.slice(from, to).map(recordOf).join('');
  return `<datastore><totalrecord>${rows.length}</totalrecord><totalpage>${Math.ceil(rows.length / ON_PAGE)}</totalpage><recordset>${records}</recordset></datastore>`;
}

/** A column with two units: notices, then the reports; only the first lines stand in the page. */
function putColumn(site: Site, { path, name, rows, decoys, unit }: Column): void {
  const id = /col(\d+)\/index/u.exec(path)?.[1] ?? '';
  const list = (number: number, lines: readonly ListRow[]): string => {
    const next = `<nextgroup><![CDATA[<a href="/module/web/jpage/dataproxy.jsp?page=1&appid=1&webid=39&path=/&columnid=${id}&unitid=${number}&webname=%E5%8D%97%E5%B7%9D%E7%9C%81%E4%BA%BA%E6%B0%91%E6%94%BF%E5%BA%9C&permissiontype=0"></a>]]></nextgroup>`;
    const records = lines.slice(0, ON_PAGE).map(recordOf).join('');
    return `<div id="${number}" class="default_pgContainer"><script type="text/xml"><datastore>${lines.length > ON_PAGE ? next : ''}<recordset>${records}</recordset></datastore></script></div>`;
  };
  const notices = decoys.filter(({ title }) => /通知|制度/u.test(title));
  const trail = [['政府信息公开', HUB], ['政府信息公开年报', NAVIGATION], [name]] as const;
  site.set(
    `http://${WWW}${path}`,
    page(
      LOOK,
      { title: name, trail, column: { name: '政府信息公开年报' } },
      `${hubMenu('/col/', NAVIGATION)}${list(unit, notices)}<h2>${name}</h2>${list(unit + 1, rows)}`,
    ),
  );
  site.on(WWW, (ask) =>
    proxyAnswer(ask, {
      id,
      lists: new Map([
        [String(unit), notices],
        [String(unit + 1), rows],
      ]),
    }),
  );
}

function proxyAnswer(
  ask: Ask,
  { id, lists }: { id: string; lists: ReadonlyMap<string, readonly ListRow[]> },
): Answer | null {
  const url = new URL(ask.path, `http://${WWW}`);
  if (url.pathname !== '/module/web/jpage/dataproxy.jsp') return null;
  const field = (name: string): string => ask.form.get(name) ?? url.searchParams.get(name) ?? '';
  if (field('columnid') !== id) return null;
  const referer = ask.headers['referer'] ?? '';
  if (referer !== '' && !referer.includes(WWW)) return { status: 403, body: '<html><body>403 Forbidden</body></html>' };
  const rows = lists.get(field('unitid'));
  if (rows === undefined) return null;
  const from = Math.max(1, Number(field('startrecord')) || 1);
  const to = Math.min(from + AT_ONCE - 1, Number(field('endrecord')) || from + AT_ONCE - 1);
  return { headers: { 'content-type': 'text/xml;charset=UTF-8' }, body: dataStore(rows, from - 1, to) };
}

/** A report on the host of its own body; from 2024 on under the new form of address. */
function putReport(
  { site, truth }: Built,
  host: string,
  body: string,
  more: { year: number; col: number; index: number },
): ListRow {
  const { year, col, index } = more;
  const report = reportOf(body, year);
  const [y, month, day] = report.published.split('-').map(Number);
  const number = 10_234_000 + (hash(body + year) % 60_000);
  const isNew = year >= 2024;
  const url = `http://${host}${isNew ? `/art/${y}/art_${hex(body + year)}.html` : `/art/${y}/${month}/${day}/art_${col}_${number}.html`}`;
  const name = `${report.title}.pdf`;
  const isPdf = index % 2 === 0;
  const path = isPdf
    ? `/module/download/downfile.jsp?classid=0&filename=${y}01201030${hex(body + year, 3)}.pdf&showname=${encodeURIComponent(name)}`
    : `/attach/0/${hex(`${body}${year}file`)}.docx`;
  const hasFile = index % 3 !== 2;
  const told = {
    'content-disposition': `attachment; filename="${Buffer.from(encodeGb18030(name)).toString('latin1')}"`,
  };
  site.set(url, () =>
    reportPage({
      look: { ...LOOK, siteName: host === WWW ? LOOK.siteName : body, host },
      report,
      markup: markupOf(index),
      trail: [['政府信息公开'], ['政府信息公开年报']],
      column: { name: '政府信息公开年报' },
      container: ['<div id="zoom"><!--<$[信息内容]>begin-->', '<!--<$[信息内容]>end--></div>'],
      after: hasFile ? `<p>附件：${link(path, name)}</p>` : '',
    }),
  );
  if (hasFile) site.set(`http://${host}${path}`, () => (isPdf ? pdfFile(report, told) : docxFile(report)));
  truth.reports.push({
    body,
    year,
    url,
    aliases: [],
    files: hasFile ? [`http://${host}${path}`] : [],
    form: 'html',
    publishedAt: report.published,
  });
  return { title: report.title, url, date: report.published };
}

/** 水利厅: the column is the newest report itself; older ones stand under 历年年报. */
function putSingleArticle(site: Site, reports: { year: number; url: string; aliases: string[] }[]): void {
  const host = 'slt.nanchuan.gov.test';
  const newest = reports[0];
  if (newest === undefined) return;
  const column = `http://${host}/col/col90135/index.html`;
  const report = reportOf('南川省水利厅', newest.year);
  const look = { ...LOOK, siteName: '南川省水利厅', host };
  site.set(column, () =>
    reportPage({
      look,
      report,
      markup: 'clean',
      trail: [['政府信息公开年报']],
      container: ['<div id="zoom">', '</div>'],
      after: link('/col/col90136/index.html', '历年年报'),
    }),
  );
  newest.aliases.push(column);
  const rows = reports
    .slice(1)
    .map(({ year, url }) => `<li>${link(url, `南川省水利厅${year}年政府信息公开工作年度报告`)}</li>`);
  site.set(`http://${host}/col/col90136/index.html`, page(look, { title: '历年年报' }, `<ul>${rows.join('')}</ul>`));
  site.set(`http://${host}/`, page(look, { title: '南川省水利厅' }, hubMenu('/col/', '/col/col90135/index.html')));
}
