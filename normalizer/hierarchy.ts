import type { Cell, CheckResult, ReportRecord } from '../model/record.ts';

/** Totals that a report on a whole region contains those of its bodies in. */
const FIGURES = [
  't3.new_received.total',
  't3.result.total.total',
  't4.review.total',
  't4.litigation_direct.total',
  't4.litigation_after_review.total',
] as const;

/** One total over the bodies below a government in one year; `most`: the largest of them, null before a number came. */
interface ChildTotal {
  sum: number;
  most: { id: string; value: number } | null;
  hasBlank: boolean;
  isNumeric: boolean;
}

/** What the bodies below one government report for one year: their record ids and, by cell path, their totals. */
export interface Children {
  ids: readonly string[];
  totals: ReadonlyMap<string, ChildTotal>;
}

/** The same children and one more; its size does not grow with its cells. `children` undefined: it is the first. */
export function addChild(children: Children | undefined, record: ReportRecord): Children {
  const totals = new Map(children?.totals ?? []);
  for (const path of FIGURES) {
    const cell = record.cells[path];
    if (cell !== undefined) totals.set(path, addCell(totals.get(path), record.id, cell));
  }
  return { ids: [...(children?.ids ?? []), record.id], totals };
}

function addCell(total: ChildTotal | undefined, id: string, cell: Cell): ChildTotal {
  const { sum, most, hasBlank, isNumeric } = total ?? { sum: 0, most: null, hasBlank: false, isNumeric: true };
  if (cell.status === 'text' || cell.status === 'unreadable') return { sum, most, hasBlank, isNumeric: false };
  if (cell.value === null) return { sum, most, hasBlank: true, isNumeric };
  return {
    sum: sum + cell.value,
    most: most === null || cell.value > most.value ? { id, value: cell.value } : most,
    hasBlank,
    isNumeric,
  };
}

/**
 * Checks of a report on a whole region against the reports of the bodies below it of the same year (DOMAIN.md 2.2): U6, its
 * total is theirs added up, and U7, none of theirs is larger, for each total that both print. U6 fails only where they have
 * more together than the region: that all of them are known is never certain, so a smaller sum cannot be said
 * (`children_incomplete`). Operands stand as `<record id>#<cell path>`, the region first. Empty where the report does not
 * say that it covers the region. Nothing is corrected.
 */
export function hierarchyChecks(region: ReportRecord, children: Children): CheckResult[] {
  if (region.scope !== 'region') return [];
  return FIGURES.flatMap((path) => {
    const [cell, total] = [region.cells[path], children.totals.get(path)];
    if (cell === undefined || total === undefined) return [];
    return [sumOfChildren(region, { path, cell, total, ids: children.ids }), ...largestChild(region, path, total)];
  });
}

function sumOfChildren(
  region: ReportRecord,
  { path, cell, total, ids }: { path: string; cell: Cell; total: ChildTotal; ids: readonly string[] },
): CheckResult {
  const base = baseOf('U6', path, [region.id, ...ids]);
  if (cell.status === 'text' || cell.status === 'unreadable' || !total.isNumeric) return unknown(base, 'not_numeric');
  if (cell.value === null) return unknown(base, 'total_blank');
  if (total.most === null) return unknown(base, 'addends_blank');
  if (cell.value > total.sum) return unknown(base, 'children_incomplete');
  return decided(base, { left: cell.value, right: total.sum, isPass: cell.value === total.sum, total });
}

function largestChild(region: ReportRecord, path: string, total: ChildTotal): CheckResult[] {
  const value = region.cells[path]?.value ?? null;
  if (value === null || total.most === null) return [];
  const base = baseOf('U7', path, [region.id, total.most.id]);
  const { most } = total;
  return [
    decided(base, {
      left: value,
      right: most.value,
      isPass: value >= most.value,
      total: { ...total, hasBlank: false },
    }),
  ];
}

type Base = Pick<CheckResult, 'id' | 'scope' | 'strength' | 'cells'>;

function baseOf(id: string, path: string, records: readonly string[]): Base {
  const scope = path.replace(/^t\d\./u, '').replace(/\.total$/u, '');
  return { id, scope, strength: 'usual', cells: records.map((record) => `${record}#${path}`) };
}

function unknown(base: Base, reason: string): CheckResult {
  return { ...base, left: null, right: null, delta: null, status: 'indeterminate', blankPolicy: null, reason };
}

function decided(
  base: Base,
  { left, right, isPass, total }: { left: number; right: number; isPass: boolean; total: ChildTotal },
): CheckResult {
  const blankPolicy = total.hasBlank ? ('zero' as const) : ('none' as const);
  return { ...base, left, right, delta: left - right, status: isPass ? 'pass' : 'fail', blankPolicy };
}
