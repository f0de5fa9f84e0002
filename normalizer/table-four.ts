import type { TableCell } from '../model/document.ts';
import type { Notice } from '../model/notice.ts';
import { REMEDIES } from '../model/templates/remedies.ts';
import { matchColumn, matchRow } from './form-rows.ts';
import type { GridRow, PlacedCell } from './grid.ts';
import { overlaps } from './grid.ts';
import { labelCore } from './labels.ts';
import type { PrintedRow, PrintedTable } from './printed-row.ts';

const BLOCK = REMEDIES.blocks[0];
/** The fifteen places of table 4 in printed order. */
export const PLACES: readonly { row: string; label: string; column: string }[] = (BLOCK?.rows ?? []).flatMap((row) =>
  (BLOCK?.columns ?? []).map((column) => ({ row: row.key, label: row.label, column: column.key })),
);

interface Place {
  row: string;
  column: string;
  header: string | null;
}

/**
 * Reads table 4: header rows (or none at all), then one line of fifteen numbers. Places are taken from the merged header
 * where the grid knows it, else from the form's order; a line of any other length is refused whole, never shifted.
 */
export function readTableFour(parts: GridRow[][]): PrintedTable {
  const printed: PrintedRow[] = [];
  const notices: Notice[] = [];
  let head: GridRow[] = [];
  for (const part of parts) {
    const headHere = part.filter(isRemedyHead);
    if (headHere.length > 0) head = headHere;
    for (const row of part.filter((one) => !isRemedyHead(one))) {
      if (!isLine(row)) continue;
      const places = row.own.map((placed) => placeOf(placed, head));
      const byHead = places.every((place) => place !== null) ? distinct(places) : null;
      if (byHead) printed.push(...threeRows(row, byHead));
      else if (row.own.length === PLACES.length && headInOrder(head)) {
        printed.push(
          ...threeRows(
            row,
            PLACES.map((place) => ({ ...place, header: null })),
          ),
        );
      } else {
        const why = `${row.own.length} cells in the line, expected ${PLACES.length}`;
        printed.push(
          ...refuseLine(
            row.own.map((placed) => placed.cell),
            why,
          ),
        );
      }
    }
  }
  return { table: 't4', rows: printed, notices };
}

/** Whether the row belongs to the head of table 4: it names a remedy or an outcome. */
function isRemedyHead(row: GridRow): boolean {
  return row.own.some((placed) => {
    const core = labelCore(placed.cell.text);
    return core === '行政诉讼' || matchRow('t4', placed.cell.text, null) !== null || matchColumn('t4', core) !== null;
  });
}

function isLine(row: GridRow): boolean {
  return row.own.length === PLACES.length || row.own.filter((placed) => placed.cell.text.trim() !== '').length > 1;
}

function placeOf(placed: PlacedCell, head: GridRow[]): Place | null {
  const above = head.flatMap((row) => row.own).filter((one) => overlaps(one, placed));
  const rows = above.flatMap((one) => matchRow('t4', one.cell.text, null)?.path ?? []);
  const columns = above.filter((one) => matchColumn('t4', one.cell.text) !== null);
  const [row] = rows;
  const [column] = columns;
  if (rows.length !== 1 || columns.length !== 1 || row === undefined || !column) return null;
  const key = matchColumn('t4', column.cell.text);
  return key === null ? null : { row, column: key, header: column.cell.text };
}

function distinct(places: (Place | null)[]): Place[] | null {
  const known = places.filter((place) => place !== null);
  const keys = new Set(known.map((place) => `${place.row}.${place.column}`));
  return known.length === PLACES.length && keys.size === PLACES.length ? known : null;
}

/** Whether the outcomes named in a flattened head follow the form's order (a head that names none is in order). */
function headInOrder(head: GridRow[]): boolean {
  const named = head.flatMap((row) => row.own).flatMap((placed) => matchColumn('t4', placed.cell.text) ?? []);
  const order = PLACES.map((place) => place.column);
  return named.every((key, index) => key === order[index]);
}

function threeRows(row: GridRow, places: Place[]): PrintedRow[] {
  return lineRows(
    row.own.map((placed) => placed.cell),
    places,
  );
}

/** The three rows (review, direct suit, suit after review) of one line of fifteen cells. */
export function lineRows(cells: TableCell[], places: Place[]): PrintedRow[] {
  return (BLOCK?.rows ?? []).flatMap((form) => {
    const own = cells.flatMap((cell, index) => {
      const place = places[index];
      return place?.row === form.key ? [{ column: place.column, header: place.header, cell }] : [];
    });
    const [first] = own;
    if (!first) return [];
    const all = own.map((one) => one.cell);
    const base = { table: 't4' as const, row: form.key, label: form.label, refused: null, flags: [] };
    return [{ ...base, cells: own, all, at: first.cell.at }];
  });
}

/** The three rows of a line whose cells cannot be told apart, `why` for the notice. */
export function refuseLine(all: TableCell[], why: string): PrintedRow[] {
  const [first] = all;
  if (!first) return [];
  return (BLOCK?.rows ?? []).map((form) => ({
    table: 't4',
    row: form.key,
    label: form.label,
    cells: [],
    all,
    refused: why,
    flags: [],
    at: first.at,
  }));
}
