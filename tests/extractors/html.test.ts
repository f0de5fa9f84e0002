import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import type { ExtractedDocument } from '../../model/document.ts';
import type { Reading } from '../../model/notice.ts';
import { readHtml } from '../../extractors/html/read-html.ts';
import { describeWithShared, shared } from '../shared.ts';
import { asShown, orderOf, placed, tablesOf, textsOf, truthOf, type PlacedCell } from './truth.ts';

const URL_OF_PAGE = 'http://www.yunhe.gov.test/zwgk/zfxxgknb/202101/t20210129_1.html';

function read(page: string | Uint8Array, url = URL_OF_PAGE): Reading<ExtractedDocument> {
  return readHtml(typeof page === 'string' ? new TextEncoder().encode(page) : page, { url });
}

/** A table with the words of the form, small but a report's. */
function reportTable(value = '0'): string {
  return `<table><tr><td>信息内容</td><td>本年制发件数</td></tr><tr><td>规章</td><td>${value}</td></tr></table>`;
}

function cellsOf(html: string): string[][] {
  return tablesOf(read(`<div id="zoom">${html}</div>`).value.blocks).flatMap((table) =>
    table.rows.map((row) => row.map((cell) => cell.text)),
  );
}

function offered(html: string): string[] {
  const page = `<body><div class="nav"><a href="/zn.doc">下载指南</a></div><div class="main"><div id="zoom"><p>见附件</p></div>${html}</div></body>`;
  return read(page, 'http://www.yunhe.gov.test/a/1.html').value.attachments.map(({ url }) =>
    url.replace('http://www.yunhe.gov.test', ''),
  );
}

function fields(html: string): Record<string, string> {
  const { meta } = read(`<body>${html}<div id="zoom"><p>一、总体情况</p>${reportTable()}</div></body>`).value;
  return Object.fromEntries(Object.entries(meta).filter(([key]) => key !== 'breadcrumb'));
}

const SEEDS = ['000', '001', '002', '003', '004'];

describeWithShared('readHtml on the rebuilt pages', () => {
  test.each(SEEDS.flatMap((seed) => [`${seed}/clean.html`, `${seed}/wordpaste.html`]))(
    '%s gives every cell, span and paragraph of its truth, in order',
    (file) => {
      const [seed = ''] = file.split('/');
      const truth = truthOf(seed);
      const { value } = read(readFileSync(shared('documents', ...file.split('/'))));
      const tables = tablesOf(value.blocks);
      // Word broke header words by <br>; table 2 of 001 stands on an uneven grid of five columns: same cells, other spans.
      const asWord = (text: string): string => (file.endsWith('wordpaste.html') ? text.replaceAll('\n', '') : text);
      const unevenIndex = file === '001/wordpaste.html' ? 0 : -1;
      truth.tables.forEach((cells, index) => {
        const table = tables[index];
        const shape = index === unevenIndex ? ['row', 'text'] : ['row', 'col', 'rowSpan', 'colSpan', 'text'];
        const pick = (cell: PlacedCell): object =>
          Object.fromEntries(
            Object.entries({ ...cell, text: asWord(asShown(cell.text)) }).filter(([key]) => shape.includes(key)),
          );
        expect(table === undefined ? [] : placed(table).map(pick)).toEqual(cells.map(pick));
      });
      expect(tables).toHaveLength(truth.tables.length);
      expect(orderOf(value.blocks)).toEqual(truth.order);
      const numbered = file === '002/wordpaste.html' ? restoredNumbers(truth.paragraphs) : truth.paragraphs;
      expect(textsOf(value.blocks).map(asShown)).toEqual(numbered.map(asShown));
    },
  );

  test.each([
    ['000', '区生态环境分局2020年政府信息公开工作年度报告', 'FG26-2021-0007', '2021-01-27'],
    ['001', '生态环境局2020年政府信息公开工作年度报告', '11230833MB1234567X/2021-00031', '2021-01-29 15:40'],
    ['002', '赣州经开区经发局2020年政府信息公开工作年度报告', '014500000/2021-00012', undefined],
    ['003', '重庆市大渡口区生态环境局2019年政府信息公开工作年度报告', '11500104009302345N/2020-00004', '2020-01-19'],
    ['004', '郑州市生态环境局二七分局2020年度政府信息公开工作年度报告', 'A0012-0101-2021-00003', '2021-01-08'],
  ])('the page of seed %s gives title, 索引号 and publication date', (seed, title, index, date) => {
    const { value } = read(readFileSync(shared('documents', seed, 'clean.html')));
    expect(value.title).toBe(title);
    expect(value.meta['field:索引号']).toBe(index);
    expect(value.meta['field:发布日期']).toBe(date);
    expect(value.meta['articletitle']).toBe(title);
    expect(value.meta['columntype']).toBe('信息公开年报');
  });

  test('facts of a box in two columns keep their labels apart, and an empty one is left out', () => {
    const { meta } = read(readFileSync(shared('documents', '000', 'clean.html'))).value;
    expect(Object.entries(meta).filter(([key]) => key.startsWith('field:'))).toEqual([
      ['field:索引号', 'FG26-2021-0007'],
      ['field:分类', '年度报告'],
      ['field:发布机构', '区生态环境分局'],
      ['field:成文日期', '2021-01-26'],
      ['field:有效性', '有效'],
      ['field:发布时间', '2021-01-27'],
      ['field:来源', '区生态环境分局'],
      ['field:发布日期', '2021-01-27'],
    ]);
    expect(meta['breadcrumb']).toBe('首页 > 政府信息公开 > 信息公开年报');
  });

  test('attachments are the files of the article alone', () => {
    const urls = SEEDS.map((seed) =>
      read(
        readFileSync(shared('documents', seed, 'clean.html')),
        'http://www.yunhe.gov.test/nb/1.html',
      ).value.attachments.map(({ url, text }) => `${url} ${text}`),
    );
    expect(urls).toEqual([
      ['http://www.yunhe.gov.test/nb/report.doc 区生态环境分局2020年政府信息公开工作年度报告.doc'],
      [],
      ['http://www.yunhe.gov.test/nb/report.docx 赣州经开区经发局2020年政府信息公开工作年度报告.docx'],
      ['http://www.yunhe.gov.test/nb/report.pdf 重庆市大渡口区生态环境局2019年政府信息公开工作年度报告（PDF）'],
      ['http://www.yunhe.gov.test/nb/report.pdf PDF下载', 'http://www.yunhe.gov.test/nb/report.docx Word下载'],
    ]);
  });

  test('a CSS path leads to the cell that it was read from', async () => {
    const { load } = await import('cheerio');
    const page = readFileSync(shared('documents', '003', 'clean.html'), 'utf8');
    const $ = load(page);
    const cells = tablesOf(read(page).value.blocks).flatMap((table) => table.rows.flat());
    expect(cells).toHaveLength(truthOf('003').tables.flat().length);
    for (const cell of cells) {
      const hit = $(cell.at.path ?? 'none');
      expect(hit).toHaveLength(1);
      expect(hit.text().replace(/\s/gu, '')).toBe(cell.text.replace(/\s/gu, ''));
    }
  });

  test.each([
    ['pingtan2019', [18, 26, 4], '2020-01-20 15:22'],
    ['pingtan2022', [14, 28, 4], '2023-02-20 15:07'],
  ])('the archived page %s gives its three tables and its date', (name, rows, date) => {
    const { value } = read(readFileSync(shared('documents', 'real', `${name}.html`)));
    expect(tablesOf(value.blocks).map((table) => table.rows.length)).toEqual(rows);
    expect(value.meta['field:发布日期']).toBe(date);
    expect(value.title).toMatch(/^平潭综合实验区20(?:19|22)年度政府信息公开工作年度报告$/u);
  });
});

/** The Word page of seed 002 shows the numbers that its flattened text lost. */
function restoredNumbers(paragraphs: readonly string[]): string[] {
  const numbers: Record<string, string> = { 总体情况: '一、', 主动公开: '（一）', 依申请公开: '（二）' };
  return paragraphs.map((text) => `${numbers[text] ?? ''}${text}`);
}

describe('the body of a page', () => {
  test('a known container without the tables is not taken while they stand elsewhere', () => {
    const page = `<body><div class="TRS_Editor"><p>${'导语'.repeat(40)}</p></div>
      <div class="box"><p>一、总体情况</p>${reportTable()}<p>六、其他需要报告的事项</p></div></body>`;
    expect(tablesOf(read(page).value.blocks)).toHaveLength(1);
    expect(textsOf(read(page).value.blocks)).toEqual(['一、总体情况', '六、其他需要报告的事项']);
  });

  test('a body printed for desktop and mobile is read once', () => {
    const body = `<p>一、总体情况</p><p>全年12件。</p>${reportTable('3')}<p>六、其他需要报告的事项</p><p>无</p>`;
    const page = `<body><div class="content"><div class="pc">${body}</div><div class="wap">${body}</div></div></body>`;
    const { value, notices } = read(page);
    expect(textsOf(value.blocks)).toEqual(['一、总体情况', '全年12件。', '六、其他需要报告的事项', '无']);
    expect(tablesOf(value.blocks)).toHaveLength(1);
    expect(notices.map(({ code }) => code)).toEqual(['body_twice']);
  });

  test('two reports on one page are both read though their headings are the same', () => {
    const one = `<div><p>一、总体情况</p><p>甲局的事。</p>${reportTable('1')}<p>五、存在的主要问题</p></div>`;
    const two = `<div><p>一、总体情况</p><p>乙局的事。</p>${reportTable('2')}<p>五、存在的主要问题</p></div>`;
    expect(textsOf(read(`<body><div class="x">${one}${two}</div></body>`).value.blocks)).toContain('乙局的事。');
  });

  test('a hidden mobile copy is left alone, a body that is hidden as a whole is read with a notice', () => {
    const body = `<p>一、总体情况</p>${reportTable()}<p>六、其他需要报告的事项</p>`;
    const hidden = read(`<body><div id="zoom" style="display:none">${body}</div></body>`);
    expect(tablesOf(hidden.value.blocks)).toHaveLength(1);
    expect(hidden.notices.map(({ code }) => code)).toEqual(['hidden_body']);
    const both = read(`<body><div class="wap" style="display: none">${body}</div><div id="zoom">${body}</div></body>`);
    expect(tablesOf(both.value.blocks)[0]?.rows[0]?.[0]?.at.path).toMatch(/^#zoom /u);
  });

  test('without any heading, table or container the whole page is read, and that is said', () => {
    const { value, notices } = read('<p>本页没有内容</p>');
    expect(textsOf(value.blocks)).toEqual(['本页没有内容']);
    expect(notices.map(({ code }) => code)).toEqual(['body_not_found']);
  });

  test('line breaks end paragraphs', () => {
    const page = `<div id="zoom">一、总体情况<br>全年<b>12</b>件。<br/><br>&nbsp;<br>六、其他需要报告的事项<br>无</div>`;
    expect(textsOf(read(page).value.blocks)).toEqual(['一、总体情况', '全年12件。', '六、其他需要报告的事项', '无']);
  });

  test('an article that a script holds (gkmlpt) is read from there', () => {
    const content = JSON.stringify(`<p>一、总体情况</p>${reportTable('7')}`).replaceAll('<', '\\u003C');
    const page = `<body><div class="article-content"></div><script>window._CONFIG={DETAIL:{"id":1,"content":${content}}}</script>`;
    expect(tablesOf(read(page).value.blocks)[0]?.rows[1]?.[1]?.text).toBe('7');
  });

  test('pictures in place of a text are offered in their order, ornaments and doubles are not', () => {
    const pictures = (inside: string, title = '云禾县财政局2023年政府信息公开工作年度报告'): string[] =>
      read(
        `<title>${title}</title><body><img src="/logo.png"><h1>${title}</h1><div id="zoom">${inside}</div><img src="/qr.png"></body>`,
      ).value.attachments.map(({ url, role, page }) => `${role} ${page} ${url.split('/').at(-1)}`);
    const scans = '<img src="1.jpg"><p><img data-src="2.jpg" src="/s/blank.gif"></p><img src="1.jpg"><img src="a.gif">';
    expect(pictures(`${scans}<img src="weixin.png"><img src="3.png" width="90">`)).toEqual([
      'picture 1 1.jpg',
      'picture 2 2.jpg',
    ]);
    expect(pictures(`<p>一、总体情况</p>${reportTable()}${scans}`)).toEqual([]);
    expect(pictures(`${scans}<a href="nb.pdf">附件</a>`)).toEqual(['undefined undefined nb.pdf']);
    expect(pictures(scans, '云禾县召开会议')).toEqual([]);
  });

  test('a frameset without text names its frames', () => {
    const { value, notices } = read(
      '<html><frameset cols="20,80"><frame src="left.jsp"><frame src="main.htm"></frameset></html>',
    );
    expect(value.blocks).toEqual([]);
    expect(value.attachments.map(({ url }) => url)).toEqual([
      'http://www.yunhe.gov.test/zwgk/zfxxgknb/202101/left.jsp',
      'http://www.yunhe.gov.test/zwgk/zfxxgknb/202101/main.htm',
    ]);
    expect(notices.map(({ code }) => code)).toContain('framed_body');
  });

  test('a page whose charset header lies gets a notice', () => {
    const bytes = Buffer.concat([Buffer.from('<div id="zoom">'), Buffer.from([0xd5, 0xfe, 0xb8, 0xae])]);
    const { value, notices } = readHtml(bytes, { url: URL_OF_PAGE, contentType: 'text/html; charset=utf-8' });
    expect(textsOf(value.blocks)).toEqual(['政府']);
    expect(value.charset).toBe('gb18030');
    expect(notices.map(({ code }) => code)).toEqual(['charset_conflict']);
  });
});

describe('a table of a page', () => {
  test('digits and minus signs split over spans are one number; spaces of the source collapse, NBSP and U+3000 stay', () => {
    expect(
      cellsOf(`<table><tr><td>行政许可</td><td><p><span>-</span><span>5</span><span>7</span></p></td></tr>
        <tr><td>规
          章</td><td>&nbsp;0 </td></tr><tr><td>\u3000\u3000</td><td>12
        34</td></tr></table>`),
    ).toEqual([
      ['行政许可', '-57'],
      ['规章', '\u00a00'],
      ['\u3000\u3000', '12 34'],
    ]);
  });

  test('breaks and paragraphs within a cell are line breaks, a missing </td> does no harm', () => {
    expect(cellsOf('<table><tr><td>本年新<br>制作数量<td><p>行政</p><p>许可</p><tr><th>0<td>1</table>')).toEqual([
      ['本年新\n制作数量', '行政\n许可'],
      ['0', '1'],
    ]);
  });

  test('a row of no height is left out and spans that cross it shrink; hidden text is reported', () => {
    const { value, notices } = read(`<div id="zoom"><table>
      <tr><td rowspan="3">行政许可</td><td>1</td></tr>
      <tr height=0><td style="border:none"></td></tr>
      <tr><td>2<span style="DISPLAY: none">9</span></td></tr></table></div>`);
    const [table] = tablesOf(value.blocks);
    expect(table?.rows.map((row) => row.map(({ text, rowSpan }) => [text, rowSpan]))).toEqual([
      [
        ['行政许可', 2],
        ['1', 1],
      ],
      [['2', 1]],
    ]);
    expect(notices.map(({ code, message }) => [code, message])).toEqual([
      ['hidden_text', 'Left out text that the page hides: "9"'],
    ]);
  });

  test('rowspan 0 reaches to the end, senseless spans do not', () => {
    const [table] = tablesOf(
      read(
        '<div id="zoom"><table><tr><td rowspan=0>行政处罚</td><td colspan="99999999">1</td></tr><tr><td rowspan="9">2</td></tr></table></div>',
      ).value.blocks,
    );
    expect(table?.rows.map((row) => row.map(({ rowSpan, colSpan }) => [rowSpan, colSpan]))).toEqual([
      [
        [2, 1],
        [1, 1000],
      ],
      [[1, 1]],
    ]);
  });

  test('tables that only place things are unfolded, the data table inside stays one', () => {
    const page = `<table width="1003"><tr><td>导航</td><td><table><tr><td>
      <p>一、总体情况</p>${reportTable('5')}<p>六、其他需要报告的事项</p></td></tr></table></td></tr></table>`;
    expect(read(page).value.blocks.map((block) => (block.kind === 'table' ? block.rows.length : block.text))).toEqual([
      '一、总体情况',
      2,
      '六、其他需要报告的事项',
    ]);
  });

  test('numbers of Word lists in conditional comments are shown text, other conditional comments are not', () => {
    const page = `<div id="zoom"><!--[if gte mso 9]><xml><w:View>Normal</w:View></xml><![endif]-->
      <p><![if !supportLists]><span>一、<span style='font:7.0pt "Times New Roman"'></span></span><![endif]>总体情况<o:p></o:p></p>${reportTable()}</div>`;
    expect(textsOf(read(page).value.blocks)).toEqual(['一、总体情况']);
  });
});

describe('files that a page offers', () => {
  test.each([
    ['an address with an extension', '<a href="./P0202201.docx" OLDSRC="/x">附件</a>', ['/a/P0202201.docx']],
    [
      'downfile.jsp',
      '<a href="/module/download/downfile.jsp?classid=0&filename=1.pdf">附件1</a>',
      ['/module/download/downfile.jsp?classid=0&filename=1.pdf'],
    ],
    [
      'a VSB download',
      '<a href="/system/_content/download.jsp?urltype=news.DownloadAttachUrl&owner=1&wbfileid=8B2F">附件【年报.wps】</a>',
      ['/system/_content/download.jsp?owner=1&urltype=news.DownloadAttachUrl&wbfileid=8B2F'],
    ],
    [
      'a jcms attachment',
      '<a href="/attach/0/0123456789abcdef0123456789abcdef">附件</a>',
      ['/attach/0/0123456789abcdef0123456789abcdef'],
    ],
    [
      'a gkmlpt attachment',
      '<a class="nfw-cms-attachment" attachment-id="48" href="/attachment/0/599/4804801" alt="年报.pdf">点击下载</a>',
      ['/attachment/0/599/4804801'],
    ],
    [
      'a link only in onclick',
      `<a href="javascript:void(0)" onclick="window.open('/f/nb.pdf')">PDF版下载</a>`,
      ['/f/nb.pdf'],
    ],
    ['a link that a script writes', `<script>var appLinkStr='./P0202.xlsx'</script>`, ['/a/P0202.xlsx']],
    ['a viewer', '<iframe src="/pdfjs/web/viewer.html?file=%2Ffiles%2Fnb.pdf"></iframe>', ['/files/nb.pdf']],
    [
      'neighbours',
      '<p>上一篇：<a href="/x/2019.pdf">2019年年报</a></p><div class="pn"><a href="/x/2.doc">下一篇</a></div>',
      [],
    ],
    ['a form to fill in', '<a href="/x/sqb.doc">依申请公开申请表.doc</a>', []],
    ['an ordinary page', '<a href="/x/2.html">全文</a>', []],
  ])('%s', (_, html, urls) => {
    expect(offered(html)).toEqual(urls);
  });

  test('the other column of a table layout offers nothing', () => {
    const page = `<table><tr><td><a href="/zn.doc">指南.doc</a></td><td><div id="zoom"><p>见附件</p><a href="nb.doc">年报</a></div></td></tr></table>`;
    expect(read(page, 'http://www.yunhe.gov.test/').value.attachments.map(({ url }) => url)).toEqual([
      'http://www.yunhe.gov.test/nb.doc',
    ]);
  });

  test('a base element and a page from a file are respected', () => {
    const link = '<div id="zoom"><a href="nb.pdf">附件</a></div>';
    expect(read(`<base href="/other/">${link}`, 'http://www.yunhe.gov.test/a/').value.attachments[0]?.url).toBe(
      'http://www.yunhe.gov.test/other/nb.pdf',
    );
    expect(read(link, 'file:///tmp/page.html').value.attachments[0]?.url).toBe('file:///tmp/nb.pdf');
  });
});

describe('facts around a body', () => {
  test.each([
    [
      'letters put apart',
      '<ul><li><b>索 引 号:</b> zfb/2026-00021</li><li><b>发布机构：</b>政府办</li></ul>',
      { 'field:索引号': 'zfb/2026-00021', 'field:发布机构': '政府办' },
    ],
    [
      'a definition list',
      '<dl><dt>文号</dt><dd>云政〔2021〕2号</dd><dt>有效性</dt><dd></dd></dl>',
      { 'field:文号': '云政〔2021〕2号' },
    ],
    [
      'one line with several facts',
      '<div>发布时间：2023-02-20 15:07&nbsp;&nbsp;来源：县政府办 浏览次数：12</div>',
      {
        'field:发布时间': '2023-02-20 15:07',
        'field:来源': '县政府办 浏览次数：12',
        'field:发布日期': '2023-02-20 15:07',
      },
    ],
    ['a date written out', '<p>发布日期：2021年1月28日</p>', { 'field:发布日期': '2021年1月28日' }],
    ['a time that is none', '<p>办公时间：上午9时</p><p>时间：周一</p>', {}],
  ])('%s', (_, html, expected) => {
    expect(fields(html)).toEqual(expected);
  });
});
