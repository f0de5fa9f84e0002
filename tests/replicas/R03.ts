import { reportPage } from './core/article.ts';
import { departmentsOf, type Body } from './core/bodies.ts';
import { putCommonParts, type ListRow } from './core/common.ts';
import { hubMenu, page, type Look } from './core/page.ts';
import { link, markupOf, pdfFile } from './core/render.ts';
import { share, type Built, type Replica, type Scale } from './core/replica.ts';
import { hash, hex, reportOf } from './core/report.ts';
import { openSite, type Answer, type Ask } from './core/site.ts';
import { openTruth } from './core/truth.ts';

const CITY = 'www.donghai.gov.test';
const DISTRICT = 'www.haibin.gov.test:8443';
const YEARS = [2024, 2023, 2022, 2021];
const PER_PAGE = 15;
const LOOK: Look = {
  siteName: '东海市人民政府',
  host: CITY,
  menu: [
    ['首页', '/'],
    ['新闻中心', '/xwzx/'],
    ['政务公开', '/zwgk/'],
  ],
  meta: true,
};
const DISTRICT_LOOK: Look = { ...LOOK, siteName: '海滨区人民政府', host: DISTRICT };

/** Hanweb catalogue by area, and the module whose address is area × year (PORTALS.md 1.5.3, R03). */
export const R03: Replica = { id: 'R03', name: '东海市 (Hanweb xxgk)', family: ['hanweb_xxgk'], build };

function build(scale: Scale): Built {
  const site = openSite();
  const truth = openTruth(
    [`http://${CITY}/`, `https://${DISTRICT}/`],
    [`http://${CITY}/col/col804/index.html?area=&infotypeId=A0401`],
  );
  const built = { site, truth };
  site.open(CITY);
  site.open(DISTRICT, { http: false, tls: 'good' });
  const areas = new Map<string, ListRow[]>();
  const decoys = putCommonParts({
    ...built,
    look: LOOK,
    place: '东海市',
    hub: '/col/col803/index.html?area=',
    blocks: '/col/',
    annual: '/col/col804/index.html?area=&infotypeId=A0401',
    decoyPath: (decoy, index) =>
      `/art/${decoy.date.slice(0, 4)}/${Number(decoy.date.slice(5, 7))}/${Number(decoy.date.slice(8))}/art_803_${540_000 + index}.html`,
  });
  const bodies = share(departmentsOf('东海市', 35), scale, 11);
  bodies.forEach((body, index) => {
    const years = index < 6 && scale === 'full' ? YEARS.slice(0, 3) : YEARS;
    const rows = years.map((year) => putReport(built, body, year, index));
    areas.set(areaOf(index), index === 0 ? [...rows, ...decoys] : rows);
  });
  site.set(`http://${CITY}/col/col804/index.html?area=&infotypeId=A0401`, columnPage(bodies));
  bodies.forEach((body, index) =>
    site.set(
      `http://${CITY}/col/col804/index.html?area=${areaOf(index)}&infotypeId=A0401`,
      bodyPage(body, areaOf(index)),
    ),
  );
  site.on(CITY, (ask) => searchAnswer(ask, areas));
  putModule(built, LOOK, { origin: `http://${CITY}`, area: 'DH00', body: '东海市人民政府', years: YEARS });
  putDistrict(built);
  return built;
}

function areaOf(index: number): string {
  return `DH${String(index + 1).padStart(2, '0')}`;
}

/** The column: a tree of bodies whose lists a script loads, and the government's own reports in the module. */
function columnPage(bodies: readonly Body[]): string {
  const tree = bodies
    .map(
      (body, index) =>
        `<li><a href="/col/col804/index.html?area=${areaOf(index)}&amp;infotypeId=A0401" onclick="showList('${areaOf(index)}')">${body.short}</a></li>`,
    )
    .join('\n');
  const own = link('/module/xxgk/xxgkAnnualReport.jsp?area=DH00&fbtime=2024&showType=2', '市政府年度报告');
  return page(
    LOOK,
    {
      title: '政府信息公开年报',
      trail: [['政府信息公开', '/col/col803/index.html?area='], ['政府信息公开年报']],
      column: { name: '政府信息公开年报' },
    },
    `${hubMenu('/col/', '/col/col804/index.html?area=&infotypeId=A0401')}<div class="tree"><ul>${tree}</ul></div><div>${own}</div>`,
  );
}

function bodyPage(body: Body, area: string): string {
  const script = `<script>function gotoPage(n){$.post('/module/xxgk/search.jsp',{infotypeId:'A0401',jdid:1,divid:'divlist',vc_title:'',vc_number:'',currpage:n,vc_filenumber:'',vc_all:'',texttype:'',fbtime:'',area:'${area}'},function(d){$('#divlist').html(d);});}
loadDynamic('/module/xxgk/search.jsp?infotypeId=A0401&area=${area}');</script>`;
  return page(
    LOOK,
    { title: `${body.name}政府信息公开年报`, column: { name: '政府信息公开年报' } },
    `<div id="divlist"></div>${script}`,
  );
}

function searchAnswer(ask: Ask, areas: ReadonlyMap<string, ListRow[]>): Answer | null {
  const url = new URL(ask.path, `http://${CITY}`);
  if (url.pathname !== '/module/xxgk/search.jsp') return null;
  const field = (name: string): string => ask.form.get(name) ?? url.searchParams.get(name) ?? '';
  const rows = field('infotypeId') === 'A0401' ? (areas.get(field('area')) ?? []) : [];
  const pages = Math.max(1, Math.ceil(rows.length / PER_PAGE));
  const at = Math.min(Math.max(1, Number(field('currpage')) || 1), pages + 1);
  const lines = rows
    .slice((at - 1) * PER_PAGE, at * PER_PAGE)
    .map(
      ({ title, url: to, date }, index) =>
        `<tr><td>${field('area')}0${index}/2025-0000${index}</td><td>${link(to.replace(`http://${CITY}`, ''), title, { title, target: '_blank' })}</td><td>${date}</td></tr>`,
    );
  const next = at < pages ? `<a onclick="gotoPage(${at + 1})">下一页</a>` : '下一页';
  return {
    body: `<table class="xxgk-list">${lines.join('\n')}</table><div class="page">共 ${rows.length} 条 ${at}/${pages}页 ${next}</div>`,
  };
}

function putReport({ site, truth }: Built, body: Body, year: number, index: number): ListRow {
  const report = reportOf(body.name, year);
  const [y, month, day] = report.published.split('-').map(Number);
  const url = `http://${CITY}/art/${y}/${month}/${day}/art_803_${550_000 + (hash(body.name + year) % 40_000)}.html`;
  const hasFile = index % 5 === 4;
  const file = `http://${CITY}/attach/0/${hex(body.name + year)}.pdf`;
  site.set(url, () =>
    reportPage({
      look: LOOK,
      report,
      markup: markupOf(index),
      trail: [['政府信息公开', '/col/col803/index.html?area='], ['政府信息公开年报']],
      column: { name: '政府信息公开年报' },
      container: ['<div id="zoom"><!--<$[信息内容]>begin-->', '<!--<$[信息内容]>end--></div>'],
      after: hasFile ? `<p>${link(file.replace(`http://${CITY}`, ''), `${report.title}.pdf`)}</p>` : '',
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

interface Module {
  origin: string;
  area: string;
  body: string;
  years: readonly number[];
}

/** The annual-report module: the answer is the report itself, with a choice of years; unknown years answer 200. */
function putModule({ site, truth }: Built, look: Look, { origin, area, body, years }: Module): void {
  const host = look.host;
  const address = (year: number): string => `/module/xxgk/xxgkAnnualReport.jsp?area=${area}&fbtime=${year}&showType=2`;
  const options = (year: number): string =>
    `<select name=fbtime onchange="location.href='/module/xxgk/xxgkAnnualReport.jsp?area=${area}&fbtime='+this.value+'&showType=2'">${years.map((one) => `<option value="${one}"${one === year ? ' selected' : ''}>${one}年</option>`).join('')}</select>`;
  for (const year of years) {
    const report = reportOf(body, year);
    site.set(origin + address(year), () =>
      reportPage({
        look,
        report,
        markup: 'clean',
        trail: [['政府信息公开年报']],
        container: [`${options(year)}<div id="zoom">`, '</div>'],
        box: 'none',
      }),
    );
    truth.reports.push({
      body,
      year,
      url: origin + address(year),
      aliases: [],
      files: [],
      form: 'html',
      publishedAt: report.published,
    });
  }
  site.on(host, (ask) =>
    ask.path.startsWith('/module/xxgk/xxgkAnnualReport.jsp') && !site.has(`http://${host}${ask.path}`)
      ? '<html><head><meta charset="utf-8"></head><body>暂无数据</body></html>'
      : null,
  );
}

/** A district on https and a port of its own. */
function putDistrict(built: Built): void {
  const origin = `https://${DISTRICT}`;
  const first = '/module/xxgk/xxgkAnnualReport.jsp?area=HB00&fbtime=2024&showType=2';
  built.site.set(
    `${origin}/`,
    page(DISTRICT_LOOK, { title: '海滨区人民政府' }, link('/col/col11/index.html', '政府信息公开')),
  );
  built.site.set(
    `${origin}/col/col11/index.html`,
    page(DISTRICT_LOOK, { title: '政府信息公开' }, hubMenu('/col/', first)),
  );
  putModule(built, DISTRICT_LOOK, { origin, area: 'HB00', body: '海滨区人民政府', years: YEARS });
}
