import { gridBox, cellAt, findGrids } from './grid.ts';
import type { Grid, GridCell } from './grid.ts';
import { holds } from './geometry.ts';
import type { Box } from './geometry.ts';
import { cellText } from './cell-text.ts';
import type { CellText } from './cell-text.ts';
import { linesOf } from './lines.ts';
import type { Glyph, PageMarks } from './marks.ts';
import { piecesOf } from './stacks.ts';

/** A cell with its text, 1-based page and box (points, on the upright page). */
export interface PlacedCell extends GridCell, CellText {
  page: number;
  box: Box;
}

/** A table on one page, or, once joined, on several: then `page` and `ys` are those of its first part. */
export interface PlacedTable extends Omit<Grid, 'cells'> {
  kind: 'table';
  page: number;
  cells: PlacedCell[];
  fidelity: 'spans' | 'cells';
}

/** The ruled tables of a page and the characters that stand outside of them. */
export function ruledTables(marks: PageMarks): { tables: PlacedTable[]; rest: Glyph[] } {
  const grids = findGrids(marks.rules).filter((grid) => !isFrame(grid, marks));
  const boxes = grids.map(gridBox);
  const rest = marks.glyphs.filter((glyph) => !boxes.some((box) => holds(box, ...centre(glyph))));
  return { tables: grids.map((grid) => placed(grid, marks)), rest };
}

/** Whether the grid is a mere frame around a table that has no lines inside: one cell with a row of numbers in it. */
function isFrame(grid: Grid, marks: PageMarks): boolean {
  if (grid.cells.length > 1) return false;
  const inside = marks.glyphs.filter((glyph) => glyph.turn === 0 && holds(gridBox(grid), ...centre(glyph)));
  return linesOf(inside).some((line) => piecesOf(line).filter((piece) => /^[\d,.]+$/u.test(piece.text)).length > 1);
}

/** Puts the page's characters into the cells of a grid, each by its own centre. */
function placed(grid: Grid, marks: PageMarks): PlacedTable {
  const content = new Map<GridCell, Glyph[]>(grid.cells.map((cell) => [cell, []]));
  for (const glyph of marks.glyphs) {
    const cell = cellAt(grid, ...centre(glyph));
    if (cell !== null) content.get(cell)?.push(glyph);
  }
  const cells = grid.cells.map((cell) => {
    const box = cellBox(grid, cell);
    const text = cellText(content.get(cell) ?? [], { width: box.x1 - box.x0, height: box.y1 - box.y0 });
    return { ...cell, ...text, page: marks.page, box };
  });
  return { ...grid, kind: 'table', page: marks.page, cells, fidelity: 'spans' };
}

function centre(glyph: Glyph): [number, number] {
  return [(glyph.x0 + glyph.x1) / 2, (glyph.y0 + glyph.y1) / 2];
}

function cellBox(grid: Pick<Grid, 'xs' | 'ys'>, cell: GridCell): Box {
  return {
    x0: grid.xs[cell.col] ?? 0,
    y0: grid.ys[cell.row] ?? 0,
    x1: grid.xs[cell.col + cell.colSpan] ?? 0,
    y1: grid.ys[cell.row + cell.rowSpan] ?? 0,
  };
}
