import type { Table, TableCell } from '../model/document.ts';

/** A cell in the expanded grid: it covers the grid columns from `left` up to but not including `right`. */
export interface PlacedCell {
  cell: TableCell;
  left: number;
  right: number;
}

/** One row of the expanded grid. `own`: cells that start in this row. `slots`: every cell that covers it, spans included. */
export interface GridRow {
  own: PlacedCell[];
  slots: PlacedCell[];
}

/** No form has more columns; wider spans are faults of the page and are cut here. */
const MAX_COLUMNS = 200;

/** The table with its spans expanded, one entry a printed row. Row spans that run beyond the last row are cut. */
export function expandTable(table: Table): GridRow[] {
  const occupied = table.rows.map(() => new Map<number, PlacedCell>());
  return table.rows.map((cells, index) => {
    const own: PlacedCell[] = [];
    const here = occupied[index] ?? new Map<number, PlacedCell>();
    let left = 0;
    for (const cell of cells) {
      while (here.has(left)) left += 1;
      const right = Math.min(left + cell.colSpan, MAX_COLUMNS);
      if (left >= MAX_COLUMNS) break;
      const placed = { cell, left, right };
      own.push(placed);
      occupied.slice(index, index + cell.rowSpan).forEach((row) => cover(row, placed));
      left = right;
    }
    const slots = [...new Set(here.values())].sort((a, b) => a.left - b.left);
    return { own, slots };
  });
}

function cover(row: Map<number, PlacedCell>, placed: PlacedCell): void {
  for (let column = placed.left; column < placed.right; column += 1) {
    if (!row.has(column)) row.set(column, placed);
  }
}

/** Whether two cells share a grid column. */
export function overlaps(a: { left: number; right: number }, b: { left: number; right: number }): boolean {
  return a.left < b.right && b.left < a.right;
}
