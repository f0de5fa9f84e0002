import { describe, expect, test } from '@jest/globals';
import { readHtml } from '../../extractors/html/read-html.ts';
import { pageWith } from '../joined-paper.ts';

const TITLE = '云禾县教育局2023年政府信息公开工作年度报告';
const HOST = 'http://www.yunhe.gov.test';

/** Addresses and roles of the attachments of an article at this address, and the codes of its notices. */
function read(body: string, { at = '/a/t20240115_1001.html', title = TITLE, head = '' } = {}) {
  const bytes = new TextEncoder().encode(pageWith(title, body, head));
  const { value, notices } = readHtml(bytes, { url: HOST + at });
  return {
    found: value.attachments.map(({ url, role, page }) => [
      url.replace(HOST, ''),
      role,
      ...(page === undefined ? [] : [page]),
    ]),
    codes: notices.map(({ code }) => code),
  };
}

describe('the further pages of an article', () => {
  test.each([
    ['numbers', '<a href="t20240115_1001_1.html">2</a> <a href="t20240115_1001_2.html">3</a>', ['_1', 1], ['_2', 2]],
    ['words', '<a href="t20240115_1001_2.html">[2]</a> <a href="t20240115_1001_2.html">下一页</a>', ['_2', 2]],
    ['a script', '<script>createPageHTML(3, 0, "t20240115_1001", "html")</script>', ['_1', 1], ['_2', 2]],
    [
      'a script of the other dialect',
      `<script>createPageHTML('page_div', 3, 1, 't20240115_1001','html', 3)</script>`,
      ['_2', 2],
      ['_3', 3],
    ],
  ])('are found by %s', (_, pager, ...pages) => {
    const expected = pages.map(([suffix, page]) => [`/a/t20240115_1001${suffix}.html`, 'page', page]);
    expect(read(`<p>一、总体情况</p>${pager}`).found).toEqual(expected);
  });

  test.each([
    ['a query', '/a.jsp?id=7', '<a href="?id=7&page=2">下一页</a>', '/a.jsp?id=7&page=2'],
    [
      'a query, from the second page',
      '/a.jsp?id=7&page=2',
      '<a href="a.jsp?id=7&page=1">上一页</a><a href="a.jsp?id=7">1</a><a href="a.jsp?page=3&id=7">3</a>',
      '/a.jsp?id=7&page=3',
    ],
    ['a folder', '/info/1648/47211.htm', '<a href="47211/2.htm">第2页</a>', '/info/1648/47211/2.htm'],
  ])('are told by %s', (_, at, pager, next) => {
    expect(read(`<p>一、总体情况</p>${pager}`, { at }).found.map(([url, role]) => [url, role])).toEqual([
      [next, 'page'],
    ]);
  });

  test.each([
    ['a neighbour in the list', '<a href="t20240115_1002.html">下一篇</a>', {}],
    ['another article called 2', '<a href="t20240116_1003.html">2</a>', {}],
    ['the pager of a list', '<a href="index_2.html">下一页</a>', { at: '/a/index.html', title: '政府信息公开年报' }],
    ['the pages before this one', '<a href="t20240115_1001.html">1</a>', { at: '/a/t20240115_1001_1.html' }],
  ])('are not %s', (_, pager, options) => {
    expect(read(`<p>正文</p>${pager}`, options).found).toEqual([]);
  });

  test('turned by a script that names no address are told', () => {
    expect(read('<p>一、总体情况</p><a href="javascript:next()">下一页</a>').codes).toContain('pages_unreachable');
    expect(read('<p>一、总体情况</p>').codes).not.toContain('pages_unreachable');
  });
});

describe('what a page shows in place of a text', () => {
  test.each([
    ['a frame', '<iframe src="/f/nb.pdf"></iframe>'],
    ['a viewer', '<iframe src="/pdfjs/web/viewer.html?file=%2Ff%2Fnb.pdf#page=1"></iframe>'],
    ['an embedded object', '<embed src="/f/nb.pdf" type="application/pdf">'],
    ['an object', '<object data="/f/nb.pdf"></object>'],
    ['an object with a parameter', '<object classid="x"><param name="src" value="/f/nb.pdf"></object>'],
    ['an attribute of a box', '<div class="pdf-box" data-url="/f/nb.pdf"></div>'],
    ['a call', `<script>showPdf('/f/nb.pdf')</script>`],
    ['a library', '<script>PDFObject.embed("/f/nb.pdf", "#v");</script>'],
    ['pdf.js', `<script>pdfjsLib.getDocument({ url: '/f/nb.pdf' })</script>`],
    ['a setting', `<script>var pdfUrl = "/f/nb.pdf";</script>`],
    [
      'a frame made by a script',
      `<script>document.write('<iframe src="/pdf/viewer.html?file=/f/nb.pdf"></iframe>')</script>`,
    ],
  ])('%s', (_, body) => {
    expect(read(body).found).toEqual([['/f/nb.pdf', 'content']]);
  });

  test('a frame with a page of the same government, where the page has no report of its own', () => {
    expect(read('<iframe src="/inner.html"></iframe>').found).toEqual([['/inner.html', 'content']]);
    for (const body of [
      '<iframe src="http://share.example.com/x.html"></iframe>',
      '<iframe src="/count.html" width="0" height="0"></iframe>',
      '<p>一、总体情况</p><iframe src="/inner.html"></iframe>',
    ]) {
      expect(read(body).found).toEqual([]);
    }
  });

  test('a link that opens a viewer is a file of the page', () => {
    expect(read(`<a href="javascript:showPdf('/f/nb.pdf')">查看</a>`).found).toEqual([['/f/nb.pdf', undefined]]);
    expect(read(`<button onclick="openFile('/f/nb.docx')">查看</button>`).found).toEqual([['/f/nb.docx', undefined]]);
  });
});
