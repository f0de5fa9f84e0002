import { existsSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { discoverPortal } from '../../crawlers/discover.ts';
import type { DiscoverOptions } from '../../crawlers/discover.ts';
import { ConfigError, DeclinedError, FetchError, GoneError, PortalChangedError } from '../../errors.ts';
import type { Discovery } from '../../model/portal.ts';
import { Discovery as DiscoverySchema } from '../../model/portal.ts';
import { REPORT_TEXT, html, hubMenu, list, portalOf } from './portal.ts';
import type { Pages } from './portal.ts';

const HOST = 'http://www.yunhe.gov.test';
const HOME = `${HOST}/`;
const HUB = `${HOST}/zwgk/zfxxgk/`;
const COLUMN = `${HOST}/zwgk/zfxxgk/zfxxgknb/`;

const title = (body: string, year: number): string => `${body}${year}年政府信息公开工作年度报告`;

/** Home and hub of the fictional county of Yunhe; `column` is what the column shows. */
function county(column: string, more: Pages = {}): Pages {
  const nav = list([
    ['/zwgk/', '政务公开'],
    ['/zwgk/zfxxgk/', '政府信息公开'],
    ['/news/', '云河要闻'],
    ['https://mp.weixin.qq.com/s/abc', '政府信息公开年报 微信版'],
  ]);
  const decoys = list([
    ['/wz/2024.html', '2024年政府网站工作年度报表'],
    ['/fz/2024.html', '2024年法治政府建设年度报告'],
    ['/tz/1.html', '关于做好2024年政府信息公开工作年度报告编制发布工作的通知'],
    ['/gzbg/2024.html', '2024年政府工作报告'],
  ]);
  return {
    [HOME]: html('云河县人民政府', nav + decoys, '<meta name="SiteName" content="云河县人民政府">'),
    [`${HOST}/zwgk/`]: html('政务公开', nav),
    [HUB]: html('政府信息公开', nav + hubMenu('/zwgk/zfxxgk/zfxxgknb/')),
    [COLUMN]: html('政府信息公开年报', `${nav}<div class="main">${column}</div>`),
    ...more,
  };
}

/** A page of one year with one title that lacks the year. */
const yearPage = (name: number): string =>
  html(
    `${name}年`,
    list([
      ['./jyj.html', '政府信息公开年度报告'],
      ['./czj.html', title('云河县财政局', name)],
    ]),
  );

/** A page that gathers a year: names of units only. */
const summaryPage = (year: number): string =>
  html(
    `${year}年年报汇总`,
    `<h1>${year}年年报汇总</h1><table><tr><td><a href="/wzxxgknb/${year + 1}/qjp.pdf">青石镇</a></td>
     <td><a href="/wzxxgknb/${year + 1}/jyj.doc">县教育局</a></td><td>县水利局</td></tr></table>`,
  );

/** One body of a table of bodies and years. */
const matrixRow = (unit: string, code: string): string =>
  `<tr><td>${unit}</td>${[2022, 2023].map((year) => `<td><a href="/art/${year}/1/2/art_1_${code}${year}.html">查看</a></td>`).join('')}</tr>`;

/** A page of one year that holds a report of the year before, too. */
const mixedYear = (year: number): string =>
  html(
    `${year}年`,
    list([
      ['./a.html', title('云河县', year)],
      ['./b.html', title('云河县教育局', year - 1)],
    ]),
  );

/** Three reports of one list page. */
const items = (page: number): string =>
  list([0, 1, 2].map((at) => [`${HOST}/info/9/${page}${at}.htm`, title(`云河县第${page}${at}局`, 2023)] as const));

/** The pager of TRS. */
const trs = (total: number): string => `<script>createPageHTML(${total}, 0, "index","html");</script>`;

/** The pager of Hunan. */
const hunan = (total: number): string => `<script>createPageHTML('page_div', ${total}, 1, 'index','html', 9);</script>`;

/** The next-page link of VSB. */
const vsbNext = (url: string): string =>
  `<span class="p_pages"><span class="p_next p_fun"><a href="${url}">下页</a></span></span>`;

/** A list whose pages repeat from the second on, with a counter that differs. */
const repeating = (at: number): string =>
  `${items(Math.min(at, 2))}<i>${at}</i><a href="/nb.jsp?page=${at + 1}">下一页</a>`;

async function discover(
  pages: Pages,
  options: Partial<DiscoverOptions> = {},
): Promise<Discovery & { asked: string[] }> {
  const { ask, asked } = portalOf(pages);
  const discovery = await discoverPortal(HOME, { ask, ...options });
  DiscoverySchema.parse(discovery);
  return { ...discovery, asked };
}

const urls = (discovery: Discovery): string[] => discovery.candidates.map((candidate) => candidate.url);
const reasonsFor = (discovery: Discovery, url: string): string[] | undefined =>
  discovery.rejected.find((link) => link.url === url)?.reasons;

describe('from the home page to the reports', () => {
  const rows = ['县教育局', '县财政局', '青石镇'].flatMap((body, at) =>
    [2022, 2023].map(
      (year) =>
        [`./${year + 1}01/t${year + 1}0120_10${at}.html`, title(`云河${body}`, year), `${year + 1}-01-20`] as const,
    ),
  );

  test('hub, column and a flat list are found, and each report has score, reasons, trail and hints', async () => {
    const discovery = await discover(county(list(rows)));
    expect(discovery).toMatchObject({ home: HOME, hub: HUB, columns: [COLUMN], trouble: [] });
    expect(urls(discovery).sort()).toEqual(rows.map(([url]) => new URL(url, COLUMN).href).sort());
    expect(
      discovery.candidates.find((candidate) => candidate.text === '云河县财政局2023年政府信息公开工作年度报告'),
    ).toMatchObject({
      url: `${COLUMN}202401/t20240120_101.html`,
      hints: { year: 2023, date: '2024-01-20' },
      trail: [
        { role: 'home', url: HOME },
        { role: 'hub', url: HUB },
        { role: 'column', url: COLUMN },
      ],
    });
    expect(discovery.candidates[0]?.reasons).toContain('text:report_name +100');
  });

  test('no more is asked for than home, hub and column, and Crawlee asks for nothing beside it', async () => {
    const discovery = await discover(county(list(rows)));
    expect(discovery.asked).toEqual([HOME, HUB, COLUMN]);
    expect(discovery.requests).toBe(3);
    expect(existsSync('storage/request_queues')).toBe(false);
  });

  test('decoys and links to other worlds are left with their reasons', async () => {
    const discovery = await discover(county(list(rows)));
    expect(reasonsFor(discovery, `${HOST}/wz/2024.html`)).toContain('negative:website_report -100');
    expect(reasonsFor(discovery, `${HOST}/fz/2024.html`)).toContain('negative:rule_of_law -80');
    expect(reasonsFor(discovery, `${HOST}/tz/1.html`)).toContain('negative:form_or_rule -60');
    expect(reasonsFor(discovery, `${HOST}/gzbg/2024.html`)).toContain('negative:work_report -80');
    expect(reasonsFor(discovery, 'https://mp.weixin.qq.com/s/abc')).toContain('external');
  });

  test('decoys inside the column are left, and odd titles of its list are nominated', async () => {
    const column = list([
      ...rows,
      ['./202401/t20240101_1.html', '2023年政府网站工作年度报表', '2024-01-01'],
      ['./202401/t20240101_2.html', '政府信息公开工作年度报告制度', '2024-01-01'],
      ['./202401/t20240101_3.html', '2023年政府信息公开工作年度报告图解', '2024-01-01'],
      ['./202401/t20240101_4.html', '云河县法治政府建设年度报告', '2024-01-01'],
      ['./202401/t20240101_5.html', '云河县文旅局2023年政府信息公开工作告年度报', '2024-01-01'],
    ]);
    const discovery = await discover(county(column));
    expect(urls(discovery)).toContain(`${COLUMN}202401/t20240101_5.html`);
    expect(urls(discovery)).toHaveLength(rows.length + 1);
    for (const at of [1, 2, 3, 4]) {
      expect(reasonsFor(discovery, `${COLUMN}202401/t20240101_${at}.html`)).toContain('not_a_report');
    }
  });

  test('the address of the column itself serves as well as the home page', async () => {
    const { ask } = portalOf(county(list(rows)));
    const discovery = await discoverPortal(COLUMN, { ask });
    expect(discovery).toMatchObject({ columns: [COLUMN], requests: 1 });
    expect(discovery.candidates).toHaveLength(rows.length);
    expect(discovery.candidates[0]?.trail.map((step) => step.role)).toEqual(['home']);
  });

  test('a home page that is itself a report is the candidate', async () => {
    const report = html('云河县2023年政府信息公开工作年度报告', REPORT_TEXT);
    const discovery = await discover({ [HOME]: report });
    expect(discovery.candidates).toEqual([
      expect.objectContaining({ url: HOME, trail: [], text: '云河县2023年政府信息公开工作年度报告' }),
    ]);
  });

  test('a column that is one article is the candidate, by its own title', async () => {
    const discovery = await discover(county(`<h1>云河县2023年政府信息公开工作年度报告</h1>${REPORT_TEXT}`));
    expect(discovery.columns).toEqual([COLUMN]);
    expect(discovery.candidates).toMatchObject([
      { url: COLUMN, text: '云河县2023年政府信息公开工作年度报告', trail: [{ role: 'home' }, { role: 'hub' }] },
    ]);
  });

  test('a column written in GBK without a header is read', async () => {
    // 政府信息公开年报 and one report title in GBK, made with iconv
    const gbk = Buffer.from(
      '3c68746d6c3e3c686561643e3c7469746c653ed5feb8aed0c5cfa2b9abbfaac4eab1a83c2f7469746c653e3c2f686561643e3c626f64793e3c756c3e3c6c693e3c6120687265663d222f696e666f2f313634382f312e68746d223ed4c6bad3cfd832303233c4ead5feb8aed0c5cfa2b9abbfaab9a4d7f7c4eab6c8b1a8b8e63c2f613e3c2f6c693e3c2f756c3e3c2f626f64793e3c2f68746d6c3e',
      'hex',
    );
    const { ask } = portalOf({ [HOME]: gbk }, { header: 'text/html' });
    const discovery = await discoverPortal(HOME, { ask });
    expect(discovery.candidates).toMatchObject([
      { url: `${HOST}/info/1648/1.htm`, text: '云河县2023年政府信息公开工作年度报告', hints: { year: 2023 } },
    ]);
  });
});

describe('structures below the column', () => {
  test('year pages: each is followed, and its year is a hint where the title has none', async () => {
    const column = list([
      ['./2022n/', '2022年'],
      ['./2023n/', '2023年'],
    ]);
    const discovery = await discover(
      county(column, { [`${COLUMN}2022n/`]: yearPage(2022), [`${COLUMN}2023n/`]: yearPage(2023) }),
    );
    expect(discovery.candidates).toHaveLength(4);
    expect(discovery.candidates.find((candidate) => candidate.url === `${COLUMN}2022n/jyj.html`)).toMatchObject({
      hints: { year: 2022 },
      trail: [{ role: 'home' }, { role: 'hub' }, { role: 'column' }, { role: 'list', url: `${COLUMN}2022n/` }],
    });
  });

  test('years × bodies: body and year of the way are hints, and one visit settles what unit links are', async () => {
    const units = ['县教育局', '县财政局', '青石镇', '云河镇'];
    const pages: Pages = {};
    for (const year of [2022, 2023]) {
      pages[`${COLUMN}${year}/`] = html(`${year}年`, list(units.map((unit, at) => [`./u${at}.html`, unit] as const)));
      for (const at of units.keys())
        pages[`${COLUMN}${year}/u${at}.html`] = html(title(units[at] ?? '', year), REPORT_TEXT + at);
    }
    const discovery = await discover(
      county(
        list([
          ['./2022/', '2022年'],
          ['./2023/', '2023年'],
        ]),
        pages,
      ),
    );
    expect(discovery.candidates).toHaveLength(8);
    expect(discovery.candidates.find((candidate) => candidate.url === `${COLUMN}2023/u2.html`)?.hints).toEqual({
      body: '青石镇',
      year: 2023,
    });
    expect(discovery.requests).toBeLessThanOrEqual(3 + 2 + 2);
  });

  test('bodies × years: unit links turn out to be lists and are all followed', async () => {
    const units = ['县教育局', '县财政局', '青石镇'];
    const pages: Pages = {};
    for (const [at, unit] of units.entries()) {
      pages[`${COLUMN}b${at}/`] = html(
        unit,
        list([2022, 2023].map((year) => [`./t${year + 1}0120_${at}${year}.html`, `${year}年`] as const)),
      );
    }
    const discovery = await discover(county(list(units.map((unit, at) => [`./b${at}/`, unit] as const)), pages));
    expect(discovery.candidates).toHaveLength(6);
    expect(discovery.candidates.map((candidate) => candidate.hints)).toEqual(
      expect.arrayContaining(units.flatMap((body) => [2022, 2023].map((year) => ({ body, year })))),
    );
  });

  test('all on one page: unit names that lead to files, the year in the heading of the page', async () => {
    const column = list([
      ['/col/1/art/1.html', '2022年年报汇总'],
      ['/col/1/art/2.html', '2023年年报汇总'],
    ]);
    const discovery = await discover(
      county(column, {
        [`${HOST}/col/1/art/1.html`]: summaryPage(2022),
        [`${HOST}/col/1/art/2.html`]: summaryPage(2023),
      }),
    );
    expect(discovery.candidates.map(({ url, hints }) => [url.slice(HOST.length), hints])).toEqual(
      expect.arrayContaining([
        ['/wzxxgknb/2023/qjp.pdf', { body: '青石镇', year: 2022 }],
        ['/wzxxgknb/2024/jyj.doc', { body: '县教育局', year: 2023 }],
      ]),
    );
    expect(discovery.candidates).toHaveLength(4);
  });

  test('a table of bodies and years gives body and year of each cell', async () => {
    const table = `<table><tr><th>单位</th><th>2022年</th><th>2023年</th></tr>${matrixRow('县教育局', '1')}${matrixRow('青石镇', '2')}</table>`;
    const discovery = await discover(county(table));
    expect(discovery.pages.at(-1)).toMatchObject({ role: 'column', kind: 'matrix' });
    expect(discovery.candidates.map((candidate) => candidate.hints)).toEqual(
      expect.arrayContaining([
        { body: '县教育局', year: 2022 },
        { body: '青石镇', year: 2023 },
      ]),
    );
    expect(discovery.candidates).toHaveLength(4);
  });

  test('titles that the list cuts are taken whole from the title attribute', async () => {
    const whole = title('云河县农业农村和水利局', 2023);
    const cut = `<ul><li><a href="/info/1/2.htm" title="${whole}">云河县农业农村和水利局2023年政府…</a></li></ul>`;
    const discovery = await discover(county(cut));
    expect(discovery.candidates).toMatchObject([{ text: whole }]);
  });

  test('options, onclick and data attributes lead on like anchors', async () => {
    const column = `<select onchange="go()"><option value="0">请选择</option><option value="./2022n/">2022年</option></select>
      <a href="javascript:void(0)" onclick="window.open('./2023n/')">2023年</a><span data-url="./2021n/">2021年</span>`;
    const pages: Pages = {};
    for (const year of [2021, 2022, 2023]) {
      pages[`${COLUMN}${year}n/`] = html(`${year}年`, list([[`/info/1/${year}.htm`, title('云河县', year)]]));
    }
    const discovery = await discover(county(column, pages));
    expect(urls(discovery).sort()).toEqual([2021, 2022, 2023].map((year) => `${HOST}/info/1/${year}.htm`));
  });

  test('frames and pages that only point elsewhere are followed', async () => {
    const pages: Pages = {
      [HOME]:
        '<html><head><title>云河</title></head><frameset><frame src="top.htm"><frame src="left.jsp?frame=nb"></frameset></html>',
      [`${HOST}/top.htm`]: html('top', '云河县'),
      [`${HOST}/left.jsp?frame=nb`]: html('left', hubMenu('/nb/jump.htm')),
      [`${HOST}/nb/jump.htm`]:
        '<html><head><meta http-equiv="refresh" content="0;url=list.htm"></head><body></body></html>',
      [`${HOST}/nb/list.htm`]: html('年报', list([['/info/1/1.htm', title('云河县', 2023)]])),
    };
    const discovery = await discover(pages);
    expect(discovery.candidates).toMatchObject([
      {
        url: `${HOST}/info/1/1.htm`,
        trail: [
          { url: HOME },
          { url: `${HOST}/left.jsp?frame=nb` },
          { url: `${HOST}/nb/jump.htm` },
          { url: `${HOST}/nb/list.htm` },
        ],
      },
    ]);
  });

  test('only the years asked for are nominated, and no page of another year is asked for', async () => {
    const column = list([
      ['./2018n/', '2018年'],
      ['./2022n/', '2022年'],
      ['./2023n/', '2023年'],
    ]);
    const pages: Pages = {};
    for (const year of [2018, 2022, 2023]) pages[`${COLUMN}${year}n/`] = mixedYear(year);
    const discovery = await discover(county(column, pages), { years: { from: 2022, to: 2022 } });
    expect(urls(discovery).sort()).toEqual([`${COLUMN}2022n/a.html`, `${COLUMN}2023n/b.html`]);
    expect(discovery.asked).not.toContain(`${COLUMN}2018n/`);
    expect(reasonsFor(discovery, `${COLUMN}2023n/a.html`)).toContain('year_outside');
    expect(reasonsFor(discovery, `${COLUMN}2018n/`)).toContain('year_outside');
  });

  test('reports on the hosts of own bureaus are nominated, those of other governments and mirrors are left', async () => {
    const column = list([
      ['http://jyj.yunhe.gov.test/info/1/1.htm', title('云河县教育局', 2023)],
      ['http://www.haibin.gov.test/info/1/1.htm', title('海滨县', 2023)],
      ['http://www.haibin.gov.test/zfxxgk/', '海滨县'],
      ['http://www.yunhe-gov.example/info/1/1.htm', title('云河县', 2023)],
    ]);
    const discovery = await discover(county(column));
    expect(urls(discovery)).toEqual(['http://jyj.yunhe.gov.test/info/1/1.htm']);
    expect(reasonsFor(discovery, 'http://www.haibin.gov.test/info/1/1.htm')).toContain('other_portal');
    expect(reasonsFor(discovery, 'http://www.haibin.gov.test/zfxxgk/')).toContain('other_portal');
    expect(reasonsFor(discovery, 'http://www.yunhe-gov.example/info/1/1.htm')).toContain('external');
    expect(discovery.asked.every((url) => url.startsWith(HOST))).toBe(true);
  });
});

describe('lists of several pages', () => {
  test('TRS counts from 0: page 2 is index_1', async () => {
    const discovery = await discover(
      county(items(1) + trs(3), {
        [`${COLUMN}index_1.html`]: html('2', items(2)),
        [`${COLUMN}index_2.html`]: html('3', items(3)),
      }),
    );
    expect(discovery.candidates).toHaveLength(9);
    expect(discovery.candidates.at(-1)?.trail.map((step) => step.role)).toEqual(['home', 'hub', 'column', 'list']);
    expect(discovery.trouble).toEqual([]);
  });

  test('the dialect of Hunan counts from 1: page 2 is index_2', async () => {
    const discovery = await discover(
      county(items(1) + hunan(3), {
        [`${COLUMN}index_2.html`]: html('2', items(2)),
        [`${COLUMN}index_3.html`]: html('3', items(3)),
      }),
    );
    expect(discovery.candidates).toHaveLength(9);
    expect(discovery.asked).not.toContain(`${COLUMN}index_1.html`);
  });

  test('where the arguments lie about the numbering, the other one is tried', async () => {
    const discovery = await discover(
      county(items(1) + trs(3), {
        [`${COLUMN}index_2.html`]: html('2', items(2)),
        [`${COLUMN}index_3.html`]: html('3', items(3)),
      }),
    );
    expect(discovery.candidates).toHaveLength(9);
    const back = await discover(
      county(items(1) + hunan(3), {
        [`${COLUMN}index_1.html`]: html('2', items(2)),
        [`${COLUMN}index_2.html`]: html('3', items(3)),
      }),
    );
    expect(back.candidates).toHaveLength(9);
  });

  test('the number of pages may stand in a variable', async () => {
    const script =
      '<script>var countPage = 2; var dataCount="6"; createPageHTML(countPage, 0, "index", "shtml")</script>';
    const discovery = await discover(county(items(1) + script, { [`${COLUMN}index_1.shtml`]: html('2', items(2)) }));
    expect(discovery.candidates).toHaveLength(6);
  });

  test('VSB numbers its pages downwards: the next-page link is followed', async () => {
    const discovery = await discover(
      county(items(1) + vsbNext('zfxxgknb/2.htm'), {
        [`${COLUMN}zfxxgknb/2.htm`]: html('2', items(2) + vsbNext('1.htm')),
        [`${COLUMN}zfxxgknb/1.htm`]: html('3', items(3)),
      }),
    );
    expect(discovery.candidates).toHaveLength(9);
    expect(discovery.candidates.at(-1)?.trail.at(-2)?.url).toBe(`${COLUMN}zfxxgknb/2.htm`);
  });

  test('a list whose pager promises too much stops after two missing pages', async () => {
    const discovery = await discover(county(items(1) + trs(40), { [`${COLUMN}index_1.html`]: html('2', items(2)) }));
    expect(discovery.candidates).toHaveLength(6);
    expect(discovery.trouble.map((one) => one.url)).toEqual([`${COLUMN}index_2.html`, `${COLUMN}index_3.html`]);
    expect(discovery.requests).toBe(6);
  });

  test('a list that repeats its last page for ever is left at the first repetition', async () => {
    const pages: Pages = {};
    for (let at = 2; at < 30; at += 1) pages[`${HOST}/nb.jsp?page=${at}`] = html('x', repeating(at));
    const discovery = await discover(county(repeating(1), pages));
    expect(discovery.candidates).toHaveLength(6);
    expect(discovery.requests).toBe(5);
  });
});

describe('when a portal does not answer as it should', () => {
  const column = list([
    ['./2022n/', '2022年'],
    ['http://xxgk.yunhe.gov.test/2023n/', '2023年'],
    ['http://xxgk.yunhe.gov.test/2024n/', '2024年'],
  ]);
  const year = html('2022年', list([['./a.html', title('云河县', 2022)]]));

  test.each([
    ['declined', DeclinedError],
    ['fetch', FetchError],
    ['gone', GoneError],
    ['bug', TypeError],
  ] as const)('the error "%s" of the home page is thrown on', async (error, kind) => {
    await expect(discover({ [HOME]: { error } })).rejects.toThrow(kind);
  });

  test('a host that refuses is asked no more, the rest goes on', async () => {
    const discovery = await discover(
      county(column, {
        [`${COLUMN}2022n/`]: year,
        'http://xxgk.yunhe.gov.test/2023n/': { error: 'declined' },
        'http://xxgk.yunhe.gov.test/2024n/': { error: 'declined' },
      }),
    );
    expect(discovery.candidates).toHaveLength(1);
    expect(discovery.trouble).toMatchObject([{ error: 'DeclinedError' }]);
    expect(discovery.asked.filter((url) => url.includes('xxgk.yunhe'))).toHaveLength(1);
    expect(discovery.rejected.filter((link) => link.reasons.includes('host_declined'))).toHaveLength(1);
  });

  test('a portal that redirects to a new domain is searched there', async () => {
    const moved = 'http://www.xinyunhe.gov.test/';
    const report = `${moved}info/1/1.htm`;
    const discovery = await discover({
      [HOME]: { to: moved },
      [moved]: html('云河县人民政府', list([['/nb/', '政府信息公开年报']])),
      [`${moved}nb/`]: html('政府信息公开年报', list([[report, title('云河县', 2023)]])),
    });
    expect(discovery.home).toBe(HOME);
    expect(urls(discovery)).toEqual([report]);
  });

  test('a path that robots.txt closes does not close the host', async () => {
    const closed = { [`${COLUMN}2022n/`]: { error: 'robots' as const }, [`${COLUMN}2023n/`]: yearPage(2023) };
    const links = list([
      ['./2022n/', '2022年'],
      ['./2023n/', '2023年'],
    ]);
    const discovery = await discover(county(links, closed));
    expect(discovery.candidates).toHaveLength(2);
    expect(discovery.trouble).toMatchObject([{ url: `${COLUMN}2022n/`, error: 'DeclinedError' }]);
  });

  test('a page that fails or is gone is trouble, a bug is thrown', async () => {
    const failing = { [`${COLUMN}2022n/`]: year, 'http://xxgk.yunhe.gov.test/2023n/': { error: 'fetch' as const } };
    const discovery = await discover(county(column, failing));
    expect(discovery.trouble.map((one) => one.error).sort()).toEqual(['FetchError', 'GoneError']);
    await expect(discover(county(column, { [`${COLUMN}2022n/`]: { error: 'bug' } }))).rejects.toThrow(TypeError);
  });

  test('without a column the error says what was looked at, what was left, and what to try', async () => {
    const pages = {
      [HOME]: html(
        '云河县人民政府',
        list([
          ['/wz.html', '政府网站年度报表'],
          ['/zwgk/', '政务公开'],
        ]),
      ),
    };
    const failure = discover(pages);
    await expect(failure).rejects.toThrow(PortalChangedError);
    await expect(failure).rejects.toThrow(/looked at 2 pages; .*Give the address of the column itself/);
  });

  test('at most forty pages are asked for before the column', async () => {
    const pages: Pages = {};
    for (let at = 0; at < 90; at += 1) {
      const links = list([1, 2, 3].map((step) => [`/p${at * 3 + step}/`, '政务公开'] as const));
      pages[at === 0 ? HOME : `${HOST}/p${at}/`] = html(`页${at}`, links);
    }
    await expect(discover(pages)).rejects.toThrow(/looked at 40 pages/);
  });

  test('maxRequests ends a discovery, and the result says so', async () => {
    const discovery = await discover(county(column, { [`${COLUMN}2022n/`]: year }), { maxRequests: 4 });
    expect(discovery.requests).toBe(4);
    expect(discovery.trouble).toMatchObject([{ error: 'BudgetSpent' }]);
  });

  test('a column made by scripts is named as such where no browser is there to draw it', async () => {
    const pages = county('');
    pages[COLUMN] =
      '<html><head><title>政府信息公开年报</title></head><body><div id="app"></div><script src="/app.js"></script><script>start()</script></body></html>';
    const discovery = await discover(pages);
    expect(discovery.pages.find((page) => page.url === COLUMN)).toMatchObject({ kind: 'shell' });
    expect(discovery.trouble).toMatchObject([{ url: COLUMN, error: 'BrowserMissing' }]);
  });

  test('calendars, mirrors and endless queries are not entered', async () => {
    const column2 =
      list([['/info/1/1.htm', title('云河县', 2023)]]) +
      list([
        ['/rili?y=2023&m=1', '2023年'],
        ['/big5/', '繁体'],
      ]);
    const discovery = await discover(county(column2));
    expect(discovery.requests).toBe(3);
    expect(reasonsFor(discovery, `${HOST}/rili?m=1&y=2023`)).toContain('calendar');
  });

  test('an abort ends the discovery with the reason of its signal', async () => {
    const controller = new AbortController();
    const reason = new Error('the user pressed Ctrl-C');
    const onPage = (): void => controller.abort(reason);
    await expect(discover(county(column), { signal: controller.signal, onPage })).rejects.toBe(reason);
  });

  test('an address that is none of the web is wrong usage', async () => {
    await expect(discoverPortal('ftp://yunhe', { ask: portalOf({}).ask })).rejects.toThrow(ConfigError);
  });
});

describe('a discovery depends on the pages alone', () => {
  test('however fast they come, and beside another discovery', async () => {
    const column = list([2021, 2022, 2023].map((year) => [`./${year}n/`, `${year}年`] as const));
    const pages: Pages = {};
    for (const year of [2021, 2022, 2023]) {
      pages[`${COLUMN}${year}n/`] = html(
        `${year}`,
        list([
          ['./a.html', title('云河县', year)],
          ['/info/1/7.htm', title('云河县教育局', 2022)],
        ]),
      );
    }
    const run = async (delay: () => number): Promise<Discovery> =>
      discoverPortal(HOME, { ask: portalOf(county(column, pages), { delay }).ask });
    const [quick, slow] = await Promise.all([run(() => 0), run(() => 3 + ((Date.now() * 7) % 11))]);
    expect(slow).toEqual(quick);
  });

  test('a report on several pages has the shortest way, of equal ones the smallest', async () => {
    const column = list([
      ['./b/', '2022年'],
      ['./a/', '2023年'],
    ]);
    const page = html('x', list([['/info/1/7.htm', title('云河县教育局', 2022)]]));
    const other = html('y', list([['/info/1/7.htm', title('云河县教育局', 2022)]]));
    const discovery = await discover(county(column, { [`${COLUMN}a/`]: page, [`${COLUMN}b/`]: other }));
    expect(discovery.candidates).toHaveLength(1);
    expect(discovery.candidates[0]?.trail.at(-1)?.url).toBe(`${COLUMN}a/`);
  });

  test('onPage hears of each page with the number of reports so far', async () => {
    const heard: [string, number][] = [];
    await discover(county(list([['/info/1/1.htm', title('云河县', 2023)]])), {
      onPage: (page, found) => heard.push([page.role, found]),
    });
    expect(heard).toEqual([
      ['home', 0],
      ['hub', 0],
      ['column', 1],
    ]);
  });
});
