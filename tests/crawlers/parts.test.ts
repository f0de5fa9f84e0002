import { describe, expect, test } from '@jest/globals';
import { addressKind, isCalendar, siblingShape } from '../../crawlers/addresses.ts';
import { classifyPage, columnEvidence } from '../../crawlers/classify.ts';
import { familiesOf } from '../../crawlers/families/list.ts';
import { voteGroups } from '../../crawlers/groups.ts';
import { markHubMenu } from '../../crawlers/hub.ts';
import { readLinks } from '../../crawlers/links.ts';
import { Lists } from '../../crawlers/lists.ts';
import { readPage } from '../../crawlers/page.ts';
import type { HtmlPage } from '../../crawlers/page.ts';
import { placeOf, scopeOf } from '../../crawlers/scope.ts';
import { pointsTo } from '../../crawlers/shells.ts';
import { shortestTrails } from '../../crawlers/trail.ts';
import { dateInText, yearInText } from '../../crawlers/years.ts';
import { sha256 } from '../../text/hash.ts';
import { REPORT_TEXT, html, hubMenu, list } from './portal.ts';

const URL_OF_PAGE = 'http://www.yunhe.gov.test/zwgk/nb/';

function pageOf(source: string): HtmlPage {
  const bytes = new TextEncoder().encode(source);
  const fetched = {
    sha256: sha256(bytes),
    url: URL_OF_PAGE,
    finalUrl: URL_OF_PAGE,
    redirects: [],
    status: 200,
    headers: {},
  };
  const page = readPage({
    fetched: { ...fetched, contentType: 'text/html', size: bytes.length, fetchedAt: '' },
    bytes,
  });
  if (page.kind !== 'html') throw new Error('The test page is no HTML');
  return page;
}

function kindOf(body: string, title = '年报'): string {
  const page = pageOf(html(title, body));
  const links = readLinks(page);
  return classifyPage(page, links, voteGroups(links));
}

function planOf(body: string): string[] | undefined {
  const page = pageOf(html('x', body));
  for (const family of familiesOf(page)) {
    const plan = family.pager?.(page, readLinks(page));
    if (plan !== null && plan !== undefined)
      return plan.urls.map((url) => url.replace('http://www.yunhe.gov.test', ''));
  }
  return undefined;
}

describe('what an address looks like', () => {
  test.each([
    ['/zwgk/202101/t20210129_123.html', 'article'],
    ['/zwgk/202101/t20210129_123_wap.html', 'article'],
    ['/zwgk/H1_/N1_/t15699357.shtml', 'article'],
    ['/art/2021/1/29/art_1229445040_4107020.html', 'article'],
    ['/art/2024/art_0123456789abcdef0123456789abcdef.html', 'article'],
    ['/2021-01/29/content_123.shtml', 'article'],
    ['/30240/30242/content_2239943.html', 'article'],
    ['/zwgk/xxgkndbg/content_851036', 'article'],
    ['/20210129/0123abcd/c.html', 'article'],
    ['/web/zwgk/202101291234567/index.shtml', 'article'],
    ['/202101/0123456789abcdef0123456789abcdef.shtml', 'article'],
    ['/c112945/202401/c01_868731.shtml', 'article'],
    ['/c123/content.html', 'article'],
    ['/2025/03-31/3143202.html', 'article'],
    ['/info/1648/47211.htm', 'article'],
    ['/public/1681/565412321.html', 'article'],
    ['/public/content/36027577', 'article'],
    ['/gkmlpt/content/8/8063/post_8063889.html', 'article'],
    ['/D41X/4779287.jhtml', 'article'],
    ['/module/xxgk/xxgkAnnualReport.jsp?area=DH00&fbtime=2020', 'article'],
    ['/wzxxgknb/2022/qjp.pdf', 'file'],
    ['/UploadFiles/2021/2/%E5%B9%B4%E6%8A%A5.doc', 'file'],
    ['/UploadFiles/%C4%EA%B1%A8.wps', 'file'],
    ['/system/_content/download.jsp?wbfileid=8B2F', 'file'],
    ['/images/logo.png', 'media'],
    ['/zwgk/zfxxgk/zfxxgknb/', 'directory'],
    ['/zwgk/zfxxgk/zfxxgknb/index.shtml', 'directory'],
    ['/subei/zfxxgknb/xxgk_list.shtml', 'directory'],
    ['/col/col123/index.html', 'directory'],
    ['/InfoPublic.aspx?cid=1019', 'page'],
    ['/zfxxgk/zfxxgknb.htm', 'page'],
  ])('%s is %s', (path, kind) => expect(addressKind(`http://www.yunhe.gov.test${path}`)).toBe(kind));

  test('siblings share folder, extension and parameters, whatever the last part is called', () => {
    const shape = siblingShape('http://a.gov.test/nb/2022/qjp.pdf');
    expect(siblingShape('http://a.gov.test/nb/2023/jyj.pdf')).toBe(shape);
    expect(siblingShape('http://a.gov.test/nb/2023/jyj.doc')).not.toBe(shape);
    expect(siblingShape('http://a.gov.test/nb/2021n/')).toBe(siblingShape('http://a.gov.test/nb/lnnb/index.html'));
  });

  test.each([
    ['http://a.gov.test/x?y=2021&m=2', true],
    ['http://a.gov.test/x?date=2021-02-01', true],
    ['http://a.gov.test/x?year=2021', false],
    ['http://a.gov.test/x?page=2', false],
  ])('%s turns a calendar: %s', (url, turns) => expect(isCalendar(url)).toBe(turns));
});

describe('years and dates in a text', () => {
  test.each([
    ['云河县2021年政府信息公开工作年度报告', 2021],
    ['２０２１年度报告', 2021],
    ['二〇二〇年年度报告', 2020],
    ['二○一九年年度报告', 2019],
    ['政府信息公开工作年度报告（2019年度）', 2019],
    ['政府信息公开年报(2018)', 2018],
    ['2022年1月25日公布的2021年报告', 2021],
    ['县教育局 2022-01-25', null],
    ['第20210012号', null],
    ['政府信息公开年度报告', null],
  ])('the year of %s is %s', (text, year) => expect(yearInText(text)).toBe(year));

  test.each([
    ['标题 2021-01-29', '2021-01-29'],
    ['[2021/2/4]', '2021-02-04'],
    ['２０２１年２月４日', '2021-02-04'],
    ['2021-13-01', null],
    ['2021年', null],
  ])('the date of %s is %s', (text, date) => expect(dateInText(text)).toBe(date));
});

describe('links', () => {
  test.each([
    [
      '<a href="/a" title="云河县教育局2021年政府信息公开工作年度报告">云河县教育局2021年政府信…</a>',
      '云河县教育局2021年政府信息公开工作年度报告',
    ],
    [
      '<a href="/a" title="云河县教育局2021年政府信息公开工作年度报告">云河县教育局2021年政府信</a>',
      '云河县教育局2021年政府信息公开工作年度报告',
    ],
    ['<a href="/a" title="云河县教育局2021年报告">云河县教育局2021年...</a>', '云河县教育局2021年报告'],
    ['<a href="/a" title="点击打开新窗口">县教育局</a>', '县教育局'],
    ['<a href="/a" title="县教育局2021年报告">查看</a>', '县教育局2021年报告'],
    ['<a href="/a"><img alt="政府信息公开年报" src="x.png"></a>', '政府信息公开年报'],
    ['<a href="/a" aria-label="年报"></a>', '年报'],
    ['<a href="/a"> 云河 &nbsp; 县 </a>', '云河 县'],
  ])('the whole text of %s', (anchor, text) => {
    expect(readLinks(pageOf(html('x', anchor))).map((link) => link.text)).toEqual([text]);
  });

  test.each([
    ['<a href=" ../a.htm\r\n">x</a>', 'http://www.yunhe.gov.test/zwgk/a.htm'],
    ['<a href="\\zwgk\\a.htm">x</a>', 'http://www.yunhe.gov.test/zwgk/a.htm'],
    ['<a href="javascript:openNew(\'/b.htm\')">x</a>', 'http://www.yunhe.gov.test/b.htm'],
    ['<a href="#" onclick="location.href=\'b.htm\'">x</a>', 'http://www.yunhe.gov.test/zwgk/nb/b.htm'],
    ['<option value="b.htm">x</option>', 'http://www.yunhe.gov.test/zwgk/nb/b.htm'],
    ['<li data-href="/c/">x</li>', 'http://www.yunhe.gov.test/c/'],
    [
      '<a href="PublicDetail.aspx?id=1&amp;title=%B8%E6">x</a>',
      'http://www.yunhe.gov.test/zwgk/nb/PublicDetail.aspx?id=1&title=%B8%E6',
    ],
  ])('the address of %s', (element, url) => {
    expect(readLinks(pageOf(html('x', element))).map((link) => link.url)).toEqual([url]);
  });

  test('addresses that lead nowhere are no links', () => {
    const body =
      '<a href="#top">a</a><a href="javascript:void(0)">b</a><a href="mailto:a@b">c</a><option value="12">d</option>';
    expect(readLinks(pageOf(html('x', body)))).toEqual([]);
  });

  test('a base element moves relative links, and the row gives the date', () => {
    const page = pageOf(html('x', list([['a.htm', '甲', '2021-02-03']]), '<base href="/other/">'));
    expect(readLinks(page)).toMatchObject([{ url: 'http://www.yunhe.gov.test/other/a.htm', date: '2021-02-03' }]);
  });

  test('what stands in the footer is furniture, and a heading stands above its block', () => {
    const body = `<h3>市政府部门</h3>${list([['/a', '甲']])}<div class="page-footer"><a href="/b">乙</a></div>`;
    expect(readLinks(pageOf(html('x', body)))).toMatchObject([
      { text: '甲', above: '市政府部门', furniture: false },
      { text: '乙', furniture: true },
    ]);
  });
});

describe('the hub', () => {
  test('three of the five blocks as siblings make a hub, the list beside them is no part of the menu', () => {
    const { links, isHub } = markHubMenu(readLinks(pageOf(html('x', hubMenu('/nb/') + list([['/1', '甲']])))));
    expect(isHub).toBe(true);
    expect(links.map((link) => link.menu)).toEqual(['guide', 'guide', 'guide', 'guide', 'guide', 'none']);
  });

  test('two of them do not', () => {
    const body = '<div><a href="/1">政府信息公开指南</a><a href="/2">政府信息公开年报</a></div>';
    expect(markHubMenu(readLinks(pageOf(html('x', body)))).isHub).toBe(false);
  });
});

describe('what a page is', () => {
  const years = list([2021, 2022, 2023].map((year) => [`./${year}n/`, `${year}年`] as const));
  const units = list(['县教育局', '县财政局', '青石镇'].map((unit, at) => [`./b${at}/`, unit] as const));
  const titles = list([1, 2, 3].map((at) => [`/info/1/${at}.htm`, `第${at}局2021年政府信息公开年报`] as const));
  test.each([
    ['list', titles, 'x'],
    ['yearIndex', years, 'x'],
    ['bodyIndex', units, 'x'],
    ['article', REPORT_TEXT, 'x'],
    ['article', '<h1>云河县2021年政府信息公开工作年度报告</h1><a href="1.docx">附件：年报.docx</a>', 'x'],
    ['shell', '<div id="app"></div><script>start()</script>', 'x'],
    [
      'other',
      list([
        ['/1', '新闻一'],
        ['/2', '新闻二'],
      ]),
      'x',
    ],
    ['other', '<h1>关于2021年政府信息公开工作年度报告的通知</h1><a href="1.docx">附件</a>', 'x'],
  ])('%s', (kind, body, title) => expect(kindOf(body, title)).toBe(kind));

  test('the column tells by its meta tags, its names or its title', () => {
    const meta = '<meta name="columntype" content="信息公开年报"><meta name="ColumnName" content="政府信息公开年报">';
    expect(columnEvidence(pageOf(html('x', '', meta)))).toEqual(['page:column_type +100', 'page:column_name +60']);
    expect(columnEvidence(pageOf(html('政府信息公开年报-云河', '')))).toEqual(['page:title +60']);
    expect(columnEvidence(pageOf(html('政府网站工作年度报表', '')))).toEqual([]);
  });
});

describe('shape voting', () => {
  test('the list wins over menus and news by its texts and dates', () => {
    const reports = list(
      [1, 2, 3].map((at) => [`/202201/t20220101_${at}.html`, `第${at}局2021年政府信息公开年报`, '2022-01-01'] as const),
    );
    const news = `<ul class="news">${['甲乙丙', '丁戊己', '庚辛壬'].map((text, at) => `<li><a href="/news/${at}.html">${text}</a></li>`).join('')}</ul>`;
    const groups = voteGroups(readLinks(pageOf(html('x', news + reports))));
    expect(groups.map((group) => [group.links.length, group.votes])).toEqual([[3, 4.5]]);
  });

  test('units in a table of layout are one list, though their addresses have names', () => {
    const cells = ['清河区', '县教育局', '县水利局'].map(
      (unit, at) => `<td><a href="/nb/2022/${'abc'[at]}.pdf">${unit}</a></td>`,
    );
    const groups = voteGroups(readLinks(pageOf(html('x', `<table width="1003"><tr>${cells.join('')}</tr></table>`))));
    expect(groups.map((group) => group.links.length)).toEqual([3]);
  });
});

describe('pagers', () => {
  test.each([
    ['<script>createPageHTML(3, 0, "index","html");</script>', ['/zwgk/nb/index_1.html', '/zwgk/nb/index_2.html']],
    [
      `<script>createPageHTML('p', 3, 1, 'xxgk_list','shtml', 71)</script>`,
      ['/zwgk/nb/xxgk_list_2.shtml', '/zwgk/nb/xxgk_list_3.shtml'],
    ],
    ['<script>var countPage = 2; createPageHTML(countPage,0,"index","html")</script>', ['/zwgk/nb/index_1.html']],
    ['<script>createPage(2,0,"index","html")</script>', ['/zwgk/nb/index_1.html']],
    ['<script>createPageHTML(1,0,"index","html")</script>', []],
    ['<a href="2.htm">下一页</a>', ['/zwgk/nb/2.htm']],
    [
      '<div class="pages"><a href="?page=2">2</a><a href="?page=3">3</a></div>',
      ['/zwgk/nb/?page=2', '/zwgk/nb/?page=3'],
    ],
    ['<div class="crumb"><a href="/other/x.htm">&gt;</a></div>', undefined],
  ])('%s', (body, urls) => expect(planOf(body)).toEqual(urls));

  test('a list ends at a page seen before, and after two pages without news', () => {
    const lists = new Lists();
    expect(lists.goesOn('a', ['1', '2'])).toBe(true);
    expect(lists.goesOn('a', ['2', '1'])).toBe(false);
    expect(lists.goesOn('b', ['1', '2'])).toBe(true);
    expect(lists.goesOn('b', ['1'])).toBe(true);
    expect(lists.goesOn('b', ['2'])).toBe(false);
  });
});

describe('pages that point elsewhere', () => {
  test.each([
    ['<meta http-equiv="Refresh" content="0; url=nb/index.html">', '/zwgk/nb/nb/index.html'],
    ["<script>window.location.replace('/nb/')</script>", '/nb/'],
    ['<script>location.href="/nb/"</script>', '/nb/'],
    ['<meta http-equiv="refresh" content="600;url=/nb/">', null],
  ])('%s', (head, target) => {
    expect(pointsTo(pageOf(html('x', '', head)))).toBe(target === null ? null : `http://www.yunhe.gov.test${target}`);
  });

  test('a page with content does not, whatever its scripts do', () => {
    expect(pointsTo(pageOf(html('x', '字'.repeat(300), '<script>location.href="/login"</script>')))).toBeNull();
  });
});

describe('scope', () => {
  test.each([
    ['http://jyj.yunhe.gov.test/x', 'own'],
    ['https://yunhe.gov.test/x', 'own'],
    ['http://www.linhai.gov.test/x', 'sibling'],
    ['http://www.yunhe-gov.example/x', 'external'],
    ['http://127.0.0.1/x', 'external'],
    ['https://mp.weixin.qq.com/s', 'external'],
  ])('%s is %s', (url, scope) => expect(scopeOf(url, 'http://www.yunhe.gov.test/')).toBe(scope));

  test('the place of a portal is read from its name', () => {
    expect(placeOf(pageOf(html('云河县人民政府门户网站', '')))).toBe('云河');
    expect(placeOf(pageOf(html('首页', '', '<meta name="SiteName" content="南川省人民政府">')))).toBe('南川');
    expect(placeOf(pageOf(html('首页', '')))).toBeNull();
  });
});

const onWay = (url: string, role: 'home' | 'hub' | 'list', to: string[]) => ({
  url,
  role,
  sha256: '',
  fetchedAt: '',
  to: new Set(to),
});

test('the shortest way wins, of equal ones that over the smallest addresses', () => {
  const trails = shortestTrails([
    onWay('h', 'home', ['c', 'b']),
    onWay('c', 'hub', ['z']),
    onWay('b', 'hub', ['z', 'c']),
    onWay('z', 'list', []),
  ]);
  expect(trails.get('z')?.map((step) => step.url)).toEqual(['h', 'b', 'z']);
  expect(trails.get('c')?.map((step) => step.url)).toEqual(['h', 'c']);
});
