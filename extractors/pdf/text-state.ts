import { compose, IDENTITY } from './geometry.ts';
import type { Matrix, Turn } from './geometry.ts';
import type { Glyph } from './marks.ts';

/** The part of a font that placing text needs: ISO 32000-1, 9.2.4 and 9.7.4.3. */
export interface FontFacts {
  /** Glyph space to text space; 0.001 for all but Type 3 fonts. */
  scale: number;
  vertical: boolean;
  /** [advance, x and y of the vertical origin] in thousandths, for vertical fonts. */
  verticalMetrics: readonly number[] | null;
}

/** One character as the content stream shows it; `width` in glyph space. */
export interface ShownGlyph {
  unicode: string;
  width: number;
  isSpace: boolean;
  vmetric?: readonly number[] | undefined;
}

/** The text state parameters of ISO 32000-1, 9.3. `horizontal` is the scaling / 100. */
export interface TextState {
  font: FontFacts;
  size: number;
  charSpacing: number;
  wordSpacing: number;
  horizontal: number;
  leading: number;
  rise: number;
  /** Its rendering mode paints nothing. */
  hidden: boolean;
  /** It is painted without any colour (constant alpha 0). */
  transparent: boolean;
}

/** Text matrix and the pen's place in it; `lineX`, `lineY` are where the line starts. */
export interface Pen {
  matrix: Matrix;
  x: number;
  y: number;
  lineX: number;
  lineY: number;
}

/** The state at the beginning of a page. */
export const FIRST_TEXT_STATE: TextState = {
  font: { scale: 0.001, vertical: false, verticalMetrics: null },
  size: 0,
  charSpacing: 0,
  wordSpacing: 0,
  horizontal: 1,
  leading: 0,
  rise: 0,
  hidden: false,
  transparent: false,
};

/** Share of the font size above and below the baseline that a glyph's box takes: the em box of CJK fonts. */
const ASCENT = 0.88;
const DESCENT = 0.12;

/** Text that strays from its axis by more than this share of a quarter turn (9°) is no line of the document. */
const SLANT = 0.1;

/** A pen at the origin of `matrix`. */
export function penAt(matrix: Matrix = IDENTITY): Pen {
  return { matrix, x: 0, y: 0, lineX: 0, lineY: 0 };
}

/** The pen moved from the start of its line (operator Td). */
export function moved(pen: Pen, dx: number, dy: number): Pen {
  const x = pen.lineX + dx;
  const y = pen.lineY + dy;
  return { matrix: pen.matrix, x, y, lineX: x, lineY: y };
}

/** Places shown characters under `toPage` (text user space → page as shown, y downwards); returns glyphs and the moved pen. */
export function placeText(
  shown: readonly (ShownGlyph | number)[],
  state: TextState,
  pen: Pen,
  toPage: Matrix,
): { glyphs: Glyph[]; pen: Pen } {
  const glyphs: Glyph[] = [];
  const matrix = compose(toPage, pen.matrix);
  const { font, size, horizontal } = state;
  const common = commonOf(state, matrix);
  let { x, y } = pen;
  for (const item of shown) {
    if (typeof item === 'number') {
      if (font.vertical) y -= (item / 1000) * size;
      else x -= (item / 1000) * size * horizontal;
      continue;
    }
    const spacing = state.charSpacing + (item.isSpace ? state.wordSpacing : 0);
    const width = item.width * font.scale * size * horizontal;
    if (font.vertical) {
      const metrics = item.vmetric ?? font.verticalMetrics ?? [-1000, item.width / 2, 880];
      const left = x - (item.vmetric === undefined ? item.width / 2 : (metrics[1] ?? 0)) * font.scale * size;
      const foot = y - (metrics[2] ?? 880) * font.scale * size;
      glyphs.push(glyphAt(item.unicode, { left, foot: foot + state.rise, width }, state, common));
      y += (metrics[0] ?? -1000) * font.scale * size + spacing;
    } else {
      glyphs.push(glyphAt(item.unicode, { left: x, foot: y + state.rise, width }, state, common));
      x += width + spacing * horizontal;
    }
  }
  return { glyphs, pen: { ...pen, x, y } };
}

/** What all characters have in common that are shown at once. */
interface Common extends Pick<Glyph, 'size' | 'turn' | 'slanted'> {
  matrix: Matrix;
}

function commonOf(state: TextState, matrix: Matrix): Common {
  const quarters = quartersOf(matrix, state.size * state.horizontal);
  return {
    matrix,
    size: Math.abs(state.size) * Math.hypot(matrix[2], matrix[3]),
    turn: turnOf(quarters),
    slanted: Math.abs(quarters - Math.round(quarters)) > SLANT,
  };
}

function glyphAt(
  text: string,
  place: { left: number; foot: number; width: number },
  state: TextState,
  same: Common,
): Glyph {
  const { left, foot, width } = place;
  const right = left + width;
  const low = foot - DESCENT * state.size;
  const high = foot + ASCENT * state.size;
  // Written out, without a list for each corner: a page has thousands of characters.
  const [a, b, c, d, e, f] = same.matrix;
  const [x1, x2, x3, x4] = [
    a * left + c * low + e,
    a * right + c * low + e,
    a * left + c * high + e,
    a * right + c * high + e,
  ];
  const [y1, y2, y3, y4] = [
    b * left + d * low + f,
    b * right + d * low + f,
    b * left + d * high + f,
    b * right + d * high + f,
  ];
  return {
    text,
    x0: Math.min(x1, x2, x3, x4),
    x1: Math.max(x1, x2, x3, x4),
    y0: Math.min(y1, y2, y3, y4),
    y1: Math.max(y1, y2, y3, y4),
    base: same.turn === 0 || same.turn === 180 ? b * left + d * foot + f : a * left + c * foot + e,
    size: same.size,
    turn: same.turn,
    hidden: state.hidden || state.transparent,
    slanted: same.slanted,
  };
}

/** The direction in which the text runs, in quarter turns clockwise. */
function quartersOf(matrix: Matrix, sign: number): number {
  return (Math.atan2(matrix[1] * Math.sign(sign), matrix[0] * Math.sign(sign)) * 2) / Math.PI;
}

function turnOf(quarters: number): Turn {
  const whole = (Math.round(quarters) + 4) % 4;
  return whole === 1 ? 90 : whole === 2 ? 180 : whole === 3 ? 270 : 0;
}
