import { reportPage } from './core/article.ts';
import { departmentsOf, governmentOf, townsOf, type Body } from './core/bodies.ts';
import { putCommonParts, type ListRow } from './core/common.ts';
import { hubMenu, page, type Look } from './core/page.ts';
import { link, markupOf, pdfFile } from './core/render.ts';
import { share, type Built, type Replica, type Scale } from './core/replica.ts';
import { hex, reportOf } from './core/report.ts';
import { putScript } from './core/scripts.ts';
import { openSite, type Ask } from './core/site.ts';
import { openTruth } from './core/truth.ts';

const SOUTH = 'www.subei.gov.test';
const NORTH = 'www.beijiang.gov.test';
const CHANNEL = hex('channel of the annual reports');
const PER_PAGE = 20;
const LOOK: Look = {
  siteName: '苏北区人民政府',
  host: SOUTH,
  menu: [
    ['首页', '/'],
    ['苏北要闻', '/xwzx/'],
    ['政务公开', '/zwgk/'],
  ],
  meta: true,
};
const NORTH_LOOK: Look = { ...LOOK, siteName: '北疆市人民政府', host: NORTH };

/** 开普 UCAP: lists from page 1, and lists that a script asks for as JSON (PORTALS.md 1.5.8, R09). */
export const R09: Replica = { id: 'R09', name: '苏北区, 北疆市 (UCAP)', family: ['ucap', 'trs'], build };

function build(scale: Scale): Built {
  const site = openSite();
  const truth = openTruth(
    [`http://${SOUTH}/`, `http://${NORTH}/`],
    [`http://${SOUTH}/subei/zfxxgknb/xxgk_list.shtml`, `http://${NORTH}/bj/c111239/zfxxgk.shtml`],
  );
  const built = { site, truth };
  site.open(SOUTH);
  site.open(NORTH);
  putScript(site, `http://${SOUTH}/images/createPage.js`, 'createPage');
  putSouth(built, scale);
  putNorth(built, scale);
  return built;
}

/** 71 reports: 17 bodies in four years, and three more for 2024. */
function putSouth(built: Built, scale: Scale): void {
  const decoys = putCommonParts({
    ...built,
    look: LOOK,
    place: '苏北区',
    hub: '/subei/zfxxgk/',
    annual: '/subei/zfxxgknb/xxgk_list.shtml',
    decoyPath: (decoy, index) =>
      `/subei/c${index % 3}/${decoy.date.slice(0, 7).replace('-', '')}/${hex(decoy.title)}.shtml`,
  });
  const bodies = share([...governmentOf('苏北区'), ...departmentsOf('苏北区', 14), ...townsOf('苏北区', 4)], scale, 7);
  const rows = [2024, 2023, 2022, 2021].flatMap((year) =>
    bodies
      .slice(0, year === 2024 ? bodies.length : bodies.length - Math.min(3, bodies.length - 5))
      .map((body, index) => putReport(built, LOOK, body, year, index)),
  );
  const all = [...rows, ...decoys];
  const pages = Math.ceil(all.length / PER_PAGE);
  for (let number = 1; number <= pages; number += 1) {
    const items = all
      .slice((number - 1) * PER_PAGE, number * PER_PAGE)
      .map(
        ({ title, url, date }) =>
          `<li>${link(url.replace(`http://${SOUTH}`, ''), title, { title, target: '_blank' })}<span class="time">${date}</span></li>`,
      );
    const html = `${hubMenu('/subei/zfxxgk/', '/subei/zfxxgknb/xxgk_list.shtml')}${departmentSelect(bodies)}<ul class="pageList newsList">${items.join('\n')}</ul>
<div id="page_div"></div><script src="/images/createPage.js"></script><script type="text/javascript">createPageHTML('page_div', ${pages}, ${number}, 'xxgk_list','shtml', ${all.length});</script>`;
    const column = { name: '政府信息公开年报', type: '信息公开年报' };
    built.site.set(
      `http://${SOUTH}/subei/zfxxgknb/xxgk_list${number === 1 ? '' : `_${number}`}.shtml`,
      page(
        LOOK,
        { title: '政府信息公开年报', column, trail: [['政府信息公开', '/subei/zfxxgk/'], ['政府信息公开年报']] },
        html,
      ),
    );
  }
}

/** The choice of a department, whose list a POST brings. */
function departmentSelect(bodies: readonly Body[]): string {
  const options = bodies.map((body, index) => `<option value="${1001 + index}">${body.short}</option>`).join('');
  return `<select id="deptCode"><option value="">全部单位</option>${options}</select><script>$('#deptCode').change(function(){$.post('/szinf/interfacesWebManu/loadDataByChannelIdAndDeptIdBackSort',{channelId:'${CHANNEL}',deptCode:this.value,pageSize:20,pageIndex:1},show,'json');});</script>`;
}

function putReport({ site, truth }: Built, look: Look, body: Body, year: number, index: number): ListRow {
  const report = reportOf(body.name, year);
  const month = report.published.slice(0, 7).replace('-', '');
  const folder = look.host === SOUTH ? '/subei/zfxxgknb' : '/bj/c111239';
  const url = `http://${look.host}${folder}/${month}/${hex(body.name + year)}.shtml`;
  const hasFile = index % 6 === 3;
  const fileHex = hex(`${body.name}${year}file`);
  const file = `http://${look.host}${folder}/${month}/${fileHex}/files/${hex(fileHex)}.pdf`;
  const attached = hasFile
    ? `<p>附件：${link(`../${month}/${fileHex}/files/${hex(fileHex)}.pdf`, `${report.title}.pdf`)}</p>`
    : '';
  site.set(url, () =>
    reportPage({
      look,
      report,
      markup: markupOf(index),
      trail: [['政府信息公开', `${look.host === SOUTH ? '/subei' : '/bj'}/zfxxgk/`], ['政府信息公开年报'], ['正文']],
      column: { name: '政府信息公开年报', type: '信息公开年报' },
      container: ['<div class="article-content" id="zoomcon"><UCAPCONTENT>', '</UCAPCONTENT></div>'],
      after: attached,
    }),
  );
  if (hasFile) site.set(file, () => pdfFile(report));
  truth.reports.push({
    body: body.name,
    year,
    url,
    aliases: [],
    files: hasFile ? [file] : [],
    form: 'html',
    publishedAt: report.published,
  });
  return { title: report.title, url, date: report.published };
}

/** 40 reports whose list is empty until a script asks for it. */
function putNorth(built: Built, scale: Scale): void {
  const { site } = built;
  const decoys = putCommonParts({
    ...built,
    look: NORTH_LOOK,
    place: '北疆市',
    hub: '/bj/zfxxgk/',
    annual: '/bj/c111239/redirect_firstChannel.shtml',
    decoyPath: (decoy, index) =>
      `/bj/c${111_300 + index}/${decoy.date.slice(0, 7).replace('-', '')}/c01_${hex(decoy.title, 6)}.shtml`,
  });
  const bodies = share([...governmentOf('北疆市'), ...departmentsOf('北疆市', 8)], scale, 4);
  const rows = [2024, 2023, 2022, 2021].flatMap((year) =>
    bodies.map((body, index) => putReport(built, NORTH_LOOK, body, year, index)),
  );
  site.set(
    `http://${NORTH}/bj/c111239/redirect_firstChannel.shtml`,
    '<html><head><meta http-equiv="refresh" content="0;url=/bj/c111239/zfxxgk.shtml"></head><body></body></html>',
  );
  const script = `<script>var channelId='${CHANNEL}';var pageSize=15;
function load(page){$.getJSON('/common/search/'+channelId,{page:page,_pageSize:pageSize,_isAgg:true,_isJson:true,_template:'index'},function(r){var h='';$.each(r.data.results,function(i,o){h+='<li><a href="'+o.url+'" title="'+o.title+'">'+o.title+'</a><span>'+o.publishedTimeStr+'</span></li>';});document.getElementById('list').innerHTML=h;});}
load(1);</script>`;
  const column = { name: '政府信息公开年报', type: '信息公开年报' };
  site.set(
    `http://${NORTH}/bj/c111239/zfxxgk.shtml`,
    page(
      NORTH_LOOK,
      { title: '政府信息公开年报', column },
      `${hubMenu('/bj/zfxxgk/', '/bj/c111239/zfxxgk.shtml')}<ul id="list" class="listContent"></ul>${script}`,
    ),
  );
  site.on(NORTH, (ask) => searchAnswer(ask, [...rows, ...decoys]));
}

function searchAnswer(ask: Ask, rows: readonly ListRow[]) {
  const url = new URL(ask.path, `http://${NORTH}`);
  if (url.pathname !== `/common/search/${CHANNEL}`) return null;
  const page = Number(url.searchParams.get('page') ?? '1');
  const size = Number(url.searchParams.get('_pageSize') ?? '15');
  const isJson = url.searchParams.get('_isJson') === 'true';
  if (!isJson || !Number.isInteger(page) || !Number.isInteger(size)) return { status: 400, body: '参数错误' };
  const results = rows.slice((page - 1) * size, page * size).map(({ title, url: target, date }) => ({
    title,
    url: target.replace(`http://${NORTH}`, ''),
    publishedTimeStr: `${date} 09:30:00`,
    content: '',
    subTitle: '',
    domainMetaList: [{ resultList: [{ key: 'publisher', value: '' }] }],
  }));
  return {
    headers: { 'content-type': 'application/json;charset=UTF-8' },
    body: JSON.stringify({ code: 0, data: { total: rows.length, page, rows: size, results } }),
  };
}
