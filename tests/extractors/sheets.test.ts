import { describe, expect, test } from '@jest/globals';
import JSZip from 'jszip';
import { readXls as readWithHucre, writeXlsx, type WriteSheet } from 'hucre';
import { readDocument } from '../../extractors/read.ts';
import { shownText } from '../../extractors/sheets/shown.ts';
import { tablesOf, textsOf } from './truth.ts';
import { xls, type XlsSheet } from './xls-paper.ts';

const HINT = { url: 'file:表.xlsx', name: '表.xlsx' };
const LINES = { border: { top: { style: 'thin' as const } } };

async function xlsx(...sheets: WriteSheet[]): Promise<Uint8Array> {
  return await writeXlsx({ sheets, properties: { created: new Date('2021-01-26T00:00:00Z') } });
}

/** The workbook with one part put in or changed. */
async function withPart(bytes: Uint8Array, part: string, change: (text: string) => string): Promise<Uint8Array> {
  const zip = await JSZip.loadAsync(bytes);
  zip.file(part, change((await zip.file(part)?.async('string')) ?? ''));
  return await zip.generateAsync({ type: 'uint8array' });
}

async function read(bytes: Uint8Array) {
  const { value, notices } = await readDocument(bytes, HINT);
  const [table] = tablesOf(value.blocks);
  return {
    value,
    table,
    texts: textsOf(value.blocks),
    rows: tablesOf(value.blocks).map(({ rows }) => rows.map((cells) => cells.map(({ text }) => text))),
    codes: notices.map(({ code }) => code),
    notices,
  };
}

describe('what a cell shows', () => {
  test.each([
    [12345, '#,##0', '12,345'],
    [3, null, '3'],
    [3, 'General', '3'],
    [0.1 + 0.2, null, '0.3'],
    [3893780.25, '#,##0.00', '3,893,780.25'],
    [0.57, '0%', '57%'],
    [-5, '0_);[Red]\\(0\\)', '(5)'],
    [-5, '#,##0', '-5'],
    [5, 'General"件"', '5件'],
    [1308353, '#,##0"元"', '1,308,353元'],
    [44222, 'yyyy"年"m"月"d"日"', '2021年1月26日'],
    [44222, 'yyyy/m/d', '2021/1/26'],
    [7, '@', '7'],
    ['0 ', null, '0 '],
    [' 1308353元', '@', ' 1308353元'],
    ['云禾', '@"县"', '云禾县'],
    [true, null, 'TRUE'],
    [null, '0', ''],
  ])('%s under %s is "%s"', (value, format, text) => {
    expect(shownText(value, format, false)).toEqual({ text, oddity: null });
  });

  test('a date that hucre made out is written as the Chinese edition writes it', () => {
    const date = new Date('2021-01-26T00:00:00Z');
    expect(shownText(date, 'm/d/yyyy', false).text).toBe('2021/1/26');
    expect(shownText(date, null, false).text).toBe('2021年1月26日');
  });

  test.each([
    ['rounded_by_format', 12.5, '0', '13'],
    ['hidden_by_format', 0, '#,##0;-#,##0;', ''],
    ['hidden_by_format', 5, ';;;', ''],
    ['hidden_by_format', 0, '_ * #,##0_ ;_ * \\-#,##0_ ;_ * "-"??_ ;_ @_ ', '-'],
    ['number_format_ignored', 12345, '0!.0,"万"', '12345'],
    ['number_format_ignored', 12345, '0.0,', '12345'],
    ['number_format_ignored', 5, '[DBNum1][$-804]General', '5'],
    ['number_format_ignored', 3.5, '# ?/?', '3.5'],
  ])('%s: %s under %s is "%s"', (code, value, format, text) => {
    expect(shownText(value, format, false)).toMatchObject({ text, oddity: { code } });
  });
});

describe('a workbook of today', () => {
  test('captions are paragraphs, the sheet is a heading, merged cells are spans, cells are named', async () => {
    const { value, table, texts, rows } = await read(
      await xlsx({
        name: '表二',
        rows: [
          ['二、主动公开政府信息情况', null, null],
          ['第二十条第（一）项', null, null],
          ['信息内容', '本年新制作数量', '对外公开总数量'],
          ['规章', 0, 12345],
          ['规范性文件', null, null],
          [null, null, null],
          ['注：以上为全年数。', null, null],
        ],
        merges: [
          { startRow: 0, endRow: 0, startCol: 0, endCol: 2 },
          { startRow: 1, endRow: 1, startCol: 0, endCol: 2 },
        ],
        cells: new Map(
          [1, 2, 3, 4].flatMap((row) =>
            [0, 1, 2].map(
              (col) => [`${row},${col}`, { style: { ...LINES, ...(row === 3 ? { numFmt: '#,##0' } : {}) } }] as const,
            ),
          ),
        ),
      }),
    );
    expect(texts).toEqual(['表二', '二、主动公开政府信息情况', '注：以上为全年数。']);
    expect(value.blocks.map(({ kind }) => kind)).toEqual(['heading', 'paragraph', 'table', 'paragraph']);
    expect(rows).toEqual([
      [
        ['第二十条第（一）项'],
        ['信息内容', '本年新制作数量', '对外公开总数量'],
        ['规章', '0', '12,345'],
        ['规范性文件', '', ''],
      ],
    ]);
    expect(table?.fidelity).toBe('spans');
    expect(table?.rows[0]?.[0]?.colSpan).toBe(3);
    expect(table?.rows[2]?.[2]?.at).toEqual({ block: 2, row: 2, col: 2, path: '表二!C4' });
    expect(value).toMatchObject({ format: 'xlsx', extractor: 'xlsx/1', meta: { created: '2021-01-26T00:00:00.000Z' } });
  });

  test('without lines, single words above are captions, a label without values stays a row', async () => {
    const { texts, rows } = await read(
      await xlsx({
        name: 'Sheet1',
        rows: [['三、收到和处理'], ['项目', '自然人', '总计'], ['一、新收', 4, 4], ['二、结转']],
      }),
    );
    expect(texts).toEqual(['Sheet1', '三、收到和处理']);
    expect(rows).toEqual([
      [
        ['项目', '自然人', '总计'],
        ['一、新收', '4', '4'],
        ['二、结转', '', ''],
      ],
    ]);
  });

  test('what is hidden is left out and named; merged cells shrink to what is shown', async () => {
    const { value, rows, codes, table } = await read(
      await xlsx(
        {
          name: '表',
          rows: [
            ['项目', '甲', '乙', '丙'],
            ['旧', 1, 2, 3],
            ['新', 4, 5, 6],
          ],
          rowDefs: new Map([[1, { hidden: true }]]),
          columns: [{}, {}, { hidden: true }, {}],
          merges: [{ startRow: 0, endRow: 0, startCol: 1, endCol: 3 }],
        },
        { name: '底稿', rows: [['x', 1]], hidden: true },
      ),
    );
    expect(rows).toEqual([
      [
        ['项目', '甲'],
        ['新', '4', '6'],
      ],
    ]);
    expect(table?.rows[0]?.[1]?.colSpan).toBe(2);
    expect(codes.sort()).toEqual(['hidden_rows', 'hidden_sheet']);
    expect(JSON.stringify(value)).not.toContain('底稿');
  });

  test('a formula shows its stored value; without one the formula stands there, never a blank', async () => {
    const bytes = await xlsx({
      name: '表',
      rows: [
        ['甲', '乙', '丙'],
        [1, 2, 3],
      ],
    });
    const changed = await withPart(bytes, 'xl/worksheets/sheet1.xml', (xml) =>
      xml.replace('<v>2</v>', '<f>SUM(A2,1)</f><v>2</v>').replace('<v>3</v>', '<f>SUM(A2:B2)</f>'),
    );
    const { rows, codes } = await read(changed);
    expect(rows[0]?.[1]).toEqual(['1', '2', '=SUM(A2:B2)']);
    expect(codes).toEqual(['formula_without_value']);
  });

  test('a sheet that is a chart is left out', async () => {
    const bytes = await xlsx({
      name: '表',
      rows: [
        ['甲', 1],
        ['乙', 2],
      ],
    });
    const charted = await withPart(
      await withPart(bytes, 'xl/workbook.xml', (xml) =>
        xml.replace('</sheets>', '<sheet name="图" sheetId="9" r:id="rId99"/></sheets>'),
      ),
      'xl/_rels/workbook.xml.rels',
      (xml) =>
        xml.replace(
          '</Relationships>',
          '<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/chartsheet" Target="chartsheets/sheet1.xml"/></Relationships>',
        ),
    );
    const { rows, codes } = await read(charted);
    expect(rows).toEqual([
      [
        ['甲', '1'],
        ['乙', '2'],
      ],
    ]);
    expect(codes).toEqual(['chart_sheet']);
  });

  test('a sheet that uses a cell at its far end is too large', async () => {
    const bytes = await withPart(await xlsx({ name: '表', rows: [['甲', 1]] }), 'xl/worksheets/sheet1.xml', (xml) =>
      xml.replace('</sheetData>', '<row r="900000"><c r="Z900000"><v>1</v></c></row></sheetData>'),
    );
    await expect(read(bytes)).rejects.toMatchObject({ name: 'UnreadableError', reason: 'too_large' });
  });

  test('a workbook without its sheet is damaged, one under a password is encrypted', async () => {
    const zip = await JSZip.loadAsync(await xlsx({ name: '表', rows: [['甲']] }));
    zip.remove('xl/worksheets/sheet1.xml');
    await expect(read(await zip.generateAsync({ type: 'uint8array' }))).rejects.toMatchObject({ reason: 'damaged' });
    const locked = await writeXlsx({
      sheets: [{ name: '表', rows: [['甲']] }],
      encryption: { password: 'x', spinCount: 1 },
    });
    await expect(read(locked)).rejects.toMatchObject({ reason: 'encrypted' });
  });
});

describe('a workbook of Excel 97', () => {
  const FORM: XlsSheet = {
    name: '表三',
    cells: [
      { row: 0, col: 0, value: '三、收到和处理政府信息公开申请情况' },
      { row: 1, col: 0, look: 1, value: '项目' },
      { row: 1, col: 1, look: 1, value: '自然人' },
      { row: 2, col: 0, look: 1, value: '一、新收' },
      { row: 2, col: 1, look: 2, value: 12345 },
      { row: 2, col: 2, look: 1, value: 3893780.25 },
      { row: 3, col: 0, look: 1, value: '二、结转' },
      { row: 3, col: 1, look: 1, value: '0 ' },
      { row: 3, col: 2, look: 1, value: { formula: 7 } },
    ],
    merges: [[1, 1, 1, 2]],
  };
  const LOOKS = [{}, { lines: true }, { lines: true, format: '#,##0' }];

  test('is read as one of today is, texts cut in two included', async () => {
    for (const splitStrings of [false, true]) {
      const { value, texts, rows, table } = await read(xls([FORM], { looks: LOOKS, splitStrings }));
      expect(value).toMatchObject({ format: 'xls', extractor: 'xls/1' });
      expect(texts).toEqual(['表三', '三、收到和处理政府信息公开申请情况']);
      expect(rows).toEqual([
        [
          ['项目', '自然人'],
          ['一、新收', '12,345', '3893780.25'],
          ['二、结转', '0 ', '7'],
        ],
      ]);
      expect(table?.rows[0]?.[1]?.colSpan).toBe(2);
      expect(table?.rows[1]?.[1]?.at).toEqual({ block: 2, row: 1, col: 1, path: '表三!B3' });
    }
  });

  test('the made-up file is one that another reader reads alike', async () => {
    const [sheet] = (await readWithHucre(xls([FORM], { looks: LOOKS }))).sheets;
    expect(sheet?.rows[2]).toEqual(['一、新收', 12345, 3893780.25]);
    expect(sheet?.merges).toEqual([{ startRow: 1, endRow: 1, startCol: 1, endCol: 2 }]);
  });

  test('merged cells behind a chart and the text of a shared formula are not lost', async () => {
    const { rows, table } = await read(
      xls([
        {
          name: '表',
          hasChart: true,
          cells: [
            { row: 0, col: 0, value: '甲' },
            { row: 0, col: 2, value: '乙' },
            { row: 1, col: 0, value: { formula: '元', shared: true } },
            { row: 1, col: 1, value: 2 },
            { row: 1, col: 2, value: 3 },
          ],
          merges: [[0, 0, 0, 1]],
        },
      ]),
    );
    expect(rows).toEqual([
      [
        ['甲', '乙'],
        ['元', '2', '3'],
      ],
    ]);
    expect(table?.rows[0]?.[0]?.colSpan).toBe(2);
  });

  test('what is hidden is left out and named', async () => {
    const { rows, codes } = await read(
      xls([
        {
          name: '表',
          cells: [0, 1, 2].flatMap((row) => [0, 1, 2].map((col) => ({ row, col, value: 3 * row + col }))),
          hiddenRows: [1],
          hiddenCols: [1],
        },
        { name: '底稿', isHidden: true, cells: [{ row: 0, col: 0, value: 'x' }] },
      ]),
    );
    expect(rows).toEqual([
      [
        ['0', '2'],
        ['6', '8'],
      ],
    ]);
    expect(codes.sort()).toEqual(['hidden_rows', 'hidden_sheet']);
  });

  test.each([
    ['a protected workbook', () => xls([FORM], { protect: true }), 'encrypted'],
    ['Excel 95', () => xls([FORM], { version: 0x0500 }), 'format'],
    ['a workbook cut short', () => xls([FORM]).subarray(0, 1600), 'damaged'],
    [
      'a text that is not there',
      () =>
        xls([{ name: '表', cells: [{ row: 0, col: 0, value: 'x' }] }]).map((byte, at, all) =>
          isTextNumber(all, at) ? 9 : byte,
        ),
      'damaged',
    ],
  ])('%s cannot be read', async (_, make, reason) => {
    await expect(read(make())).rejects.toMatchObject({ name: 'UnreadableError', reason });
  });
});

/** Whether this is the byte of a LABELSST record that says which text stands in the cell. */
function isTextNumber(bytes: Uint8Array, at: number): boolean {
  return bytes[at - 10] === 0xfd && bytes[at - 9] === 0 && bytes[at - 8] === 10 && bytes[at - 7] === 0;
}
