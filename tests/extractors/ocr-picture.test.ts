import sharp from 'sharp';
import { describe, expect, test } from '@jest/globals';
import { decodeBmp, isBmp } from '../../extractors/ocr/bmp.ts';
import { blankImage, PIXELS_PER_POINT, turned } from '../../extractors/ocr/grey.ts';
import type { GreyImage } from '../../extractors/ocr/grey.ts';
import { findInk } from '../../extractors/ocr/ink.ts';
import { mayBeNumber, settleNumber } from '../../extractors/ocr/numbers.ts';
import { findPrint } from '../../extractors/ocr/print.ts';
import type { Print } from '../../extractors/ocr/print.ts';
import { findRules } from '../../extractors/ocr/ruling.ts';
import { findSkew } from '../../extractors/ocr/skew.ts';
import { writeTiff } from '../../extractors/ocr/tiff.ts';
import { findGrids } from '../../extractors/pdf/grid.ts';

/** A black rectangle; all in pixels. */
function fill(image: GreyImage, [x0, y0, x1, y1]: readonly [number, number, number, number], shade = 0): void {
  for (let y = y0; y < y1; y += 1) image.data.fill(shade, y * image.width + x0, y * image.width + x1);
}

/** A page with a table of 4 rows and 3 columns, its first row merged, some strokes in its cells, and a shadow over it all. */
function tablePage(): GreyImage {
  const page = blankImage(1200, 900);
  for (const y of [200, 300, 400, 500, 600]) fill(page, [150, y, 1050, y + 3]);
  for (const x of [150, 450, 750, 1048]) fill(page, [x, x === 150 || x === 1048 ? 200 : 300, x + 3, 603]);
  for (const [x, y] of [
    [200, 240],
    [500, 340],
    [800, 440],
    [800, 540],
  ] as const)
    fill(page, [x, y, x + 25, y + 30]);
  for (let at = 0; at < page.data.length; at += 1) page.data[at] = Math.max(page.data[at] ?? 0, 20);
  for (let y = 0; y < page.height; y += 1) {
    for (let x = 0; x < page.width; x += 1) {
      const at = y * page.width + x;
      const light = 0.75 + 0.25 * (x / page.width);
      page.data[at] = Math.round((page.data[at] ?? 255) * light - ((x * 31 + y * 17) % 13));
    }
  }
  return page;
}

describe('a page is straightened', () => {
  test.each([0, 0.5, 2, -3])('when it was laid %p degrees askew', (degrees) => {
    const askew = turned(tablePage(), -degrees);
    expect(findSkew(findInk(askew).ink)).toBeCloseTo(degrees, 1);
  });
});

describe('the grid of a table', () => {
  test.each([0, 2, -3])('is found with its merged cells on a page %p degrees askew, under a shadow', (degrees) => {
    const askew = turned(tablePage(), -degrees);
    const straight = turned(askew, findSkew(findInk(askew).ink));
    const [grid, ...others] = findGrids(findRules(findInk(straight).ink).rules);
    expect(others).toEqual([]);
    expect(grid?.cells.map((cell) => [cell.row, cell.col, cell.rowSpan, cell.colSpan])).toEqual([
      [0, 0, 1, 3],
      ...[1, 2, 3].flatMap((row) => [0, 1, 2].map((col) => [row, col, 1, 1])),
    ]);
    expect((grid?.xs[0] ?? 0) * PIXELS_PER_POINT).toBeCloseTo(151, -1);
  });
});

describe('what a cell shows', () => {
  const page = (draw: (image: GreyImage) => void): ReturnType<typeof findPrint> => {
    const image = blankImage(200, 100, 235);
    draw(image);
    const { ink, even } = findInk(image);
    return findPrint({ rest: ink, even }, { x0: 5, y0: 5, x1: 195, y1: 95 });
  };

  test('is nothing on clean paper, and nothing where only dust lies', () => {
    expect(page(() => undefined)).toBe('nothing');
    expect(page((image) => fill(image, [50, 50, 53, 53], 60))).toBe('nothing');
  });

  test('is print where a digit or a minus sign stands', () => {
    expect(page((image) => fill(image, [90, 35, 95, 65]))).toMatchObject({ box: { x0: 90, y0: 35, x1: 95, y1: 65 } });
    expect(page((image) => fill(image, [90, 50, 102, 53]))).toMatchObject({ box: { x0: 90, y0: 50, x1: 102, y1: 53 } });
  });

  test('leaves doubt where a mark is too faint to be read', () => {
    expect(page((image) => fill(image, [90, 35, 100, 65], 208))).toBe('doubtful');
  });
});

describe('a number is settled from its readings', () => {
  const shapes = (...boxes: [number, number, number, number][]): Print => {
    const blobs = boxes.map(([x0, y0, x1, y1]) => ({ x0, y0, x1, y1, pixels: [] }));
    const box = { x0: 0, y0: 0, x1: 100, y1: 30 };
    return { box, blobs, strips: [box] };
  };
  const two = shapes([0, 0, 18, 30], [22, 0, 40, 30]);
  const minusTwo = shapes([0, 14, 12, 17], [16, 0, 34, 30], [38, 0, 56, 30]);

  test.each([
    ['all agree and the shapes fit', { open: '57', first: '57', second: '57' }, two, { text: '57', confidence: 0.98 }],
    [
      'a minus sign that nobody read shows',
      { open: '57', first: '57', second: '57' },
      minusTwo,
      { text: '57', confidence: 0.7 },
    ],
    ['a minus sign is read', { open: '-57', first: '-57', second: '-57' }, minusTwo, { text: '-57', confidence: 0.98 }],
    [
      'the open reading saw a character',
      { open: '中', first: '4', second: '4' },
      shapes([0, 0, 18, 30]),
      { text: '4', confidence: 0.7 },
    ],
    ['they differ', { open: '51', first: '57', second: '51' }, two, { text: '51', confidence: 0.3, second: '57' }],
    [
      'only one saw anything',
      { open: '5', first: '5', second: '' },
      shapes([0, 0, 18, 30]),
      { text: '5', confidence: 0.7 },
    ],
    [
      'a word stands there',
      { open: '无', first: '元', second: '7' },
      shapes([0, 0, 28, 30]),
      { text: '无', confidence: 0.3 },
    ],
    [
      'a dash stands there',
      { open: '-', first: '-', second: '-' },
      shapes([0, 14, 20, 17]),
      { text: '—', confidence: 0.7 },
    ],
  ])('where %s', (_, readings, print, settled) => {
    expect(settleNumber(readings, print)).toEqual(settled);
  });

  test.each([
    ['278', true],
    ['-57', true],
    ['1308353元', true],
    ['中', true],
    ['行政许可', false],
    ['1.属于国家秘密', false],
  ])('and "%s" may be a number: %p', (text, expected) => {
    expect(mayBeNumber(text)).toBe(expected);
  });
});

describe('pictures are handed over', () => {
  test('as the pages of one TIFF that another program reads', async () => {
    const first = blankImage(31, 17);
    fill(first, [3, 3, 9, 9]);
    const file = writeTiff([first, blankImage(8, 8, 128)]);
    expect(await sharp(file).metadata()).toMatchObject({ pages: 2, width: 31, height: 17, density: 300 });
    const pages = await Promise.all(
      [0, 1].map(async (page) => [...(await sharp(file, { page }).toColourspace('b-w').raw().toBuffer())]),
    );
    expect(pages).toEqual([[...first.data], Array.from({ length: 64 }, () => 128)]);
  });

  test('from a Windows bitmap, from the bottom up and with a palette', () => {
    const file = Buffer.alloc(54 + 8 + 8);
    file.write('BM', 'latin1');
    for (const [at, value] of [
      [10, 62],
      [14, 40],
      [18, 9],
      [22, 2],
    ] as const)
      file.writeUInt32LE(value, at);
    file.writeUInt16LE(1, 26);
    file.writeUInt16LE(1, 28);
    file.set([0, 0, 0, 0, 255, 255, 255, 0], 54);
    file.set([0b11111111, 0b10000000, 0, 0, 0b01111111, 0, 0, 0], 62);
    expect(isBmp(file)).toBe(true);
    const { width, height, data } = decodeBmp(file);
    expect([width, height]).toEqual([9, 2]);
    const rows = [0, 1].map((y) => Array.from({ length: 9 }, (_, x) => data[(y * 9 + x) * 3]));
    expect(rows).toEqual([[0, 255, 255, 255, 255, 255, 255, 255, 0], Array.from({ length: 9 }, () => 255)]);
  });
});
