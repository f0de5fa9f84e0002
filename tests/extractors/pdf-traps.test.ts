import { describe, expect, test } from '@jest/globals';
import { readPdf } from '../../extractors/pdf/read-pdf.ts';
import { bar, paper, ruled, stroke, write } from './pdf-paper.ts';

/** Traps met when the seed reports were printed by a browser in many looks; each page is the smallest that shows one. */
async function tables(content: string) {
  const { value } = await readPdf(paper([{ content }]), { url: 'file:sheet.pdf' });
  return value.blocks.flatMap((block) =>
    block.kind === 'table'
      ? [{ fidelity: block.fidelity, rows: block.rows.map((row) => row.map((cell) => cell.text)) }]
      : [],
  );
}

/** A filled area; y from the upper edge. */
function area(x0: number, y0: number, x1: number, y1: number): string {
  return `${x0} ${842 - y1} ${x1 - x0} ${y1 - y0} re f\n`;
}

const XS = [100, 220, 300, 380];
const YS = [100, 120, 140, 160];
const BODY =
  write(105, 114, '信息内容') +
  write(225, 114, '本年数量') +
  write(305, 114, '公开数量') +
  write(105, 134, '规章') +
  write(240, 134, '12') +
  write(320, 134, '34') +
  write(105, 154, '规范性文件') +
  write(320, 154, '5');
const CELLS = [
  ['信息内容', '本年数量', '公开数量'],
  ['规章', '12', '34'],
  ['规范性文件', '', '5'],
];

/** Grounds of the cells with white between them, as `border-spacing` leaves it. */
function grounds(keep: (row: number, col: number) => boolean = () => true): string {
  return [0, 1, 2]
    .flatMap((row) => [0, 1, 2].map((col) => [row, col] as const))
    .filter(([row, col]) => keep(row, col))
    .map(([row, col]) =>
      area((XS[col] ?? 0) + 0.7, (YS[row] ?? 0) + 0.7, (XS[col + 1] ?? 0) - 0.7, (YS[row + 1] ?? 0) - 0.7),
    )
    .join('');
}

describe('rules in disguise', () => {
  test('long dashes with gaps wider than three points are lines', async () => {
    const dashed = (x0: number, y0: number, x1: number, y1: number): string => {
      const length = x1 - x0 + (y1 - y0);
      const dashes = Array.from({ length: Math.floor(length / 8) }, (_, index) => index * 8);
      return dashes
        .map((at) => (x1 > x0 ? bar(x0 + at, y0, x0 + at + 4, y0) : bar(x0, y0 + at, x0, y0 + at + 4)))
        .join('');
    };
    expect(await tables(ruled(XS, YS, dashed) + BODY)).toEqual([{ fidelity: 'spans', rows: CELLS }]);
  });

  test('grounds of cells rule a table without lines, on the ground of the whole table too', async () => {
    for (const ground of ['', area(98, 98, 382, 162)]) {
      expect(await tables(ground + grounds() + BODY)).toEqual([{ fidelity: 'spans', rows: CELLS }]);
    }
  });

  test.each([
    ['every second row', (row: number) => row === 1],
    ['the head', (row: number) => row === 0],
    ['the values', (_row: number, col: number) => col > 0],
  ])('grounds of %s alone rule nothing: columns are told by white space', async (_, keep) => {
    expect(await tables(grounds(keep) + BODY)).toEqual([{ fidelity: 'cells', rows: CELLS }]);
  });

  test('grounds behind the lines of a text (洪泽 2024) are no table', async () => {
    const lines = [1, 2, 3, 4, 5, 6, 7].map((line) => {
      const y = 100 + line * 20;
      return (
        area(100, y, 500, y + 20) +
        write(102, y + 14, `第${line}行正文，统计至2024年${line}月止，共${line}件，予以公开。`)
      );
    });
    expect(await tables(lines.join(''))).toEqual([]);
  });

  test('a frame around a table without lines is not its grid', async () => {
    expect(await tables(ruled([90, 400], [95, 170]) + BODY)).toEqual([{ fidelity: 'cells', rows: CELLS }]);
  });

  test('lines between columns alone keep the numbers of each row apart', async () => {
    const upright = XS.map((x) => stroke(x, 100, x, 160)).join('');
    for (const { rows } of await tables(upright + BODY)) {
      expect(rows.flat()).not.toContain('345');
    }
  });
});

describe('rows that do not fit their columns', () => {
  const head = write(105, 94, '信息内容') + write(225, 94, '甲项') + write(305, 94, '乙项') + write(385, 94, '丙项');

  test('a number between two columns is given as it stands, and the row has fewer cells than columns', async () => {
    const full = write(105, 114, '规章') + write(230, 114, '1') + write(310, 114, '2') + write(390, 114, '3');
    const stray = write(105, 134, '规范性文件') + write(230, 134, '4') + write(350, 134, '5');
    const [table] = await tables(head + full + stray);
    expect(table?.rows).toEqual([
      ['信息内容', '甲项', '乙项', '丙项'],
      ['规章', '1', '2', '3'],
      ['规范性文件', '4', '5'],
    ]);
  });

  test('two numbers a little apart are never one number, nor one of them that of the empty cell beside', async () => {
    const full = write(105, 114, '规章') + write(230, 114, '1') + write(310, 114, '2') + write(390, 114, '3');
    const close = write(105, 134, '规范性文件') + write(300, 134, '12') + write(315, 134, '34') + write(390, 134, '5');
    const [table] = await tables(head + full + close);
    expect(table?.rows.at(-1)).toEqual(['规范性文件', '12', '34', '5', '']);
  });
});
