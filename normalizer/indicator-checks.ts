import type { IndicatorSum } from '../model/indicator-form.ts';
import type { Cell, CheckResult } from '../model/record.ts';
import { sumOfCells } from './checks.ts';
import type { IndicatorLine, IndicatorTable } from './indicator-table.ts';

/** The figures of one column of a statistical table by the keys of its form. */
interface Column {
  table: IndicatorTable;
  key: string;
  /** `@<column>`, empty for the year's own column. */
  suffix: string;
  cells: Map<string, Cell>;
}

/**
 * R5 (local tables), R6 and U5 (the national table) once for each column of figures, and R7 for each figure that is no
 * count. Scope = key of the total (`replies.total`, `12`), with `@<column>` behind it where that is not the year's own.
 */
export function runIndicatorChecks(tables: readonly IndicatorTable[]): CheckResult[] {
  return tables.flatMap((table) => [
    ...table.columns.flatMap(({ key }) => {
      const column = columnOf(table, key);
      const sums = table.form.sums.map((sum) => runSum(sum, column));
      return table.form.id === 'E2' ? [...sums, repliesAgainstClosed(column)] : sums;
    }),
    ...table.lines.flatMap(notCounts),
  ]);
}

function columnOf(table: IndicatorTable, key: string): Column {
  const cells = new Map<string, Cell>();
  for (const { matched, indicators } of table.lines) {
    const found = indicators.find((one) => one.column === key);
    if (matched.row === null || !found) continue;
    // A line that is printed twice has no one figure: it counts as text, which no sum can use.
    const repeated = found.cell.flags?.includes('duplicate_row') === true;
    cells.set(matched.row.key, repeated ? { ...found.cell, status: 'text', value: null } : found.cell);
  }
  return { table, key, suffix: key === 'year' ? '' : `@${key}`, cells };
}

function runSum({ id, total, parts }: IndicatorSum, column: Column): CheckResult {
  const result = sumOfCells({
    base: { id, scope: `${total}${column.suffix}`, strength: 'exact', cells: [total, ...parts].map(pathIn(column)) },
    stated: [column.cells.get(total)],
    summed: parts.map((part) => column.cells.get(part)),
    printed: [column.cells.get(total)],
    emptySumIsUnknown: true,
  });
  if (result.status !== 'fail' || !hasOtherParts(column, total, parts)) return result;
  return { ...result, ...UNKNOWN, reason: 'other_parts' };
}

const UNKNOWN = { left: null, right: null, delta: null, status: 'indeterminate', blankPolicy: null } as const;

/** Whether a line that the form does not have stands among the parts of a total: the sum of the known ones says nothing. */
function hasOtherParts({ table, key }: Column, total: string, parts: readonly string[]): boolean {
  const start = table.lines.findIndex(({ matched }) => matched.row?.key === total);
  const isPart = (line: IndicatorLine) => line.matched.row !== null && parts.includes(line.matched.row.key);
  const last = table.lines.findLastIndex(isPart);
  const rest = table.lines.slice(last + 1);
  const next = rest.findIndex(({ matched }) => matched.row !== null);
  const end = next < 0 ? table.lines.length : last + 1 + next;
  return table.lines
    .slice(start + 1, end)
    .some((line) => line.matched.row === null && line.indicators.some((one) => one.column === key));
}

/** U5: replies are about as many as requests closed; the national table has no row for what was carried over. */
function repliesAgainstClosed(column: Column): CheckResult {
  const [left, right] = ['replies.total', 'requests.closed'] as const;
  return sumOfCells({
    base: { id: 'U5', scope: `replies${column.suffix}`, strength: 'usual', cells: [left, right].map(pathIn(column)) },
    stated: [column.cells.get(left)],
    summed: [column.cells.get(right)],
    printed: [column.cells.get(left), column.cells.get(right)],
    emptySumIsUnknown: false,
  });
}

function pathIn({ table, key, suffix }: Column): (member: string) => string {
  return (member) => {
    const line = table.lines.find(({ matched }) => matched.row?.key === member);
    const printed = line?.indicators.find((one) => one.column === key)?.path;
    return `${printed ?? (table.form.id === 'E2' ? `e2.${member}` : member)}${suffix}`;
  };
}

function notCounts({ indicators }: IndicatorLine): CheckResult[] {
  return indicators.flatMap(({ path, column, cell }) => {
    const { value } = cell;
    if (value === null || (value >= 0 && (cell.yuan !== undefined || Number.isInteger(value)))) return [];
    const scope = column === 'year' ? path : `${path}@${column}`;
    const sides = { left: value, right: null, delta: null, blankPolicy: null };
    return [{ id: 'R7', scope, ...sides, status: 'fail', strength: 'exact', reason: 'not_a_count', cells: [scope] }];
  });
}
