import { describe, expect, test } from '@jest/globals';
import { flattenedRows } from '../../extractors/html/stream.ts';
import { readStream, rowsOfText } from '../../extractors/pdf/stream.ts';
import { streamBlocks } from '../../extractors/stream-table.ts';
import { paper, write } from './pdf-paper.ts';

describe('the text stream of a PDF page', () => {
  test.each([
    ['a label before its values', '规章 0 12 3', [['规章', '0', '12', '3']]],
    [
      'a label over two lines',
      '（二）部分公开（区分处理的，只\r\n计这一情形） 0 0',
      [['（二）部分公开（区分处理的，只计这一情形）', '0', '0']],
    ],
    [
      'values on lines of their own',
      '其他处理\r\n1\r\n2\r\n（七）总计\r\n3\r\n4\r\n五、存在的问题',
      [
        ['其他处理', '1', '2'],
        ['（七）总计', '3', '4'],
      ],
    ],
    ['a unit that stands apart', '政府集中采购 4 1308353 元', [['政府集中采购', '4', '1308353元']]],
    ['full-width digits and dashes', '行政许可 ２７ — 0', [['行政许可', '２７', '—', '0']]],
    ['page numbers at the edges', '— 4 —\r\n规章 0 0 0\r\n第 4 页', [['规章', '0', '0', '0']]],
    ['numbers inside words', '1.属于国家秘密 0 7', [['1.属于国家秘密', '0', '7']]],
  ])('%s', (_, text, rows) => {
    expect(rowsOfText(text)).toEqual(rows);
  });

  test('is read from the pages asked for, by an engine of its own', async () => {
    const bytes = paper([{ content: write(50, 50, '规章') }, { content: write(50, 50, '行政许可 3 4') }]);
    const { blocks, notices } = await readStream(bytes, [2]);
    expect(notices).toEqual([]);
    expect(blocks).toMatchObject([
      { kind: 'table', page: 2, rows: [[{ text: '行政许可' }, { text: '3' }, { text: '4' }]] },
    ]);
  });

  test('that cannot be read is a notice, and the next file is read again', async () => {
    const broken = await readStream(new Uint8Array([37, 80, 68, 70]), [1]);
    expect(broken).toMatchObject({ blocks: [], notices: [{ code: 'second_reading_failed' }] });
    expect((await readStream(paper([{ content: write(50, 50, '规章 1') }]), [1])).blocks).toHaveLength(1);
  });
});

describe('the flattened text of a page', () => {
  test.each([
    ['cells and empty cells', '<tr><td>规章</td><td>1</td><td></td></tr>', [['规章', '1', '']]],
    [
      'spans and marks inside a cell',
      '<tr><td>行政<b>许</b>可<td align=">">1&nbsp;<br>2&#51;</tr>',
      [['行政许可', '123']],
    ],
    [
      'end tags left out',
      '<tr><td>规章<td>1<tr><td>规范性文件<td>2</table>',
      [
        ['规章', '1'],
        ['规范性文件', '2'],
      ],
    ],
    [
      'a table inside a cell',
      '<tr><td><table><tr><td>规章</td><td>1</td></tr></table></td><td>9</td></tr>',
      [['规章', '1']],
    ],
    ['comments and scripts', '<tr><td>规章</td><!--<td>9</td>--><td><script>"8"</script>1</td></tr>', [['规章', '1']]],
    ['hidden text: left out', '<tr><td>规章</td><td>1<span style="display: none">2</span></td></tr>', []],
    ['struck text: left out', '<tr><td>规章</td><td>1<del>2</del></td></tr>', []],
    ['unknown characters: left out', '<tr><td>规章</td><td>&frac12;</td></tr>', []],
    ['rows of words: left out', '<tr><td>信息内容</td><td>本年新制作数量</td></tr>', []],
  ])('%s', (_, page, rows) => {
    expect(flattenedRows(page)).toEqual(rows);
  });
});

test('a document with more rows than any report has gets no second reading', () => {
  const rows = Array.from({ length: 5001 }, () => ['规章', '1']);
  expect(streamBlocks([{ rows }])).toEqual([]);
  expect(streamBlocks([{ rows: rows.slice(1) }])).toHaveLength(1);
});
