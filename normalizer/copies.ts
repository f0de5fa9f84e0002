import type { Notice } from '../model/notice.ts';
import { cellForm } from '../text/numbers.ts';
import { formRows } from './form-rows.ts';
import type { PrintedRow, PrintedTable } from './printed-row.ts';

/**
 * A table that the document prints more than once (a body pasted twice, two editions on one page): the first copy is
 * read; identical ones give notice `table_repeated`, different ones `tables_differ`, and then the differing rows of the
 * first copy carry flag `copy_differs`. Table 2 under the headers of two forms is no repetition: both stay.
 */
export function firstCopy(table: PrintedTable): PrintedTable {
  const forms = new Map<string, PrintedRow[][]>();
  for (const copy of splitCopies(table)) {
    const form = formOf(copy);
    forms.set(form, [...(forms.get(form) ?? []), copy]);
  }
  const read = [...forms.values()].map((copies) => compareCopies(table, copies));
  return {
    ...table,
    rows: read.flatMap((one) => one.rows),
    notices: [...table.notices, ...read.flatMap((one) => one.notices)],
  };
}

/** What tells two forms of one table apart: the columns of its first row. */
function formOf(rows: PrintedRow[]): string {
  return rows[0]?.table === 't2' ? columnsOf(rows[0]) : '';
}

function columnsOf(row: PrintedRow): string {
  return row.cells.map((cell) => cell.column).join(',');
}

function compareCopies(table: PrintedTable, copies: PrintedRow[][]): { rows: PrintedRow[]; notices: Notice[] } {
  const [first = [], ...others] = copies;
  if (others.length === 0) return { rows: first, notices: [] };
  const differing = new Set(others.flatMap((other) => differingRows(first, other)));
  const at = others[0]?.[0]?.at;
  const times = `Table ${table.table} stands ${copies.length} times`;
  const notice: Notice =
    differing.size === 0
      ? { code: 'table_repeated', message: `${times}, always the same` }
      : {
          code: 'tables_differ',
          message: `${times} with different content; the first one is read. Rows that differ: ${[...differing].join(', ')}`,
        };
  const rows = first.map((row) =>
    row.row !== null && differing.has(row.row) ? { ...row, flags: [...row.flags, 'copy_differs'] } : row,
  );
  return { rows, notices: [{ ...notice, ...(at ? { at } : {}) }] };
}

/** A new copy begins where the form's first row comes again, after a row of the last block or under other columns. */
function splitCopies(table: PrintedTable): PrintedRow[][] {
  const paths = formRows(table.table).map((row) => row.path);
  const [firstPath] = paths;
  const endings = table.table === 't2' ? ['art20_8.fees', 'art20_9.procurement'] : [lastPath(table.table)];
  const copies: PrintedRow[][] = [];
  for (const row of table.rows) {
    const current = copies.at(-1);
    const ended = current?.some((one) => one.row !== null && endings.includes(one.row)) ?? true;
    const [first] = current ?? [];
    const otherForm =
      row.table === 't2' && first !== undefined && first.row === firstPath && columnsOf(first) !== columnsOf(row);
    if (!current || (row.row === firstPath && (ended || otherForm))) copies.push([row]);
    else current.push(row);
  }
  return copies;
}

function lastPath(table: PrintedTable['table']): string {
  return table === 't3' ? 'carried_out' : 'litigation_after_review';
}

function differingRows(one: PrintedRow[], other: PrintedRow[]): string[] {
  const paths = new Set([...one, ...other].flatMap((row) => row.row ?? []));
  return [...paths].filter((path) => printedForm(one, path) !== printedForm(other, path));
}

function printedForm(rows: PrintedRow[], path: string): string {
  const own = rows.filter((row) => row.row === path);
  return own.map((row) => row.all.map((cell) => cellForm(cell.text)).join('|')).join('\n');
}

/** Whether these rows of one path print the same cells. */
export function printTheSame(rows: PrintedRow[]): boolean {
  const forms = rows.map((row) => row.all.map((cell) => cellForm(cell.text)).join('|'));
  return new Set(forms).size <= 1;
}
