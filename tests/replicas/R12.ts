import { reportPage } from './core/article.ts';
import { departmentsOf, type Body } from './core/bodies.ts';
import { putCommonParts, type ListRow } from './core/common.ts';
import { hubMenu, page, type Look } from './core/page.ts';
import { link, markupOf } from './core/render.ts';
import { share, type Built, type Replica, type Scale } from './core/replica.ts';
import { hash, reportOf, type ReplicaReport } from './core/report.ts';
import { openSite } from './core/site.ts';
import { openTruth } from './core/truth.ts';

const WWW = 'www.zhongzhou.gov.test';
const YEARS = [2024, 2023, 2022, 2021];
const PER_PAGE = 15;

/** A place with a host of its own for what it makes public; `code`: letters of the catalogue class 年报 there. */
interface Area {
  host: string;
  place: string;
  code: string;
  bodies: Body[];
}

/** JEECMS: many `public.` hosts, joined only by a choice of bodies (PORTALS.md 1.5.11, R12). */
export const R12: Replica = { id: 'R12', name: '中州市 (JEECMS)', family: ['jeecms'], build };

function build(scale: Scale): Built {
  const site = openSite();
  const areas: Area[] = [
    {
      host: 'public.zhongzhou.gov.test',
      place: '中州市',
      code: 'D41X',
      bodies: share(departmentsOf('中州市', 8), scale, 4),
    },
    {
      host: 'public.zzerqi.gov.test',
      place: '二桥区',
      code: 'D42Y',
      bodies: share(departmentsOf('二桥区', 5), scale, 3),
    },
    {
      host: 'public.zzsj.gov.test',
      place: '上津区',
      code: 'D42Y',
      bodies: share(departmentsOf('上津区', 4), scale, 2),
    },
  ];
  const columns = areas.map(({ host, code }) => `http://${host}/${code}/index.jhtml`);
  const truth = openTruth([`http://${WWW}/`, ...areas.map(({ host }) => `http://${host}/`)], columns);
  const built = { site, truth };
  site.open(WWW);
  const look = lookOf(WWW, '中州市人民政府');
  const picker = pickerOf(areas);
  const decoys = putCommonParts({
    ...built,
    look,
    place: '中州市',
    hub: '/zfxxgk/',
    annual: columns[0] ?? '',
    decoyPath: (_, index) => `/D4X/${4_700_000 + index}.jhtml`,
  });
  site.set(
    `http://${WWW}/zfxxgk/index.html`,
    page(look, { title: '政府信息公开' }, hubMenu('/zfxxgk/', columns[0] ?? '') + picker),
  );
  const twins = putTwins(built, areas);
  areas.forEach((area, index) =>
    putArea(built, area, { picker, extra: [...(twins[index] ?? []), ...(index === 0 ? decoys : [])] }),
  );
  return built;
}

function lookOf(host: string, siteName: string): Look {
  return {
    siteName,
    host,
    menu: [
      ['首页', '/'],
      ['政务公开', '/zfxxgk/'],
    ],
    meta: false,
  };
}

/** The choice of places: the only way from one host to the next. */
function pickerOf(areas: readonly Area[]): string {
  const options = areas.map(
    ({ host, place, code }) => `<option value="http://${host}/${code}/index.jhtml">${place}</option>`,
  );
  return `<select onchange="location=this.value"><option value="">选择单位</option>${options.join('')}</select>`;
}

function putArea(built: Built, area: Area, { picker, extra }: { picker: string; extra: readonly ListRow[] }): void {
  const { site } = built;
  const { host, place, code, bodies } = area;
  site.open(host);
  const look = lookOf(host, `${place}政府信息公开`);
  const rows = [
    ...YEARS.flatMap((year) => bodies.map((body, index) => putReport(built, area, { body, year, index }))),
    ...extra,
  ];
  const menu = hubMenu('/zfxxgk/', `/${code}/index.jhtml`, '年报');
  site.set(`http://${host}/`, page(look, { title: `${place}政府信息公开平台` }, menu + picker));
  const pages = Math.ceil(rows.length / PER_PAGE);
  for (let number = 1; number <= pages; number += 1) {
    const items = rows
      .slice((number - 1) * PER_PAGE, number * PER_PAGE)
      .map(({ title, url, date }) => `<li>${link(url.replace(`http://${host}`, ''), title)}<em>${date}</em></li>`);
    const turn = number < pages ? `<a href="index_${number + 1}.jhtml">下一页</a>` : '<span>下一页</span>';
    const path = `/${code}/index${number === 1 ? '' : `_${number}`}.jhtml`;
    site.set(
      `http://${host}${path}`,
      page(
        look,
        { title: '年报' },
        `${menu}${picker}<ul class="infolist">${items.join('\n')}</ul><div class="pagesite">共${rows.length}条 ${number}/${pages} ${turn}</div>`,
      ),
    );
  }
}

/** Titles often name no body: then 发布机构 does, in a line without labels. */
function putReport(
  built: Built,
  area: Area,
  { body, year, index }: { body: Body; year: number; index: number },
): ListRow {
  const isBare = index % 2 === 0;
  const report = reportOf(
    body.name,
    year,
    isBare ? { title: `${year}年度政府信息公开工作年度报告`, printedName: null } : {},
  );
  const url = `http://${area.host}/${area.code}/${4_770_000 + (hash(body.name + year) % 20_000)}.jhtml`;
  built.site.set(url, () => articleOf(area, report, index));
  built.truth.reports.push({
    body: body.name,
    year,
    url,
    aliases: [],
    files: [],
    form: 'html',
    publishedAt: report.published,
  });
  return { title: report.title, url, date: report.published };
}

function articleOf(area: Area, report: ReplicaReport, index: number): string {
  return reportPage({
    look: lookOf(area.host, `${area.place}政府信息公开`),
    report,
    markup: markupOf(index),
    trail: [['政府信息公开'], ['年报']],
    container: ['<div class="content-txt">', '</div>'],
    box: 'line',
  });
}

/** Branches of a city's bureau publish the same text on both hosts, each with its own address. */
function putTwins(built: Built, areas: readonly Area[]): ListRow[][] {
  const rows: ListRow[][] = areas.map(() => []);
  const [city, ...districts] = areas;
  if (city === undefined) return rows;
  districts.forEach((district, at) => {
    const body = `中州市生态环境局${district.place.slice(0, 2)}分局`;
    for (const year of YEARS) {
      const report = reportOf(body, year);
      const [url, alias] = [city, district].map(
        (area) => `http://${area.host}/${area.code}/${4_800_000 + (hash(body + year) % 20_000)}.jhtml`,
      );
      if (url === undefined || alias === undefined) throw new Error('A branch has two hosts');
      built.site.set(url, () => articleOf(city, report, 0));
      built.site.set(alias, () => articleOf(district, report, 0));
      built.truth.reports.push({
        body,
        year,
        url,
        aliases: [alias],
        files: [],
        form: 'html',
        publishedAt: report.published,
      });
      rows[0]?.push({ title: report.title, url, date: report.published });
      rows[at + 1]?.push({ title: report.title, url: alias, date: report.published });
    }
  });
  return rows;
}
