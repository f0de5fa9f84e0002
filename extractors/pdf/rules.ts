import { apply } from './geometry.ts';
import type { Box, Matrix } from './geometry.ts';
import type { Rule } from './marks.ts';

/** Path codes of pdfjs 5.4.296; closePath is 4 in 5.6 (DEPENDENCIES.md 4.5), hence the exact pin. */
export const PATH = { moveTo: 0, lineTo: 1, curveTo: 2, close: 3 } as const;

/** A filled shape no thicker than this many points is a line that the maker drew as a rectangle. */
const THICKEST_LINE = 3;
/** Pieces of one line may lie this many points apart (dots and dashes). */
const WIDEST_GAP = 3;
/** Dashes are no longer than this many points; two may lie farther apart, up to the length of the shorter one. */
const LONGEST_DASH = 12;
/** What is shorter than this many points in the end is no ruling line but a dot or a stroke of a drawing. */
const SHORTEST_LINE = 5;
/** A rectangle has five points with its closing one, a mitred border no more than six; glyph outlines have more. */
const MOST_POINTS = 6;
/** A line is straight when it strays no more than this many points from its axis. */
const STRAY = 1;

type Point = [number, number];

/** The filled areas of one drawn path, under `toPage`, that are no lines: backgrounds of cells and the like. */
export function areasOfPath(path: ArrayLike<number>, toPage: Matrix): Box[] {
  return subpaths(path, toPage)
    .filter(({ points }) => points.length > 3 && points.length <= MOST_POINTS)
    .map(({ points }) => boundsOf(points))
    .filter((box) => box.x1 - box.x0 > THICKEST_LINE && box.y1 - box.y0 > THICKEST_LINE);
}

/** The straight, axis-parallel lines of one drawn path, under `toPage`; pieces of any length, not yet joined. */
export function rulesOfPath(path: ArrayLike<number>, paint: 'stroke' | 'fill' | 'both', toPage: Matrix): Rule[] {
  const rules: Rule[] = [];
  for (const part of subpaths(path, toPage)) {
    if (paint !== 'stroke') rules.push(...rulesOfShape(part.points));
    if (paint !== 'fill') {
      for (const [index, point] of part.points.entries()) {
        const before = part.points[index - 1];
        if (before !== undefined) rules.push(...rulesBetween(before, point));
      }
    }
  }
  return rules;
}

function subpaths(path: ArrayLike<number>, toPage: Matrix): { points: Point[] }[] {
  const parts: { points: Point[] }[] = [];
  let points: Point[] = [];
  let index = 0;
  const take = (skip: number): Point => {
    const x = path[index + skip] ?? 0;
    const y = path[index + skip + 1] ?? 0;
    index += skip + 2;
    return apply(toPage, x, y);
  };
  while (index < path.length) {
    const code = path[index];
    index += 1;
    if (code === PATH.moveTo) {
      points = [take(0)];
      parts.push({ points });
    } else if (code === PATH.lineTo) points.push(take(0));
    else if (code === PATH.curveTo) points.push(take(4));
    else if (code === PATH.close) {
      const start = points[0];
      if (start !== undefined) points.push(start);
    } else break;
  }
  return parts;
}

function rulesBetween(a: Point, b: Point): Rule[] {
  const dx = Math.abs(a[0] - b[0]);
  const dy = Math.abs(a[1] - b[1]);
  if (dy <= STRAY && dx > dy) return [line('x', (a[1] + b[1]) / 2, a[0], b[0])];
  if (dx <= STRAY && dy > dx) return [line('y', (a[0] + b[0]) / 2, a[1], b[1])];
  return [];
}

/** A thin filled shape is a line; a dot may be a piece of a line in either direction; anything larger is shading. */
function rulesOfShape(points: readonly Point[]): Rule[] {
  if (points.length > MOST_POINTS) return [];
  const { x0, x1, y0, y1 } = boundsOf(points);
  const rules: Rule[] = [];
  if (y1 - y0 <= THICKEST_LINE && x1 > x0) rules.push(line('x', (y0 + y1) / 2, x0, x1));
  if (x1 - x0 <= THICKEST_LINE && y1 > y0) rules.push(line('y', (x0 + x1) / 2, y0, y1));
  return rules;
}

function boundsOf(points: readonly Point[]): Box {
  const xs = points.map((point) => point[0]);
  const ys = points.map((point) => point[1]);
  return { x0: Math.min(...xs), y0: Math.min(...ys), x1: Math.max(...xs), y1: Math.max(...ys) };
}

function line(along: 'x' | 'y', at: number, a: number, b: number): Rule {
  return { along, at, from: Math.min(a, b), to: Math.max(a, b) };
}

/** Pieces on one line joined (dotted, dashed, drawn cell by cell) and what stays shorter than 5 points left out. */
export function joinRules(pieces: readonly Rule[]): Rule[] {
  return [
    ...joinAlong(pieces.filter((piece) => piece.along === 'x')),
    ...joinAlong(pieces.filter((piece) => piece.along === 'y')),
  ];
}

function joinAlong(pieces: readonly Rule[]): Rule[] {
  const sorted = [...pieces].sort((a, b) => a.at - b.at);
  const joined: Rule[] = [];
  for (let start = 0; start < sorted.length;) {
    let end = start + 1;
    const first = sorted[start]?.at ?? 0;
    while (end < sorted.length && (sorted[end]?.at ?? Infinity) - first <= STRAY) end += 1;
    joined.push(...joinOnLine(sorted.slice(start, end)));
    start = end;
  }
  return joined.filter((rule) => rule.to - rule.from >= SHORTEST_LINE);
}

function joinOnLine(pieces: readonly Rule[]): Rule[] {
  const joined: Rule[] = [];
  let before = 0;
  for (const piece of [...pieces].sort((a, b) => a.from - b.from)) {
    const last = joined.at(-1);
    const length = piece.to - piece.from;
    const shorter = Math.min(length, before);
    const gap = shorter <= LONGEST_DASH ? Math.max(WIDEST_GAP, shorter) : WIDEST_GAP;
    if (last !== undefined && piece.from - last.to <= gap) last.to = Math.max(last.to, piece.to);
    else joined.push({ ...piece });
    before = length;
  }
  return joined;
}
