import type { FormCell, FormTable } from './forms.ts';

/** A cell with its place in the expanded grid; rows and columns 0-based. */
export interface PlacedCell {
  cell: FormCell;
  row: number;
  col: number;
}

/** Puts the cells of a table into its grid, row by row, skipping places that a cell from above covers. */
export function placeCells(table: FormTable): PlacedCell[] {
  const taken = table.rows.map(() => table.widths.map(() => false));
  const placed: PlacedCell[] = [];
  table.rows.forEach((cells, row) => {
    for (const cell of cells) {
      const col = taken[row]?.indexOf(false) ?? -1;
      if (col < 0) throw new Error(`Table ${table.key}, row ${row}: no room for the cell "${cell.text}"`);
      for (let down = 0; down < cell.rowSpan; down += 1) {
        for (let right = 0; right < cell.colSpan; right += 1) {
          const line = taken[row + down];
          if (line?.[col + right] !== false)
            throw new Error(`Table ${table.key}: "${cell.text}" overlaps or sticks out`);
          line[col + right] = true;
        }
      }
      placed.push({ cell, row, col });
    }
  });
  const hole = taken.findIndex((line) => line.includes(false));
  if (hole >= 0) throw new Error(`Table ${table.key}, row ${hole}: a place of the grid is not covered`);
  return placed;
}
