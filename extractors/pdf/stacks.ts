import { surround } from './geometry.ts';
import type { Box } from './geometry.ts';
import { linesOf } from './lines.ts';
import type { Line } from './lines.ts';

/** Pieces of a line farther apart than this share of the font size stand in different cells. */
const CELL_GAP = 1;
/** Two digits farther apart than this share of the font size belong to different numbers. */
const DIGIT_GAP = 0.3;
/** Pieces closer than this share of the font size, one below the other, are lines of one cell. */
const SAME_CELL = 0.5;

/** A label's number: what begins with one is never the second line of another label. */
const ENUMERATOR = /^(?:[（(]?[一二三四五六七八九十]+[）)、]|\d{1,2}[.．、])/u;

/** A line of text cut where it leaves a gap as wide as a character, and between numbers. */
export function piecesOf(line: Line): Line[] {
  const groups: Line['glyphs'][] = [];
  for (const glyph of line.glyphs) {
    const group = groups.at(-1);
    const before = group?.at(-1);
    const bothDigits = /\p{Nd}$/u.test(before?.text ?? '') && /^[\p{Nd}+-]/u.test(glyph.text);
    const widest = (bothDigits ? DIGIT_GAP : CELL_GAP) * line.size;
    if (group !== undefined && before !== undefined && glyph.x0 - before.x1 <= widest) group.push(glyph);
    else groups.push([glyph]);
  }
  return groups.flatMap((glyphs) => linesOf(glyphs));
}

/** The words of one cell: pieces of lines that stand closely one below the other. */
export interface Stack extends Box {
  text: string;
  size: number;
}

/** Height of the middle of a piece of the page. */
export function middle(box: Box): number {
  return (box.y0 + box.y1) / 2;
}

/** Whether two pieces share some of their width. */
export function overlaps(a: Pick<Box, 'x0' | 'x1'>, b: Pick<Box, 'x0' | 'x1'>): boolean {
  return a.x0 < b.x1 && b.x0 < a.x1;
}

/** Joins pieces, given from top to bottom, into cells. */
export function stacksOf(pieces: readonly Line[]): Stack[] {
  const stacks: Line[][] = [];
  for (const piece of pieces) {
    const stack = ENUMERATOR.test(piece.text) ? undefined : stacks.find((lines) => isBelow(piece, lines.at(-1)));
    if (stack === undefined) stacks.push([piece]);
    else stack.push(piece);
  }
  return stacks.flatMap((lines) => {
    const box = surround(lines);
    const text = lines.map((line) => line.text).join('');
    return box === null ? [] : [{ ...box, text, size: lines[0]?.size ?? 0 }];
  });
}

function isBelow(piece: Line, last: Line | undefined): boolean {
  if (last === undefined || !overlaps(last, piece)) return false;
  return piece.y0 >= last.y0 && piece.y0 - last.y1 <= SAME_CELL * piece.size;
}
