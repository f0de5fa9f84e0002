import { departmentsOf, governmentOf, countiesOf, type Body } from './core/bodies.ts';
import { putCommonParts, type ListRow } from './core/common.ts';
import { articleHead, factsBox, hubMenu, page, type Look } from './core/page.ts';
import { cut, docxFile, link, markupOf, pdfFile, reportHtml } from './core/render.ts';
import { share, type Built, type Replica, type Scale } from './core/replica.ts';
import { hash, reportOf, type ReplicaReport } from './core/report.ts';
import { putScript } from './core/scripts.ts';
import { notFound, openSite, type Site } from './core/site.ts';
import { openTruth, type Truth } from './core/truth.ts';

const HOST = 'www.jiangbei.gov.test';
const HUB = '/zwgk/zfxxgk/';
const COLUMN = `${HUB}zfxxgknb/`;
const YEARS = [2024, 2023, 2022, 2021, 2020, 2019];
/** A year whose page is there and to which no list leads: only a second look finds it. */
const FORGOTTEN = 2022;
const PER_PAGE = 10;
const LOOK: Look = {
  siteName: '江北市人民政府',
  host: HOST,
  menu: [
    ['首页', '/'],
    ['新闻中心', '/xwzx/'],
    ['政务公开', '/zwgk/'],
    ['政务服务', '/zwfw/'],
  ],
  meta: true,
};

/** The blocks of a year page: folder, heading, bodies. */
type Block = readonly [folder: string, heading: string, bodies: readonly Body[]];

/** 拓尔思 TRS WCM: years, blocks with 更多, pagers that count from 0 (PORTALS.md 1.5.1, R01). */
export const R01: Replica = { id: 'R01', name: '江北市 (TRS)', family: ['trs'], build };

function build(scale: Scale): Built {
  const site = openSite();
  const truth = openTruth([`http://${HOST}/`], [`http://${HOST}${COLUMN}`]);
  site.open(HOST);
  site.open('jiangbei.gov.test');
  putScript(site, `http://${HOST}/images/createPage.js`, 'createPage');
  site.alias('jiangbei.gov.test', HOST);
  const blocks: Block[] = [
    ['szf', '市政府', governmentOf('江北市')],
    ['bm', '市政府部门', share(departmentsOf('江北市', 24), scale, 8)],
    ['xq', '县区政府', share(countiesOf(6), scale)],
  ];
  const decoys = putCommonParts({
    site,
    truth,
    look: LOOK,
    place: '江北市',
    hub: HUB,
    annual: './zfxxgknb/',
    decoyPath: (decoy, index) =>
      `${decoy.place === 'column' ? `${COLUMN}lnnb/` : '/xwzx/'}${decoy.date.replaceAll('-', '').slice(0, 6)}/t${decoy.date.replaceAll('-', '')}_${2001 + index}.html`,
  });
  for (const year of YEARS) putYear({ site, truth }, year, blocks, decoys);
  const years = YEARS.filter((year) => year !== FORGOTTEN)
    .map((year) => `<li>${link(`./${year}n/`, `${year}年`)}</li>`)
    .join('');
  putColumn(
    site,
    COLUMN,
    '政府信息公开年报',
    `<ul class="list">${years}<li>${link('./lnnb/', '2018年及以前')}</li></ul>`,
  );
  putColumn(
    site,
    `${COLUMN}lnnb/`,
    '2018年及以前',
    `<ul class="list">${rows(
      decoys.filter((row) => row.date < '2020-06'),
      `${COLUMN}lnnb/`,
    )}</ul>`,
  );
  return { site, truth };
}

function putColumn(site: Site, path: string, name: string, html: string): void {
  const trail = [
    ['政务公开', '/zwgk/'],
    ['政府信息公开', HUB],
    ['政府信息公开年报', COLUMN],
  ] as const;
  const column = { name: '政府信息公开年报', type: '信息公开年报' };
  site.set(
    `http://${HOST}${path}`,
    page(LOOK, { title: name, trail, column }, `${hubMenu(HUB, COLUMN)}\n<div class="con">${html}</div>`),
  );
}

function putYear(built: Built, year: number, blocks: readonly Block[], decoys: readonly ListRow[]): void {
  const folder = `${COLUMN}${year}n/`;
  const missing = year <= 2020 ? 2 : 0;
  const html = blocks.map(([name, heading, bodies]) => {
    const present = name === 'bm' ? bodies.slice(0, bodies.length - missing) : bodies;
    const entries = present.map((body, index) => putReport(built, `${folder}${name}/`, body, year, index));
    if (name === 'szf') entries.push(...decoys.filter((row) => row.date.startsWith(String(year + 1))));
    const extra = name === 'xq' ? firstDepartment(built.truth, year) : [];
    const all = [...entries, ...extra];
    putList(built.site, `${folder}${name}/`, `${year}年${heading}`, all, year === 2020 && name === 'bm');
    const more = link(`./${name}/`, '更多>>', { class: 'more' });
    return `<div class="block"><h2>${heading}</h2>${more}<ul class="list">${rows(all.slice(0, 6), folder)}</ul></div>`;
  });
  putColumn(built.site, folder, `${year}年`, html.join('\n'));
}

/** One report stands in the lists of departments and of counties alike. */
function firstDepartment(truth: Truth, year: number): ListRow[] {
  const report = truth.reports.find((one) => one.year === year && one.url.includes('/bm/'));
  return report === undefined
    ? []
    : [{ title: `${report.body}${year}年政府信息公开工作年度报告`, url: report.url, date: report.publishedAt }];
}

function rows(entries: readonly ListRow[], folder: string): string {
  return entries
    .map(({ title, url, date }) => {
      const here = `http://${HOST}${folder}`;
      const href = url.startsWith(here) ? `./${url.slice(here.length)}` : url.replace(`http://${HOST}`, '');
      return `<li>${link(href, cut(title, 22), { title, target: '_blank' })}<span>${date}</span></li>`;
    })
    .join('\n');
}

/** A list in pages `index.html`, `index_1.html`, …; `lies`: it claims one page more than there is, which answers 404. */
function putList(site: Site, folder: string, heading: string, entries: readonly ListRow[], lies: boolean): void {
  const count = Math.max(1, Math.ceil(entries.length / PER_PAGE));
  const claimed = count + (lies ? 1 : 0);
  for (let at = 0; at < count; at += 1) {
    const list = `<ul class="list">${rows(entries.slice(at * PER_PAGE, (at + 1) * PER_PAGE), folder)}</ul>
<script src="/images/createPage.js"></script><script>var countPage = ${claimed}; var dataCount="${entries.length}";</script><script>createPageHTML(${claimed}, ${at}, "index","html");</script>`;
    putColumn(site, `${folder}${at === 0 ? '' : `index_${at}.html`}`, heading, list);
  }
  if (lies) site.set(`http://${HOST}${folder}index_${count}.html`, notFound());
}

function putReport({ site, truth }: Built, folder: string, body: Body, year: number, index: number): ListRow {
  const report = reportOf(body.name, year);
  const day = report.published.replaceAll('-', '');
  const base = `http://${HOST}${folder}${day.slice(0, 6)}/`;
  const number = 3_000_000 + (hash(body.name + year) % 900_000);
  const url = `${base}t${day}_${number}.html`;
  const twin = `${base}t${day}_${number}_wap.html`;
  const name = `P0${day}${String(number).padStart(9, '3')}`;
  const scripted = year === 2021 && index < 5;
  const extension = scripted ? 'pdf' : 'docx';
  const hasFile = scripted || index % 4 === 1;
  site.set(url, () =>
    articlePage(report, { index, twin, file: hasFile ? { name: `${name}.${extension}`, scripted } : null }),
  );
  site.set(twin, () =>
    page(
      LOOK,
      { title: report.title, article: articleFacts(report) },
      `${articleHead(report.title, report.published, body.name)}<div class="view">${reportHtml(report, 'clean')}</div>`,
    ),
  );
  if (hasFile) site.set(`${base}${name}.${extension}`, () => (scripted ? pdfFile(report) : docxFile(report)));
  const bare = url.replace('www.', '');
  const files = hasFile ? [`${base}${name}.${extension}`] : [];
  truth.reports.push({
    body: body.name,
    year,
    url,
    aliases: [twin, bare],
    files,
    form: 'html',
    publishedAt: report.published,
  });
  return { title: report.title, url, date: report.published };
}

function articleFacts(report: ReplicaReport): { title: string; date: string; source: string } {
  return { title: report.title, date: report.published, source: report.body };
}

function articlePage(
  report: ReplicaReport,
  more: { index: number; twin: string; file: { name: string; scripted: boolean } | null },
): string {
  const html = reportHtml(report, markupOf(more.index));
  const { file } = more;
  const label = `${report.title}.${file?.name.split('.').at(-1) ?? ''}`;
  const attached =
    file === null
      ? ''
      : file.scripted
        ? `<script>var appLinkStr='./${file.name}'; var appDescStr='${label}'; if(appLinkStr!=''){document.write('<a href="'+appLinkStr+'">附件：'+appDescStr+'</a>');}</script>`
        : `<p class="insertfileTag"><a OLDSRC="/protect/${file.name.slice(0, 8)}/${file.name}" href="./${file.name}" download="${label}">附件：${label}</a></p>`;
  const facts = {
    title: report.title,
    trail: [['政务公开', '/zwgk/'], ['政府信息公开', HUB], ['政府信息公开年报', COLUMN], ['正文']] as const,
    column: { name: '政府信息公开年报', type: '信息公开年报' },
    article: articleFacts(report),
    head: `\n<link rel="alternate" media="handheld" href="${more.twin}">`,
  };
  const box = factsBox(
    {
      index: `jb${hash(report.body) % 1000}/${report.published.slice(0, 4)}-${more.index}`,
      publisher: report.body,
      date: report.published,
      title: report.title,
    },
    true,
  );
  return page(
    LOOK,
    facts,
    `${box}${articleHead(report.title, report.published, report.body)}
<div class="view TRS_UEDITOR trs_paper_default trs_web">${html}</div>
<div class="wap-content" style="display:none">${html}</div>
<p>${link(`./${more.twin.split('/').at(-1) ?? ''}`, '手机版')}</p>${attached}`,
  );
}
