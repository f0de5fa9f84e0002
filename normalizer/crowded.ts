import type { TableCell } from '../model/document.ts';
import { foldWidth } from '../text/fold.ts';

/** Two groups of digits that something other than a decimal point or a thousands separator parts. */
const SEVERAL = /\d(?:[^\d.,]|[.,]\s)+\d/u;

/**
 * Why the cells of a row cannot be told apart though their number is right: one holds several numbers and the one beside
 * it none, as when an editor moves a figure into its neighbour. Null where no such pair stands in the row.
 */
export function crowdedCell(cells: readonly TableCell[]): string | null {
  const crowded = cells.find((cell, index) => {
    const beside = [cells[index - 1], cells[index + 1]].filter((one) => one !== undefined);
    return SEVERAL.test(foldWidth(cell.text)) && beside.some((one) => one.text.trim() === '');
  });
  return crowded === undefined ? null : `"${crowded.text.trim()}" holds several numbers and a cell beside it none`;
}
