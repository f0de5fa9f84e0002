import { moneyUnitIn } from '../text/money.ts';
import { foldWidth, stripSpace } from '../text/fold.ts';
import { cellForm, readNumber } from '../text/numbers.ts';
import type { GridRow, PlacedCell } from './grid.ts';
import { overlaps } from './grid.ts';
import { labelCore } from './labels.ts';

/** Grid columns from `left` up to but not including `right`. */
export interface Span {
  left: number;
  right: number;
}

/** A column of figures: its key (`year`, `cumulative`, `current`, else the header as printed), header and unit in it. */
export interface ValueColumn extends Span {
  key: string;
  header: string;
  unit: string | null;
}

/** Columns that belong together: labels with their units, codes and figures. A table printed in two halves has two. */
export interface ColumnGroup {
  label: Span;
  unit: Span | null;
  code: Span | null;
  values: ValueColumn[];
}

/** The head of a statistical table: its rows from `start` up to but not including `end`, and what its columns are. */
export interface IndicatorHead {
  start: number;
  end: number;
  groups: ColumnGroup[];
}

const LABEL = /^(?:统计)?指标(?:名称)?$|^统计(?:项目|内容)$/u;
const UNIT = /^(?:计量)?单位$/u;
const CODE = /^(?:指标)?代码$|^编码$/u;
// Columns that hold no figures of the form.
const OTHER = /^备注|^说明$|^序号$|^行次$/u;

/** Finds the head of a statistical table: a row that names the indicator and, beside it, at least one column of figures. */
export function findHead(rows: readonly GridRow[]): IndicatorHead | null {
  const start = rows.findIndex(
    (row) =>
      row.own.length > 1 &&
      row.own.some((placed) => LABEL.test(labelCore(placed.cell.text))) &&
      row.own.some((placed) => UNIT.test(labelCore(placed.cell.text)) || /统计数/u.test(labelCore(placed.cell.text))),
  );
  const first = rows[start];
  if (!first) return null;
  let end = start + 1;
  while (isSecondHead(rows[end], first)) end += 1;
  const groups = groupsOf(leavesOf(rows.slice(start, end)));
  return groups.length === 0 ? null : { start, end, groups };
}

/** Whether a row repeats the head, as below a page break. */
export function repeatsHead(row: GridRow, head: readonly GridRow[]): boolean {
  return head.some((one) => rowForm(one) === rowForm(row));
}

function rowForm(row: GridRow): string {
  return row.own.map((placed) => cellForm(placed.cell.text)).join('|');
}

/** The head that a table without one is read by: label, unit, figure; null where its rows have another shape. */
export function headByOrder(rows: readonly GridRow[]): IndicatorHead | null {
  const shaped = rows.filter((row) => row.own.length === 3 && isUnitWord(row.own[1]?.cell.text ?? ''));
  if (shaped.length < 5 || shaped.length * 2 < rows.length) return null;
  const [row] = shaped;
  const [label, unit, value] = row?.own ?? [];
  if (!label || !unit || !value) return null;
  const values = [{ key: 'year', header: '', unit: null, left: value.left, right: value.right }];
  return { start: 0, end: 0, groups: [{ label, unit, code: null, values }] };
}

/** Whether this is what a unit column prints: a unit, a dash or nothing. */
export function isUnitWord(text: string): boolean {
  return /^(?:条|件|次|篇|人次|人|个|元|万元|[-\u2010-\u2015\u2500]*)$/u.test(cellForm(text));
}

function isSecondHead(row: GridRow | undefined, first: GridRow): boolean {
  if (!row || row.own.length === 0) return false;
  const label = first.own.find((placed) => LABEL.test(labelCore(placed.cell.text)));
  const covered = label !== undefined && row.slots.includes(label);
  const words = row.own.filter((placed) => placed.cell.text.trim() !== '');
  return covered && words.every((placed) => readNumber(placed.cell.text) === null);
}

interface Leaf extends Span {
  words: string[];
  printed: string[];
}

/** The innermost cells of the head, each with the words above it. */
function leavesOf(rows: readonly GridRow[]): Leaf[] {
  const last = rows.at(-1);
  const all = rows.flatMap((row) => row.own);
  return (last?.slots ?? []).map((leaf) => {
    const over = all.filter((placed) => overlaps(placed, leaf));
    const printed = over.map((placed: PlacedCell) => stripSpace(placed.cell.text)).filter((text) => text !== '');
    return { left: leaf.left, right: leaf.right, printed, words: printed.map(labelCore) };
  });
}

function groupsOf(leaves: readonly Leaf[]): ColumnGroup[] {
  const groups: ColumnGroup[] = [];
  for (const leaf of leaves) {
    const span = { left: leaf.left, right: leaf.right };
    const is = (pattern: RegExp) => leaf.words.some((word) => pattern.test(word));
    if (is(LABEL)) {
      groups.push({ label: span, unit: null, code: null, values: [] });
      continue;
    }
    const group = groups.at(-1);
    if (!group || is(OTHER)) continue;
    if (is(UNIT)) group.unit = span;
    else if (is(CODE)) group.code = span;
    else if (leaf.printed.length > 0) {
      const header = leaf.printed.at(-1) ?? '';
      group.values.push({ ...span, key: keyOf(header), header, unit: moneyUnitIn(foldWidth(leaf.printed.join(''))) });
    }
  }
  return groups.filter((group) => group.values.length > 0).map(withDistinctKeys);
}

function keyOf(header: string): string {
  const inner = labelCore(header);
  if (inner === '历年累计' || inner === '累计') return 'cumulative';
  if (inner === '本期实际' || inner === '本期') return 'current';
  if (
    /^(?:20\d{2}年度?|本年度?|本年累计|(?:20\d{2}年度?|本年度?)?(?:统计数|统计数据|数量|数值|实际数?))$/u.test(inner)
  ) {
    return 'year';
  }
  return header;
}

/** Two columns never share a key: where they would (two years side by side), each is called as printed, then by its place. */
function withDistinctKeys(group: ColumnGroup): ColumnGroup {
  const printed = group.values.map((one, _, all) => (isTwice(one, all) ? { ...one, key: one.header } : one));
  const values = printed.map((one, index, all) =>
    isTwice(one, all) ? { ...one, key: `${one.key}:${index + 1}` } : one,
  );
  return { ...group, values };
}

function isTwice(one: ValueColumn, columns: readonly ValueColumn[]): boolean {
  return columns.filter(({ key }) => key === one.key).length > 1;
}
