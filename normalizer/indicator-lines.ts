import type { TableCell } from '../model/document.ts';
import type { Locator, Notice } from '../model/notice.ts';
import { stripSpace } from '../text/fold.ts';
import { cellForm, readNumber } from '../text/numbers.ts';
import type { GridRow, PlacedCell } from './grid.ts';
import { overlaps } from './grid.ts';
import type { ColumnGroup, IndicatorHead, Span, ValueColumn } from './indicator-head.ts';
import { repeatsHead } from './indicator-head.ts';

/** The figure of a line in one column; `cell` null where it cannot be told which cell that is. */
interface LineValue {
  column: ValueColumn;
  cell: TableCell | null;
}

/**
 * One line of a statistical table as printed. `heads`: it prints a dash for its unit and no figure, as lines do that
 * only head others. `values` is empty where it has no cell for figures. `all`: its cells from the label on, for a
 * line whose figures cannot be told apart.
 */
export interface PrintedLine {
  label: string;
  code: string | null;
  unit: string | null;
  heads: boolean;
  values: LineValue[];
  all: TableCell[];
  at: Locator;
}

const DASHES = /^[-\u2010-\u2015\u2500/\\]+$/u;
const DITTO = /^(?:〃|〞|″|"|''|同上)$/u;
// Who filled the form in: names and telephone numbers, no figures of the report.
const FOOT = /^(?:单位负责人|负责人|审核人|填报人|填表人|制表人|联系电话|填报日期|填报单位|单位[（(]盖章)/u;

/**
 * The lines of a table below its head, in printed order; a table printed in two halves gives the left half first.
 * `mergesKnown`: else a row with another number of cells than the head has lost one, and its figures are refused.
 */
export function readLines(
  rows: readonly GridRow[],
  head: IndicatorHead,
  mergesKnown: boolean,
): { lines: PrintedLine[]; notices: Notice[] } {
  const headRows = rows.slice(head.start, head.end);
  const below = rows.slice(head.end).filter((row) => row.own.length > 0 && !repeatsHead(row, headRows));
  const notices: Notice[] = [];
  const cells = mergesKnown ? null : (headRows.at(-1)?.own.length ?? null);
  const single = head.groups.length === 1;
  const lines = head.groups.flatMap((group) => readGroup(below, { group, single, cells, notices }));
  return { lines, notices };
}

interface Reading {
  group: ColumnGroup;
  single: boolean;
  /** How many cells a row must have for its figures to be taken by place; null = the grid knows its columns. */
  cells: number | null;
  notices: Notice[];
}

function readGroup(rows: readonly GridRow[], reading: Reading): PrintedLine[] {
  const lines: PrintedLine[] = [];
  let unit: string | null = null;
  for (const row of rows) {
    const line = readLine(row, reading, unit);
    unit = line.at(-1)?.unit ?? unit;
    lines.push(...line);
  }
  return lines;
}

function readLine(row: GridRow, { group, single, cells, notices }: Reading, unitAbove: string | null): PrintedLine[] {
  const inLabel = under(row, group.label);
  const labels = inLabel.filter((placed) => placed.cell.text.trim() !== '');
  const label = labels.at(-1);
  if (!label || !row.own.includes(label)) {
    if (single) notices.push(...withoutLabel(row));
    return [];
  }
  if (FOOT.test(stripSpace(label.cell.text))) return [];
  const merged = labels.filter((placed) => placed !== label && row.own.includes(placed)).map(headingLine);
  const unit = unitOf(row, group, unitAbove);
  const whole = cells === null || row.own.length === cells;
  const values = group.values.map((column) => ({ column, cell: whole ? valueUnder(row, column, group) : null }));
  const all = row.own.filter((placed) => placed.left >= label.right).map((placed) => placed.cell);
  const line = { ...headingLine(label), code: textUnder(row, group.code), unit, all };
  const figures = group.values.flatMap((column) => under(row, column)).filter((placed) => placed !== label);
  if (figures.length === 0 && all.every((cell) => cell.text.trim() === '')) return [...merged, line];
  return [...merged, { ...line, heads: headsOthers(row, group, values), values }];
}

function headingLine({ cell }: PlacedCell): PrintedLine {
  return { label: cell.text, code: null, unit: null, heads: true, values: [], all: [], at: cell.at };
}

/** Whether the unit is a dash and no figure is printed. */
function headsOthers(row: GridRow, group: ColumnGroup, values: readonly LineValue[]): boolean {
  const unit = group.unit === null ? '' : cellForm(under(row, group.unit)[0]?.cell.text ?? '');
  return DASHES.test(unit) && values.every(({ cell }) => cell !== null && printsNoFigure(cell.text));
}

/** Whether a cell prints a dash or nothing. */
export function printsNoFigure(text: string): boolean {
  const form = cellForm(text);
  return form === '' || DASHES.test(form);
}

function under(row: GridRow, span: Span): PlacedCell[] {
  return row.slots.filter((placed) => overlaps(placed, span));
}

function textUnder(row: GridRow, span: Span | null): string | null {
  const text = span === null ? '' : stripSpace(under(row, span)[0]?.cell.text ?? '');
  return text === '' || DASHES.test(text) ? null : text;
}

function unitOf(row: GridRow, group: ColumnGroup, above: string | null): string | null {
  const printed = textUnder(row, group.unit);
  if (printed !== null && readNumber(printed) !== null) return null;
  return printed !== null && DITTO.test(printed) ? above : printed;
}

/** The one cell of this row below a column's header; null if it belongs to another row too, or to two columns. */
function valueUnder(row: GridRow, column: ValueColumn, group: ColumnGroup): TableCell | null {
  const cells = under(row, column);
  const [placed] = cells;
  if (cells.length !== 1 || !placed || !row.own.includes(placed) || placed.cell.rowSpan > 1) return null;
  const others = group.values.filter((one) => one !== column && overlaps(placed, one));
  const blank = placed.cell.text.trim() === '' || DASHES.test(cellForm(placed.cell.text));
  return others.length > 0 && !blank ? null : placed.cell;
}

function withoutLabel(row: GridRow): Notice[] {
  const cells = row.own.map((placed) => placed.cell);
  const text = cells.map((cell) => cell.text.trim()).filter((one) => one !== '' && !DASHES.test(one));
  if (text.length === 0 || FOOT.test(stripSpace(text.join('')))) return [];
  const at = cells[0]?.at;
  const message = `Cannot tell what this line of a statistical table is: "${text.join(' | ')}"`;
  return [{ code: 'row_not_understood', message, ...(at ? { at } : {}) }];
}
