import type { TableCell } from '../model/document.ts';
import type { Locator, Notice } from '../model/notice.ts';
import type { TableKey } from '../model/template.ts';

/** One data cell of a printed row: the column key it belongs to, and the header as printed (null = none printed). */
export interface PrintedCell {
  column: string;
  header: string | null;
  cell: TableCell;
}

/**
 * One data row as printed. `row`: path of the form's row it is taken for, null = none. `label` without its groups.
 * `refused`: why its cells cannot be told apart (then `cells` is empty and `row` still says whose they would be).
 * `all`: every data cell as printed. `flags` go on each of its cells.
 */
export interface PrintedRow {
  table: TableKey;
  row: string | null;
  label: string;
  cells: PrintedCell[];
  all: TableCell[];
  refused: string | null;
  flags: string[];
  at: Locator;
}

/** What was read of one table of the form: its rows in printed order, repeated ones included, and what was odd. */
export interface PrintedTable {
  table: TableKey;
  rows: PrintedRow[];
  notices: Notice[];
}
