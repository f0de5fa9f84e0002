import { describe, expect, test } from '@jest/globals';
import { discoverPortal } from '../../crawlers/discover.ts';
import type { Discovery } from '../../model/portal.ts';
import { canonicalAddress, resolveAddress } from '../../text/address.ts';
import { encodeGb18030 } from '../../sample/render/gb18030.ts';
import { html, list, portalOf } from './portal.ts';
import type { Pages } from './portal.ts';

const HOME = 'http://www.yunhe.gov.test/';
const COLUMN = `${HOME}nb/`;
const titleOf = (body: string, year = 2023): string => `${body}${year}年政府信息公开工作年度报告`;

/** A portal whose column holds this; further pages by address. */
async function discover(column: string, more: Pages = {}): Promise<Discovery & { asked: string[] }> {
  const portal = portalOf({
    [HOME]: html('云河县人民政府', '<a href="/nb/">政府信息公开年报</a>'),
    [COLUMN]: html('政府信息公开年报', column),
    ...more,
  });
  const discovery = await discoverPortal(HOME, { ask: portal.ask });
  return { ...discovery, asked: portal.asked };
}

const urls = ({ candidates }: Discovery): string[] => candidates.map(({ url }) => url);
const row = (body: string, number: number): [string, string] => [`/a/t20240101_${number}.html`, titleOf(body)];

/** PORTALS.md 3.1, traps of lists and addresses. Refusals: `traps-refusals`; schemes and certificates: `tests/net`. */
describe('traps of pages', () => {
  test('T8: a page with the bytes of another ends its list and adds nothing', async () => {
    const first = html('政府信息公开年报', `${list([row('云河县教育局', 1)])}<a href="/nb/2.html">下一页</a>`);
    const discovery = await discover(`${list([row('云河县教育局', 1)])}<a href="/nb/2.html">下一页</a>`, {
      [`${COLUMN}2.html`]: first,
    });
    expect(urls(discovery)).toHaveLength(1);
    expect(discovery.pages.find(({ url }) => url === `${COLUMN}2.html`)?.kind).toBe('same');
  });

  test('T10: an error page with status 200 is no list and no report', async () => {
    const discovery = await discover(list([row('云河县教育局', 1), ['/nb/2022n/', '2022年']]), {
      [`${COLUMN}2022n/`]: html('提示', '您访问的页面不存在'),
    });
    expect(urls(discovery)).toHaveLength(1);
  });

  test('T11: a list that lies about its tail is left after two missing pages', async () => {
    const discovery = await discover(
      `${list([row('云河县教育局', 1), row('云河县财政局', 2)])}<script>createPageHTML(40, 0, "index","html")</script>`,
    );
    expect(discovery.asked.filter((url) => url.includes('index_')).length).toBeLessThanOrEqual(3);
    expect(urls(discovery)).toHaveLength(2);
  });

  test('T12: a shell that only points elsewhere is followed', async () => {
    const discovery = await discover('<script>location.replace("/nb/real/")</script>', {
      [`${COLUMN}real/`]: html('政府信息公开年报', list([row('云河县教育局', 1)])),
    });
    expect(urls(discovery)).toHaveLength(1);
  });

  test('T13: a list inside a frame is read', async () => {
    const discovery = await discover('<iframe src="/frame.jsp?nb=1"></iframe>', {
      [`${HOME}frame.jsp?nb=1`]: html('列表', list([row('云河县教育局', 1), row('云河县财政局', 2)])),
    });
    expect(urls(discovery)).toHaveLength(2);
  });

  test('T16: GBK that says it is UTF-8 is read as what it is', async () => {
    const page = encodeGb18030(html('政府信息公开年报', list([row('云河县教育局', 1)])));
    const discovery = await discover('', { [COLUMN]: page });
    expect(discovery.candidates.map(({ text }) => text)).toEqual([titleOf('云河县教育局')]);
  });

  test('T20: what has no end is not entered: calendars, other faces of the same page, a last page that repeats', async () => {
    const rows = list([row('云河县教育局', 1), row('云河县财政局', 2)]);
    const leaf = (number: number): string =>
      `${rows}<div class="pagination"><a href="/nb/?page=${number + 1}">下一页</a></div>`;
    const pages: Pages = {};
    for (let number = 2; number < 40; number += 1)
      pages[`${COLUMN}?page=${number}`] = html('政府信息公开年报', leaf(number) + number);
    const calendar = '<a href="/nb/?y=2024&m=1">2024年</a><a href="/nb/fan/">繁体版</a>';
    const discovery = await discover(leaf(1) + calendar, pages);
    expect(discovery.asked.length).toBeLessThanOrEqual(6);
    expect(discovery.asked.some((url) => /[?&]m=|fan/u.test(url))).toBe(false);
  });

  test('T21: the same report on www and without, as page, as mobile page and as PDF, is one', async () => {
    const discovery = await discover(
      list([
        ['http://www.yunhe.gov.test/a/t20240101_1.html', titleOf('云河县教育局')],
        ['http://yunhe.gov.test/a/t20240101_1.html', titleOf('云河县教育局')],
        ['https://www.yunhe.gov.test/a/t20240101_1_wap.html', titleOf('云河县教育局')],
        ['/a/t20240101_1.pdf', `${titleOf('云河县教育局')}（PDF版）`],
      ]),
    );
    expect(urls(discovery)).toEqual(['http://www.yunhe.gov.test/a/t20240101_1.html']);
  });

  test('T22, T23: mirrors beyond the government’s names, WeChat and films are left, with the reason', async () => {
    const discovery = await discover(
      list([
        row('云河县教育局', 1),
        ['https://mp.weixin.qq.com/s/abc', titleOf('云河县财政局')],
        ['http://www.yunhe-gov.example/a/1.html', titleOf('云河县水利局')],
      ]),
    );
    expect(urls(discovery)).toHaveLength(1);
    expect(discovery.rejected.filter(({ reasons }) => reasons.includes('external'))).toHaveLength(2);
  });

  test('T26: words in a footer make nothing a report or a column', async () => {
    const footer = '<div class="footer"><h1>政府网站年度报表</h1><a href="/wz/">政府网站工作年度报表</a></div>';
    const discovery = await discover(list([row('云河县教育局', 1)]) + footer);
    expect(urls(discovery)).toEqual([`${HOME}a/t20240101_1.html`]);
    expect(discovery.asked).not.toContain(`${HOME}wz/`);
  });

  test('T31: a page that does not answer is asked again after the others, three times at most', async () => {
    const discovery = await discover(
      list([
        ['./2022n/', '2022年'],
        ['./2023n/', '2023年'],
      ]),
      {
        [`${COLUMN}2022n/`]: { error: 'fetch' },
        [`${COLUMN}2023n/`]: html('2023年', list([row('云河县教育局', 1)])),
      },
    );
    expect(discovery.asked.filter((url) => url.endsWith('2022n/'))).toHaveLength(3);
    expect(discovery.asked.indexOf(`${COLUMN}2023n/`)).toBeLessThan(discovery.asked.lastIndexOf(`${COLUMN}2022n/`));
    expect(discovery.trouble).toMatchObject([{ url: `${COLUMN}2022n/`, error: 'FetchError' }]);
    expect(urls(discovery)).toHaveLength(1);
  });
});

describe('traps of addresses', () => {
  test.each([
    ['T18: dots, line breaks and back-slashes', '..\\..\\a/\r\n./b.html ', 'http://www.yunhe.gov.test/a/b.html'],
    ['T18: a doubly escaped ampersand', '/x.aspx?a=1&amp;b=2', 'http://www.yunhe.gov.test/x.aspx?a=1&b=2'],
    ['T18: a script that leads nowhere', 'javascript:void(0)', null],
  ])('%s', (_, href, address) => expect(resolveAddress(href, `${HOME}p/q/`)).toBe(address));

  test.each([
    ['T19: session ids and noise', `${HOME}x.jsp;jsessionid=1F?id=2&_=99&token=a`, `${HOME}x.jsp?id=2`],
    ['T19: cookieless ASP.NET', `${HOME}(S(abc123))/x.aspx?id=2`, `${HOME}x.aspx?id=2`],
    ['T18: a dot at the end of the host', 'http://www.yunhe.gov.test./x', `${HOME}x`],
  ])('%s', (_, address, plain) => expect(canonicalAddress(address)).toBe(plain));
});
