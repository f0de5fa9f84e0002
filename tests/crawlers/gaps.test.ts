import { describe, expect, test } from '@jest/globals';
import { discoverPortal, type DiscoverOptions } from '../../crawlers/discover.ts';
import { holesIn } from '../../crawlers/gaps.ts';
import type { Gap } from '../../model/gap.ts';
import { html, hubMenu, list, portalOf, type Pages } from './portal.ts';

const HOST = 'http://www.yunhe.gov.test';
const HOME = `${HOST}/`;
const HUB = `${HOST}/zwgk/zfxxgk/`;
const COLUMN = `${HUB}zfxxgknb/`;
const BODIES = ['教育局', '财政局', '水利局'];

const title = (body: string, year: number): string => `云河县${body}${year}年政府信息公开工作年度报告`;
const article = (at: number, year: number): string => `/nb/${year + 1}01/t${year + 1}0120_${year}${at}.html`;

/** The page of one year with the reports of these bodies. */
function yearPage(year: number, bodies: readonly string[] = BODIES): string {
  const rows = bodies.map((body): [string, string] => [article(BODIES.indexOf(body), year), title(body, year)]);
  return html(`${year}年`, list(rows));
}

/** A county whose column leads to the pages of these years. */
function county(years: readonly number[], more: Pages = {}, head = ''): Pages {
  const meta = '<meta charset="utf-8"><meta name="SiteName" content="云河县人民政府">';
  const index = list(years.map((year): [string, string] => [`./${year}n/`, `${year}年`]));
  return {
    [HOME]: html('云河县人民政府', `${head}<a href="/zwgk/zfxxgk/">政府信息公开</a>`, meta),
    [HUB]: html('政府信息公开', hubMenu('/zwgk/zfxxgk/zfxxgknb/')),
    [COLUMN]: html('政府信息公开年报', `<div class="main">${index}</div>`),
    ...Object.fromEntries(years.map((year) => [`${COLUMN}${year}n/`, yearPage(year)])),
    ...more,
  };
}

async function discover(pages: Pages, options: Partial<DiscoverOptions> = {}) {
  const { ask, asked } = portalOf(pages);
  const found = await discoverPortal(HOME, { ask, ...options });
  return { ...found, asked, texts: found.candidates.map(({ text }) => text), gaps: found.gaps ?? [] };
}

describe('what is missing though its neighbours are there', () => {
  const of = (rows: Record<string, number[]>) =>
    holesIn(
      Object.entries(rows).flatMap(([body, years]) => years.map((year) => ({ text: title(body, year), hints: {} }))),
      '云河',
    ).map(({ key, year }) => `${key} ${year}`);

  test.each<[string, Record<string, number[]>, string[]]>([
    ['a year between those of its body', { 教育局: [2021, 2023] }, ['教育局 2022']],
    [
      'the last year, which most others have',
      { 教育局: [2022, 2023], 财政局: [2022, 2023], 水利局: [2021, 2022] },
      ['水利局 2023'],
    ],
    [
      'not the last year, which few have yet',
      { 教育局: [2022, 2023], 财政局: [2021, 2022], 水利局: [2021, 2022] },
      ['教育局 2021'],
    ],
    [
      'not years before a body was founded',
      { 教育局: [2019, 2020, 2021, 2022], 财政局: [2021, 2022], 水利局: [2021, 2022] },
      [],
    ],
    ['nothing of a body with one report', { 教育局: [2021, 2022], 财政局: [2022] }, []],
  ])('%s', (_, rows, holes) => {
    expect(of(rows)).toEqual(holes);
  });

  test('a body is one under its long and its short name', () => {
    const named = [
      { text: title('教育局', 2021), hints: {} },
      { text: '县教育局', hints: { body: '县教育局', year: 2022 } },
      { text: '教育局', hints: { body: '教育局', year: 2024 } },
    ];
    expect(holesIn(named, '云河')).toEqual([{ key: '教育局', body: '云河县教育局', year: 2023 }]);
  });
});

describe('a second look for what the lists leave out', () => {
  test('the page of a year that the index forgot is asked for once, for all bodies', async () => {
    const { texts, gaps, asked } = await discover(county([2021, 2023], { [`${COLUMN}2022n/`]: yearPage(2022) }));
    expect(texts).toEqual(expect.arrayContaining(BODIES.map((body) => title(body, 2022))));
    expect(asked.filter((url) => url.includes('2022n'))).toEqual([`${COLUMN}2022n/`]);
    expect(gaps.map(({ body, year, result, look }) => [body, year, result, look?.how])).toEqual(
      ['教育局', '水利局', '财政局'].map((body) => [`云河县${body}`, 2022, 'found', 'year_page']),
    );
  });

  test('a year of which there is no page is told as looked for and not there, which is no trouble', async () => {
    const { gaps, trouble } = await discover(county([2021, 2023]));
    expect(gaps.map(({ result, look }) => [result, look?.url])).toEqual(
      BODIES.map(() => ['not_there', `${COLUMN}2022n/`]),
    );
    expect(trouble).toEqual([]);
  });

  const jyj = `${HOST}/bm/jyj/`;
  const withoutOne = { [`${COLUMN}2022n/`]: yearPage(2022, ['财政局', '水利局']) };

  test("the body's own page is looked at, and nothing taken from it but what is missing", async () => {
    const own = list([
      ['/bm/jyj/2022.html', title('教育局', 2022)],
      ['/bm/jyj/2021.html', title('教育局', 2021)],
    ]);
    const pages = { ...withoutOne, [jyj]: html('云河县教育局', own) };
    const { texts, gaps } = await discover(county([2021, 2022, 2023], pages, '<a href="/bm/jyj/">县教育局</a>'));
    expect(texts.filter((text) => text === title('教育局', 2022))).toHaveLength(1);
    expect(texts.filter((text) => text === title('教育局', 2021))).toHaveLength(1);
    expect(gaps).toMatchObject([
      { body: '云河县教育局', year: 2022, result: 'found', look: { how: 'own_page', url: jyj } },
    ]);
  });

  const form = '<form action="/so/s"><input type="hidden" name="site" value="7"><input type="text" name="qt"></form>';
  const words = '云河县教育局2022年政府信息公开年度报告';
  const search = `${HOST}/so/s?qt=${encodeURIComponent(words)}&site=7`;

  test("the portal's own search is asked where nothing else is known, one request for the gap", async () => {
    const hits = list([
      ['/x/t20230102_9.html', title('教育局', 2022)],
      ['/x/t20230102_8.html', title('审计局', 2022)],
      ['/x/t20230102_7.html', title('教育局', 2021)],
    ]);
    const pages = { ...withoutOne, [search]: html('搜索结果', hits) };
    const { texts, gaps, asked } = await discover(county([2021, 2022, 2023], pages, form));
    expect(asked.filter((url) => url.includes('/so/'))).toEqual([search]);
    expect(gaps).toMatchObject([{ result: 'found', look: { how: 'search', url: search } }]);
    expect(texts.filter((text) => text.includes('审计局'))).toEqual([]);
    expect(texts.filter((text) => text === title('教育局', 2021))).toHaveLength(1);
  });

  test('a gap that stays costs one look, and none while that look holds', async () => {
    const pages = county([2021, 2022, 2023], { ...withoutOne, [search]: html('搜索结果', '没有找到') }, form);
    const first = await discover(pages);
    expect(first.gaps).toMatchObject([{ result: 'not_there', look: { url: search, at: '2025-02-01T00:00:00.000Z' } }]);
    const second = await discover(pages, { looked: first.gaps });
    expect(second.asked).toEqual(first.asked.filter((url) => url !== search));
    expect(second.gaps).toEqual(first.gaps);
  });

  test('a gap that was filled meanwhile is none any more', async () => {
    const look: Gap['look'] = { how: 'search', url: search, at: '2025-02-01T00:00:00.000Z' };
    const looked: Gap[] = [{ body: '云河县教育局', year: 2022, look, result: 'not_there' }];
    expect((await discover(county([2021, 2022, 2023]), { looked })).gaps).toEqual([]);
  });

  test('without any other place the gap is told as not looked for', async () => {
    const { gaps } = await discover(county([2021, 2022, 2023], withoutOne));
    expect(gaps).toEqual([{ body: '云河县教育局', year: 2022, look: null, result: 'not_looked' }]);
  });
});
