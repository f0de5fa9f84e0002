import type { Notice } from '../model/notice.ts';
import { APPLICANTS } from '../model/templates/requests.ts';
import { crowdedCell } from './crowded.ts';
import type { FormRow } from './form-rows.ts';
import { formRows, matchColumn, matchRow } from './form-rows.ts';
import type { GridRow, PlacedCell } from './grid.ts';
import { overlaps } from './grid.ts';
import { labelCore } from './labels.ts';
import type { PrintedCell, PrintedRow, PrintedTable } from './printed-row.ts';

const KEYS = APPLICANTS.map((column) => column.key);
const MIDDLE = KEYS.filter((key) => key !== 'natural_person' && key !== 'total');
const GROUPS = new Set(formRows('t3').flatMap((row) => row.groups));
const HEAD_WORDS = new Set(['申请人情况', '自然人', '法人或其他组织', ...KEYS.flatMap(coresOf)]);
// Words of the header that are also words of a row: they make no header row by themselves.
const SHARED_WORDS = new Set(['其他', '其它', '总计', '合计', '其他组织']);

// Words of the header that name no column: what stands above the five organisations, and the corner.
const ORGANISATIONS = /法人|其[他它]组织/u;
const CORNER = /勾稽|第一项加第二项|申请人/u;

// The group below which `3.其他` is a label too.
const AMBIGUOUS_GROUP = '其他处理';

interface Span {
  left: number;
  right: number;
}

/**
 * Where the seven columns stand in the grid. `order`: the header's columns as printed, null for words that name none;
 * `end`: the grid column behind the header's last cell; `conflict`: the header stands there twice, in different orders.
 */
interface Columns {
  spans: Map<string, Span>;
  labels: Map<string, string>;
  order: (string | null)[];
  organisations: Span | null;
  end: number;
  conflict: boolean;
}

/**
 * Reads table 3, whose data rows are a label (with up to two merged group labels before it) and seven numbers. Columns
 * are found by the header where the grid knows its merged cells, else the last seven cells of a row are the data
 * (DOMAIN.md 0, point 5). `parts`: the grid rows of each table of the document that carries a piece of it.
 */
export function readTableThree(parts: GridRow[][]): PrintedTable {
  const printed: PrintedRow[] = [];
  const notices: Notice[] = [];
  let columns: Columns = noColumns();
  let group: string | null = null;
  for (const part of parts) {
    columns = readHeads(part) ?? columns;
    for (const row of part.filter((one) => !isHeadRow(one))) {
      group = groupOf(row) ?? group;
      const read = readRow(row, columns, group);
      if (read === 'nothing') continue;
      if (read === 'unknown') {
        notices.push(notUnderstood(row));
        continue;
      }
      printed.push(read);
      group = matchRow('t3', read.label, group)?.groups.at(-1) ?? group;
    }
  }
  if (printed.length > 0 && columns.spans.size < KEYS.length) {
    notices.push({ code: 't3_header_incomplete', message: `Table t3 names ${columns.spans.size} of its 7 columns` });
  }
  return { table: 't3', rows: printed, notices };
}

function coresOf(key: string): string[] {
  const column = APPLICANTS.find((one) => one.key === key);
  return column ? [column.label, ...(column.aliases ?? [])].map(labelCore) : [];
}

function noColumns(): Columns {
  return { spans: new Map(), labels: new Map(), order: [], organisations: null, end: 0, conflict: false };
}

/** Whether the row belongs to the table's head: it names applicants, or holds the corner's sentence. */
export function isHeadRow(row: GridRow): boolean {
  return row.own.some((placed) => {
    const core = labelCore(placed.cell.text);
    return (HEAD_WORDS.has(core) && !SHARED_WORDS.has(core)) || /勾稽关系/u.test(core);
  });
}

/** The columns of the part's first header; one printed again tells nothing new, unless it has another order. */
function readHeads(part: GridRow[]): Columns | null {
  const heads: GridRow[][] = [];
  part.forEach((row, index) => {
    const before = part[index - 1];
    if (!isHeadRow(row)) return;
    if (before !== undefined && isHeadRow(before)) heads.at(-1)?.push(row);
    else heads.push([row]);
  });
  const [first, ...others] = heads.map(readColumns);
  if (first === undefined) return null;
  const whole = [first, ...others].filter((one) => one.spans.size === KEYS.length).map(inGrid);
  const conflict = whole.some((order) => order.join() !== whole[0]?.join());
  return { ...(first.spans.size < KEYS.length ? readColumns(heads.flat()) : first), conflict };
}

/** The named columns from left to right. */
function inGrid({ spans }: Columns): string[] {
  return [...spans].sort(([, a], [, b]) => a.left - b.left).map(([key]) => key);
}

function readColumns(rows: GridRow[]): Columns {
  const columns = noColumns();
  for (const placed of rows.flatMap((row) => row.own)) {
    const core = labelCore(placed.cell.text);
    const span = { left: placed.left, right: placed.right };
    columns.end = Math.max(columns.end, span.right);
    const key = matchColumn('t3', placed.cell.text);
    if (key === null) {
      if (ORGANISATIONS.test(core)) columns.organisations ??= span;
      else if (/\p{Script=Han}/u.test(core) && !CORNER.test(core)) columns.order.push(null);
      continue;
    }
    if (columns.spans.has(key)) continue;
    columns.spans.set(key, span);
    columns.labels.set(key, placed.cell.text);
    columns.order.push(key);
  }
  return columns;
}

/** Core of the innermost group label that the row shows, its own label excepted; null if it shows none. */
function groupOf(row: GridRow): string | null {
  const cores = row.slots.map((placed) => labelCore(placed.cell.text));
  return cores.findLast((core, index) => GROUPS.has(core) && index < cores.length - 1) ?? null;
}

function readRow(row: GridRow, columns: Columns, group: string | null): PrintedRow | 'nothing' | 'unknown' {
  if (row.own.every((placed) => labelCore(placed.cell.text) === '')) return 'nothing';
  const split = splitByGrid(row, columns) ?? splitByCount(row, columns);
  if (split) {
    const label = split.labels.findLast((placed) => labelCore(placed.cell.text) !== '') ?? split.labels.at(-1);
    if (!label) return 'unknown';
    const known = fitting(matchRow('t3', label.cell.text, group), row, label);
    const crowded = crowdedCell(split.data.map(({ placed }) => placed.cell));
    const empty = split.data.every(({ placed }) => placed.cell.text.trim() === '');
    if (!known && empty && GROUPS.has(labelCore(label.cell.text))) return 'nothing';
    return {
      table: 't3',
      row: known?.path ?? null,
      label: label.cell.text,
      cells: crowded === null ? split.data.map(({ key, placed }) => headed(columns, key, placed)) : [],
      all: split.data.map(({ placed }) => placed.cell),
      refused: crowded,
      flags: columns.spans.size === 0 ? ['columns_by_order'] : [],
      at: label.cell.at,
    };
  }
  return refuseRow(row, group);
}

function headed(columns: Columns, key: string, { cell }: PlacedCell): PrintedCell {
  return { column: key, header: columns.labels.get(key) ?? null, cell };
}

/** 合计 below the reasons of a group is a subtotal, which the form has not; only where no group stands is it the total. */
function fitting(known: FormRow | null, row: GridRow, label: PlacedCell): FormRow | null {
  const subtotal = labelCore(label.cell.text) === '合计' && known?.path === 'result.total';
  return subtotal && groupOf(row) !== known.groups.at(-1) && groupOf(row) !== null ? null : known;
}

function refuseRow(row: GridRow, group: string | null): PrintedRow | 'nothing' | 'unknown' {
  for (const [index, placed] of [...row.own.entries()].reverse()) {
    const known = matchRow('t3', placed.cell.text, group);
    if (!known || (row.own.length === 1 && GROUPS.has(labelCore(placed.cell.text)))) continue;
    const all = row.own.slice(index + 1).map((one) => one.cell);
    const base = { table: 't3' as const, row: known.path, label: placed.cell.text, cells: [], all, flags: [] };
    return { ...base, refused: `${all.length} data cells, expected 7`, at: placed.cell.at };
  }
  return row.own.length < KEYS.length && !row.own.some(({ cell }) => /\d/u.test(cell.text)) ? 'nothing' : 'unknown';
}

interface Split {
  labels: PlacedCell[];
  data: { key: string; placed: PlacedCell }[];
}

/** The row cut by the header's columns: each of the seven covers exactly one cell of this row, nothing stands beyond. */
function splitByGrid(row: GridRow, columns: Columns): Split | null {
  if (columns.spans.size < KEYS.length || columns.conflict || !isSoundHead(columns)) return null;
  const spans = [...columns.spans.entries()].sort(([, a], [, b]) => a.left - b.left);
  if (spans.some(([, span], index) => overlaps(span, spans[index + 1]?.[1] ?? { left: -1, right: -1 }))) return null;
  const first = spans[0]?.[1].left ?? 0;
  const end = spans.at(-1)?.[1].right ?? 0;
  const data: Split['data'] = [];
  for (const [key, span] of spans) {
    const under = row.own.filter((placed) => overlaps(placed, span));
    const [placed] = under;
    if (under.length !== 1 || !placed || data.some((one) => one.placed === placed)) return null;
    data.push({ key, placed });
  }
  const between = row.own.filter((placed) => placed.left >= first && placed.left < end);
  const beyond = row.own.filter((placed) => placed.left >= end);
  const labels = row.slots.filter((placed) => placed.left < first);
  const clean = labels.every((placed) => placed.right <= first) && labels.some((placed) => row.own.includes(placed));
  const known = data.some(({ placed }) => matchRow('t3', placed.cell.text, AMBIGUOUS_GROUP) !== null);
  const whole = data.every(({ placed }) => isFilled(placed));
  // An empty cell too many may stand before or among the figures as well as behind them, unless none of the seven is empty.
  const slippedLeft = !areLabels(labels) && !data.slice(-1).every(({ placed }) => isFilled(placed));
  const slippedRight = beyond.some((placed) => isFilled(placed) || (placed.left >= columns.end && !whole));
  return clean && !slippedLeft && !slippedRight && !known && between.length === KEYS.length ? { labels, data } : null;
}

/** The row cut by counting: one to three labels, then seven cells in the form's order. */
function splitByCount(row: GridRow, columns: Columns): Split | null {
  const labels = row.own.slice(0, -KEYS.length);
  const data = row.own.slice(-KEYS.length);
  if (labels.length < 1 || labels.length > 3 || data.length !== KEYS.length) return null;
  if (!inFormOrder(columns) || data.some((placed) => placed.right - placed.left > 1)) return null;
  if (data.some((placed) => matchRow('t3', placed.cell.text, AMBIGUOUS_GROUP) !== null)) return null;
  if (!areLabels(labels)) return null;
  return { labels, data: data.flatMap((placed, index) => keyed(KEYS[index], placed)) };
}

function isFilled(placed: PlacedCell): boolean {
  return placed.cell.text.trim() !== '';
}

/** Whether the cells before the figures are words, the last one surely, others words or empty. */
function areLabels(labels: readonly PlacedCell[]): boolean {
  const worded = labels.map((placed) => /\p{Script=Han}/u.test(placed.cell.text));
  return worded.at(-1) === true && labels.every(({ cell }, index) => worded[index] || cell.text.trim() === '');
}

function keyed(key: string | undefined, placed: PlacedCell): Split['data'] {
  return key === undefined ? [] : [{ key, placed }];
}

/**
 * Whether the places of the columns can be trusted: they follow the form from left to right, or the cell above the five
 * organisations covers exactly these, so that a lost span cannot have moved them.
 */
function isSoundHead(columns: Columns): boolean {
  const { spans, organisations } = columns;
  if (inGrid(columns).every((key, index) => key === KEYS[index])) return true;
  if (organisations === null) return false;
  const covered = [...spans].filter(([, span]) => span.left >= organisations.left && span.right <= organisations.right);
  return MIDDLE.every((key) => covered.some(([one]) => one === key)) && covered.length === MIDDLE.length;
}

/**
 * Whether the header words, read row by row, follow the form: 自然人, 总计 and the five organisations below them, or the
 * seven in a line. With words among them that name no column, every other must stand exactly in its place.
 */
function inFormOrder({ order, conflict }: Columns): boolean {
  if (conflict) return false;
  const known = order.filter((key) => key !== null);
  const twoLines = ['natural_person', 'total', ...MIDDLE];
  return [KEYS, twoLines].some((form) => {
    if (order.length > form.length) return false;
    if (known.length === order.length && known.length < form.length)
      return known.every((key, index) => isAfter(form, key, known[index - 1]));
    return order.length === form.length && order.every((key, index) => key === null || key === form[index]);
  });
}

function isAfter(form: readonly string[], key: string, before: string | undefined): boolean {
  return before === undefined || form.indexOf(key) > form.indexOf(before);
}

function notUnderstood(row: GridRow): Notice {
  const text = row.own.map((placed) => placed.cell.text.trim()).join(' | ');
  const at = row.own[0]?.cell.at;
  return {
    code: 'row_not_understood',
    message: `Cannot tell what this row of table t3 is: "${text}"`,
    ...(at ? { at } : {}),
  };
}
