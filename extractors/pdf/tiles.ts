import { snap, surround } from './geometry.ts';
import type { Box } from './geometry.ts';
import type { Glyph, Rule } from './marks.ts';

/** Backgrounds of neighbouring cells lie no farther apart than this many points. */
const GAP = 3;
/** A table has at least this many cells with a background. */
const FEWEST = 6;
/** More filled areas than this on a page are a picture. */
const MOST = 2000;
/** Share of its own box that the backgrounds of a table cover; striped tables cover about half. */
const COVERED = 0.8;

/**
 * The edges of cells that are told apart by their backgrounds alone, as rules: areas that lie side by side and cover their
 * common box. None where lines are drawn among them, where text stands beside them (a shaded part of a table), or where
 * no figures stand in them (a shaded head). `rules`: the lines that are drawn.
 */
export function tileRules(areas: readonly Box[], rules: readonly Rule[], glyphs: readonly Glyph[]): Rule[] {
  if (areas.length < FEWEST || areas.length > MOST) return [];
  const tiles = areas.filter((area, index) => !isRepeated(area, areas.slice(0, index)) && !isGround(area, areas));
  const printed = glyphs.filter((glyph) => glyph.text.trim() !== '');
  return neighbours(tiles)
    .filter((group) => isTable(group, rules, printed))
    .flat()
    .flatMap(({ x0, y0, x1, y1 }): Rule[] => [
      { along: 'x', at: y0, from: x0, to: x1 },
      { along: 'x', at: y1, from: x0, to: x1 },
      { along: 'y', at: x0, from: y0, to: y1 },
      { along: 'y', at: x1, from: y0, to: y1 },
    ]);
}

function isRepeated(area: Box, earlier: readonly Box[]): boolean {
  return earlier.some((other) => isInside(area, other, 1) && isInside(other, area, 1));
}

/** Whether the area is the ground on which others are painted: a page, a table, a row. */
function isGround(area: Box, areas: readonly Box[]): boolean {
  return areas.filter((other) => isInside(other, area, 1) && !isInside(area, other, 1)).length > 1;
}

function isInside(inner: Box, outer: Box, slack: number): boolean {
  return (
    inner.x0 >= outer.x0 - slack &&
    inner.y0 >= outer.y0 - slack &&
    inner.x1 <= outer.x1 + slack &&
    inner.y1 <= outer.y1 + slack
  );
}

/** Groups of areas that lie side by side. */
function neighbours(tiles: readonly Box[]): Box[][] {
  const group = new Map<Box, Box[]>(tiles.map((tile) => [tile, [tile]]));
  for (const [index, a] of tiles.entries()) {
    for (const b of tiles.slice(0, index)) {
      const touches = b.x0 <= a.x1 + GAP && a.x0 <= b.x1 + GAP && b.y0 <= a.y1 + GAP && a.y0 <= b.y1 + GAP;
      const [one, two] = [group.get(a), group.get(b)];
      if (!touches || one === undefined || two === undefined || one === two) continue;
      one.push(...two);
      for (const tile of two) group.set(tile, one);
    }
  }
  return [...new Set(group.values())];
}

function isTable(tiles: readonly Box[], rules: readonly Rule[], printed: readonly Glyph[]): boolean {
  const box = surround(tiles);
  if (box === null || tiles.length < FEWEST) return false;
  const covered = tiles.reduce((sum, tile) => sum + (tile.x1 - tile.x0) * (tile.y1 - tile.y0), 0);
  if (covered < COVERED * (box.x1 - box.x0) * (box.y1 - box.y0) || !haveColumns(tiles)) return false;
  const drawn = rules.filter((rule) => {
    const ends: Box =
      rule.along === 'x'
        ? { x0: rule.from, x1: rule.to, y0: rule.at, y1: rule.at }
        : { x0: rule.at, x1: rule.at, y0: rule.from, y1: rule.to };
    return isInside(ends, box, GAP);
  });
  if (drawn.length > 1) return false;
  const level = printed.filter((glyph) => glyph.y0 >= box.y0 && glyph.y1 <= box.y1);
  if (level.some((glyph) => glyph.x1 < box.x0 || glyph.x0 > box.x1)) return false;
  const figures = level.filter((glyph) => /\p{Nd}/u.test(glyph.text));
  return tiles.filter((tile) => figures.some((glyph) => isInside(glyph, tile, 1))).length >= 3;
}

/** Whether the areas stand in columns; Word paints a ground behind every line or run of a text as well (洪泽 2024). */
function haveColumns(tiles: readonly Box[]): boolean {
  const starts = snap(
    tiles.map((tile) => tile.x0),
    GAP,
  );
  const inColumn = (start: number): number => tiles.filter((tile) => Math.abs(tile.x0 - start) <= 2 * GAP).length;
  return starts.length > 1 && starts.every((start) => inColumn(start) > 1);
}
