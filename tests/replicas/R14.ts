import { reportPage } from './core/article.ts';
import { putCommonParts, type ListRow } from './core/common.ts';
import { hubMenu, page, type Look } from './core/page.ts';
import { link } from './core/render.ts';
import type { Built, Replica, Scale } from './core/replica.ts';
import { hash, reportOf } from './core/report.ts';
import { openSite } from './core/site.ts';
import { openTruth } from './core/truth.ts';
import { R01 } from './R01.ts';

const HOST = 'www.lingdong.gov.test';
const ORIGIN = `http://${HOST}`;
const COLUMN = '/zwgk/xxgknb/';
const LOOK: Look = {
  siteName: '岭东省人民政府',
  host: HOST,
  menu: [
    ['首页', '/'],
    ['要闻', '/xwzx/'],
    ['政务公开', '/zwgk/'],
  ],
  meta: true,
};
/** Where each year stands: folders are spelt as somebody liked that year (PORTALS.md 2.2, 5.2). */
const FOLDERS: readonly (readonly [year: number, folder: string])[] = [
  [2024, '2025xxgknb/'],
  [2023, '2024/'],
  [2022, '?year=2022'],
  [2021, 'c114825/'],
  [2020, '2020nb/'],
  [2019, '2018nb/'],
];
/** Columns of other replicas, as cities of the province. */
const CITIES: readonly (readonly [name: string, column: string])[] = [
  ['江北市', 'http://www.jiangbei.gov.test/zwgk/zfxxgk/zfxxgknb/'],
  ['粤西市', 'http://www.yuexi.gov.test/gkmlpt/annualreport#2629'],
  ['陇山县', 'http://www.longshan.gov.test/zfxxgk/zfxxgknb.htm'],
  ['苏北区', 'http://www.subei.gov.test/subei/zfxxgknb/xxgk_list.shtml'],
  ['北疆市', 'http://www.beijiang.gov.test/bj/c111239/zfxxgk.shtml'],
  ['中州市', 'http://public.zhongzhou.gov.test/D41X/index.jhtml'],
  ['皖中县', 'http://www.wanzhong.gov.test/public/column/3194303?type=3&action=list'],
  ['平阳县', 'http://www.pingyangx.gov.test/InfoPublic.aspx?cid=1019&pid=971&page=1&kw='],
];

/** A province's hub that leads to portals of others (PORTALS.md R14). */
export const R14: Replica = {
  id: 'R14',
  name: '岭东省 (hub)',
  family: [],
  beside: ['R01', 'R04', 'R05', 'R06', 'R07', 'R09', 'R12'],
  build,
};

function build(scale: Scale): Built {
  const site = openSite();
  const truth = openTruth([`${ORIGIN}/`], [`${ORIGIN}${COLUMN}index.html`]);
  const built = { site, truth };
  site.open(HOST);
  const decoys = putCommonParts({
    ...built,
    look: LOOK,
    place: '岭东省',
    hub: '/zwgk/zfxxgk/',
    annual: `${COLUMN}index.html`,
    decoyPath: (_, index) => `/zwgk/xxgknb/content/post_${600 + index}.html`,
  });
  // Departments publish on a portal of another replica; the hub names their newest reports.
  const departments = R01.build(scale)
    .truth.reports.filter(({ year, url }) => year === 2024 && url.includes('/bm/'))
    .slice(0, 12)
    .map(({ body, url }) => ({ title: body, url, date: '' }));
  truth.external.push(...CITIES.map(([, column]) => column), ...departments.map(({ url }) => url));
  FOLDERS.forEach(([year, folder], index) => {
    const own = putReport(built, year);
    const rows = index === 0 ? [own] : [own, ...decoys.filter(({ date }) => date.startsWith(String(year + 1)))];
    const html = yearPage(rows, index === 0 ? departments : []);
    site.set(ORIGIN + (folder.startsWith('?') ? `${COLUMN}index.html${folder}` : `${COLUMN}${folder}`), html);
    if (index === 0) site.set(`${ORIGIN}${COLUMN}index.html`, html);
  });
  return built;
}

/** Switch of years, the province's own report, and links to cities and departments. */
function yearPage(rows: readonly ListRow[], departments: readonly ListRow[]): string {
  const years = FOLDERS.map(([year, folder]) =>
    link(folder.startsWith('?') ? `${COLUMN}index.html${folder}` : COLUMN + folder, `${year}年`),
  );
  const list = (items: readonly ListRow[]): string =>
    items
      .map(({ title, url, date }) => `<li>${link(url.replace(ORIGIN, ''), title)}<span>${date}</span></li>`)
      .join('\n');
  const cities = CITIES.map(([name, column]) => `<li>${link(column, name)}</li>`).join('');
  const others =
    departments.length === 0
      ? ''
      : `<h2>各市</h2><ul class="cities">${cities}</ul><h2>省直部门</h2><ul class="depts">${list(departments)}</ul>`;
  const trail = [['政府信息公开', '/zwgk/zfxxgk/'], ['政府信息公开年报']] as const;
  return page(
    LOOK,
    { title: '政府信息公开年报', trail, column: { name: '政府信息公开年报', type: '信息公开年报' } },
    `${hubMenu('/zwgk/zfxxgk/', `${COLUMN}index.html`)}<div class="years">${years.join(' ')}</div><h2>省政府</h2><ul class="list">${list(rows)}</ul>${others}`,
  );
}

function putReport({ site, truth }: Built, year: number): ListRow {
  const report = reportOf('岭东省人民政府', year);
  const url = `${ORIGIN}${COLUMN}content/post_${4_000_000 + (hash(`${year}岭东`) % 90_000)}.html`;
  site.set(url, () =>
    reportPage({
      look: LOOK,
      report,
      markup: 'word',
      trail: [
        ['政府信息公开', '/zwgk/zfxxgk/'],
        ['政府信息公开年报', `${COLUMN}index.html`],
      ],
      container: ['<div class="article-content">', '</div>'],
    }),
  );
  truth.reports.push({
    body: report.body,
    year,
    url,
    aliases: [],
    files: [],
    form: 'html',
    publishedAt: report.published,
  });
  return { title: report.title, url, date: report.published };
}
