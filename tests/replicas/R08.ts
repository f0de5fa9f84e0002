import { reportPage } from './core/article.ts';
import { departmentsOf, type Body } from './core/bodies.ts';
import { putCommonParts, type ListRow } from './core/common.ts';
import { hubMenu, page, type Look } from './core/page.ts';
import { link, markupOf, pdfFile } from './core/render.ts';
import { share, type Built, type Replica, type Scale } from './core/replica.ts';
import { hash, hex, reportOf } from './core/report.ts';
import { putScript } from './core/scripts.ts';
import { openSite, type Answer, type Ask } from './core/site.ts';
import { openTruth } from './core/truth.ts';

const GOOD = 'fzggw.zhijiang.gov.test';
const STUCK = 'swt.zhijiang.gov.test';
const COLUMN = '/col/col1229565788/index.html';
const UNIT = '/api-gateway/jpaas-publish-server/front/page/build/unit';
const DOWNLOAD = '/api-gateway/jpaas-web-server/front/document/download';
const PER_PAGE = 15;
/** How long the gateway's download addresses live, and how close together they may be asked for, ms. */
const [TOKEN_LIVES, DOWNLOAD_GAP] = [60_000, 40];

/** Hanweb jpaas: a skeleton whose list a gateway gives as HTML in JSON (PORTALS.md 1.5.4, R08). */
export const R08: Replica = { id: 'R08', name: '之江省厅 (jpaas)', family: ['jpaas'], build };

function build(scale: Scale): Built {
  const site = openSite();
  const truth = openTruth(
    [`http://${GOOD}/`, `http://${STUCK}/`],
    [`http://${GOOD}${COLUMN}`, `http://${STUCK}${COLUMN}`],
  );
  const built = { site, truth };
  const areas = share(departmentsOf('之江省', 13), scale, 4);
  putHost(built, { host: GOOD, name: '之江省发展和改革委员会', bodies: areas, years: [2024, 2023], isStuck: false });
  const others = share(departmentsOf('江口市', 19), scale, 6);
  putHost(built, { host: STUCK, name: '之江省商务厅', bodies: others, years: [2024, 2023], isStuck: true });
  return built;
}

/** `isStuck`: the gateway gives page 1 whatever page is asked for, so only its lines can be had. */
interface Host {
  host: string;
  name: string;
  bodies: readonly Body[];
  years: readonly number[];
  isStuck: boolean;
}

function lookOf({ host, name }: Host): Look {
  return {
    siteName: name,
    host,
    menu: [
      ['首页', '/'],
      ['政务公开', '/zwgk/'],
    ],
    meta: true,
  };
}

function putHost(built: Built, own: Host): void {
  const { site, truth } = built;
  const { host, bodies, years, isStuck } = own;
  site.open(host);
  putScript(site, `http://${host}/script/AuthorizedRead/unitbuild.js`, 'unitBuild');
  const look = lookOf(own);
  const decoys = putCommonParts({
    ...built,
    look,
    place: '之江省',
    hub: '/col/zfxxgk/',
    annual: COLUMN,
    decoyPath: (decoy, index) => `/art/${decoy.date.slice(0, 4)}/art_${hex(decoy.title + index)}.html`,
  });
  const all = years.flatMap((year) => bodies.map((body, index) => putReport(built, own, { body, year, index })));
  const rows = [...all.map(({ row }) => row), ...decoys];
  const visible = isStuck ? all.slice(0, PER_PAGE) : all;
  truth.reports.push(...visible.map(({ report }) => report));
  const settings = {
    parseType: 'bulidstatic',
    webId: hex(host, 12),
    tplSetId: hex(`${host}set`),
    pageType: 'column',
    tagId: '分页列表',
    editType: 'null',
    pageId: hex(`${host}page`, 24),
  };
  const query = JSON.stringify(settings).replaceAll('"', "'");
  const column = { name: '政府信息公开年报', type: '信息公开年报' };
  site.set(
    `http://${host}${COLUMN}`,
    page(
      look,
      { title: '政府信息公开年报', column },
      `${hubMenu('/col/zfxxgk/', COLUMN)}<div class="page-content"><script parsetype="bulidstatic" src="//${host}/script/AuthorizedRead/unitbuild.js" url="${UNIT}" queryData="${query}"></script><noscript></noscript></div>`,
    ),
  );
  site.on(host, (ask) => unitAnswer(ask, { host, rows, isStuck, settings }));
  site.on(host, limitedDownloads());
}

function unitAnswer(
  ask: Ask,
  list: { host: string; rows: readonly ListRow[]; isStuck: boolean; settings: Record<string, string> },
): Answer | null {
  const url = new URL(ask.path, `http://${list.host}`);
  if (url.pathname !== UNIT) return null;
  const { searchParams } = url;
  if (
    searchParams.get('pageId') !== list.settings['pageId'] ||
    searchParams.get('tplSetId') !== list.settings['tplSetId']
  ) {
    return json({ success: false, code: '400', message: '参数错误', data: null });
  }
  const [, asked = '1'] = /"pageNo"\s*:\s*"?(\d+)/u.exec(searchParams.get('paramJson') ?? '') ?? [];
  const at = list.isStuck ? 1 : Number(asked);
  const rows = list.rows.slice((at - 1) * PER_PAGE, at * PER_PAGE);
  const items = rows.map(
    ({ title, url: to, date }) =>
      `<li>${link(to.replace(`http://${list.host}`, ''), title, { title, target: '_blank' })}<span>${date}</span></li>`,
  );
  const html =
    rows.length === 0
      ? ''
      : `<ul class="list">${items.join('\n')}</ul><div class="pagination" rows="${PER_PAGE}" count="${list.rows.length}"></div>`;
  return json({ success: true, code: '200', message: 'ok', data: { html } });
}

function json(body: unknown): Answer {
  return { headers: { 'content-type': 'application/json;charset=UTF-8' }, body: JSON.stringify(body) };
}

/** The gateway's downloads: 429 where two come at once, and no file once the page that named it is old. */
function limitedDownloads(): (ask: Ask) => Answer | null {
  let last = -Infinity;
  return (ask) => {
    if (!ask.path.startsWith(DOWNLOAD)) return null;
    const isTooSoon = ask.at - last < DOWNLOAD_GAP;
    last = ask.at;
    return isTooSoon ? { status: 429, headers: { 'retry-after': '1' }, body: '请求过于频繁' } : null;
  };
}

function putReport({ site }: Built, own: Host, { body, year, index }: { body: Body; year: number; index: number }) {
  const { host } = own;
  const report = reportOf(body.name, year);
  const [y, month, day] = report.published.split('-').map(Number);
  const isNew = index % 2 === 0;
  const url = `http://${host}${isNew ? `/art/${y}/art_${hex(body.name + year)}.html` : `/art/${y}/${month}/${day}/art_1229565788_${4_100_000 + (hash(body.name + year) % 90_000)}.html`}`;
  const fileUrl = Buffer.from(`/upload/${hex(body.name + year)}.pdf`).toString('base64url');
  const file = `${DOWNLOAD}?fileUrl=${fileUrl}&fileName=${encodeURIComponent(`${report.title}.pdf`)}`;
  const hasFile = index % 4 === 1;
  let shownAt = 0;
  site.on(host, (ask) => {
    if (`http://${host}${ask.path}` === url) shownAt = ask.at;
    const isOld = ask.path.includes(`fileUrl=${fileUrl}`) && ask.at - shownAt > TOKEN_LIVES;
    return isOld ? json({ success: false, code: '403', message: '链接已失效' }) : null;
  });
  site.set(url, () =>
    reportPage({
      look: lookOf(own),
      report,
      markup: markupOf(index),
      trail: [['政府信息公开'], ['政府信息公开年报', COLUMN], ['正文']],
      column: { name: '政府信息公开年报', type: '信息公开年报' },
      container: ['<div id="zoom">', '</div>'],
      after: hasFile ? `<p>${link(file, `${report.title}.pdf`)}</p>` : '',
    }),
  );
  if (hasFile) site.set(`http://${host}${file}`, () => pdfFile(report));
  const truth = {
    body: body.name,
    year,
    url,
    aliases: [],
    files: hasFile ? [`http://${host}${file}`] : [],
    form: 'html' as const,
    publishedAt: report.published,
  };
  return { row: { title: report.title, url, date: report.published }, report: truth };
}
