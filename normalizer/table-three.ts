import type { Notice } from '../model/notice.ts';
import { APPLICANTS } from '../model/templates/requests.ts';
import { formRows, matchColumn, matchRow } from './form-rows.ts';
import type { GridRow, PlacedCell } from './grid.ts';
import { overlaps } from './grid.ts';
import { labelCore } from './labels.ts';
import type { PrintedRow, PrintedTable } from './printed-row.ts';

const KEYS = APPLICANTS.map((column) => column.key);
const GROUPS = new Set(formRows('t3').flatMap((row) => row.groups));
const HEAD_WORDS = new Set(['申请人情况', '自然人', '法人或其他组织', ...KEYS.flatMap(coresOf)]);
// Words of the header that are also words of a row: they make no header row by themselves.
const SHARED_WORDS = new Set(['其他', '其它', '总计', '合计', '其他组织']);

// The group below which `3.其他` is a label too.
const AMBIGUOUS_GROUP = '其他处理';

interface Span {
  left: number;
  right: number;
}

/** Where the seven columns stand in the grid; null where the header does not say. `order`: header words as printed. */
interface Columns {
  spans: Map<string, Span>;
  labels: Map<string, string>;
  order: string[];
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
    const inHead = part.filter(isHeadRow);
    if (inHead.length > 0) columns = readColumns(inHead);
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
  if (printed.length > 0 && columns.order.length < KEYS.length) {
    notices.push({ code: 't3_header_incomplete', message: `Table t3 names ${columns.order.length} of its 7 columns` });
  }
  return { table: 't3', rows: printed, notices };
}

function coresOf(key: string): string[] {
  const column = APPLICANTS.find((one) => one.key === key);
  return column ? [column.label, ...(column.aliases ?? [])].map(labelCore) : [];
}

function noColumns(): Columns {
  return { spans: new Map(), labels: new Map(), order: [] };
}

/** Whether the row belongs to the table's head: it names applicants, or holds the corner's sentence. */
export function isHeadRow(row: GridRow): boolean {
  return row.own.some((placed) => {
    const core = labelCore(placed.cell.text);
    return (HEAD_WORDS.has(core) && !SHARED_WORDS.has(core)) || /勾稽关系/u.test(core);
  });
}

function readColumns(rows: GridRow[]): Columns {
  const columns = noColumns();
  for (const placed of rows.flatMap((row) => row.own)) {
    const key = matchColumn('t3', placed.cell.text);
    if (key === null || columns.spans.has(key)) continue;
    columns.spans.set(key, { left: placed.left, right: placed.right });
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
    const known = matchRow('t3', label.cell.text, group);
    const empty = split.data.every(({ placed }) => placed.cell.text.trim() === '');
    if (!known && empty && GROUPS.has(labelCore(label.cell.text))) return 'nothing';
    return {
      table: 't3',
      row: known?.path ?? null,
      label: label.cell.text,
      cells: split.data.map(({ key, placed }) => ({
        column: key,
        header: columns.labels.get(key) ?? null,
        cell: placed.cell,
      })),
      all: split.data.map(({ placed }) => placed.cell),
      refused: null,
      flags: columns.order.length === 0 ? ['columns_by_order'] : [],
      at: label.cell.at,
    };
  }
  return refuseRow(row, group);
}

function refuseRow(row: GridRow, group: string | null): PrintedRow | 'nothing' | 'unknown' {
  for (const [index, placed] of [...row.own.entries()].reverse()) {
    const known = matchRow('t3', placed.cell.text, group);
    if (!known || (row.own.length === 1 && GROUPS.has(labelCore(placed.cell.text)))) continue;
    const all = row.own.slice(index + 1).map((one) => one.cell);
    const base = { table: 't3' as const, row: known.path, label: placed.cell.text, cells: [], all, flags: [] };
    return { ...base, refused: `${all.length} data cells, expected 7`, at: placed.cell.at };
  }
  return row.own.length < KEYS.length ? 'nothing' : 'unknown';
}

interface Split {
  labels: PlacedCell[];
  data: { key: string; placed: PlacedCell }[];
}

/** The row cut by the header's columns: each of the seven covers exactly one cell of this row, nothing stands beyond. */
function splitByGrid(row: GridRow, columns: Columns): Split | null {
  if (columns.spans.size < KEYS.length) return null;
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
  const beyond = row.own.filter((placed) => placed.left >= end && placed.cell.text.trim() !== '');
  const labels = row.slots.filter((placed) => placed.left < first);
  const clean = labels.every((placed) => placed.right <= first) && labels.some((placed) => row.own.includes(placed));
  const known = data.some(({ placed }) => matchRow('t3', placed.cell.text, AMBIGUOUS_GROUP) !== null);
  return clean && !known && beyond.length === 0 && between.length === KEYS.length ? { labels, data } : null;
}

/** The row cut by counting: one to three labels, then seven cells in the form's order. */
function splitByCount(row: GridRow, columns: Columns): Split | null {
  const labels = row.own.slice(0, -KEYS.length);
  const data = row.own.slice(-KEYS.length);
  if (labels.length < 1 || labels.length > 3 || data.length !== KEYS.length) return null;
  if (!inFormOrder(columns.order) || data.some((placed) => placed.right - placed.left > 1)) return null;
  if (data.some((placed) => matchRow('t3', placed.cell.text, AMBIGUOUS_GROUP) !== null)) return null;
  const worded = labels.map((placed) => /\p{Script=Han}/u.test(placed.cell.text));
  const empty = labels.map((placed) => placed.cell.text.trim() === '');
  if (worded.at(-1) !== true || !labels.every((_, index) => worded[index] || empty[index])) return null;
  return { labels, data: data.flatMap((placed, index) => keyed(KEYS[index], placed)) };
}

function keyed(key: string | undefined, placed: PlacedCell): Split['data'] {
  return key === undefined ? [] : [{ key, placed }];
}

/** Header words in a flattened head come as 自然人, 总计, then the five organisations; the five must be in the form's order. */
function inFormOrder(order: string[]): boolean {
  const middle = order.filter((key) => key !== 'total' && key !== 'natural_person');
  const expected = KEYS.filter((key) => middle.includes(key));
  const natural = order.indexOf('natural_person');
  return middle.every((key, index) => key === expected[index]) && natural <= 0;
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
