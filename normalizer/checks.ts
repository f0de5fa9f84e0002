import type { Cell, CheckResult } from '../model/record.ts';
import type { SumCheck, Template } from '../model/template.ts';
import { blockRows, cellPaths, rowPath } from '../model/template.ts';
import { TEMPLATES } from '../model/templates/list.ts';
import type { DetectedTemplate } from './detect.ts';

const BLANK = new Set<Cell['status']>(['blank', 'placeholder', 'row_missing', 'table_missing']);
const ABSENT = new Set<Cell['status']>(['row_missing', 'table_missing']);

/** The cells of a report and the form that they follow. */
export interface Figures {
  template: DetectedTemplate;
  cells: Record<string, Cell>;
}

/**
 * Every instance of the sums that the form states (R1–R4), evaluated in the order of DOMAIN.md 2, and R7 for each cell
 * that breaks it (`left` = the value, no right side). Nothing is corrected. Empty where the form has no checks. The reason
 * of a sum that fails says whose fault it may be: `attribution:source`, `attribution:possible_misreading` or
 * `attribution:undecided`.
 */
export function runChecks(reading: Figures): CheckResult[] {
  const template = formOf(reading);
  if (!template) return [];
  const sums = template.checks.flatMap((check) => runSum(check, template, reading));
  return [...sums, ...notCounts(template, reading)];
}

function formOf(reading: Figures): Template | null {
  const { detected } = reading.template;
  if (detected !== 'mixed') return TEMPLATES.find((template) => template.id === detected) ?? null;
  const three = Object.entries(reading.cells).some(
    ([path, cell]) => path.startsWith('t3.result.other_processing.no_correction.') && !ABSENT.has(cell.status),
  );
  return TEMPLATES.find((template) => template.id === (three ? 'E4' : 'E3')) ?? null;
}

function runSum(check: SumCheck, template: Template, reading: Figures): CheckResult[] {
  const blocks = template.tables.find((table) => table.key === check.table)?.blocks ?? [];
  const variant = template.variants.find((known) => known.key === reading.template.variant);
  const unprinted = new Set(variant?.replaces);
  return blocks.flatMap((block) => {
    const rows = blockRows(template, check.table, block, variant?.key ?? null)
      .filter((row) => !unprinted.has(row.key))
      .map((row) => rowPath(block, row));
    const columns = block.columns.map((column) => column.key);
    const summed = variant && check.each === 'column' ? replaceMembers(check.summed, variant) : check.summed;
    return (check.each === 'row' ? rows : columns).map((scope) => {
      const path = (member: string) =>
        check.each === 'row' ? `${check.table}.${scope}.${member}` : `${check.table}.${member}.${scope}`;
      return evaluate({ check, scope, path, summed, cells: reading.cells });
    });
  });
}

function replaceMembers(members: readonly string[], variant: Template['variants'][number]): string[] {
  const [first] = variant.replaces;
  return members.flatMap((member) =>
    member === first ? [variant.row.key] : variant.replaces.includes(member) ? [] : [member],
  );
}

interface Instance {
  check: SumCheck;
  scope: string;
  path: (member: string) => string;
  summed: readonly string[];
  cells: Record<string, Cell>;
}

function evaluate({ check, scope, path, summed, cells }: Instance): CheckResult {
  const read = (member: string) => cells[path(member)];
  return sumOfCells({
    base: { id: check.id, scope, strength: 'exact', cells: [...check.stated, ...summed].map(path) },
    stated: check.stated.map(read),
    summed: summed.map(read),
    printed: check.printed.map(read),
    emptySumIsUnknown: check.emptySumIsUnknown,
  });
}

/** One sum to judge; an undefined cell is one that is not printed. `printed`, `emptySumIsUnknown` as in `SumCheck`. */
interface SumOfCells {
  base: Pick<CheckResult, 'id' | 'scope' | 'strength' | 'cells'>;
  stated: readonly (Cell | undefined)[];
  summed: readonly (Cell | undefined)[];
  printed: readonly (Cell | undefined)[];
  emptySumIsUnknown: boolean;
}

/** Judges Σ stated = Σ summed in the order of DOMAIN.md 2: a blank counts as 0 only where something else is printed. */
export function sumOfCells({ base, stated, summed, printed, emptySumIsUnknown }: SumOfCells): CheckResult {
  const operands = [...stated, ...summed];
  const unknown = (reason: string): CheckResult => ({
    ...base,
    left: null,
    right: null,
    delta: null,
    status: 'indeterminate',
    blankPolicy: null,
    reason,
  });
  if (operands.some(isNoNumber)) return unknown('not_numeric');
  if (operands.every(isBlank)) return unknown('all_blank');
  if (printed.some(isBlank)) return unknown('total_blank');
  const left = sum(stated);
  if (emptySumIsUnknown && left !== 0 && summed.every(isBlank)) return unknown('addends_blank');
  const right = sum(summed);
  const agree = left === right;
  return {
    ...base,
    left,
    right,
    delta: exact(left - right),
    status: agree ? 'pass' : 'fail',
    blankPolicy: operands.some(isBlank) ? 'zero' : 'none',
    ...(agree ? {} : { reason: `attribution:${attribution(operands)}` }),
  };
}

/** Whose fault a failed sum is: the source's where two readings agree on every operand, ours perhaps where a recogniser read one. */
function attribution(cells: readonly (Cell | undefined)[]): 'source' | 'possible_misreading' | 'undecided' {
  if (
    cells.some((cell) => cell?.reading === 'chosen' || cell?.flags?.some((flag) => flag.startsWith('ocr')) === true)
  ) {
    return 'possible_misreading';
  }
  return cells.every((cell) => cell?.reading === 'confirmed') ? 'source' : 'undecided';
}

function isBlank(cell: Cell | undefined): boolean {
  return cell === undefined || BLANK.has(cell.status);
}

function isNoNumber(cell: Cell | undefined): boolean {
  return cell !== undefined && cell.status !== 'value' && !BLANK.has(cell.status);
}

function sum(cells: readonly (Cell | undefined)[]): number {
  return exact(cells.reduce((total, cell) => total + (cell?.value ?? 0), 0));
}

/** Without the drift of binary fractions: amounts have at most six decimals, 0.1 + 0.2 is 0.3. */
function exact(value: number): number {
  return Number(value.toFixed(6));
}

function notCounts(template: Template, reading: Figures): CheckResult[] {
  return cellPaths(template, reading.template.variant).flatMap(({ path, kind }) => {
    const value = reading.cells[path]?.value ?? null;
    const allowed =
      value === null || (kind === 'money' ? value >= 0 : Number.isInteger(value) && (kind === 'signed' || value >= 0));
    if (allowed) return [];
    const sides = { left: value, right: null, delta: null, blankPolicy: null };
    return [
      { id: 'R7', scope: path, ...sides, status: 'fail', strength: 'exact', reason: 'not_a_count', cells: [path] },
    ];
  });
}
