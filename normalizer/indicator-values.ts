import type { IndicatorForm } from '../model/indicator-form.ts';
import { isHeaderRow } from '../model/indicator-form.ts';
import type { Notice } from '../model/notice.ts';
import type { Cell, Indicator } from '../model/record.ts';
import { moneyUnitIn, toYuan } from '../text/money.ts';
import { foldWidth, stripSpace } from '../text/fold.ts';
import { readCell, unreadableCell, withFlag } from './cell.ts';
import type { ValueColumn } from './indicator-head.ts';
import type { PrintedLine } from './indicator-lines.ts';
import { printsNoFigure } from './indicator-lines.ts';
import type { MatchedRow } from './indicator-match.ts';
import { segmentOf } from './indicator-nesting.ts';

/** The lines of a table with what is known about them; `byOrder`: its columns were told without a head. */
interface Given {
  form: IndicatorForm;
  lines: readonly PrintedLine[];
  parents: readonly (number | null)[];
  matched: readonly MatchedRow[];
  byOrder: boolean;
}

/** What each line gives to the record: one entry a column of figures, none for a line that only heads others. */
export function indicatorsOf(given: Given): { lines: Indicator[][]; notices: Notice[] } {
  const notices: Notice[] = [];
  const lines = given.lines.map((line, index) => {
    const match = figureOf(given.matched[index]);
    // A line of the form keeps its figures, dashes too; another one that prints dashes only heads others.
    if (line.values.length === 0 || (line.heads && match.row === null) || isEmptyHeader(line, given.matched[index]))
      return [];
    const path = pathOf(given, index);
    if (match.row === null && given.form.rows.length > 0) {
      notices.push({ code: 'extra_row', message: `The form has no line "${segmentOf(line.label)}"`, at: line.at });
    }
    if (line.values.some((value) => value.cell === null)) notices.push(refused(line));
    return line.values.map(({ column, cell }) => {
      const unit = line.unit;
      const read = cell === null ? null : readCell(cell, kindOf(line, column, match), headerUnit(line, column));
      const printed = line.all.map((one) => one.text).join('\t');
      const flags = [
        ...(match.alias ? ['alias_label'] : []),
        ...(given.byOrder ? ['columns_by_order'] : []),
        ...(read !== null && otherUnit(read, match) ? ['unit_conflict'] : []),
      ];
      const value = flags.reduce(withFlag, read ?? unreadableCell(printed, line.at, kindOf(line, column, match)));
      return { path, label: line.label.trim(), code: line.code, unit, column: column.key, cell: value };
    });
  });
  return { lines, notices };
}

/** A line that heads others by the form, and prints no figure. */
function isEmptyHeader(line: PrintedLine, match: MatchedRow | undefined): boolean {
  const heads = match !== undefined && match.row !== null && isHeaderRow(match.row);
  return heads && line.values.every(({ cell }) => cell !== null && printsNoFigure(cell.text));
}

/** The row that the figures of a line belong to: a row of the form that only heads others has none. */
function figureOf(match: MatchedRow | undefined): MatchedRow {
  const known = match?.row !== undefined && match.row !== null && !isHeaderRow(match.row);
  return known ? match : { row: null, alias: false };
}

/**
 * `e2.<key>` for a line of the national form, `e2.ext.<label>` for others of that table; in a local table the labels that
 * it is nested in: those of the form where it is known, else as numbering shows them.
 */
function pathOf({ form, lines, parents, matched }: Given, index: number): string {
  const { row } = figureOf(matched[index]);
  const label = segmentOf(lines[index]?.label ?? '');
  if (form.id === 'E2') return row ? `e2.${row.key}` : `e2.ext.${label}`;
  const segments = [label];
  let parent = parentOf(index, { form, lines, parents, matched });
  for (let steps = 0; parent !== null && steps < lines.length; steps += 1) {
    segments.unshift(segmentOf(lines[parent]?.label ?? ''));
    parent = parentOf(parent, { form, lines, parents, matched });
  }
  return segments.join(' > ');
}

function parentOf(index: number, { form, parents, matched }: Omit<Given, 'byOrder'>): number | null {
  const row = matched[index]?.row ?? null;
  if (row === null) return parents[index] ?? null;
  if (row.parent === null) return null;
  const printed = matched.findIndex((one) => one.row?.key === row.parent);
  return printed >= 0 && form.rows.length > 0 ? printed : (parents[index] ?? null);
}

function kindOf(line: PrintedLine, column: ValueColumn, { row }: MatchedRow): 'count' | 'money' {
  const unit = headerUnit(line, column) ?? row?.unit ?? null;
  return unit !== null && toYuan('0', unit) !== null ? 'money' : 'count';
}

/** The unit of money printed for a line: in its unit column, in its label, in the column's header; null = none. */
function headerUnit(line: PrintedLine, column: ValueColumn): string | null {
  const unit = line.unit === null ? null : stripSpace(foldWidth(line.unit)).replace(/[()]/gu, '');
  if (unit !== null && toYuan('0', unit) !== null) return unit;
  return moneyUnitIn(foldWidth(line.label)) ?? column.unit;
}

/** Whether an amount stands in another unit than the form asks for: its name would mislead. */
function otherUnit(cell: Cell, { row }: MatchedRow): boolean {
  return cell.yuan !== undefined && cell.unit !== null && row !== null && row.unit !== null && cell.unit !== row.unit;
}

function refused(line: PrintedLine): Notice {
  const message = `Cannot tell the figures of line "${segmentOf(line.label)}" apart`;
  return { code: 'row_refused', message, at: line.at };
}
