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
  const operands = [...check.stated, ...summed];
  const base = { id: check.id, scope, strength: 'exact' as const, cells: operands.map(path) };
  const unknown = (reason: string): CheckResult => ({
    ...base,
    left: null,
    right: null,
    delta: null,
    status: 'indeterminate',
    blankPolicy: null,
    reason,
  });
  if (operands.some((member) => isNoNumber(read(member)))) return unknown('not_numeric');
  if (operands.every((member) => isBlank(read(member)))) return unknown('all_blank');
  if (check.printed.some((member) => isBlank(read(member)))) return unknown('total_blank');
  const left = sum(check.stated.map(read));
  if (check.emptySumIsUnknown && left !== 0 && summed.every((member) => isBlank(read(member)))) {
    return unknown('addends_blank');
  }
  const right = sum(summed.map(read));
  const blank = operands.some((member) => isBlank(read(member)));
  return {
    ...base,
    left,
    right,
    delta: left - right,
    status: left === right ? 'pass' : 'fail',
    blankPolicy: blank ? 'zero' : 'none',
    ...(left === right ? {} : { reason: `attribution:${attribution(operands.map(read))}` }),
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

function sum(cells: (Cell | undefined)[]): number {
  return cells.reduce((total, cell) => total + (cell?.value ?? 0), 0);
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
