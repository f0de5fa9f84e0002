import type { Box } from '../pdf/geometry.ts';
import { median } from '../pdf/geometry.ts';
import { findGrids, gridBox } from '../pdf/grid.ts';
import type { Glyph, PageMarks } from '../pdf/marks.ts';
import { readCellsOf } from './cells.ts';
import type { ReadCell } from './cells.ts';
import { halved, PIXELS_PER_POINT, quarterTurned, turned } from './grey.ts';
import type { GreyImage } from './grey.ts';
import { findInk } from './ink.ts';
import { findRules } from './ruling.ts';
import { findSkew } from './skew.ts';
import type { Recogniser } from './tesseract.ts';
import { readText } from './text.ts';

/** Upright text is read with a mean confidence of 0.7 and more; what comes out of text that lies on its side has half of it. */
const UPRIGHT = 0.55;

/**
 * Reads the picture of a page (1-based; 300 dpi) as if its characters and lines were those of a text page: set upright and
 * straightened, every cell of its ruled tables recognised on its own, the text around them line by line.
 */
export async function recognisePage(image: GreyImage, page: number, recogniser: Recogniser): Promise<PageMarks> {
  const first = await readUpright(image, page, recogniser);
  if (first.confidence >= UPRIGHT) return first.marks;
  const turn = await recogniser.turnOf(halved(image));
  if (turn === 0) return first.marks;
  const second = await readUpright(quarterTurned(image, turn), page, recogniser);
  return second.confidence > first.confidence ? { ...second.marks, turned: turn } : first.marks;
}

/** Reads a page that stands upright; `confidence`: the mean of that of its words and cells, 1 for a page without any. */
async function readUpright(
  image: GreyImage,
  page: number,
  recogniser: Recogniser,
): Promise<{ marks: PageMarks; confidence: number }> {
  const skew = findSkew(findInk(halved(image)).ink);
  const { ink, even } = findInk(turned(image, skew));
  const { rules, rest } = findRules(ink);
  const grids = findGrids(rules).filter((grid) => grid.cells.length > 1);
  const paper = { rest, even };
  const [cells, text] = await Promise.all([
    readCellsOf(paper, rules, recogniser),
    readText(paper, grids.map(gridBox), recogniser),
  ]);
  const confidences = [...text.confidences, ...cells.flatMap((cell) => (cell.print === null ? [] : [cell.confidence]))];
  const sum = confidences.reduce((total, one) => total + one, 0);
  const marks: PageMarks = {
    page,
    width: image.width / PIXELS_PER_POINT,
    height: image.height / PIXELS_PER_POINT,
    turned: 0,
    glyphs: [...cells.flatMap(cellGlyphs), ...text.glyphs],
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
  return { marks, confidence: confidences.length === 0 ? 1 : sum / confidences.length };
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
