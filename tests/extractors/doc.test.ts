import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { readDoc } from '../../extractors/doc/read-doc.ts';
import { readDocument } from '../../extractors/read.ts';
import { describeWithShared, shared } from '../shared.ts';
import {
  cell,
  compoundFile,
  doc,
  line,
  rowEnd,
  tableDefinition,
  type Paper,
  type PaperParagraph,
} from './doc-paper.ts';
import { orderOf, placed, tablesOf, textsOf, truthOf } from './truth.ts';

const HINT = { url: 'http://www.yunhe.gov.test/a/report.doc' };

/** What Word prints before paragraphs that lost their number in the flattened text. */
const RESTORED: Record<string, Record<string, string>> = {
  '002': { 总体情况: '一、', 主动公开: '（一）', 依申请公开: '（二）' },
  '004': { '因政府信息公开申请行政复议、提起行政诉讼的情况': '五、' },
};

describeWithShared('readDoc on the rebuilt reports', () => {
  test.each(['000', '001', '002', '003', '004'])(
    '%s/report.doc gives every cell, span and paragraph of its truth, in order',
    async (seed) => {
      const truth = truthOf(seed);
      const { value, notices } = await readDoc(readFileSync(shared('documents', seed, 'report.doc')), HINT);
      expect(tablesOf(value.blocks).map(placed)).toEqual(truth.tables);
      expect(orderOf(value.blocks)).toEqual(truth.order);
      expect(textsOf(value.blocks)).toEqual(truth.paragraphs.map((text) => `${RESTORED[seed]?.[text] ?? ''}${text}`));
      expect(notices).toEqual([]);
    },
  );
});

async function read(paper: Paper) {
  return await readDoc(doc(paper), HINT);
}

async function textsIn(...paragraphs: PaperParagraph[]): Promise<string[]> {
  return textsOf((await read({ paragraphs })).value.blocks);
}

async function gridIn(...paragraphs: PaperParagraph[]): Promise<[string, number, number][][] | undefined> {
  const [table] = tablesOf((await read({ paragraphs })).value.blocks);
  return table?.rows.map((row) => row.map(({ text, rowSpan, colSpan }) => [text, rowSpan, colSpan]));
}

const SPECIAL = [0x55, 0x08, 1];

function listed(number: number): number[] {
  return [0x0b, 0x46, number, 0];
}

describe('the text of a Word 97 document', () => {
  test.each([
    ['16 bits a character', { paragraphs: [line('政府𠮷')] }, ['政府𠮷']],
    ['8 bits a character', { paragraphs: [line('caf\xe9 1')], oneByte: true }, ['café 1']],
    [
      'pieces in another order than the text',
      { paragraphs: [line('甲'), line('乙'), line('丙')], reversed: true },
      ['甲', '乙', '丙'],
    ],
    ['small sectors', { paragraphs: [line('甲')], small: true }, ['甲']],
  ])('%s', async (_, paper, texts) => {
    expect(textsOf((await read(paper)).value.blocks)).toEqual(texts);
  });

  test('fields give their result, one without an end is text', async () => {
    const field = '\x13 HYPERLINK \x13 PAGE \x143\x15 \x14政府\x15公开';
    expect(await textsIn(line(field), line('\x13甲'), line('\x13 XE x \x15乙'))).toEqual(['政府公开', '甲', '乙']);
  });

  test('breaks, hyphens, page breaks in a paragraph, symbols', async () => {
    const symbol = { text: '(', sprms: [...SPECIAL, 0x09, 0x6a, 0, 0, 0x11, 0x26] };
    expect(
      await textsIn(line('a\vb'), line('1\x1e2\x1f3\t4'), line('c\fd'), { runs: [symbol, { text: '(\r' }] }),
    ).toEqual(['a', 'b', '1-23\t4', 'cd', '☑(']);
  });

  test('deleted and hidden text is left out and told, a deleted mark joins paragraphs', async () => {
    const paragraphs = [
      {
        runs: [
          { text: 'a' },
          { text: 'old', sprms: [0x00, 0x08, 1] },
          { text: 'new', sprms: [0x01, 0x08, 1] },
          { text: '\r', sprms: [0x00, 0x08, 1] },
        ],
      },
      { runs: [{ text: 'b' }, { text: 'secret', sprms: [0x3c, 0x08, 1] }, { text: '\r' }] },
      { runs: [{ text: 'by style' }, { text: 'shown\r', sprms: [0x3c, 0x08, 0x81] }], style: 1 },
    ];
    const styles = [{ builtIn: 0 }, { builtIn: 0xffe, character: [0x3c, 0x08, 1] }];
    const { value, notices } = await read({ paragraphs, styles });
    expect(textsOf(value.blocks)).toEqual(['anewb', 'shown']);
    expect(notices.map(({ code }) => code)).toEqual(['tracked_changes', 'hidden_text', 'hidden_text']);
  });

  test('a picture and a footnote are told', async () => {
    const { notices } = await read({ paragraphs: [{ runs: [{ text: '\x01\x02', sprms: SPECIAL }, { text: 'x\r' }] }] });
    expect(notices.map(({ code }) => code)).toEqual(['image_in_body', 'footnotes_left_out']);
  });

  test('a text box stands before the paragraph it hangs on', async () => {
    const box = line('title');
    const { value, notices } = await read({ paragraphs: [line('one'), line('\btwo')], boxes: [box] });
    expect(textsOf(value.blocks)).toEqual(['one', 'title', 'two']);
    expect(notices).toEqual([]);
    const loose = await read({ paragraphs: [line('one')], boxes: [box] });
    expect(textsOf(loose.value.blocks)).toEqual(['title', 'one']);
    expect(loose.notices.map(({ code }) => code)).toEqual(['text_box_unplaced']);
  });

  test('numbers of lists are written out, from the paragraph or its style; headings have their level', async () => {
    const lists = [
      { text: '\0、', format: 37 },
      { text: '\0.', format: 0, start: 5, suffix: 0 },
      { text: '\uf0b7', format: 23 },
    ];
    const styles = [{ builtIn: 0 }, { builtIn: 1, paragraph: listed(1) }];
    const paragraphs = [
      { ...line('甲'), style: 1 },
      line('x', listed(2)),
      { ...line('乙'), style: 1 },
      { ...line('丙', listed(0)), style: 1 },
      line('y', listed(2)),
      line('丁', listed(3)),
    ];
    const { value } = await read({ paragraphs, lists, styles });
    expect(textsOf(value.blocks)).toEqual(['一、甲', '5. x', '二、乙', '丙', '6. y', '丁']);
    expect(value.blocks[0]).toMatchObject({ kind: 'heading', level: 1 });
  });
});

describe('the tables of a Word 97 document', () => {
  test.each([
    ['of 1997, first is 1', [1, 2, 0]],
    ['of 2008, first is 2', [2, 1, 0]],
    ['with both bits', [3, 2, 0]],
  ])('cells merged across by the specification %s', async (_, flags) => {
    const rows = [
      cell('a'),
      cell(''),
      cell('b'),
      rowEnd([0, 100, 200, 300], flags),
      cell('c'),
      cell('d'),
      cell('e'),
      rowEnd([0, 100, 200, 300]),
    ];
    expect(await gridIn(...rows)).toEqual([
      [
        ['a', 1, 2],
        ['b', 1, 1],
      ],
      [
        ['c', 1, 1],
        ['d', 1, 1],
        ['e', 1, 1],
      ],
    ]);
  });

  test('cells merged down, by the definition or by a modifier after it', async () => {
    const edges = [0, 1000, 2000];
    const rows = [
      [cell('a'), cell('b'), rowEnd(edges, [0x60, 0])],
      [cell(''), cell('c'), rowEnd(edges, [0x20, 0])],
      [cell(''), cell('d'), rowEnd(edges, [0, 0], [0x2b, 0xd6, 2, 0, 1])],
      [cell('e'), cell('f'), rowEnd(edges, [0x60, 0])],
    ];
    expect(await gridIn(...rows.flat())).toEqual([
      [
        ['a', 3, 1],
        ['b', 1, 1],
      ],
      [['c', 1, 1]],
      [['d', 1, 1]],
      [
        ['e', 1, 1],
        ['f', 1, 1],
      ],
    ]);
  });

  test('cells merged, inserted and deleted by modifiers after the definition', async () => {
    const rows = [
      [cell('a'), cell(''), cell('b'), rowEnd([0, 500, 1000, 2000], [], [0x24, 0x56, 0, 2])],
      [cell('c'), cell('d'), rowEnd([0, 1000], [], [0x21, 0x76, 1, 1, 0xe8, 0x03])],
      [cell('e'), cell('f'), rowEnd([0, 500, 1000, 2000], [], [0x22, 0x56, 0, 1])],
    ];
    expect(await gridIn(...rows.flat())).toEqual([
      [
        ['a', 1, 2],
        ['b', 1, 1],
      ],
      [
        ['c', 1, 2],
        ['d', 1, 1],
      ],
      [
        ['', 1, 1],
        ['e', 1, 1],
        ['f', 1, 1],
      ],
    ]);
  });

  test('a table within a table unfolds the outer one', async () => {
    const nested = [0x16, 0x24, 1, 0x49, 0x66, 2, 0, 0, 0];
    const innerEnd = line('', [...nested, 0x4b, 0x24, 1, 0x4c, 0x24, 1, ...tableDefinition([0, 400, 800])]);
    const paragraphs = [
      line('before', [0x16, 0x24, 1]),
      line('x', [...nested, 0x4b, 0x24, 1]),
      line('y', [...nested, 0x4b, 0x24, 1]),
      innerEnd,
      cell(''),
      cell('b'),
      rowEnd([0, 1000, 2000]),
    ];
    const { value } = await read({ paragraphs });
    expect(orderOf(value.blocks)).toEqual(['text', 'table', 'text']);
    expect(tablesOf(value.blocks)[0]?.rows.map((row) => row.map(({ text }) => text))).toEqual([['x', 'y']]);
  });

  test('every cell has its place, a table that defines other cells than it has is told', async () => {
    const { value, notices } = await read({ paragraphs: [line('甲'), cell('a'), cell('b'), rowEnd([0, 1000])] });
    const [table] = tablesOf(value.blocks);
    expect(table?.fidelity).toBe('cells');
    expect(table?.rows[0]?.[1]?.at).toEqual({ block: 1, row: 0, col: 1 });
    expect(notices.map(({ code }) => code)).toEqual(['table_definition_missing']);
  });
});

describe('a Word document that cannot be read', () => {
  const whole = doc({ paragraphs: [line('政府')] });
  test.each([
    ['protected by a password', doc({ paragraphs: [line('x')], flags: 0x0100 }), 'encrypted', /password/u],
    ['without its mark', doc({ paragraphs: [line('x')], magic: 0x1234 }), 'damaged', /begins with 1234/u],
    ['cut in its sectors', whole.subarray(0, 3000), 'damaged', /cut short/u],
    ['cut in its header', whole.subarray(0, 40), 'damaged', /cut short/u],
    ['with a chain of sectors without end', endless(whole), 'damaged', /leads back to itself/u],
    ['that is another OLE2 file', compoundFile({ Contents: Buffer.alloc(5000) }), 'format', /it holds "Contents"/u],
  ])('%s', async (_, bytes, reason, message) => {
    await expect(readDoc(bytes, HINT)).rejects.toMatchObject({
      name: 'UnreadableError',
      reason,
      message: expect.stringMatching(message),
    });
  });

  describeWithShared('a rebuilt report cut at every tenth', () => {
    test.each([1, 2, 3, 4, 5, 6, 7, 8, 9])('%d tenths are damaged, never a shorter report', async (tenth) => {
      const bytes = readFileSync(shared('documents', '004', 'report.doc'));
      const cut = bytes.subarray(0, Math.floor((bytes.length * tenth) / 10));
      await expect(readDoc(cut, HINT)).rejects.toMatchObject({ name: 'UnreadableError', reason: 'damaged' });
    });
  });
});

/** The second FAT entry points to itself: the directory goes on forever. */
function endless(bytes: Uint8Array): Uint8Array {
  const copy = Buffer.from(bytes);
  copy.writeUInt32LE(1, 512 + 4);
  return copy;
}

describe('a document that WPS marks as its own', () => {
  test('is read as the Word document it holds', async () => {
    const inner = doc({ paragraphs: [line('政府')] });
    const marked = Buffer.from(inner);
    // The entry behind the two streams is free: it takes the mark.
    marked.write('WpsDocument', 1024 + 3 * 128, 'utf16le');
    const { value } = await readDocument(marked, HINT);
    expect(value).toMatchObject({ format: 'wps', extractor: 'wps/1' });
    expect(textsOf(value.blocks)).toEqual(['政府']);
  });
});
