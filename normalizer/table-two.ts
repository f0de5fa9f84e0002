import type { Notice } from '../model/notice.ts';
import { stripSpace } from '../text/fold.ts';
import { crowdedCell } from './crowded.ts';
import type { FormRow } from './form-rows.ts';
import { matchColumn, matchRow } from './form-rows.ts';
import type { GridRow, PlacedCell } from './grid.ts';
import { overlaps } from './grid.ts';
import { labelCore } from './labels.ts';
import type { PrintedCell, PrintedRow, PrintedTable } from './printed-row.ts';

interface Header {
  cells: PlacedCell[];
  keys: (string | null)[];
}

/**
 * Reads table 2: five (2019) or four (2021) stacked blocks, each with a title row, a header row and its data rows. Rows
 * are found by label, columns by the header above them, so that a block may stand in a table of its own.
 */
export function readTableTwo(rows: GridRow[]): PrintedTable {
  const printed: PrintedRow[] = [];
  const notices: Notice[] = [];
  let header: Header | null = null;
  for (const row of rows.map(withoutSideTitle)) {
    const filled = row.own.filter((placed) => placed.cell.text.trim() !== '');
    if (filled.length === 0 && row.own.length < 2) continue;
    const next = readHeader(row);
    if (next) {
      header = next;
      continue;
    }
    if (row.own.length === 1) {
      if (row.own.some((placed) => isBlockTitle(placed.cell.text))) header = null;
      continue;
    }
    const read = readRow(row, header);
    if (read) printed.push(read);
    else if (filled.length > 0) notices.push(notUnderstood(row));
  }
  return { table: 't2', rows: printed, notices };
}

/** Whether a cell is the title of a block, `第二十条第（一）项`. */
export function isBlockTitle(text: string): boolean {
  return /^第二十条.{0,8}项$/u.test(stripSpace(text));
}

/** The row without a block title that stands beside it, merged over the block's rows, instead of above it. */
function withoutSideTitle(row: GridRow): GridRow {
  return row.slots.length > 1 ? { own: row.own.filter(isNoTitle), slots: row.slots.filter(isNoTitle) } : row;
}

function isNoTitle(placed: PlacedCell): boolean {
  return !isBlockTitle(placed.cell.text);
}

function readHeader(row: GridRow): Header | null {
  const [first, ...rest] = row.own;
  if (!first || rest.length === 0) return null;
  const keys = rest.map((placed) => matchColumn('t2', placed.cell.text));
  const named = labelCore(first.cell.text) === '信息内容';
  if (!named && (matchRow('t2', first.cell.text, null) !== null || keys.every((key) => key === null))) return null;
  const last = rest.findLastIndex((placed) => placed.cell.text.trim() !== '');
  return { cells: rest.slice(0, last + 1), keys: keys.slice(0, last + 1) };
}

function readRow(row: GridRow, header: Header | null): PrintedRow | null {
  const label = row.slots[0];
  if (!label) return null;
  const data = row.own.filter((placed) => placed !== label);
  const known = matchRow('t2', label.cell.text, null);
  const text = label.cell.text;
  if (data.length === 0 || (!known && !header) || labelCore(text) === '') return null;
  const columns = known ? nameColumns(header, known) : header;
  const cells = columns && placeCells(data, columns, known);
  const all = data.map((placed) => placed.cell);
  const base = { table: 't2' as const, row: known?.path ?? null, label: text, all, at: label.cell.at };
  const crowded = crowdedCell(all);
  if (cells && crowded === null) return { ...base, cells, refused: null, flags: [] };
  const why =
    crowded ??
    (columns
      ? `${data.length} data cells under ${columns.cells.length} column headers`
      : 'no column header above it that belongs to its block');
  return { ...base, cells: [], refused: why, flags: [] };
}

/** The header as it holds for this row: every name of the row's block, at most one of them by its place. */
function nameColumns(header: Header | null, row: FormRow): Header | null {
  if (!header) return null;
  const fits = row.columns.find((keys) => header.keys.every((key) => key === null || keys.includes(key)));
  if (!fits || header.keys.every((key) => key === null)) return null;
  const unnamed = header.keys.filter((key) => key === null).length;
  if (unnamed === 0) return header;
  const inPlace = header.keys.every((key, index) => key === null || key === fits[index]);
  if (unnamed > 1 || header.keys.length !== fits.length || !inPlace) return null;
  return { ...header, keys: [...fits] };
}

function placeCells(data: PlacedCell[], header: Header, row: FormRow | null): PrintedCell[] | null {
  const pairs = data.length === header.cells.length ? data.map((cell) => [cell]) : underHeaders(data, header);
  if (!pairs) return null;
  const cells: PrintedCell[] = [];
  for (const [index, candidates] of pairs.entries()) {
    const key = header.keys[index];
    const filled = candidates.filter((placed) => placed.cell.text.trim() !== '');
    const chosen = filled[0] ?? candidates[0];
    if (filled.length > 1 || !chosen) return null;
    if (key !== null && key !== undefined) {
      cells.push({ column: key, header: header.cells[index]?.cell.text ?? null, cell: chosen.cell });
    } else if (row) {
      return null;
    }
  }
  return cells;
}

/** Data cells by the grid columns of the headers above them; null if one stands under two headers or under none. */
function underHeaders(data: PlacedCell[], header: Header): PlacedCell[][] | null {
  const groups = header.cells.map((head) => data.filter((placed) => overlaps(placed, head)));
  const once = data.every((placed) => groups.filter((group) => group.includes(placed)).length === 1);
  return once && groups.every((group) => group.length > 0) ? groups : null;
}

function notUnderstood(row: GridRow): Notice {
  const text = row.own.map((placed) => placed.cell.text.trim()).join(' | ');
  const at = row.own[0]?.cell.at;
  return {
    code: 'row_not_understood',
    message: `Cannot tell what this row of table t2 is: "${text}"`,
    ...(at ? { at } : {}),
  };
}
