import type { Box } from '../pdf/geometry.ts';
import { median } from '../pdf/geometry.ts';
import { findGrids, gridBox } from '../pdf/grid.ts';
import type { Glyph, PageMarks } from '../pdf/marks.ts';
import { readCellsOf } from './cells.ts';
import type { ReadCell } from './cells.ts';
import { halved, PIXELS_PER_POINT, turned } from './grey.ts';
import type { GreyImage } from './grey.ts';
import { findInk } from './ink.ts';
import { findRules } from './ruling.ts';
import { findSkew } from './skew.ts';
import type { Recogniser } from './tesseract.ts';
import { readText } from './text.ts';

/**
 * Reads the picture of a page (1-based; 300 dpi) as if its characters and lines were those of a text page: straightened,
 * every cell of its ruled tables recognised on its own, the text around them line by line.
 */
export async function recognisePage(image: GreyImage, page: number, recogniser: Recogniser): Promise<PageMarks> {
  const skew = findSkew(findInk(halved(image)).ink);
  const { ink, even } = findInk(turned(image, skew));
  const { rules, rest } = findRules(ink);
  const grids = findGrids(rules).filter((grid) => grid.cells.length > 1);
  const paper = { rest, even };
  const [cells, text] = await Promise.all([
    readCellsOf(paper, rules, recogniser),
    readText(paper, grids.map(gridBox), recogniser),
  ]);
  return {
    page,
    width: image.width / PIXELS_PER_POINT,
    height: image.height / PIXELS_PER_POINT,
    turned: 0,
    glyphs: [...cells.flatMap(cellGlyphs), ...text],
    rules,
    watermark: '',
    recognised: {
      skew,
      cells: cells.map(({ box, text: read, confidence, second }) => ({
        box,
        text: read,
        confidence,
        ...(second === undefined ? {} : { second }),
      })),
    },
  };
}

/** The text of a cell as characters in its lines: shared out by the widths of the lines, which were read side by side. */
function cellGlyphs({ text, print }: ReadCell): Glyph[] {
  if (print === null) return [];
  const lines = print.strips.map((strip) => inPoints(strip));
  const size = median(
    lines.map((line) => line.y1 - line.y0),
    0,
  );
  const chars = Array.from(text);
  const whole = lines.reduce((sum, line) => sum + line.x1 - line.x0, 0);
  let from = 0;
  let width = 0;
  return lines.flatMap((line): Glyph[] => {
    width += line.x1 - line.x0;
    const to = Math.round((chars.length * width) / whole);
    const part = chars.slice(from, to).join('');
    from = to;
    if (part === '') return [];
    return [{ ...line, text: part, base: line.y1, size, turn: 0, hidden: false, slanted: false }];
  });
}

function inPoints(box: Box): Box {
  return {
    x0: box.x0 / PIXELS_PER_POINT,
    y0: box.y0 / PIXELS_PER_POINT,
    x1: box.x1 / PIXELS_PER_POINT,
    y1: box.y1 / PIXELS_PER_POINT,
  };
}
