import { countiesOf, departmentsOf, type Body } from './core/bodies.ts';
import { putCommonParts } from './core/common.ts';
import { ofdFile, rtfFile } from './core/office.ts';
import { articleHead, hubMenu, page, type Look } from './core/page.ts';
import { docxFile, link, pdfFile, reportHtml } from './core/render.ts';
import { share, type Built, type Replica, type Scale } from './core/replica.ts';
import { hash, reportOf, type ReplicaReport } from './core/report.ts';
import { scanFile } from './core/scan.ts';
import { openSite, type Answer } from './core/site.ts';
import { openTruth, type Form } from './core/truth.ts';

const HOST = 'www.huaizhong.gov.test';
const ORIGIN = `http://${HOST}`;
const COUNTY_HOST = 'www.jinhuxian.gov.test';
const COLUMN = '/col/18073_668815/index.html';
const YEARS = [2023, 2022, 2021];
const LOOK: Look = {
  siteName: '淮中市人民政府',
  host: HOST,
  menu: [
    ['首页', '/'],
    ['新闻', '/xwzx/'],
    ['政务公开', '/zwgk/'],
  ],
  meta: false,
};

/** 年报汇总: tables of bare unit names that lead to files (PORTALS.md 1.5.9, R10). */
export const R10: Replica = { id: 'R10', name: '淮中市 (年报汇总)', family: ['cmsweb'], build };

/** How a unit published: what stands in its cell. */
type Kind = 'pdf' | 'scan' | 'doc' | 'docx' | 'ofd' | 'html' | 'none';

function build(scale: Scale): Built {
  const site = openSite();
  const truth = openTruth([`${ORIGIN}/`], [ORIGIN + COLUMN]);
  truth.requestsPerReport = 1.3;
  site.open(HOST);
  const decoys = putCommonParts({
    site,
    truth,
    look: LOOK,
    place: '淮中市',
    hub: '/zwgk/zfxxgk/',
    annual: COLUMN,
    decoyPath: (_, index) => `/col/4039_446643/art/1736${index}/1736472873902${index}.html`,
  });
  const bodies = share([...departmentsOf('淮中市', 36), ...countiesOf(8)], scale, 15);
  const articles = YEARS.map((year) => {
    const path = `/col/18073_668815/art/${(year + 1) * 1000}/${(year + 1) * 1_000_000}Sum.html`;
    putSummary({ site, truth }, path, year, bodies, scale);
    return { title: `${year}年年报汇总`, url: ORIGIN + path, date: `${year + 1}-02-20` };
  });
  // Older summaries lead to nothing of ours: the portal kept their titles alone.
  const older = [2018, 2017, 2016].map((year) => ({
    title: `${year}年年报汇总`,
    url: `${ORIGIN}/col/18073_668815/art/${year + 1}/old.html`,
    date: `${year + 1}-03-20`,
  }));
  for (const { title, url } of older)
    site.set(
      url,
      page(LOOK, { title }, `${articleHead(title, '2019-03-20', LOOK.siteName)}<div>该年度年报已归档。</div>`),
    );
  const all = [...articles, ...older, ...decoys];
  const list = (rows: typeof all): string =>
    `<ul class="list">${rows.map(({ title, url, date }) => `<li>${link(url.replace(ORIGIN, ''), title)}<span>${date}</span></li>`).join('\n')}</ul>`;
  const pager = (at: number): string =>
    `<div id="page"></div><script>nsetpage(${at},${all.length},8,'index','html');</script>${at === 1 ? link('index_2.html', '下一页') : link('index.html', '上一页')}`;
  const menu = hubMenu('/zwgk/zfxxgk/', COLUMN);
  site.set(ORIGIN + COLUMN, page(LOOK, { title: '政府信息公开年报' }, `${menu}${list(all.slice(0, 8))}${pager(1)}`));
  site.set(
    ORIGIN + COLUMN.replace('index', 'index_2'),
    page(LOOK, { title: '政府信息公开年报' }, `${menu}${list(all.slice(8))}${pager(2)}`),
  );
  putCounty({ site, truth });
  return { site, truth };
}

/** A county publishes on its own portal; the summary links there. */
function putCounty({ site, truth }: Built): void {
  const report = reportOf('金湖县人民政府', 2023);
  const url = `http://${COUNTY_HOST}/zwgk/zfxxgknb/2024.pdf`;
  site.open(COUNTY_HOST);
  site.set(url, () => pdfFile(report));
  truth.optional.push({
    body: report.body,
    year: 2023,
    url,
    aliases: [],
    files: [],
    form: 'pdf',
    publishedAt: report.published,
  });
}

function kindOf(index: number, year: number, scale: Scale): Kind {
  const at = (index + year) % 21;
  if (at === 20) return 'none';
  if (at === 19) return 'html';
  if (at === 18) return 'ofd';
  if (at === 17) return 'docx';
  if (at >= 15) return 'doc';
  return scale === 'full' && index === 3 && year !== 2021 ? 'scan' : 'pdf';
}

/** One year's table of units, five a row; the folder of the files is the year of publication. */
function putSummary(built: Built, path: string, year: number, bodies: readonly Body[], scale: Scale): void {
  const cells = bodies.map((body, index) => {
    const kind = kindOf(index, year, scale);
    if (kind === 'none') return `<td>${body.short}</td>`;
    const target = `/wzxxgknb/${year + 1}/${codeOf(body, index)}.${kind === 'scan' ? 'pdf' : kind}`;
    putFile(built, target, reportOf(body.name, year), kind);
    return `<td><a href="${target}" target="_blank">${body.short}</a></td>`;
  });
  cells.push(`<td><a href="http://${COUNTY_HOST}/zwgk/zfxxgknb/2024.pdf">金湖县</a></td>`);
  const rows = Array.from(
    { length: Math.ceil(cells.length / 5) },
    (_, at) => `<tr>${cells.slice(at * 5, at * 5 + 5).join('')}</tr>`,
  );
  const title = `${year}年年报汇总`;
  const trail = [['政府信息公开', '/zwgk/zfxxgk/'], ['政府信息公开年报', COLUMN], ['正文']] as const;
  built.site.set(
    ORIGIN + path,
    page(
      LOOK,
      { title, trail },
      `${articleHead(title, `${year + 1}-02-20`, '淮中市人民政府办公室')}<div id="zoom"><table border="1">${rows.join('\n')}</table></div>`,
    ),
  );
}

/** Letters as offices make them from the first sounds of a name. */
function codeOf(body: Body, index: number): string {
  return `${String.fromCharCode(97 + (hash(body.name) % 26), 97 + (index % 26))}${index < 26 ? 'j' : 'x'}`;
}

function putFile({ site, truth }: Built, path: string, report: ReplicaReport, kind: Exclude<Kind, 'none'>): void {
  const makers: Record<typeof kind, () => Promise<Answer> | Answer> = {
    pdf: () => pdfFile(report),
    scan: () => scanFile(report),
    doc: () => rtfFile(report),
    docx: () => docxFile(report),
    ofd: () => ofdFile(report),
    html: () => ({
      body: page(
        LOOK,
        { title: report.title },
        `${articleHead(report.title, report.published, report.body)}<div>${reportHtml(report, 'clean')}</div>`,
      ),
    }),
  };
  const forms: Record<typeof kind, Form> = {
    pdf: 'pdf',
    scan: 'scan',
    doc: 'rtf',
    docx: 'docx',
    ofd: 'ofd',
    html: 'html',
  };
  site.set(ORIGIN + path, makers[kind]);
  truth.reports.push({
    body: report.body,
    year: report.year,
    url: ORIGIN + path,
    aliases: [],
    files: [],
    form: forms[kind],
    publishedAt: report.published,
  });
}
