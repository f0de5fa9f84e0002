import type { Turn } from './geometry.ts';
import { firstTokenWidth, linesOf, upright } from './lines.ts';
import type { Line } from './lines.ts';
import type { Glyph } from './marks.ts';

/** The most that a cell's two inner margins take together (Word's and WPS's 2 × 5.4 points, and a little). */
const MARGINS = 11.5;

/**
 * The text of a cell; where its last line leaves less room than `firstToken` (points), what stands in the continuation
 * on the next page may belong to it. `room`: points left on the last line, `firstToken`: width of its own first piece.
 */
export interface CellText {
  text: string;
  room: number;
  firstToken: number;
}

/** Joins the lines of a cell `width` points wide: a wrapped label becomes one line, a deliberate line break stays `\n`. */
export function cellText(glyphs: readonly Glyph[], size: { width: number; height: number }): CellText {
  const turn = commonTurn(glyphs);
  const width = turn === 0 || turn === 180 ? size.width : size.height;
  const lines = linesOf(upright(glyphs, turn));
  let text = '';
  for (const [index, line] of lines.entries()) {
    const before = lines[index - 1];
    text += before === undefined ? line.text : `${isWrapped(before, line, width) ? '' : '\n'}${line.text}`;
  }
  const last = lines.at(-1);
  const first = lines[0];
  return {
    text,
    room: last === undefined ? width : roomAfter(last, width),
    firstToken: first === undefined ? 0 : firstTokenWidth(first),
  };
}

function commonTurn(glyphs: readonly Glyph[]): Turn {
  const count = (turn: Turn): number =>
    glyphs.filter((glyph) => glyph.turn === turn && glyph.text.trim() !== '').length;
  return ([0, 90, 270, 180] as const).reduce<Turn>((best, turn) => (count(turn) > count(best) ? turn : best), 0);
}

function roomAfter(line: Line, width: number): number {
  return width - MARGINS - (line.x1 - line.x0);
}

/** Whether `next` continues `before` only because the cell was too narrow. */
function isWrapped(before: Line, next: Line, width: number): boolean {
  const head = /^[\d,.]+/u.exec(next.text)?.[0] ?? '';
  const tail = /[\d,.]+$/u.exec(before.text)?.[0] ?? '';
  if (head !== '' && tail !== '') {
    // Two numbers on two lines must not become one: only a number wider than the whole cell is cut inside.
    return (head.length + tail.length) * 0.5 * next.size > width - MARGINS;
  }
  return firstTokenWidth(next) > roomAfter(before, width);
}
