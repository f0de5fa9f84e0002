import { nearest, snap } from './geometry.ts';
import type { Box } from './geometry.ts';
import type { Rule } from './marks.ts';

/** Lines up to this many points apart are one grid line: double rules, cells drawn one by one. */
const SNAP = 3;
/** A border counts as drawn when lines cover at least this share of it. */
const DRAWN = 0.6;

/** A cell of a ruled grid by grid lines: it lies between columns `col` and `col + colSpan`, all 0-based. */
export interface GridCell {
  row: number;
  col: number;
  rowSpan: number;
  colSpan: number;
}

/**
 * A ruled grid: the abscissas `xs` and heights `ys` of its lines (points, ascending) and its cells, merged where no line
 * divides them. `openTop`, `openBottom`: no line closes it there (cut by the page). `irregular`: number of merged areas
 * that were no rectangle and had to be split.
 */
export interface Grid {
  xs: number[];
  ys: number[];
  cells: GridCell[];
  openTop: boolean;
  openBottom: boolean;
  irregular: number;
}

/** The box around a grid. */
export function gridBox(grid: Pick<Grid, 'xs' | 'ys'>): Box {
  return { x0: grid.xs[0] ?? 0, y0: grid.ys[0] ?? 0, x1: grid.xs.at(-1) ?? 0, y1: grid.ys.at(-1) ?? 0 };
}

/** All grids that the rules of a page draw, from top to bottom; frames around other grids and grids inside cells left out. */
export function findGrids(rules: readonly Rule[]): Grid[] {
  const grids = connected(rules)
    .map(gridOf)
    .filter((grid) => grid !== null);
  const isInside = (inner: Grid, outer: Grid): boolean => {
    const [a, b] = [gridBox(inner), gridBox(outer)];
    return inner !== outer && a.x0 >= b.x0 - 1 && a.y0 >= b.y0 - 1 && a.x1 <= b.x1 + 1 && a.y1 <= b.y1 + 1;
  };
  const kept = grids.filter((grid) => grid.cells.length > 1 || !grids.some((other) => isInside(other, grid)));
  return kept
    .filter((grid) => !kept.some((other) => isInside(grid, other)))
    .sort((a, b) => gridBox(a).y0 - gridBox(b).y0);
}

/** Groups of rules that touch each other. */
function connected(rules: readonly Rule[]): Rule[][] {
  const flat = rules.filter((rule) => rule.along === 'x');
  const upright = rules.filter((rule) => rule.along === 'y');
  const group = new Map<Rule, Rule[]>(rules.map((rule) => [rule, [rule]]));
  for (const a of flat) {
    for (const b of upright) {
      const touches = b.at >= a.from - SNAP && b.at <= a.to + SNAP && a.at >= b.from - SNAP && a.at <= b.to + SNAP;
      const [one, two] = [group.get(a), group.get(b)];
      if (!touches || one === undefined || two === undefined || one === two) continue;
      one.push(...two);
      for (const rule of two) group.set(rule, one);
    }
  }
  return [...new Set(group.values())];
}

/** The grid of one group of touching rules; null where there is none (a single line, a cross). */
function gridOf(rules: readonly Rule[]): Grid | null {
  const flat = rules.filter((rule) => rule.along === 'x');
  const upright = rules.filter((rule) => rule.along === 'y');
  if (flat.length === 0 || upright.length === 0) return null;
  const xs = withEnds(
    snap(
      upright.map((rule) => rule.at),
      SNAP,
    ),
    flat,
  );
  const heights = snap(
    flat.map((rule) => rule.at),
    SNAP,
  );
  const ys = withEnds(heights, upright);
  if (xs.length < 2 || ys.length < 2) return null;
  const { cells, irregular } = cellsOf(xs, ys, { flat, upright });
  return compact({
    xs,
    ys,
    cells,
    irregular,
    openTop: ys[0] !== heights[0],
    openBottom: ys.at(-1) !== heights.at(-1),
  });
}

/** Grid lines, with the ends of the crossing lines where those stand out (tables open at a side, rows cut by the page). */
function withEnds(lines: readonly number[], crossing: readonly Rule[]): number[] {
  const least = Math.min(...crossing.map((rule) => rule.from));
  const most = Math.max(...crossing.map((rule) => rule.to));
  const ends = [...lines];
  if (least < (lines[0] ?? 0) - 2 * SNAP) ends.unshift(least);
  if (most > (lines.at(-1) ?? 0) + 2 * SNAP) ends.push(most);
  return ends;
}

/** Merges the smallest areas between grid lines wherever no rule divides them. */
function cellsOf(
  xs: readonly number[],
  ys: readonly number[],
  rules: { flat: readonly Rule[]; upright: readonly Rule[] },
): { cells: GridCell[]; irregular: number } {
  const columns = xs.length - 1;
  const rows = ys.length - 1;
  const owner = Array.from({ length: rows * columns }, (_, index) => index);
  const find = (index: number): number => {
    let at = index;
    while (owner[at] !== at) at = owner[at] ?? at;
    return at;
  };
  const uprightAt = xs.map((x) => rules.upright.filter((rule) => Math.abs(rule.at - x) <= SNAP));
  const flatAt = ys.map((y) => rules.flat.filter((rule) => Math.abs(rule.at - y) <= SNAP));
  for (let row = 0; row < rows; row += 1) {
    for (let col = 0; col < columns; col += 1) {
      const here = row * columns + col;
      if (col + 1 < columns && !isDrawn(uprightAt[col + 1] ?? [], ys[row] ?? 0, ys[row + 1] ?? 0))
        owner[find(here + 1)] = find(here);
      if (row + 1 < rows && !isDrawn(flatAt[row + 1] ?? [], xs[col] ?? 0, xs[col + 1] ?? 0))
        owner[find(here + columns)] = find(here);
    }
  }
  const areas = new Map<number, number[]>();
  for (const index of owner.keys()) {
    const area = areas.get(find(index));
    if (area === undefined) areas.set(find(index), [index]);
    else area.push(index);
  }
  const cells: GridCell[] = [];
  let irregular = 0;
  for (const area of areas.values()) {
    const cell = rectangle(area, columns);
    if (cell.rowSpan * cell.colSpan === area.length) cells.push(cell);
    else {
      irregular += 1;
      cells.push(...area.map((index) => rectangle([index], columns)));
    }
  }
  return { cells: cells.sort((a, b) => a.row - b.row || a.col - b.col), irregular };
}

function rectangle(area: readonly number[], columns: number): GridCell {
  const bounds = { top: Infinity, left: Infinity, bottom: 0, right: 0 };
  for (const index of area) {
    const [row, col] = [Math.floor(index / columns), index % columns];
    bounds.top = Math.min(bounds.top, row);
    bounds.left = Math.min(bounds.left, col);
    bounds.bottom = Math.max(bounds.bottom, row);
    bounds.right = Math.max(bounds.right, col);
  }
  const { top, left, bottom, right } = bounds;
  return { row: top, col: left, rowSpan: bottom - top + 1, colSpan: right - left + 1 };
}

/** Whether rules on one grid line cover most of the stretch. */
function isDrawn(rules: readonly Rule[], from: number, to: number): boolean {
  let covered = 0;
  for (const rule of rules) covered += Math.max(0, Math.min(rule.to, to) - Math.max(rule.from, from));
  return covered >= DRAWN * (to - from);
}

/** Leaves out the grid lines at which no cell begins, and renumbers. */
export function compact<T extends { xs: number[]; ys: number[]; cells: GridCell[] }>(grid: T): T {
  const colStarts = [...new Set(grid.cells.map((cell) => cell.col))].sort((a, b) => a - b);
  const rowStarts = [...new Set(grid.cells.map((cell) => cell.row))].sort((a, b) => a - b);
  return {
    ...grid,
    xs: [...colStarts.map((start) => grid.xs[start] ?? 0), grid.xs.at(-1) ?? 0],
    ys: [...rowStarts.map((start) => grid.ys[start] ?? 0), grid.ys.at(-1) ?? 0],
    cells: grid.cells.map((cell) => ({
      ...cell,
      row: rowStarts.indexOf(cell.row),
      col: colStarts.indexOf(cell.col),
      rowSpan: countWithin(rowStarts, cell.row, cell.rowSpan),
      colSpan: countWithin(colStarts, cell.col, cell.colSpan),
    })),
  };
}

function countWithin(starts: readonly number[], from: number, span: number): number {
  return starts.filter((start) => start >= from && start < from + span).length;
}

/** The cell at a point of the grid; null outside. */
export function cellAt<T extends GridCell>(
  grid: { xs: number[]; ys: number[]; cells: readonly T[] },
  x: number,
  y: number,
): T | null {
  const col = interval(grid.xs, x);
  const row = interval(grid.ys, y);
  if (col < 0 || row < 0) return null;
  return (
    grid.cells.find(
      (cell) => row >= cell.row && row < cell.row + cell.rowSpan && col >= cell.col && col < cell.col + cell.colSpan,
    ) ?? null
  );
}

function interval(lines: readonly number[], value: number): number {
  for (let index = 0; index + 1 < lines.length; index += 1) {
    if (value >= (lines[index] ?? 0) && value < (lines[index + 1] ?? 0)) return index;
  }
  return -1;
}

/** The grid re-cut along other abscissas (a finer set); every old line must be near one of the new. */
export function onColumns<T extends GridCell>(
  cells: readonly T[],
  from: readonly number[],
  to: readonly number[],
): T[] {
  const place = from.map((x) => nearest(to, x));
  return cells.map((cell) => {
    const col = place[cell.col] ?? 0;
    const end = place[cell.col + cell.colSpan] ?? col + 1;
    return { ...cell, col, colSpan: Math.max(1, end - col) };
  });
}
