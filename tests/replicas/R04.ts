import { departmentsOf, governmentOf, type Body } from './core/bodies.ts';
import { putCommonParts } from './core/common.ts';
import { page, type Look } from './core/page.ts';
import { link, pdfFile, reportHtml } from './core/render.ts';
import { share, type Built, type Replica, type Scale } from './core/replica.ts';
import { hash, reportOf } from './core/report.ts';
import { openSite, type Answer, type Ask } from './core/site.ts';
import { openTruth } from './core/truth.ts';

const CITY = 'www.yuexi.gov.test';
const DISTRICT = 'www.yxcheng.gov.test';
const YEARS = [2024, 2023, 2022];
const PER_PAGE = 100;
const NODE = 2629;
const CITY_LOOK: Look = {
  siteName: '粤西市人民政府',
  host: CITY,
  menu: [
    ['首页', '/'],
    ['新闻', '/xwzx/'],
    ['政府信息公开', '/gkmlpt/index'],
  ],
  meta: false,
};

/** One article of the platform, as its interface gives it. */
interface Article {
  id: number;
  title: string;
  url: string;
  post_url: string;
  publisher: string;
  date: number;
  created_at: string;
  display_publish_time: number;
  document_number: string;
  identifier: string;
  attachment: never[];
}

/** 广东 gkmlpt: a tree in the page, lists in JSON, the text escaped in a script (PORTALS.md 1.5.5, R04). */
export const R04: Replica = { id: 'R04', name: '粤西市 (gkmlpt)', family: ['gkmlpt'], build };

function build(scale: Scale): Built {
  const site = openSite();
  const truth = openTruth([`http://${CITY}/`, `http://${DISTRICT}/`], [`http://${CITY}/gkmlpt/annualreport`]);
  const built = { site, truth };
  site.open(CITY);
  site.open(DISTRICT);
  const city = share([...governmentOf('粤西市'), ...departmentsOf('粤西市', 7)], scale, 5);
  putPlatform(built, CITY_LOOK, { place: '粤西市', bodies: city, sid: 755_001, brokenAfter: null });
  const district = share([...governmentOf('岳城区'), ...departmentsOf('岳城区', 4)], scale, 4);
  putPlatform(
    built,
    { ...CITY_LOOK, siteName: '岳城区人民政府', host: DISTRICT },
    { place: '岳城区', bodies: district, sid: 755_104, brokenAfter: 5 },
  );
  return built;
}

/** `brokenAfter`: the list's second page answers 404 and its first gives so many; departments' own lists give all. */
interface Platform {
  place: string;
  bodies: readonly Body[];
  sid: number;
  brokenAfter: number | null;
}

function putPlatform(built: Built, look: Look, platform: Platform): void {
  const { site, truth } = built;
  const { place, bodies, sid, brokenAfter } = platform;
  const origin = `http://${look.host}`;
  const tree = treeOf(bodies);
  site.set(`${origin}/gkmlpt/index`, indexPage(look, sid, tree));
  const decoys = putCommonParts({
    ...built,
    look,
    place,
    hub: '/gkmlpt/index',
    blocks: '/gkmlpt/block/',
    annual: `/gkmlpt/annualreport#${NODE}`,
    decoyPath: (_, index) => `/gkmlpt/content/9/${9100 + index}/post_${9_100_000 + index}.html`,
  });
  const byBody = bodies.map((body, index) => YEARS.map((year) => putReport(built, look, body, { year, index })));
  const wechat = Array.from(
    { length: look.host === CITY ? 2 : 0 },
    (_, at) => `https://mp.weixin.qq.com/s/abc${at}XyZ`,
  );
  truth.external.push(...wechat);
  const outside = wechat.map((url, at) =>
    articleOf({
      id: 9_900_000 + at,
      title: `${place}第${at + 1}税务分局2023年政府信息公开工作年度报告`,
      url,
      publisher: place,
      date: '2024-01-20',
    }),
  );
  const notices = decoys.map(({ title, url, date }, at) =>
    articleOf({ id: 9_100_000 + at, title, url, publisher: `${place}人民政府办公室`, date }),
  );
  const all = [...byBody.flat(), ...outside, ...notices];
  site.on(look.host, (ask) => platformAnswer(ask, { origin, all, byBody, brokenAfter }));
  const tabs = YEARS.map((year) => `<a href="javascript:void(0)" data-year="${year}">${year}年</a>`).join('');
  site.set(
    `${origin}/gkmlpt/annualreport`,
    page(
      look,
      { title: `政府信息公开年报 - ${look.siteName}` },
      `<div id="app"><div class="nb-tabs">${tabs}</div></div>${configOf(sid, tree)}<script src="/gkmlpt/static/annualreport.js"></script>`,
    ),
  );
}

/** The settings that every page of the platform carries. */
function configOf(sid: number, tree: unknown): string {
  return `<script>window._CONFIG = {SID:'${sid}',SERVICE_AREA_ID:${sid % 1000},TREE:${JSON.stringify(tree)}};</script>`;
}

/** The way in: four tabs in the markup, the catalogue in a script. */
function indexPage(look: Look, sid: number, tree: unknown): string {
  const tabs = [
    ['/gkmlpt/guide', '政府信息公开指南'],
    ['/gkmlpt/policy', '政府信息公开制度'],
    ['/gkmlpt/index', '法定主动公开内容'],
    [`/gkmlpt/annualreport#${NODE}`, '政府信息公开年报'],
    ['/gkmlpt/apply', '依申请公开'],
  ];
  const menu = tabs.map(([href = '', text = '']) => link(href, text)).join('\n');
  return page(
    look,
    { title: `政府信息公开 - ${look.siteName}` },
    `<div class="tabs">${menu}</div><div id="app"></div>${configOf(sid, tree)}<script src="/gkmlpt/static/index.js"></script>`,
  );
}

/** The tree of the platform: 40 nodes, of which one is ours; its children are the lists of the bodies. */
function treeOf(bodies: readonly Body[]) {
  const plain = [
    '机构概况',
    '政策法规',
    '规划计划',
    '统计信息',
    '财政预决算',
    '行政许可',
    '重大建设项目',
    '应急管理',
    '建议提案',
    '其他',
  ];
  const nodes = plain.map((name, index) => ({
    id: 2600 + index,
    name,
    jump_url: '',
    post_count: 10,
    children: [0, 1].map((at) => ({
      id: 3000 + index * 10 + at,
      name: `${name}${at + 1}`,
      jump_url: '',
      post_count: 5,
      children: [],
    })),
  }));
  const children = bodies.map((body, index) => ({
    id: NODE + 1 + index,
    name: body.name,
    jump_url: '',
    post_count: YEARS.length,
    children: [],
  }));
  return [
    ...nodes,
    {
      id: NODE,
      name: '政府信息公开年报',
      jump_url: `/gkmlpt/annualreport#${NODE}`,
      post_count: bodies.length * YEARS.length,
      children,
    },
  ];
}

interface Lists {
  origin: string;
  all: readonly Article[];
  byBody: readonly (readonly Article[])[];
  brokenAfter: number | null;
}

function platformAnswer(ask: Ask, { origin, all, byBody, brokenAfter }: Lists): Answer | null {
  const url = new URL(ask.path, origin);
  if (url.pathname.startsWith('/gkmlpt/list'))
    return {
      body: `<html><head><meta charset="utf-8"><title>出错了</title></head><body><div>出错了</div>${'<!-- -->'.repeat(200)}</body></html>`,
    };
  const [, id] = /^\/gkmlpt\/api\/all\/(\d+)$/u.exec(url.pathname) ?? [];
  if (id === undefined) return null;
  const at = Number(url.searchParams.get('page') ?? '1');
  const node = Number(id);
  const rows = node === NODE ? all : byBody[node - NODE - 1];
  if (rows === undefined) return json({ classify: { id: node, post_count: 0 }, articles: [] });
  if (node === NODE && brokenAfter !== null) {
    return at === 1
      ? json({ classify: { id: node, post_count: rows.length }, articles: rows.slice(0, brokenAfter) })
      : { status: 404, body: '404' };
  }
  return json({
    classify: { id: node, post_count: rows.length },
    articles: rows.slice((at - 1) * PER_PAGE, at * PER_PAGE),
  });
}

function json(body: unknown): Answer {
  return { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

function articleOf(facts: { id: number; title: string; url: string; publisher: string; date: string }): Article {
  const { id, title, url, publisher, date } = facts;
  const seconds = Date.parse(`${date}T09:00:00+08:00`) / 1000;
  return {
    id,
    title,
    url,
    post_url: url,
    publisher,
    date: seconds,
    created_at: `${date} 09:00:00`,
    display_publish_time: seconds,
    document_number: '',
    identifier: `007${id}`,
    attachment: [],
  };
}

/** A report on the platform, or every fourth on the classic pages; the text is in a script. */
function putReport(
  { site, truth }: Built,
  look: Look,
  body: Body,
  { year, index }: { year: number; index: number },
): Article {
  const origin = `http://${look.host}`;
  const report = reportOf(body.name, year);
  const id = 8_000_000 + (hash(body.name + year) % 900_000);
  const isClassic = index % 4 === 3;
  const url = `${origin}${isClassic ? `/zwgk/xxgknb/content/post_${id}.html` : `/gkmlpt/content/8/${Math.floor(id / 1000)}/post_${id}.html`}`;
  const file = `${origin}/attachment/0/599/${index}/${id}.pdf`;
  const attached =
    index % 3 === 0
      ? `<p><a class="nfw-cms-attachment" attachment-id="${id}" href="${file}" alt="${report.title}.pdf">点击下载</a></p>`
      : '';
  if (attached !== '') site.set(file, () => pdfFile(report));
  site.set(url, () => {
    const content = reportHtml(report, 'wps') + attached;
    const box = `<table class="classify"><tr><td>索引号:</td><td>007${id}</td><td>分类:</td><td>年报</td></tr><tr><td>发布机构:</td><td>${body.name}</td><td>成文日期:</td><td>${report.published}</td></tr><tr><td>名称:</td><td>${report.title}</td><td>发布日期:</td><td>${report.published}</td></tr></table>`;
    const shown = isClassic ? `<div class="article-content">${content}</div>` : '<div class="article-content"></div>';
    const escaped = JSON.stringify({ id, title: report.title, publisher: body.name, content })
      .replaceAll('<', '\\u003C')
      .replaceAll('>', '\\u003E');
    const script = isClassic
      ? ''
      : `<script>window._CONFIG={DETAIL:${escaped}};</script><script src="/gkmlpt/static/content.js"></script>`;
    return page(
      look,
      { title: report.title },
      `${box}<h1 class="title document-number">${report.title}</h1>${shown}${script}`,
    );
  });
  truth.reports.push({
    body: body.name,
    year,
    url,
    aliases: [],
    files: attached === '' ? [] : [file],
    form: 'html',
    publishedAt: report.published,
  });
  const article = articleOf({ id, title: report.title, url, publisher: body.name, date: report.published });
  return index % 2 === 0 ? article : { ...article, post_url: url.replace('http://', 'https://') };
}
