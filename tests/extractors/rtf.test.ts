import { describe, expect, test } from '@jest/globals';
import { readRtf } from '../../extractors/rtf/read-rtf.ts';
import { describeWithShared } from '../shared.ts';
import { inGbk, inUnicode, rtf, rtfOfTruth } from './rtf-paper.ts';
import { orderOf, placed, tablesOf, textsOf, truthOf } from './truth.ts';

const HINT = { url: 'http://www.yunhe.gov.test/a/report.rtf' };

function textsIn(body: string, head = ''): string[] {
  return textsOf(readRtf(rtf(body, head), HINT).value.blocks);
}

function gridIn(body: string): [string, number, number][][] | undefined {
  const [table] = tablesOf(readRtf(rtf(body), HINT).value.blocks);
  return table?.rows.map((row) => row.map(({ text, rowSpan, colSpan }) => [text, rowSpan, colSpan]));
}

function label(text: string): string {
  return `{\\listtext\\pard\\plain\\f1 ${inGbk(text)}\\tab}`;
}

function cells(...texts: string[]): string {
  return texts.map((text) => `\\pard\\intbl ${text}\\cell`).join('');
}

describeWithShared('readRtf on the rebuilt reports', () => {
  test.each(
    ['000', '001', '002', '003', '004'].flatMap((seed) => [[seed, 'edges'] as const, [seed, 'flags'] as const]),
  )('seed %s with cells merged by %s gives every cell, span and paragraph, in order', (seed, across) => {
    const truth = truthOf(seed);
    const { value, notices } = readRtf(rtfOfTruth(seed, across), HINT);
    expect(tablesOf(value.blocks).map(placed)).toEqual(truth.tables);
    expect(orderOf(value.blocks)).toEqual(truth.order);
    expect(textsOf(value.blocks)).toEqual(truth.paragraphs);
    expect(notices).toEqual([]);
  });
});

describe('the text of a rich text document', () => {
  test.each([
    ['pairs of GBK bytes', inGbk('政府'), '政府'],
    ['a pair whose second byte looks like a letter', "\\'c6q", '苢'],
    ['Unicode with characters for old readers', inUnicode('公开，ﬁ'), '公开，ﬁ'],
    ['Unicode without any', '\\uc0\\u25919\\u24220 \\uc2', '政府'],
    ['a character beyond the first plane', inUnicode('𠮷'), '𠮷'],
    ['a font of another character set', "{\\f0 caf\\'a8\\'a6}", 'café'],
    ['signs with names', '\\ldblquote x\\rdblquote\\emdash\\~\\{\\}\\_\\-', '“x”—\u00a0{}-'],
    ['a line break', 'a\\line b', 'a'],
    ['line ends of the file', 'a\r\nb', 'ab'],
    ['the mark at the end of a line', 'a\\\nb', 'a'],
    ['binary content', 'a{\\pict\\bin5 }}}}}}b', 'ab'],
  ])('%s', (_, body, text) => {
    expect(textsIn(`${body}\\par `)[0]).toBe(text);
  });

  test('raw GBK bytes are read too, even where the second looks like a brace', () => {
    const [head = '', tail = ''] = Buffer.from(rtf('X\\par ')).toString('latin1').split('X');
    const bytes = Buffer.concat([
      Buffer.from(head, 'latin1'),
      Uint8Array.of(0xc6, 0x7b, 0xd5, 0xfe),
      Buffer.from(tail),
    ]);
    const [text] = textsOf(readRtf(bytes, HINT).value.blocks);
    expect(text).toBe(new TextDecoder('gb18030').decode(Uint8Array.of(0xc6, 0x7b, 0xd5, 0xfe)));
  });

  test('what is not printed is left out; hidden and deleted text is told', () => {
    const body =
      '{\\header\\pard head\\par}{\\*\\unknown{nested}x}{\\info{\\title t}}{\\field{\\*\\fldinst PAGE}{\\fldrslt 3}}' +
      '{\\v secret}{\\deleted gone}{\\revised new}{\\footnote\\pard note\\par}{\\upr{twice}{\\*\\ud once}}{\\*\\bkmkstart b}\\par';
    const { value, notices } = readRtf(rtf(body), HINT);
    expect(textsOf(value.blocks)).toEqual(['3newonce']);
    expect(notices.map(({ code }) => code)).toEqual(['tracked_changes', 'hidden_text', 'footnotes_left_out']);
  });

  test('printed numbers are kept, bullets are not, a list without its numbers is told', () => {
    const body =
      `\\pard\\ls1 ${label('一、')}${inGbk('甲')}\\par\\pard\\ls1 ${label('1.')}2020\\par` +
      `\\pard\\ls1 ${label('·')}${inGbk('乙')}\\par\\pard\\ls1 ${inGbk('丙')}\\par`;
    const { value, notices } = readRtf(rtf(body), HINT);
    expect(textsOf(value.blocks)).toEqual(['一、甲', '1. 2020', '乙', '丙']);
    expect(notices.map(({ code }) => code)).toEqual(['list_number_missing']);
  });

  test('headings have the level of their style, a text box stands before its paragraph', () => {
    const head = '{\\stylesheet{\\ql Normal;}{\\s1\\b heading 1;}{\\*\\cs2 Strong;}}';
    const box =
      '{\\shp{\\*\\shpinst{\\sp{\\sn a}{\\sv b}}{\\shptxt\\pard title\\par}}{\\shprslt{\\*\\do{\\dptxbxtext title}}}}';
    const { value } = readRtf(rtf(`\\pard\\s1 one\\par\\pard ${box}two\\par`, head), HINT);
    expect(value.blocks.map((block) => [block.kind, block.kind === 'table' ? '' : block.text])).toEqual([
      ['heading', 'one'],
      ['paragraph', 'title'],
      ['paragraph', 'two'],
    ]);
  });
});

describe('the tables of a rich text document', () => {
  test('a definition holds for the rows after it, columns are those of all rows', () => {
    const body =
      `\\trowd\\cellx1000\\cellx3000 ${cells('a', 'b')}\\row${cells('c', 'd\\par e')}\\row` +
      `\\trowd\\cellx1004\\cellx2000\\cellx2996 ${cells('f', 'g', 'h')}\\row\\pard end\\par`;
    expect(gridIn(body)).toEqual([
      [
        ['a', 1, 1],
        ['b', 1, 2],
      ],
      [
        ['c', 1, 1],
        ['d\ne', 1, 2],
      ],
      [
        ['f', 1, 1],
        ['g', 1, 1],
        ['h', 1, 1],
      ],
    ]);
  });

  test('a row that was moved a little keeps its columns, one that begins far inside leaves a place free', () => {
    const body =
      `\\trowd\\cellx1000\\cellx2000 ${cells('a', 'b')}\\row\\trowd\\trleft108\\cellx1108\\cellx2108 ${cells('c', 'd')}\\row` +
      `\\trowd\\trleft1000\\cellx2000 ${cells('e')}\\row`;
    expect(gridIn(body)).toEqual([
      [
        ['a', 1, 1],
        ['b', 1, 1],
      ],
      [
        ['c', 1, 1],
        ['d', 1, 1],
      ],
      [
        ['', 1, 1],
        ['e', 1, 1],
      ],
    ]);
  });

  test('a table within a table unfolds the outer one', () => {
    const inner =
      '\\pard\\intbl\\itap2 x\\nestcell y\\nestcell{\\*\\nesttableprops\\trowd\\cellx400\\cellx800\\nestrow}{\\nonesttables\\par}';
    const body = `\\trowd\\cellx1000\\cellx2000 \\pard\\intbl before\\par${inner}\\pard\\intbl\\itap1 \\cell ${cells('b')}\\row`;
    const { value } = readRtf(rtf(body), HINT);
    expect(orderOf(value.blocks)).toEqual(['text', 'table', 'text']);
    expect(tablesOf(value.blocks)[0]?.rows.map((row) => row.map(({ text }) => text))).toEqual([['x', 'y']]);
  });

  test('more cells than the row defines are kept without spans, text of a merged cell is told', () => {
    const body = `\\trowd\\cellx1000 ${cells('a', 'b')}\\row`;
    const { value, notices } = readRtf(rtf(body), HINT);
    expect(tablesOf(value.blocks)[0]?.fidelity).toBe('cells');
    expect(notices.map(({ code }) => code)).toEqual(['table_definition_missing']);
    const merged = `\\trowd\\clmgf\\cellx1000\\clmrg\\cellx2000\\cellx3000 ${cells('a', 'b', 'c')}\\row`;
    expect(readRtf(rtf(merged), HINT).notices).toEqual([
      { code: 'merged_cell_text', message: expect.stringContaining('"b"') },
    ]);
  });
});

describe('a rich text document that is damaged', () => {
  test.each([
    ['cut short', rtf('{\\b 政府').subarray(0, -2)],
    ['nested without end', new TextEncoder().encode(`{\\rtf1${'{'.repeat(5000)}`)],
  ])('%s', (_, bytes) => {
    expect(() => readRtf(bytes, HINT)).toThrow(expect.objectContaining({ name: 'UnreadableError', reason: 'damaged' }));
  });
});
