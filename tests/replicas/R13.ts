import { reportPage } from './core/article.ts';
import { putCommonParts, type ListRow } from './core/common.ts';
import { ofdFile } from './core/office.ts';
import { hubMenu, page, type Look } from './core/page.ts';
import { docxFile, link, markupOf, pdfFile } from './core/render.ts';
import type { Built, Replica, Scale } from './core/replica.ts';
import { reportOf, type ReplicaReport } from './core/report.ts';
import { picturesOf } from './core/scan.ts';
import { openSite, type Answer, type Ask } from './core/site.ts';
import { openTruth, type Form } from './core/truth.ts';

const WWW = 'www.zongju.gov.test';
const REGIONS = 'beifang.zongju.gov.test';
const CODE_ID = 'c102384';
const NAME = '国家粮棉管理总局';
const REGION_NAMES = [
  '北川',
  '南平',
  '东林',
  '西河',
  '中岭',
  '江左',
  '淮右',
  '海安',
  '云岭',
  '陇上',
  '关东',
  '塞北',
  '岭南',
  '湖口',
  '山阴',
  '河套',
].flatMap((name) => [name, `新${name}`]);
const LOOK: Look = {
  siteName: NAME,
  host: WWW,
  menu: [
    ['首页', '/'],
    ['新闻', '/xwzx/'],
    ['政务公开', '/zwgk/'],
  ],
  meta: true,
  // 证监会 prints this heading at the foot of every page (PORTALS.md T26).
  foot: '<h1>政府网站年度报表</h1><p>主办：国家粮棉管理总局办公厅</p>',
};

/** A ministry: tabs, a zoo of files, regional offices named by the breadcrumb alone (PORTALS.md R13). */
export const R13: Replica = { id: 'R13', name: '国家某总局 (tab)', family: ['ministry_tab', 'ucap'], build };

function build(scale: Scale): Built {
  const site = openSite();
  const truth = openTruth(
    [`http://${WWW}/`],
    [`http://${WWW}/gk/index.html?tab=gknb`, `http://${WWW}/c100028/common_zfxxgknb.shtml`],
  );
  const built = { site, truth };
  site.open(WWW);
  site.open(REGIONS);
  const decoys = putCommonParts({
    ...built,
    look: LOOK,
    place: '北方市',
    hub: '/gk/',
    annual: '/gk/index.html?tab=gknb',
    decoyPath: (_, index) => `/c100030/c${1000 + index}/content.shtml`,
  });
  const kinds = scale === 'full' ? KINDS : KINDS.filter((kind) => kind !== 'jpgs');
  const own = kinds.slice(0, scale === 'full' ? 12 : 6).map((kind, index) => putReport(built, kind, 2024 - index));
  const regions = REGION_NAMES.slice(0, scale === 'full' ? 31 : 8).map((name, index) => putRegion(built, name, index));
  putList(built, [...own.slice(0, 3), ...decoys]);
  putTab(built, [...own, ...regions]);
  return built;
}

/** How one year of the head office was published, newest first. */
type Kind = 'html' | 'docx' | 'ofd' | 'pdf' | 'viewer' | 'jpgs';
const KINDS: Kind[] = ['html', 'docx', 'ofd', 'pdf', 'viewer', 'jpgs'];

/** The newest three stand in a plain list as well. */
function putList({ site }: Built, rows: readonly ListRow[]): void {
  const items = rows.map(
    ({ title, url, date }) => `<li>${link(url.replace(`http://${WWW}`, ''), title)}<span>${date}</span></li>`,
  );
  site.set(
    `http://${WWW}/c100028/common_zfxxgknb.shtml`,
    page(
      LOOK,
      { title: '政府信息公开年报', column: { name: '政府信息公开年报' } },
      `${hubMenu('/gk/', '/gk/index.html?tab=gknb')}<ul>${items.join('\n')}</ul>${link('/gk/index.html?tab=gknb', '更多')}`,
    ),
  );
}

/** The tab is empty until a POST fills it. */
function putTab({ site }: Built, rows: readonly ListRow[]): void {
  const tabs = [
    ['gkzn', '政府信息公开指南'],
    ['gkzd', '政府信息公开制度'],
    ['gknr', '法定主动公开内容'],
    ['gknb', '政府信息公开年报'],
    ['ysq', '依申请公开'],
  ].map(([tab = '', name = '']) => `<a href="?tab=${tab}" data-id="${tab}">${name}</a>`);
  const script = `<script>var codeId='${CODE_ID}';$.post('/getFileListByCodeId',{channelId:codeId,page:1,size:20},function(r){var h='';for(var i=0;i<r.results.data.results.length;i++){var o=r.results.data.results[i];h+='<li><a href="'+o.url+'">'+o.title+'</a><span>'+o.publishedTimeStr+'</span></li>';}$('#gknb').html(h);},'json');</script>`;
  site.set(
    `http://${WWW}/gk/index.html?tab=gknb`,
    page(
      LOOK,
      { title: '政府信息公开', column: { name: '政府信息公开年报', type: '信息公开年报' } },
      `<div class="tabs">${tabs.join('\n')}</div><ul id="gknb"></ul>${script}`,
    ),
  );
  site.on(WWW, (ask) => listAnswer(ask, rows));
}

function listAnswer(ask: Ask, rows: readonly ListRow[]): Answer | null {
  if (!ask.path.startsWith('/getFileListByCodeId')) return null;
  if (ask.method !== 'POST' || ask.form.get('channelId') !== CODE_ID) return { status: 404, body: '404' };
  const [at, size] = [Number(ask.form.get('page') ?? '1'), Number(ask.form.get('size') ?? '20')];
  const results = rows
    .slice((at - 1) * size, at * size)
    .map(({ title, url, date }) => ({ title, url, publishedTimeStr: date }));
  return {
    headers: { 'content-type': 'application/json;charset=UTF-8' },
    body: JSON.stringify({ results: { data: { total: rows.length, page: at, rows: size, results } } }),
  };
}

function putReport(built: Built, kind: Kind, year: number): ListRow {
  const { site, truth } = built;
  const report = reportOf(NAME, year, { published: `${year + 1}-01-2${year % 10}` });
  const url = `http://${WWW}/c100028/c${7_000_000 + year}/content.shtml`;
  const file = `/files/${year}/ndbg.${kind === 'viewer' ? 'pdf' : kind}`;
  const files: Record<Kind, (() => Answer | Promise<Answer>) | null> = {
    html: null,
    docx: () => docxFile(report),
    ofd: () => ofdFile(report),
    pdf: () => pdfFile(report, { 'content-type': 'application/octet-stream' }),
    viewer: () => pdfFile(report),
    jpgs: null,
  };
  const make = files[kind];
  if (make !== null) site.set(`http://${WWW}${file}`, make);
  if (kind === 'jpgs') putPictures(built, report);
  const landing: Record<Kind, string | null> = {
    html: null,
    docx: `<p>${link(file, `${report.title}.docx`)}</p>`,
    ofd: `<p>${link(file, `${report.title}.ofd`)}</p>`,
    pdf: `<p>${link(file, `${report.title}.pdf`)}</p>`,
    viewer: `<iframe src="/pdfjs/web/viewer.html?file=${file}" width="100%" height="900"></iframe>`,
    jpgs: [1, 2, 3, 4].map((at) => `<p><img src="/files/${year}/${at}.jpg"></p>`).join(''),
  };
  const body = landing[kind];
  site.set(url, () =>
    reportPage({
      look: LOOK,
      report,
      markup: 'wps',
      trail: [
        ['政府信息公开', '/gk/'],
        ['政府信息公开年报', '/gk/index.html?tab=gknb'],
      ],
      container: ['<div id="zoomcon">', '</div>'],
      ...(body === null ? {} : { body }),
    }),
  );
  const forms: Record<Kind, Form> = {
    html: 'html',
    docx: 'docx',
    ofd: 'ofd',
    pdf: 'pdf',
    viewer: 'pdf',
    jpgs: 'pictures',
  };
  const own = make === null ? [] : [`http://${WWW}${file}`];
  truth.reports.push({
    body: NAME,
    year,
    url,
    aliases: [],
    files: own,
    form: forms[kind],
    publishedAt: report.published,
  });
  return { title: report.title, url, date: report.published };
}

function putPictures({ site }: Built, report: ReplicaReport): void {
  for (const at of [1, 2, 3, 4]) {
    site.set(`http://${WWW}/files/${report.year}/${at}.jpg`, async () => {
      const pictures = await picturesOf(report);
      return { body: pictures[at - 1] ?? pictures[0] ?? '', headers: { 'content-type': 'image/jpeg' } };
    });
  }
}

/** A regional office: all use the same text, only the breadcrumb says which one it is. */
function putRegion({ site, truth }: Built, name: string, index: number): ListRow {
  const body = `国家粮棉管理总局${name}省局`;
  const report = reportOf(body, 2024, { title: '2024年政府信息公开工作年度报告', printedName: null });
  const url = `http://${REGIONS}/${index + 10}/c10/content_${8_000_000 + index}.shtml`;
  const look = { ...LOOK, siteName: '国家粮棉管理总局北方平台', host: REGIONS, meta: false };
  site.set(url, () =>
    reportPage({
      look,
      report,
      markup: markupOf(index),
      trail: [[body, `/${index + 10}/`], ['政府信息公开年报']],
      container: ['<div class="TRS_Editor">', '</div>'],
      box: 'none',
      publisher: '办公室',
    }),
  );
  site.set(`http://${REGIONS}/${index + 10}/`, page(look, { title: body }, link(url, report.title)));
  truth.reports.push({
    body,
    otherNames: [`${name}省局`],
    year: 2024,
    url,
    aliases: [],
    files: [],
    form: 'html',
    publishedAt: report.published,
  });
  return { title: `${name}省局`, url, date: report.published };
}
