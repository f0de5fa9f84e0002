import type { Notice } from '../model/notice.ts';
import type { Cell, ExtraRow } from '../model/record.ts';
import type { CellPath, Template } from '../model/template.ts';
import { cellPaths } from '../model/template.ts';
import { TEMPLATES } from '../model/templates/list.ts';
import { moneyUnitIn } from '../text/money.ts';
import { foldWidth, matchForm } from '../text/fold.ts';
import { cellForm } from '../text/numbers.ts';
import { missingCell, readCell, unreadableCell, withFlag } from './cell.ts';
import { printTheSame } from './copies.ts';
import { labelForm } from './labels.ts';
import type { PrintedCell, PrintedRow, PrintedTable } from './printed-row.ts';
import type { SecondTexts } from './second-reading.ts';

/** A cell that the two readings of the document read differently; `row`: its path without the column. */
export interface Dispute {
  path: string;
  row: string;
  grid: Cell;
  stream: Cell;
}

/** The cells of one form with every path present, the rows it has no place for, and what was odd. */
export interface PlacedCells {
  cells: Record<string, Cell>;
  disputes: Dispute[];
  extraRows: ExtraRow[];
  notices: Notice[];
}

/**
 * Gives every cell of the form its status and value from the printed tables; `tables` holds only those that are there.
 * `second`: what the other reading shows for them, null where there is none; a disputed cell is among `disputes`, and
 * among the cells as the grid has it.
 */
export function placeCells(
  template: Template,
  variant: string | null,
  { tables, second }: { tables: readonly PrintedTable[]; second: SecondTexts | null },
): PlacedCells {
  const places = cellPaths(template, variant);
  const rows = rowsOfForm(places, tables);
  const present = new Set(tables.map((table) => table.table));
  const cells: Record<string, Cell> = {};
  const disputes: Dispute[] = [];
  for (const place of places) {
    const row = `${place.table}.${place.row}`;
    const read = present.has(place.table)
      ? cellAt(place, rows.get(row) ?? [], second)
      : { cell: missingCell('table_missing', place.kind), other: null };
    cells[place.path] = read.cell;
    if (read.other !== null) disputes.push({ path: place.path, row, grid: read.cell, stream: read.other });
  }
  const known = new Set(places.map((place) => `${place.table}.${place.row}`));
  const { extraRows, notices } = collectExtras(template, variant, rows, known);
  return { cells, disputes, extraRows, notices };
}

/** The printed rows by table and path; of rows under the headers of two forms only those that fit this form best. */
function rowsOfForm(places: CellPath[], tables: readonly PrintedTable[]): Map<string, PrintedRow[]> {
  const rows = new Map<string, PrintedRow[]>();
  for (const row of tables.flatMap((table) => table.rows)) {
    const key = `${row.table}.${row.row ?? ''}`;
    const same = rows.get(key);
    if (same) same.push(row);
    else rows.set(key, [row]);
  }
  const columnsOf = new Map<string, string[]>();
  for (const { table, row, column } of places) {
    const key = `${table}.${row}`;
    columnsOf.set(key, [...(columnsOf.get(key) ?? []), column]);
  }
  for (const [key, own] of rows) {
    const columns = columnsOf.get(key) ?? [];
    const whole = (row: PrintedRow) =>
      row.cells.length === columns.length && row.cells.every((cell) => columns.includes(cell.column));
    if (own[0]?.table === 't2' && own.some(whole)) {
      rows.set(
        key,
        own.filter((row) => whole(row) || row.refused !== null),
      );
    }
  }
  return rows;
}

/** A cell as the grid has it; `other`: as the second reading has it, where that differs. */
interface ReadTwice {
  cell: Cell;
  other: Cell | null;
}

function cellAt(place: CellPath, rows: PrintedRow[], second: SecondTexts | null): ReadTwice {
  const [row] = rows;
  if (!row) return { cell: missingCell('row_missing', place.kind), other: null };
  const read = cellOfRow(place, row, second);
  if (rows.length === 1 || (place.table !== 't2' && printTheSame(rows))) return read;
  const { reading: _, ...cell } = read.cell;
  const text = { status: 'text' as const, value: null, ...(place.kind === 'money' ? { yuan: null } : {}) };
  return { cell: withFlag({ ...cell, ...text, raw: cell.raw ?? '' }, 'duplicate_row'), other: null };
}

function cellOfRow(place: CellPath, row: PrintedRow, second: SecondTexts | null): ReadTwice {
  if (row.refused !== null) return { cell: unreadableCell(printedText(row), row.at, place.kind), other: null };
  const printed = row.cells.find((cell) => cell.column === place.column);
  if (!printed) return { cell: missingCell('row_missing', place.kind), other: null };
  const alias =
    labelForm(row.label) !== labelForm(place.rowLabel) ||
    (printed.header !== null && labelForm(printed.header) !== labelForm(place.columnLabel));
  const flags = [...row.flags, ...(alias && !row.flags.includes('label_by_order') ? ['alias_label'] : [])];
  const readAs = (text: string): Cell =>
    flags.reduce(withFlag, readCell({ ...printed.cell, text }, place.kind, headerUnit(printed)));
  const cell = readAs(printed.cell.text);
  const text = second?.get(printed.cell);
  if (text === undefined) return { cell: second === null ? cell : { ...cell, reading: 'single' }, other: null };
  const other = readAs(text);
  if (lostUnit(printed.cell.text, text)) return { cell: { ...cell, reading: 'single' }, other: null };
  return agree(cell, other) ? { cell: { ...cell, reading: 'confirmed' }, other: null } : { cell, other };
}

function agree(one: Cell, other: Cell): boolean {
  if (one.status !== other.status || one.value !== other.value || one.unit !== other.unit) return false;
  return one.status !== 'text' || matchForm(one.raw ?? '') === matchForm(other.raw ?? '');
}

/**
 * The stream has the number without the unit that the cell prints behind it: PDFium leaves out a character that stands
 * alone on its line (元 below its amount). It abstains then.
 */
function lostUnit(printed: string, stream: string): boolean {
  const [whole, number] = [cellForm(printed), cellForm(stream)];
  return number !== '' && whole.startsWith(number) && whole.slice(number.length) === '元';
}

function headerUnit(printed: PrintedCell): string | null {
  return printed.header === null ? null : moneyUnitIn(foldWidth(printed.header));
}

function printedText(row: PrintedRow): string {
  return row.all.map((cell) => cell.text).join('\t');
}

function collectExtras(
  template: Template,
  variant: string | null,
  rows: ReadonlyMap<string, PrintedRow[]>,
  known: ReadonlySet<string>,
): { extraRows: ExtraRow[]; notices: Notice[] } {
  const extraRows: ExtraRow[] = [];
  const notices: Notice[] = [];
  const added = template.variants.find((one) => one.key === variant && one.replaces.length === 0);
  for (const [key, own] of rows) {
    const repeated = own.length > 1 && known.has(key);
    const same = repeated && !key.startsWith('t2.') && printTheSame(own);
    const isAdded = added !== undefined && key === `${added.table}.${added.block}.${added.row.key}`;
    if (!known.has(key) || (repeated && !same) || isAdded) extraRows.push(...own.map(extraRow));
    notices.push(...own.flatMap(refusal));
    const [first] = own;
    if (!first) continue;
    if (repeated) {
      const message = `Row "${first.label}" of table ${first.table} is printed ${own.length} times`;
      notices.push({ code: same ? 'row_printed_twice' : 'row_repeated', message, at: first.at });
    } else if (!known.has(key)) {
      notices.push(...own.map((row) => extraNotice(row)));
    }
  }
  return { extraRows, notices };
}

function refusal(row: PrintedRow): Notice[] {
  if (row.refused === null) return [];
  const message = `Cannot tell the cells of row "${row.label}" of table ${row.table} apart: ${row.refused}`;
  return [{ code: 'row_refused', message, at: row.at }];
}

function extraNotice(row: PrintedRow): Notice {
  return { code: 'extra_row', message: `The form has no row "${row.label}" in table ${row.table}`, at: row.at };
}

const KINDS = new Map(
  TEMPLATES.flatMap((template) => cellPaths(template)).map((place) => [`${place.table}.${place.column}`, place.kind]),
);

function extraRow(row: PrintedRow): ExtraRow {
  const cells =
    row.cells.length === row.all.length
      ? row.cells.map((printed) =>
          readCell(printed.cell, KINDS.get(`${row.table}.${printed.column}`) ?? 'count', headerUnit(printed)),
        )
      : row.all.map((cell) => readCell(cell, 'count', null));
  return { table: row.table, label: row.label.trim(), cells };
}
