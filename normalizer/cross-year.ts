import type { Cell, CheckResult, ReportRecord } from '../model/record.ts';
import { narrativeOf, textSimilarity } from './similarity.ts';

/** Texts that share this part of their pieces are a copy with some figures changed. */
const COPY = 0.9;
/** A change is an outlier from this factor on (a digit too many or too few makes ten), if it is not small either way. */
const JUMP_FACTOR = 10;
const JUMP_LEAST = 50;

const APPLICANTS = [
  'natural_person',
  'business',
  'research',
  'public_interest_org',
  'legal_service',
  'other_org',
  'total',
];
const STOCKS = ['t2.art20_1.rules', 't2.art20_1.normative_docs'];
const ITEM_ROWS = ['t2.art20_5.licensing', 't2.art20_5.other_services', 't2.art20_6.penalty', 't2.art20_6.coercion'];
/** Figures whose jumps are looked at, with the cells that are added up. */
const FIGURES: readonly { scope: string; paths: readonly string[] }[] = [
  { scope: 'requests', paths: ['t3.new_received.total'] },
  { scope: 'results', paths: ['t3.result.total.total'] },
  { scope: 'review', paths: ['t4.review.total'] },
  { scope: 'litigation', paths: ['t4.litigation_direct.total', 't4.litigation_after_review.total'] },
];

/** A cell of one of the two reports, with the sign it counts with on its side. */
interface Operand {
  record: ReportRecord;
  path: string;
  sign: 1 | -1;
  /** Without it nothing can be said. */
  isNeeded: boolean;
}

/**
 * Checks of a report against that of the year before: U1 carry-over a column, U2 stock of documents (E4), U3 roll of items
 * (E3), S6 copy of last year (scope `text`: `left` = similarity, `right` = the bound; scope `values`: equal cells of all),
 * S7 outliers. DOMAIN.md 2.2, 2.3. Operands stand as `<record id>#<cell path>`, this year's stated side first. Nothing is
 * corrected. A rule whose cells are in neither form gives nothing. Throws where the reports are not of consecutive years of
 * one body.
 */
export function crossYearChecks(previous: ReportRecord, current: ReportRecord): CheckResult[] {
  const isNext = previous.fiscalYear !== null && current.fiscalYear === previous.fiscalYear + 1;
  if (previous.bodyId !== current.bodyId || !isNext) {
    throw new Error(`Cannot compare "${previous.id}" with "${current.id}": expected one body and consecutive years`);
  }
  return [
    ...APPLICANTS.flatMap((column) => carryOver(previous, current, column)),
    ...STOCKS.flatMap((row) => inForce(previous, current, row)),
    ...ITEM_ROWS.flatMap((row) => itemsRoll(previous, current, row)),
    sameText(previous, current),
    ...sameValues(previous, current),
    ...FIGURES.flatMap((figure) => jump(previous, current, figure)),
  ];
}

/** U1: carried out of the year before = carried into this one. */
function carryOver(previous: ReportRecord, current: ReportRecord, column: string): CheckResult[] {
  return compare('U1', column, needed(current, `t3.carried_in.${column}`), [
    needed(previous, `t3.carried_out.${column}`),
  ]);
}

/** U2: in force = in force the year before + made − repealed (H19). */
function inForce(previous: ReportRecord, current: ReportRecord, row: string): CheckResult[] {
  return compare('U2', row.slice('t2.'.length), needed(current, `${row}.in_force`), [
    needed(previous, `${row}.in_force`),
    { record: current, path: `${row}.made`, sign: 1, isNeeded: false },
    { record: current, path: `${row}.repealed`, sign: -1, isNeeded: false },
  ]);
}

/** U3: items of the year before, as stated now = items stated then + their change. */
function itemsRoll(previous: ReportRecord, current: ReportRecord, row: string): CheckResult[] {
  return compare('U3', row.slice('t2.'.length), needed(current, `${row}.prev_items`), [
    needed(previous, `${row}.prev_items`),
    { record: previous, path: `${row}.change`, sign: 1, isNeeded: false },
  ]);
}

function needed(record: ReportRecord, path: string): Operand {
  return { record, path, sign: 1, isNeeded: true };
}

/** The steps of DOMAIN.md 2: no number, all blank, a needed side blank; then blanks count as 0. */
function compare(id: string, scope: string, stated: Operand, others: readonly Operand[]): CheckResult[] {
  const operands = [stated, ...others];
  const cells = operands.map(({ record, path }) => record.cells[path]);
  if (!cells.every((cell) => cell !== undefined)) return [];
  const base = { id, scope, strength: 'usual' as const, cells: operands.map(nameOf) };
  if (cells.some(isNoNumber)) return [unknown(base, 'not_numeric')];
  if (cells.every(isBlank)) return [unknown(base, 'all_blank')];
  if (operands.some(({ isNeeded }, index) => isNeeded && isBlank(cells[index]))) return [unknown(base, 'total_blank')];
  const left = valueOf(stated);
  const right = others.reduce((sum, operand) => sum + operand.sign * valueOf(operand), 0);
  return [decided(base, { left, right, isPass: left === right, hasBlank: cells.some(isBlank) })];
}

function sameText(previous: ReportRecord, current: ReportRecord): CheckResult {
  const base = { id: 'S6', scope: 'text', strength: 'soft' as const, cells: [] };
  const similarity = textSimilarity(narrativeOf(previous), narrativeOf(current));
  if (similarity === null) return unknown(base, 'no_text');
  const left = rounded(similarity);
  const check = decided(base, { left, right: COPY, isPass: left < COPY, hasBlank: false });
  return left === 1 ? { ...check, reason: 'identical' } : check;
}

/** Fails where all cells of the same form hold the same; a year in which nothing happened repeats itself in good faith. */
function sameValues(previous: ReportRecord, current: ReportRecord): CheckResult[] {
  const paths = Object.keys(current.cells).filter((path) => previous.cells[path] !== undefined);
  if (paths.length === 0 || previous.template.detected !== current.template.detected) return [];
  const base = { id: 'S6', scope: 'values', strength: 'soft' as const, cells: [] };
  const figures = paths.filter((path) => (current.cells[path]?.value ?? 0) !== 0);
  if (figures.length === 0) return [unknown(base, 'nothing_happened')];
  const equal = paths.filter((path) => saysTheSame(previous.cells[path], current.cells[path])).length;
  const isSame = equal === paths.length;
  const check = decided(base, { left: equal, right: paths.length, isPass: !isSame, hasBlank: false });
  return [isSame ? { ...check, reason: 'identical' } : check];
}

function saysTheSame(a: Cell | undefined, b: Cell | undefined): boolean {
  return a?.status === b?.status && a?.value === b?.value && a?.yuan === b?.yuan;
}

function jump(
  previous: ReportRecord,
  current: ReportRecord,
  { scope, paths }: (typeof FIGURES)[number],
): CheckResult[] {
  const operands = [current, previous].flatMap((record) => paths.map((path) => needed(record, path)));
  const cells = operands.map(({ record, path }) => record.cells[path]);
  if (!cells.every((cell) => cell !== undefined)) return [];
  const base = { id: 'S7', scope, strength: 'soft' as const, cells: operands.map(nameOf) };
  if (cells.some(isNoNumber)) return [unknown(base, 'not_numeric')];
  if (cells.some(isBlank)) return [unknown(base, 'total_blank')];
  const [left = 0, right = 0] = [current, previous].map((record) =>
    paths.reduce((sum, path) => sum + (record.cells[path]?.value ?? 0), 0),
  );
  const [less, more] = [Math.min(left, right), Math.max(left, right)];
  const isJump = more - less >= JUMP_LEAST && more >= JUMP_FACTOR * Math.max(less, 1);
  return [decided(base, { left, right, isPass: !isJump, hasBlank: false })];
}

type Base = Pick<CheckResult, 'id' | 'scope' | 'strength' | 'cells'>;

function unknown(base: Base, reason: string): CheckResult {
  return { ...base, left: null, right: null, delta: null, status: 'indeterminate', blankPolicy: null, reason };
}

function decided(
  base: Base,
  { left, right, isPass, hasBlank }: { left: number; right: number; isPass: boolean; hasBlank: boolean },
): CheckResult {
  const delta = rounded(left - right);
  return { ...base, left, right, delta, status: isPass ? 'pass' : 'fail', blankPolicy: hasBlank ? 'zero' : 'none' };
}

function nameOf({ record, path }: Operand): string {
  return `${record.id}#${path}`;
}

function valueOf({ record, path }: Operand): number {
  return record.cells[path]?.value ?? 0;
}

function isBlank(cell: Cell | undefined): boolean {
  return cell === undefined || ['blank', 'placeholder', 'row_missing', 'table_missing'].includes(cell.status);
}

function isNoNumber(cell: Cell | undefined): boolean {
  return cell?.status === 'text' || cell?.status === 'unreadable';
}

function rounded(value: number): number {
  return Number(value.toFixed(4));
}
