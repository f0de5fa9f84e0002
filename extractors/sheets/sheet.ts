/** A cell as it stands in its sheet; `isBordered` where a line is drawn on one of its sides. */
export interface SheetCell {
  text: string;
  isBordered: boolean;
}

/** A merged area by rows and columns, 0-based, the ends included. */
export interface Merge {
  startRow: number;
  startCol: number;
  endRow: number;
  endCol: number;
}

/**
 * One sheet of a workbook as a person sees it, before it is cut into tables. `rows` by row and column of the sheet
 * (0-based, sparse); what is hidden is named, not yet left out.
 */
export interface Sheet {
  name: string;
  isHidden: boolean;
  rows: ((SheetCell | undefined)[] | undefined)[];
  merges: Merge[];
  hiddenRows: ReadonlySet<number>;
  hiddenCols: ReadonlySet<number>;
}

/** The name of a cell in the usual form, such as `表三!D5`. */
export function cellName(sheet: string, row: number, col: number): string {
  let letters = '';
  for (let rest = col + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  }
  return `${sheet}!${letters}${row + 1}`;
}
