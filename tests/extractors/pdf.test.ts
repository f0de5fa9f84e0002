import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import type { Block, ExtractedDocument, Table } from '../../model/document.ts';
import { ExtractedDocument as Validator } from '../../model/document.ts';
import type { Reading } from '../../model/notice.ts';
import { readPdf } from '../../extractors/pdf/read-pdf.ts';
import { matchForm } from '../../text/fold.ts';
import { withoutTesseract } from '../tesseract.ts';
import { describeWithShared, shared } from '../shared.ts';
import { bar, paper, ruled, stroke, write } from './pdf-paper.ts';
import type { Sheet } from './pdf-paper.ts';

type TruthCell = [row: number, col: number, rowSpan: number, colSpan: number, kind: string, text: string];
interface TruthBlock {
  type: string;
  text?: string;
  cells?: TruthCell[];
}

async function read(sheets: readonly Sheet[]): Promise<Reading<ExtractedDocument>> {
  return readPdf(paper(sheets), { url: 'file:sheet.pdf' });
}

function tablesOf(blocks: readonly Block[]): Table[] {
  return blocks.filter((block) => block.kind === 'table');
}

function texts(document: ExtractedDocument): string[] {
  return document.blocks.map((block) => (block.kind === 'table' ? '#table' : block.text));
}

function rows(table: Table | undefined): string[][] {
  return (table?.rows ?? []).map((row) => row.map((cell) => cell.text));
}

/** Every cell as `row,col,rowSpan,colSpan` on the expanded grid with its text in the form for comparing. */
function placedCells(table: Table): string[] {
  const taken = new Set<string>();
  const found: string[] = [];
  for (const [row, cells] of table.rows.entries()) {
    let col = 0;
    for (const cell of cells) {
      while (taken.has(`${row},${col}`)) col += 1;
      found.push(`${row},${col},${cell.rowSpan},${cell.colSpan} ${matchForm(cell.text)}`);
      for (let down = 0; down < cell.rowSpan; down += 1) {
        for (let right = 0; right < cell.colSpan; right += 1) taken.add(`${row + down},${col + right}`);
      }
      col += cell.colSpan;
    }
  }
  return found;
}

const TEXT_PDFS: [folder: string, file: string][] = [
  ...['000', '001', '002', '003', '004'].map((folder): [string, string] => [folder, 'report.pdf']),
  ['000', 'landscape.pdf'],
  ['001', 'nonembedded.pdf'],
  ['002', 'compact.pdf'],
  ['003', 'mixed-orientation.pdf'],
  ['003', 'nonembedded-gbk.pdf'],
  ['004', 'largeprint.pdf'],
];

/** Numbers that Word sets by itself: lost in the seed text (truth.json), printed in the PDF (documents/README.md). */
const PRINTED_NUMBER: Readonly<Record<string, string>> = {
  '002 总体情况': '一、总体情况',
  '002 主动公开': '(一)主动公开',
  '002 依申请公开': '(二)依申请公开',
  '004 因政府信息公开申请行政复议、提起行政诉讼的情况': '五、因政府信息公开申请行政复议、提起行政诉讼的情况',
};

describeWithShared('the reports rebuilt as PDF', () => {
  test.each(TEXT_PDFS)('%s/%s reads cell by cell and paragraph by paragraph as its truth', async (folder, file) => {
    const truth: { blocks: TruthBlock[] } = JSON.parse(readFileSync(shared('documents', folder, 'truth.json'), 'utf8'));
    const bytes = new Uint8Array(readFileSync(shared('documents', folder, file)));
    const { value } = await readPdf(bytes, { url: `file:${file}` });
    expect(Validator.parse(value)).toEqual(value);
    const tables = tablesOf(value.blocks);
    const expected = truth.blocks.flatMap((block) => (block.cells === undefined ? [] : [block.cells]));
    expect(tables.map(placedCells)).toEqual(
      expected.map((cells) =>
        cells.map(([row, col, rowSpan, colSpan, , text]) => `${row},${col},${rowSpan},${colSpan} ${matchForm(text)}`),
      ),
    );
    const paragraphs = truth.blocks
      .map((block) =>
        block.cells === undefined ? matchForm(block.text ?? '').replace('[bookmark:_GoBack]', '') : '#table',
      )
      .filter((text) => text !== '')
      .map((text) => PRINTED_NUMBER[`${folder} ${text}`] ?? text);
    // The stray page number `1` at the end of seed 001 is a page number in its PDF.
    if (folder === '001') expect(paragraphs.pop()).toBe('1');
    expect(texts(value).map((text) => matchForm(text))).toEqual(paragraphs);
    for (const [block, piece] of value.blocks.entries()) {
      if (piece.kind !== 'table') expect(piece.at).toMatchObject({ block, page: expect.any(Number) });
      else {
        expect(piece.fidelity).toBe('spans');
        for (const [row, cells] of piece.rows.entries()) {
          for (const [col, cell] of cells.entries()) {
            expect(cell.at).toMatchObject({ block, row, col });
            const [x0, y0, x1, y1] = cell.at.box ?? [0, 0, 0, 0];
            expect(x1 - x0).toBeGreaterThan(5);
            expect(y1 - y0).toBeGreaterThan(5);
          }
        }
      }
    }
  });

  test('001/noborder.pdf, which has no lines, gives every row with its labels and values, merged cells shown once', async () => {
    const truth: { blocks: TruthBlock[] } = JSON.parse(readFileSync(shared('documents', '001', 'truth.json'), 'utf8'));
    const bytes = new Uint8Array(readFileSync(shared('documents', '001', 'noborder.pdf')));
    const { value, notices } = await readPdf(bytes, { url: 'file:noborder.pdf' });
    const tables = tablesOf(value.blocks);
    expect(tables.map((table) => table.fidelity)).toEqual(['cells', 'cells', 'cells']);
    expect(notices.filter((notice) => notice.code === 'borderless_table')).toHaveLength(3);
    const found = tables.map((table) => rows(table).map((row) => row.map(matchForm)));
    const expected = truth.blocks.flatMap(({ cells }) => {
      if (cells === undefined) return [];
      const last = Math.max(...cells.map((cell) => cell[0]));
      const printed = (row: number): string[] =>
        cells.filter((cell) => cell[0] === row).map((cell) => matchForm(cell[5]));
      return [Array.from({ length: last + 1 }, (_, row) => printed(row))];
    });
    // The heads of tables 3 and 4 are merged in two directions and come in rows of their own.
    expect(found[0]).toEqual(expected[0]);
    expect(found[1]?.slice(-23)).toEqual(expected[1]?.slice(-23));
    expect(found[2]?.at(-1)).toEqual(expected[2]?.at(-1));
  });

  test('a header repeated on the next page is dropped with a notice, and so are page numbers and running lines', async () => {
    const bytes = new Uint8Array(readFileSync(shared('documents', '004', 'largeprint.pdf')));
    const { notices } = await readPdf(bytes, { url: 'file:largeprint.pdf' });
    const codes = notices.map((notice) => notice.code);
    expect(codes).toContain('repeated_header');
    expect(codes).toContain('page_number_dropped');
    expect(codes).toContain('running_line_dropped');
  });

  test('a PDF made by WPS (洪泽 2024) gives its three tables row by row as transcribed by hand', async () => {
    const gold: { cells: Record<string, { value: number | null }> } = JSON.parse(
      readFileSync(shared('gold', 'hongze2024.json'), 'utf8'),
    );
    const value = (path: string): string => String(gold.cells[path]?.value);
    const bytes = new Uint8Array(readFileSync(shared('documents', 'real', 'hongze2024.pdf')));
    const tables = tablesOf((await readPdf(bytes, { url: 'file:hongze2024.pdf' })).value.blocks);
    expect(tables).toHaveLength(3);
    const row = (table: number, label: string, count: number): string[] => {
      const found = rows(tables[table]).filter((cells) => cells.some((text) => matchForm(text) === matchForm(label)));
      expect(found).toHaveLength(1);
      return (found[0] ?? []).slice(-count);
    };
    const made = ['made', 'repealed', 'in_force'];
    expect(row(0, '规章', 3)).toEqual(made.map((key) => value(`t2.art20_1.rules.${key}`)));
    expect(row(0, '行政规范性文件', 3)).toEqual(made.map((key) => value(`t2.art20_1.normative_docs.${key}`)));
    expect(row(0, '行政许可', 1)).toEqual([value('t2.art20_5.licensing.decisions')]);
    expect(row(0, '行政处罚', 1)).toEqual([value('t2.art20_6.penalty.decisions')]);
    expect(row(0, '行政强制', 1)).toEqual([value('t2.art20_6.coercion.decisions')]);
    expect(row(0, '行政事业性收费', 1)).toEqual([value('t2.art20_8.fees.amount')]);
    const columns = [
      'natural_person',
      'business',
      'research',
      'public_interest_org',
      'legal_service',
      'other_org',
      'total',
    ];
    const lines: [label: string, path: string][] = [
      ['一、本年新收政府信息公开申请数量', 'new_received'],
      ['二、上年结转政府信息公开申请数量', 'carried_in'],
      ['（一）予以公开', 'result.granted'],
      ['（二）部分公开（区分处理的，只计这一情形，不计其他情形）', 'result.partial'],
      ['1.属于国家秘密', 'result.denied.state_secret'],
      ['2.其他法律行政止公开', 'result.denied.law_prohibited'],
      ['3.危及“三安全一稳定”', 'result.denied.security_stability'],
      ['4.保护第三方合法权益', 'result.denied.third_party_rights'],
      ['5.属于三类内部事务信息', 'result.denied.internal_affairs'],
      ['6.属于四类过程性信息', 'result.denied.process_info'],
      ['7.属于行政执法案卷', 'result.denied.enforcement_file'],
      ['8.属于行政查询事项', 'result.denied.admin_query'],
      ['1.本机关不掌握相关政府信息', 'result.unable.not_held'],
      ['2.没有现成信息需要另行制作', 'result.unable.needs_creation'],
      ['3.补正后申请内容仍不明确', 'result.unable.still_unclear'],
      ['1.信访举报投诉类申请', 'result.not_processed.petition'],
      ['2.重复申请', 'result.not_processed.duplicate'],
      ['3.要求提供公开出版物', 'result.not_processed.publication'],
      ['4.无正当理由大量反复申请', 'result.not_processed.abusive_volume'],
      ['5.要求行政机关确认或重新出具已获取信息', 'result.not_processed.reconfirm'],
      ['（六）其他处理', 'result.other_processing'],
      ['（七）总计', 'result.total'],
      ['四、结转下年度继续办理', 'carried_out'],
    ];
    for (const [label, path] of lines) {
      expect([label, ...row(1, label, 7)]).toEqual([label, ...columns.map((key) => value(`t3.${path}.${key}`))]);
    }
    const outcomes = ['upheld', 'corrected', 'other', 'pending', 'total'];
    expect(rows(tables[2]).at(-1)).toEqual(
      ['review', 'litigation_direct', 'litigation_after_review'].flatMap((group) =>
        outcomes.map((key) => value(`t4.${group}.${key}`)),
      ),
    );
  });
});

function dots(x0: number, x1: number, y: number): string {
  const count = Math.floor((x1 - x0) / 2);
  return Array.from({ length: count }, (_, index) => bar(x0 + index * 2, y, x0 + index * 2 + 0.5, y)).join('');
}

function pageNumber(page: number): string {
  return write(280, 815, `- ${page} -`, 9);
}

function runningLines(page: number): string {
  return write(250, 50, '云和县民政局', 9) + write(260, 815, `第${page}页 共2页`, 9);
}

function turnedText(matrix: string, text: string): string {
  return write(0, 842, text).replace('1 0 0 1 0 0 Tm', `${matrix} Tm`);
}

function labelled(y: number, label: string, values: [x: number, text: string][]): string {
  return write(60, y, label) + values.map(([x, text]) => write(x, y, text)).join('');
}

const XS = [100, 200, 300, 400];

describe('ruled tables', () => {
  test('cells are found between strokes as between thin filled bars, with their boxes in points from the top left', async () => {
    for (const draw of [stroke, bar]) {
      const content = ruled(XS, [100, 120, 140], draw) + write(110, 114, '行政许可') + write(250, 134, '-57');
      const { value } = await read([{ content }]);
      const [table] = tablesOf(value.blocks);
      expect(rows(table)).toEqual([
        ['行政许可', '', ''],
        ['', '-57', ''],
      ]);
      const at = table?.rows[1]?.[1]?.at;
      expect(at).toMatchObject({ block: 0, row: 1, col: 1, page: 1 });
      for (const [index, edge] of [200, 120, 300, 140].entries()) expect(at?.box?.[index]).toBeCloseTo(edge, 0);
    }
  });

  test('a missing line merges cells across and down', async () => {
    const content =
      stroke(100, 100, 400, 100) +
      stroke(200, 120, 400, 120) +
      stroke(100, 140, 400, 140) +
      stroke(100, 100, 100, 140) +
      stroke(200, 100, 200, 140) +
      stroke(300, 120, 300, 140) +
      stroke(400, 100, 400, 140) +
      write(110, 124, '总计') +
      write(280, 114, '结果') +
      write(210, 134, '1') +
      write(310, 134, '2');
    const { value } = await read([{ content }]);
    const [table] = tablesOf(value.blocks);
    expect(table?.rows.map((row) => row.map((cell) => [cell.text, cell.rowSpan, cell.colSpan]))).toEqual([
      [
        ['总计', 2, 1],
        ['结果', 1, 2],
      ],
      [
        ['1', 1, 1],
        ['2', 1, 1],
      ],
    ]);
  });

  test('dotted and double lines rule like single ones', async () => {
    const content =
      XS.map((x) => stroke(x, 100, x, 140) + stroke(x + 1.5, 100, x + 1.5, 140)).join('') +
      [100, 120, 140].map((y) => dots(100, 401, y)).join('') +
      write(110, 114, '甲') +
      write(310, 134, '乙');
    const { value } = await read([{ content }]);
    expect(rows(tablesOf(value.blocks)[0])).toEqual([
      ['甲', '', ''],
      ['', '', '乙'],
    ]);
  });

  test('a wrapped label and a word set one character a line are joined; two numbers on two lines stay two', async () => {
    const content =
      ruled([100, 190, 215, 300], [100, 160]) +
      write(105, 114, '其他法律行政法规') +
      write(105, 128, '禁止公开') +
      write(197, 114, '自') +
      write(197, 128, '然') +
      write(197, 142, '人') +
      write(220, 114, '12') +
      write(220, 128, '34');
    const { value } = await read([{ content }]);
    expect(rows(tablesOf(value.blocks)[0])).toEqual([['其他法律行政法规禁止公开', '自然人', '12\n34']]);
  });

  test('numbers that stand apart in one cell are not run together, letter-spaced words are', async () => {
    const content =
      ruled(XS, [100, 120]) +
      write(105, 114, '12') +
      write(130, 114, '34') +
      Array.from('2020', (digit, index) => write(205 + index * 12, 114, digit)).join('') +
      Array.from('政府', (char, index) => write(305 + index * 14, 114, char)).join('');
    const { value } = await read([{ content }]);
    expect(rows(tablesOf(value.blocks)[0])).toEqual([['12 34', '2020', '政府']]);
  });

  test('a page shown turned by /Rotate reads upright, with boxes on the page as shown', async () => {
    const shown = `1 0 0 1 0 -247 cm ${ruled(XS, [100, 120, 140])}${write(110, 114, '行政许可')}${write(310, 134, '7')}`;
    for (const sheet of [
      { content: `0 1 -1 0 595 0 cm ${shown}`, rotate: 90 },
      { content: `0 1 -1 0 595 0 cm ${shown}`, rotate: 0 },
    ]) {
      const { value } = await read([sheet]);
      const [table] = tablesOf(value.blocks);
      expect(rows(table)).toEqual([
        ['行政许可', '', ''],
        ['', '', '7'],
      ]);
      const box = table?.rows[1]?.[2]?.at.box;
      const expected = sheet.rotate === 90 ? [300, 120, 400, 140] : [120, 442, 140, 542];
      for (const [index, edge] of expected.entries()) expect(box?.[index]).toBeCloseTo(edge, 0);
    }
  });

  test('a label that runs up or down in its cell is read in its own direction, line after line', async () => {
    const content =
      ruled([100, 140, 180, 300], [100, 200]) +
      turnedText('0 -1 1 0 125 740', '第一行') +
      turnedText('0 -1 1 0 108 740', '第二行') +
      turnedText('0 1 -1 0 155 660', '左起') +
      turnedText('0 1 -1 0 172 660', '右止') +
      write(190, 150, '8') +
      write(120, 300, '表外文字与数目若干，以使页面正立。');
    const { value } = await read([{ content }]);
    expect(rows(tablesOf(value.blocks)[0])).toEqual([['第一行\n第二行', '左起\n右止', '8']]);
  });

  test('a watermark across the page stays out of the cells and is told in a notice', async () => {
    const mark = write(0, 842, '样本').replace('1 0 0 1 0 0 Tm', '0.7 0.7 -0.7 0.7 110 725 Tm');
    const { value, notices } = await read([{ content: ruled(XS, [100, 120]) + write(105, 114, '甲') + mark }]);
    expect(rows(tablesOf(value.blocks)[0])).toEqual([['甲', '', '']]);
    expect(notices).toEqual([{ code: 'watermark_dropped', message: expect.stringContaining('样本') }]);
  });

  test('a frame around a page is not a table, and a single framed sentence is a paragraph', async () => {
    const content =
      ruled([20, 575], [20, 820]) + ruled(XS, [100, 120]) + write(105, 114, '甲') + write(120, 300, '表外的一句话。');
    const { value } = await read([{ content }]);
    expect(texts(value)).toEqual(['#table', '表外的一句话。']);
    const framed = await read([{ content: ruled([50, 500], [50, 90]) + write(60, 70, '公告一则。') }]);
    expect(texts(framed.value)).toEqual(['公告一则。']);
    const chart = await read([{ content: ruled([100, 200, 300], [400, 420, 440]) + write(60, 70, '图一。') }]);
    expect(texts(chart.value)).toEqual(['图一。']);
  });
});

describe('tables over page breaks', () => {
  test('three pages become one table, its header dropped where it is printed again', async () => {
    const header = write(110, 74, '信息内容') + write(210, 74, '数量') + write(310, 74, '金额');
    const sheets = [1, 2, 3].map((page) => ({
      content:
        ruled(XS, [60, 80, 100]) +
        header +
        write(110, 94, `${page}.事项`) +
        write(210, 94, String(page)) +
        pageNumber(page),
    }));
    const { value, notices } = await read(sheets);
    expect(tablesOf(value.blocks).map(rows)).toEqual([
      [
        ['信息内容', '数量', '金额'],
        ['1.事项', '1', ''],
        ['2.事项', '2', ''],
        ['3.事项', '3', ''],
      ],
    ]);
    expect(value.blocks).toHaveLength(1);
    expect(notices.filter((notice) => notice.code === 'repeated_header')).toHaveLength(2);
    expect(tablesOf(value.blocks)[0]?.rows[3]?.[0]?.at).toMatchObject({ page: 3, row: 3, col: 0 });
  });

  test('a merged label cut by the page is one cell again, with the box of its first page', async () => {
    const top =
      stroke(100, 760, 400, 760) +
      stroke(200, 780, 400, 780) +
      stroke(100, 800, 400, 800) +
      XS.map((x) => stroke(x, 760, x, 800)).join('') +
      write(110, 774, '三、本年度办理') +
      write(210, 774, '（一）予以') +
      write(310, 774, '1') +
      write(210, 794, '（二）部分') +
      write(310, 794, '2');
    const below =
      stroke(100, 60, 400, 60) +
      stroke(200, 80, 400, 80) +
      stroke(100, 100, 400, 100) +
      XS.map((x) => stroke(x, 60, x, 100)).join('') +
      write(110, 74, '结果') +
      write(210, 74, '（三）其他') +
      write(310, 74, '3') +
      write(210, 94, '（四）总计') +
      write(310, 94, '6');
    const { value } = await read([{ content: top }, { content: below }]);
    const [table] = tablesOf(value.blocks);
    expect(rows(table)).toEqual([
      ['三、本年度办理结果', '（一）予以', '1'],
      ['（二）部分', '2'],
      ['（三）其他', '3'],
      ['（四）总计', '6'],
    ]);
    expect(table?.rows[0]?.[0]).toMatchObject({ rowSpan: 4, at: { page: 1 } });
    expect(table?.rows[0]?.[0]?.at.box?.[3]).toBeCloseTo(800, 0);
  });

  test('a row cut in the middle of its label is one row; a row with its own number stays a row', async () => {
    const foot = ruled(XS, [770, 800]) + write(105, 794, '2.其他法律行政法') + write(210, 794, '5');
    const head =
      ruled(XS, [60, 80, 100]) + write(105, 74, '规禁止公开') + write(105, 94, '3.危及') + write(210, 94, '6');
    const cut = await read([{ content: foot }, { content: head }]);
    expect(tablesOf(cut.value.blocks).map(rows)).toEqual([
      [
        ['2.其他法律行政法规禁止公开', '5', ''],
        ['3.危及', '6', ''],
      ],
    ]);
    const whole = ruled(XS, [60, 80]) + write(105, 74, '3.危及“三安全”');
    const kept = await read([{ content: foot }, { content: whole }]);
    expect(tablesOf(kept.value.blocks).map(rows)).toEqual([
      [
        ['2.其他法律行政法', '5', ''],
        ['3.危及“三安全”', '', ''],
      ],
    ]);
  });

  test('a blank row at the head of a page stays a blank row', async () => {
    const foot = ruled(XS, [780, 800]) + write(105, 794, '规章') + write(210, 794, '5') + write(310, 794, '6');
    const { value } = await read([{ content: foot }, { content: ruled(XS, [60, 80]) }]);
    expect(tablesOf(value.blocks).map(rows)).toEqual([
      [
        ['规章', '5', '6'],
        ['', '', ''],
      ],
    ]);
  });

  test('a heading between two tables keeps them two', async () => {
    const foot = ruled(XS, [780, 800]) + write(105, 794, '规章');
    const head = write(124, 74, '四、情况') + ruled(XS, [90, 110]) + write(105, 104, '结果');
    const { value } = await read([{ content: foot }, { content: head }]);
    expect(texts(value)).toEqual(['#table', '四、情况', '#table']);
  });
});

describe('tables without lines', () => {
  const head =
    write(60, 100, '信息内容') + write(200, 100, '上年数') + write(300, 100, '增减') + write(400, 100, '决定数');

  test('an empty cell under its heading stays empty and moves no other', async () => {
    const content =
      head +
      labelled(118, '行政许可', [
        [210, '5'],
        [410, '7'],
      ]) +
      labelled(136, '行政处罚', [
        [300, '-24'],
        [410, '59'],
      ]);
    const { value } = await read([{ content }]);
    expect(tablesOf(value.blocks).map(rows)).toEqual([
      [
        ['信息内容', '上年数', '增减', '决定数'],
        ['行政许可', '5', '', '7'],
        ['行政处罚', '', '-24', '59'],
      ],
    ]);
  });

  test('a label without any number is a blank row, not a part of the next label', async () => {
    const content =
      head +
      labelled(118, '行政许可', []) +
      labelled(136, '行政处罚', [
        [210, '1'],
        [310, '2'],
        [410, '3'],
      ]);
    const { value } = await read([{ content }]);
    expect(tablesOf(value.blocks).map(rows)).toEqual([
      [
        ['信息内容', '上年数', '增减', '决定数'],
        ['行政许可', '', '', ''],
        ['行政处罚', '1', '2', '3'],
      ],
    ]);
  });

  test('words in place of a number stand in their column', async () => {
    const content =
      head +
      labelled(118, '政府采购', [
        [190, '公务用车10辆'],
        [310, '2'],
        [400, '35万元'],
      ]) +
      labelled(136, '行政处罚', [
        [210, '1'],
        [310, '2'],
      ]);
    const { value } = await read([{ content }]);
    expect(rows(tablesOf(value.blocks)[0]).slice(1)).toEqual([
      ['政府采购', '公务用车10辆', '2', '35万元'],
      ['行政处罚', '1', '2', ''],
    ]);
  });

  test('sentences with numbers in them are no table', async () => {
    const content =
      write(120, 100, '2024年，全年公开信息2428条，其中网站39条。') +
      write(120, 116, '电话：0517-87290606      邮编：223100');
    const { value } = await read([{ content }]);
    expect(tablesOf(value.blocks)).toEqual([]);
  });
});

/** So many characters of a made-up sentence without a full stop; characters that are all alike would pass for a broken font. */
function prose(first: string, length: number): string {
  const words = `${first}本机关依法公开政府信息并答复申请人的有关工作情况`;
  return Array.from({ length }, (_, at) => words.charAt(at % words.length)).join('');
}

describe('text outside of tables', () => {
  test('full lines are joined, an indented line and a heading after a full line begin a paragraph', async () => {
    const [long, short] = [prose('甲', 87), prose('乙', 57)];
    const content =
      write(120, 100, long.slice(0, 28)) +
      write(100, 116, long.slice(28, 58)) +
      write(100, 132, `${long.slice(58)}。`) +
      write(120, 148, short.slice(0, 28)) +
      write(100, 164, `${short.slice(28)}。`) +
      write(104, 180, '（二）平台建设') +
      write(120, 196, `${prose('丙', 10)}。`);
    const { value } = await read([{ content }]);
    expect(texts(value)).toEqual([`${long}。`, `${short}。`, '（二）平台建设', `${prose('丙', 10)}。`]);
  });

  test('a paragraph goes on over the page break, past page numbers and running lines', async () => {
    const [long, short] = [prose('甲', 63), prose('乙', 28)];
    const { value, notices } = await read([
      { content: runningLines(1) + write(120, 100, long.slice(0, 28)) + write(100, 116, long.slice(28, 58)) },
      { content: runningLines(2) + write(100, 100, long.slice(58)) + write(120, 116, short) },
    ]);
    expect(texts(value)).toEqual([long, short]);
    expect(value.blocks.map((block) => (block.kind === 'table' ? null : block.at.page))).toEqual([1, 2]);
    expect(notices.map((notice) => notice.code).sort()).toEqual(['page_number_dropped', 'running_line_dropped']);
  });

  test('radicals that PDF makers write for common characters are unified', async () => {
    const { value } = await read([{ content: write(100, 100, '⽣态环境局⻓') }]);
    expect(texts(value)).toEqual(['生态环境局长']);
  });
});

describe('files that cannot be read', () => {
  const whole = paper([{ content: write(100, 100, '一、总体情况') }]);

  test('a file that asks for a password is encrypted', async () => {
    const key = '41'.repeat(32);
    const encrypted = paper(
      [{ content: write(100, 100, '一') }],
      `/ID[<${'00'.repeat(16)}><${'00'.repeat(16)}>]/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<${key}>/U<${key}>>>`,
    );
    await expect(readPdf(encrypted, { url: 'file:closed.pdf' })).rejects.toMatchObject({
      name: 'UnreadableError',
      reason: 'encrypted',
      message: expect.stringContaining('"file:closed.pdf"'),
    });
  });

  test.each([
    ['an empty file', new Uint8Array(0)],
    ['garbage', new Uint8Array(Buffer.from('%PDF-1.7 no objects follow'))],
    ['a web page', new Uint8Array(Buffer.from('<!doctype html><p>404</p>'))],
    ['a file cut off in its first half', whole.slice(0, 200)],
  ])('%s is damaged', async (_, bytes) => {
    await expect(readPdf(bytes, { url: 'file:x.pdf' })).rejects.toMatchObject({
      name: 'UnreadableError',
      reason: 'damaged',
    });
  });

  test('a wrong startxref is mended and read', async () => {
    const text = Buffer.from(whole)
      .toString('latin1')
      .replace(/startxref\n\d+/u, 'startxref\n7');
    const { value } = await readPdf(new Uint8Array(Buffer.from(text, 'latin1')), { url: 'file:x.pdf' });
    expect(texts(value)).toEqual(['一、总体情况']);
  });

  test('pages without any mark hold nothing, and without a recogniser are a scan that cannot be read', async () => {
    await withoutTesseract(async () => {
      await expect(read([{ content: '' }])).rejects.toMatchObject({ name: 'UnreadableError', reason: 'scan' });
    });
  });
});
