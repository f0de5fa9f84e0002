import type { TableKey, Template, TemplateBlock, TemplateRow } from '../model/template.ts';
import { rowPath } from '../model/template.ts';
import { TEMPLATES } from '../model/templates/list.ts';
import { readNumber } from '../text/numbers.ts';
import { textCell } from './glued.ts';
import { labelCore, labelForm } from './labels.ts';
import type { PrintedRow, PrintedTable } from './printed-row.ts';
import type { TextStream } from './text-stream.ts';
import { cutNumbers, wordsPattern } from './text-stream.ts';

interface FoundRow {
  block: TemplateBlock;
  row: TemplateRow;
  label: string;
  start: number;
  end: number;
}

/**
 * Table 2 or 3 pressed into running text, label after label with the numbers between them. A row is read only where its
 * numbers can be cut in one way; every other row is refused. Null unless the text carries the marks of exactly one form
 * and at least half of the table's rows. Cells carry flag `glued`.
 */
export function readGluedRows(stream: TextStream, table: 't2' | 't3'): PrintedTable | null {
  const form = markedForm(stream.text);
  const blocks = form?.tables.find((one) => one.key === table)?.blocks ?? [];
  const found = findRows(stream.text, table, blocks);
  const expected = blocks.reduce((sum, block) => sum + block.rows.length, 0);
  if (found.length * 2 < Math.max(expected, 1)) return null;
  const rows = found.map((one, index) => readRow(stream, table, one, found[index + 1]?.start ?? null));
  return { table, rows, notices: [] };
}

function markedForm(text: string): Template | null {
  const form = labelForm(text.replace(/[()（）]/gu, ''));
  const marked = TEMPLATES.filter((template) => template.marks.some((mark) => form.includes(labelCore(mark))));
  return marked.length === 1 ? (marked[0] ?? null) : null;
}

/** The rows in the form's order, as long as nothing but numbers and the form's own words stands between them. */
function findRows(text: string, table: TableKey, blocks: readonly TemplateBlock[]): FoundRow[] {
  const begin = (table === 't2' ? /第二十条\s*第/u : /勾稽关系|申请人情况/u).exec(text)?.index;
  if (begin === undefined) return [];
  const words = ownWords(blocks);
  const found: FoundRow[] = [];
  let from = begin;
  for (const block of blocks) {
    for (const row of block.rows) {
      const pattern = new RegExp(wordsPattern([row.label, ...(row.aliases ?? [])]), 'gu');
      pattern.lastIndex = from;
      const match = pattern.exec(text);
      if (!match || (found.length > 0 && !isNumbers(text.slice(from, match.index).replace(words, '')))) continue;
      found.push({ block, row, label: match[0], start: match.index, end: pattern.lastIndex });
      from = pattern.lastIndex;
    }
  }
  return found;
}

/** Block titles, column headers and merged labels: what may stand between two rows. */
function ownWords(blocks: readonly TemplateBlock[]): RegExp {
  const words = blocks.flatMap((block) => [
    ...(block.label === null ? [] : [block.label]),
    ...block.columns.flatMap((column) => [column.label, ...(column.aliases ?? [])]),
    ...block.rows.flatMap((row) => row.groups),
  ]);
  return new RegExp(wordsPattern(['信息内容', ...words]), 'gu');
}

function isNumbers(text: string): boolean {
  return /^[\d\s.,，+\-－元万亿千]*$/u.test(text);
}

function readRow(stream: TextStream, table: TableKey, found: FoundRow, next: number | null): PrintedRow {
  const rest = stream.text.slice(found.end, next ?? undefined);
  const run = /^[\d\s.,，+\-－元万亿千]*/u.exec(rest)?.[0] ?? '';
  // Behind the last row, digits may already belong to the next line's number or to a date.
  const open = next === null && /^[.．、年)）]/u.test(rest.slice(run.length));
  const { columns } = found.block;
  const numbers = open ? null : (apart(run, columns.length) ?? cutNumbers(run, columns.length));
  const at = stream.at(found.end);
  const base = { table, row: rowPath(found.block, found.row), label: found.label, flags: ['glued'], at };
  const why = `"${run.trim()}" cannot be cut into ${columns.length} numbers for certain`;
  if (!numbers) return { ...base, cells: [], all: [textCell(run.trim(), at)], refused: why };
  const cells = columns.flatMap((column, index) => {
    const text = numbers[index];
    const header = new RegExp(wordsPattern([column.label]), 'u').exec(stream.text)?.[0] ?? null;
    return text === undefined ? [] : [{ column: column.key, header, cell: textCell(text, at) }];
  });
  return { ...base, cells, all: cells.map((one) => one.cell), refused: null };
}

/** Numbers that white space alone parts; with as many of them as columns no finer cut is possible. */
function apart(run: string, count: number): string[] | null {
  const words = run.split(/\s+/u).filter((word) => word !== '');
  return words.length === count && words.every((word) => readNumber(word) !== null) ? words : null;
}
