import { median, surround } from './geometry.ts';
import type { Box, Turn } from './geometry.ts';
import type { Glyph } from './marks.ts';

/** One line of text with its box (points), baseline, common font size and its characters from left to right. */
export interface Line extends Box {
  text: string;
  base: number;
  size: number;
  glyphs: Glyph[];
}

/** Baselines closer than this share of the font size are one line. */
const SAME_LINE = 0.5;

/** Letters and digits of scripts that are written with spaces between words. */
const WORD = /[\p{Script=Latin}\p{Nd}]/u;

/** Lines of characters of one direction, from top to bottom; empty ones left out. */
export function linesOf(glyphs: readonly Glyph[]): Line[] {
  const rows: Glyph[][] = [];
  for (const glyph of [...glyphs].sort((a, b) => a.base - b.base)) {
    const row = rows.at(-1);
    const first = row?.[0];
    if (
      row !== undefined &&
      first !== undefined &&
      glyph.base - first.base <= SAME_LINE * Math.max(first.size, glyph.size)
    ) {
      row.push(glyph);
    } else rows.push([glyph]);
  }
  return rows.map(lineOf).filter((line) => line !== null);
}

function lineOf(glyphs: readonly Glyph[]): Line | null {
  const printed = glyphs.filter((glyph) => glyph.text.trim() !== '').sort((a, b) => a.x0 - b.x0);
  const box = surround(printed);
  if (box === null) return null;
  return {
    ...box,
    text: lineText(glyphs),
    base: median(
      printed.map((glyph) => glyph.base),
      0,
    ),
    size: median(
      printed.map((glyph) => glyph.size),
      0,
    ),
    glyphs: printed,
  };
}

/**
 * The text of the characters of one line. Spaces of the file are kept once each; a space is put in where two words or
 * numbers stand apart without one, unless all characters of the line are spaced out alike.
 */
function lineText(glyphs: readonly Glyph[]): string {
  const sorted = [...glyphs].sort((a, b) => a.x0 + a.x1 - b.x0 - b.x1);
  const printed = sorted.filter((glyph) => glyph.text.trim() !== '');
  const gaps = printed.slice(1).map((glyph, index) => glyph.x0 - (printed[index]?.x1 ?? glyph.x0));
  const usual = Math.max(0, median(gaps, 0));
  let text = '';
  let before: Glyph | null = null;
  for (const glyph of sorted) {
    if (glyph.text.trim() === '') {
      text += glyph.text;
      continue;
    }
    const gap = before === null ? 0 : glyph.x0 - before.x1;
    if (before !== null && !/\s$/u.test(text) && standsApart(before, glyph, gap - usual)) text += ' ';
    text += glyph.text;
    before = glyph;
  }
  return text.replace(/^[ \t\r\n]+|[ \t\r\n]+$/gu, '');
}

function standsApart(before: Glyph, glyph: Glyph, gap: number): boolean {
  const bothWords = WORD.test(before.text) && WORD.test(glyph.text);
  return gap > (bothWords ? 0.25 : 1.5) * glyph.size;
}

/** The characters as they lie when text turned by `turn` is set upright; boxes then hold for comparing only. */
export function upright(glyphs: readonly Glyph[], turn: Turn): Glyph[] {
  return glyphs.map((glyph) => {
    const { x0, x1, y0, y1 } = glyph;
    if (turn === 90) return { ...glyph, x0: y0, x1: y1, y0: -x1, y1: -x0, base: -glyph.base, turn: 0 };
    if (turn === 180) return { ...glyph, x0: -x1, x1: -x0, y0: -y1, y1: -y0, base: -glyph.base, turn: 0 };
    if (turn === 270) return { ...glyph, x0: -y1, x1: -y0, y0: x0, y1: x1, turn: 0 };
    return glyph;
  });
}

/** Width in points of the first piece of a line that may not be broken: a word or number, or one character, with its marks. */
export function firstTokenWidth(line: Line): number {
  let end = 0;
  const at = (index: number): string => line.glyphs[index]?.text ?? '';
  while (/^[（(《〈“‘〔【[]/u.test(at(end))) end += 1;
  if (WORD.test(at(end))) {
    while (/[\p{Script=Latin}\p{Nd}.,%:/+-]/u.test(at(end + 1))) end += 1;
  }
  while (/^[，。、；：！？）)》〉”’〕】\]%]/u.test(at(end + 1))) end += 1;
  const last = line.glyphs[Math.min(end, line.glyphs.length - 1)];
  return last === undefined ? 0 : last.x1 - line.x0;
}
