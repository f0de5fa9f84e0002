import { findGrids } from '../pdf/grid.ts';
import type { Grid, GridCell } from '../pdf/grid.ts';
import type { Rule } from '../pdf/marks.ts';
import type { Box } from '../pdf/geometry.ts';
import type { PixelBox } from './blobs.ts';
import { framed, PIXELS_PER_POINT, scaled } from './grey.ts';
import { isFormWord } from './form-words.ts';
import { DIGIT_CHARACTERS, mayBeNumber, NUMBER_CHARACTERS, settleNumber } from './numbers.ts';
import type { CellReading } from './numbers.ts';
import { findPrint, pictureOf } from './print.ts';
import type { PageInk, Print } from './print.ts';
import type { Recogniser, Word } from './tesseract.ts';

/** A cell of a ruled table with what was read in it; box in points on the straightened page, `print` null where blank. */
export interface ReadCell extends CellReading {
  box: Box;
  print: Print | null;
}

/** Pixels between the middle of a ruling line and what may be print. */
const INSET = 3;
/** White around what is handed to the recogniser, pixels: it reads little that touches the edge. */
const MARGIN = 20;
/** A cell without print whose marks leave doubt. */
const DOUBTFUL = 0.5;

/** Reads every cell of the ruled tables of a page, each on its own: a cell without ink is blank and never read. */
export async function readCellsOf(page: PageInk, rules: readonly Rule[], recogniser: Recogniser): Promise<ReadCell[]> {
  const boxes = findGrids(rules)
    .filter((grid) => grid.cells.length > 1)
    .flatMap((grid) => grid.cells.map((cell) => boxOf(grid, cell)));
  const looked = boxes.map((box) => ({ box, found: findPrint(page, pixelsOf(box)) }));
  const printed = looked.flatMap(({ box, found }) => (typeof found === 'string' ? [] : [{ box, print: found }]));
  const pictures = printed.map(({ print }) => pictureOf(page, print));
  const open = await recogniser.read(
    pictures.map(({ grey }) => framed(grey, MARGIN)),
    { language: 'chi_sim', layout: 'line' },
  );
  const opened = open.map((lines) => lines.flat());
  const numeric = [...opened.keys()].filter((index) => mayBeNumber(textOf(opened[index])));
  const worded = [...opened.keys()].filter((index) => !numeric.includes(index) && !isFormWord(textOf(opened[index])));
  const pick = numeric.flatMap((index) => pictures[index] ?? []);
  const [first, second, again] = await Promise.all([
    recogniser.read(
      pick.map(({ black }) => framed(scaled(black, 0.8), MARGIN)),
      { language: 'chi_sim', layout: 'line', only: NUMBER_CHARACTERS },
    ),
    recogniser.read(
      pick.map(({ grey }) => framed(grey, MARGIN)),
      { language: recogniser.hasEnglish ? 'eng' : 'chi_sim', layout: 'line', only: DIGIT_CHARACTERS },
    ),
    recogniser.read(
      worded.flatMap((index) => pictures[index] ?? []).map(({ grey }) => framed(scaled(grey, 0.75), MARGIN)),
      { language: 'chi_sim', layout: 'line' },
    ),
  ]);
  const read = printed.map(({ box, print }, index): ReadCell => {
    const words = opened[index] ?? [];
    const place = numeric.indexOf(index);
    if (place < 0) {
      const other = textOf(again[worded.indexOf(index)]?.flat());
      const differs = other !== '' && other !== textOf(words);
      return { box, print, text: textOf(words), confidence: leastOf(words), ...(differs ? { second: other } : {}) };
    }
    const readings = {
      open: textOf(words),
      first: textOf(first[place]?.flat()),
      second: textOf(second[place]?.flat()),
    };
    return { box, print, ...settleNumber(readings, print) };
  });
  const blank = looked.flatMap(({ box, found }): ReadCell[] =>
    typeof found === 'string' ? [{ box, print: null, text: '', confidence: found === 'doubtful' ? DOUBTFUL : 1 }] : [],
  );
  return [...read, ...blank];
}

function textOf(words: readonly Word[] = []): string {
  return words.map((word) => word.text).join('');
}

function leastOf(words: readonly Word[]): number {
  return Math.min(1, ...words.map((word) => word.confidence));
}

function boxOf(grid: Grid, cell: GridCell): Box {
  return {
    x0: grid.xs[cell.col] ?? 0,
    y0: grid.ys[cell.row] ?? 0,
    x1: grid.xs[cell.col + cell.colSpan] ?? 0,
    y1: grid.ys[cell.row + cell.rowSpan] ?? 0,
  };
}

function pixelsOf(box: Box): PixelBox {
  return {
    x0: Math.round(box.x0 * PIXELS_PER_POINT) + INSET,
    y0: Math.round(box.y0 * PIXELS_PER_POINT) + INSET,
    x1: Math.round(box.x1 * PIXELS_PER_POINT) - INSET,
    y1: Math.round(box.y1 * PIXELS_PER_POINT) - INSET,
  };
}
