import type { TableCell } from '../model/document.ts';
import type { Notice } from '../model/notice.ts';
import { REMEDIES } from '../model/templates/remedies.ts';
import { crowdedCell } from './crowded.ts';
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
    for (const row of part) if (!isRemedyHead(row) && isLine(row)) printed.push(...readLine(row, head));
  }
  return { table: 't4', rows: printed, notices };
}

function readLine(row: GridRow, head: GridRow[]): PrintedRow[] {
  const cells = row.own.map((placed) => placed.cell);
  const crowded = crowdedCell(cells);
  if (crowded !== null) return refuseLine(cells, crowded);
  const places = row.own.map((placed) => placeOf(placed, head));
  const byHead = places.every((place) => place !== null) ? distinct(places) : null;
  if (byHead) return lineRows(cells, byHead);
  const count = `${cells.length} cells in the line, expected ${PLACES.length}`;
  if (cells.length !== PLACES.length) return refuseLine(cells, count);
  if (!headInOrder(head)) return refuseLine(cells, 'the words of the head do not follow the order of the form');
  const inOrder = PLACES.map((place) => ({ ...place, header: null }));
  const rows = lineRows(cells, inOrder);
  return head.length === 0 ? rows.map((one) => ({ ...one, flags: ['columns_by_order'] })) : rows;
}

/** Whether the row belongs to the head of table 4: it names a remedy or an outcome. */
function isRemedyHead(row: GridRow): boolean {
  return row.own.some((placed) => isHeadWord(placed.cell.text));
}

function isHeadWord(text: string): boolean {
  return labelCore(text) === '行政诉讼' || matchRow('t4', text, null) !== null || matchColumn('t4', text) !== null;
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

/**
 * Whether remedies and outcomes named in a flattened head follow the form's order (a head that names none is in order), and
 * nothing else stands among them: a word that names no part of the form may head a column of its own.
 */
function headInOrder(head: GridRow[]): boolean {
  const texts = head.flatMap((row) => row.own).map((placed) => placed.cell.text);
  const columns = texts.flatMap((text) => matchColumn('t4', text) ?? []);
  const rows = texts.flatMap((text) => matchRow('t4', text, null)?.path ?? []);
  const places = [...new Set(PLACES.map((place) => place.row))];
  return (
    texts.every((text) => !/\p{Script=Han}/u.test(text) || isHeadWord(text)) &&
    columns.every((key, index) => key === PLACES[index]?.column) &&
    rows.every((row, index) => index === 0 || places.indexOf(row) > places.indexOf(rows[index - 1] ?? ''))
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
