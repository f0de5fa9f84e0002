import { reportPage } from './core/article.ts';
import { departmentsOf, townsOf, type Body } from './core/bodies.ts';
import { putCommonParts, type ListRow } from './core/common.ts';
import { page, type Look } from './core/page.ts';
import { cut, docxFile, link, markupOf } from './core/render.ts';
import { share, type Built, type Replica, type Scale } from './core/replica.ts';
import { hash, hex, reportOf } from './core/report.ts';
import { openSite, type Answer, type Ask } from './core/site.ts';
import { openTruth } from './core/truth.ts';

const HOST = 'www.wanzhong.gov.test';
const ORIGIN = `http://${HOST}`;
const FIRST_ORGAN = 3_194_303;
const SITE_ID = 6_795_621;
/** The list gives twenty at once; with two of them a page, pages exist at four reports a body. */
const LEAST_SIZE = 2;
const LOOK: Look = {
  siteName: '皖中县人民政府',
  host: HOST,
  menu: [
    ['首页', '/'],
    ['新闻', '/xwzx/'],
    ['政务公开', '/zwgk/'],
  ],
  meta: true,
};
const COLUMN = { name: '政府信息公开年报', type: '信息公开年报' };
const COOKIES = { 'set-cookie': 'SHIROJSESSIONID=5d1c9f0a; Path=/; HttpOnly' };

/** 龙讯 LonSun: a list a body, brought by a script; the last page repeats (PORTALS.md 1.5.6, R05). */
export const R05: Replica = { id: 'R05', name: '皖中县 (LonSun)', family: ['lonsun'], build };

function build(scale: Scale): Built {
  const site = openSite();
  const truth = openTruth([`${ORIGIN}/`], [`${ORIGIN}/public/column/${FIRST_ORGAN}?type=3&action=list`]);
  site.open(HOST);
  const decoys = putCommonParts({
    site,
    truth,
    look: LOOK,
    place: '皖中县',
    hub: '/public/zfxxgk/',
    annual: `/public/column/${FIRST_ORGAN}?type=3&action=list`,
    decoyPath: (_, index) => `/public/content/${36_000_000 + index}`,
  });
  const bodies = [...share(departmentsOf('皖中县', 20), scale, 6), ...share(townsOf('皖中县', 11), scale, 3)];
  const lists = new Map<number, ListRow[]>();
  bodies.forEach((body, index) => {
    const organ = FIRST_ORGAN + index;
    const rows = [2024, 2023, 2022, 2021].map((year) => putReport({ site, truth }, { organ, body, year, index }));
    lists.set(organ, index === 0 ? [...rows, ...decoys] : rows);
    for (const type of [1, 2, 3, 4, 5]) {
      site.set(`${ORIGIN}/public/column/${organ}?type=${type}&action=list`, () => ({
        headers: COOKIES,
        body: columnPage(organ, type, body, bodies),
      }));
    }
  });
  site.set(`${ORIGIN}/public/getOrganTree?siteId=${SITE_ID}`, {
    headers: { 'content-type': 'application/json;charset=UTF-8' },
    body: JSON.stringify(bodies.map((body, index) => ({ organId: FIRST_ORGAN + index, name: body.short }))),
  });
  site.on(HOST, (ask) => fragment(ask, lists));
  return { site, truth };
}

/** The hub of one body: its five blocks are five types of one address; the picker of bodies comes by a script. */
function columnPage(organ: number, type: number, body: Body, bodies: readonly Body[]): string {
  const names = {
    2: '政府信息公开指南',
    1: '政府信息公开制度',
    4: '法定主动公开内容',
    3: '政府信息公开年报',
    5: '依申请公开',
  };
  const menu = Object.entries(names)
    .sort(([a], [b]) => [2, 1, 4, 3, 5].indexOf(Number(a)) - [2, 1, 4, 3, 5].indexOf(Number(b)))
    .map(([number, name]) =>
      link(`/public/column/${organ}?type=${number}&action=list`, name, { class: Number(number) === type ? 'cur' : '' }),
    );
  const picker = `<div class="organs"><h3>县直部门 乡镇</h3><ul id="organTree" data-count="${bodies.length}">加载中…</ul></div>
<script>var siteId='${SITE_ID}',organId='${organ}',type='${type}',catId='',pageSize=20;
$.getJSON('/public/getOrganTree?siteId='+siteId,function(d){$.each(d,function(i,o){$('#organTree').append('<li><a href="/public/column/'+o.organId+'?type='+type+'&action=list">'+o.name+'</a></li>');});});
function loadList(pageIndex){$('#publicInfoList').load('/site/label/8888?IsAjax=1&dataType=html&_='+Math.random()+'&labelName=publicInfoList&siteId='+siteId+'&pageSize='+pageSize+'&pageIndex='+pageIndex+'&action=list&isDate=true&dateFormat=yyyy-MM-dd&length=50&organId='+organId+'&type='+type+'&catId='+catId+'&cId=&result=暂无相关信息&file=/c1/wanzhong/publicInfoList_newest');}
loadList(1);</script>`;
  const facts = {
    title: `${body.name}${COLUMN.name}`,
    ...(type === 3 ? { column: COLUMN } : { column: { name: '信息公开目录' } }),
    trail: [['政府信息公开', '/public/zfxxgk/'], [body.short]] as const,
  };
  return page(
    LOOK,
    facts,
    `<div class="gl-nav">${menu.join('\n')}</div>${picker}<div id="publicInfoList">加载中…</div>`,
  );
}

/** The list of a body as HTML; beyond its end it gives the last page again. */
function fragment(ask: Ask, lists: ReadonlyMap<number, ListRow[]>): Answer | null {
  const url = new URL(ask.path, ORIGIN);
  if (url.pathname !== '/site/label/8888') return null;
  const query = url.searchParams;
  const rows =
    query.get('labelName') === 'publicInfoList' && query.get('type') === '3'
      ? (lists.get(Number(query.get('organId'))) ?? [])
      : [];
  const size = Math.max(LEAST_SIZE, Math.min(20, Number(query.get('pageSize')) || 20));
  const pages = Math.max(1, Math.ceil(rows.length / size));
  const at = Math.min(pages, Math.max(1, Number(query.get('pageIndex')) || 1));
  const items = rows
    .slice((at - 1) * size, at * size)
    .map(
      ({ url: to, title, date }) =>
        `<li>${link(to.replace(ORIGIN, ''), cut(title, 50), { title, target: '_blank' })}<span class="date">${date}</span></li>`,
    );
  const numbers = Array.from(
    { length: pages },
    (_, index) => `<a href="javascript:void(0)" paged="${index + 1}">${index + 1}</a>`,
  );
  const body =
    rows.length === 0
      ? '<p>暂无相关信息</p>'
      : `<ul class="list">${items.join('\n')}</ul><div id="page_public_info">${numbers.join('')}<span>共${rows.length}条 ${at}/${pages}页</span></div>`;
  return { headers: { ...COOKIES, 'content-type': 'text/html;charset=UTF-8' }, body };
}

function putReport(
  { site, truth }: Built,
  { organ, body, year, index }: { organ: number; body: Body; year: number; index: number },
): ListRow {
  const report = reportOf(body.name, year);
  const content = 36_100_000 + (hash(`${body.name}${year}`) % 899_999);
  const [bare, dotted] = [`${ORIGIN}/public/content/${content}`, `${ORIGIN}/public/${organ}/${content}.html`];
  const hasFile = year === 2024 || index % 7 === 3;
  const name = `${hex(body.name + year, 10)}.docx`;
  const path =
    year === 2024
      ? `/group4/M00/0A/${String(index).padStart(2, '0')}/${name}`
      : `/UploadFile/attachment/${year + 1}/${name}`;
  const html = (): Answer => ({
    headers: COOKIES,
    body: reportPage({
      look: LOOK,
      report,
      markup: markupOf(index),
      trail: [
        ['政府信息公开', '/public/zfxxgk/'],
        [body.short, `/public/column/${organ}?type=3&action=list`],
        ['政府信息公开年报'],
      ],
      column: COLUMN,
      container: ['<div class="wzcon fontContent j-fontContent" id="zoom">', '</div>'],
      after: hasFile ? `<p>${link(path, `${report.title}.docx`)}</p>` : '',
    }),
  });
  site.set(bare, html);
  site.set(dotted, html);
  if (hasFile) site.set(ORIGIN + path, () => docxFile(report, { 'content-type': 'application/octet-stream' }));
  const [url, alias] = index % 2 === 0 ? [bare, dotted] : [dotted, bare];
  truth.reports.push({
    body: body.name,
    year,
    url,
    aliases: [alias],
    files: hasFile ? [ORIGIN + path] : [],
    form: 'html',
    publishedAt: report.published,
  });
  return { title: report.title, url, date: report.published };
}
