import type { TableKey, TemplateColumn, TemplateRow } from '../model/template.ts';
import { blockRows, rowPath } from '../model/template.ts';
import { TEMPLATES } from '../model/templates/list.ts';
import { labelCore, labelForm, namesSeveral } from './labels.ts';

/** A row of any known form, ready for matching. `columns`: keys in printed order, one list for each form that has the row. */
export interface FormRow {
  path: string;
  block: string | null;
  groups: string[];
  cores: Set<string>;
  contains: string[];
  needsGroup: boolean;
  columns: string[][];
}

function collectRows(table: TableKey): Map<string, FormRow> {
  const rows = new Map<string, FormRow>();
  for (const template of TEMPLATES) {
    for (const block of template.tables.find((one) => one.key === table)?.blocks ?? []) {
      const variants = [null, ...template.variants.map((variant) => variant.key)];
      for (const row of variants.flatMap((variant) => blockRows(template, table, block, variant))) {
        const path = rowPath(block, row);
        const known = rows.get(path) ?? newRow(path, block.key, row);
        [row.label, ...(row.aliases ?? [])].forEach((label) => known.cores.add(labelCore(label)));
        known.columns.push(block.columns.map((column) => column.key));
        rows.set(path, known);
      }
    }
  }
  return rows;
}

function newRow(path: string, block: string | null, row: TemplateRow): FormRow {
  return {
    path,
    block,
    groups: row.groups.map(labelCore),
    cores: new Set(),
    contains: [...(row.contains ?? [])],
    needsGroup: row.needsGroup ?? false,
    columns: [],
  };
}

// Labels have Chinese characters (or radicals that stand for them); numbers are not worth a comparison.
const HAN = /\p{Script=Han}/u;

const ROWS: Readonly<Record<TableKey, readonly FormRow[]>> = {
  t2: [...collectRows('t2').values()],
  t3: [...collectRows('t3').values()],
  t4: [...collectRows('t4').values()],
};

/** Every row that a known form has in this table. */
export function formRows(table: TableKey): readonly FormRow[] {
  return ROWS[table];
}

/**
 * The row that a printed label names: the same core, else words that only this row has, else a known core of at least
 * four characters with an explanation behind it. `group`: core of the innermost merged label that holds here. Null if
 * none or more than one fits.
 */
export function matchRow(table: TableKey, printed: string, group: string | null): FormRow | null {
  if (!HAN.test(printed) || namesSeveral(printed)) return null;
  const core = labelCore(printed);
  const rows = formRows(table).filter((row) => !row.needsGroup || row.groups.at(-1) === group);
  const same = rows.filter((row) => row.cores.has(core));
  if (same.length > 0) return only(same);
  const form = labelForm(printed);
  const worded = rows.filter((row) => row.contains.some((words) => form.includes(words)));
  const named = rows.filter((row) => isNamedIn(core, row));
  if (worded.length > 0) return only([...worded, ...named]);
  const started = rows.flatMap((row) =>
    [...row.cores].filter((known) => known.length >= 4 && core.startsWith(known)).map((known) => ({ row, known })),
  );
  const longest = Math.max(0, ...started.map(({ known }) => known.length));
  const best = started.filter(({ known }) => known.length === longest).map(({ row }) => row);
  return best.length === 0 ? null : only([...best, ...named]);
}

/** Whether the label holds the whole name of the row, perhaps among other words: two labels in one cell name two rows. */
function isNamedIn(core: string, row: FormRow): boolean {
  return [...row.cores].some((known) => known.length >= 4 && core.includes(known));
}

function only(rows: FormRow[]): FormRow | null {
  return new Set(rows).size === 1 ? (rows[0] ?? null) : null;
}

interface FormColumn {
  key: string;
  cores: Set<string>;
}

function collectColumns(table: TableKey): FormColumn[] {
  const columns = new Map<string, FormColumn>();
  const all: TemplateColumn[] = TEMPLATES.flatMap((template) =>
    template.tables.filter((one) => one.key === table).flatMap((one) => one.blocks.flatMap((block) => block.columns)),
  );
  for (const column of all) {
    const known = columns.get(column.key) ?? { key: column.key, cores: new Set<string>() };
    [column.label, ...(column.aliases ?? [])].forEach((label) => known.cores.add(labelCore(label)));
    columns.set(column.key, known);
  }
  return [...columns.values()];
}

const COLUMNS: Readonly<Record<TableKey, readonly FormColumn[]>> = {
  t2: collectColumns('t2'),
  t3: collectColumns('t3'),
  t4: collectColumns('t4'),
};

/** Key of the column that a printed header names (digits and years inside it are no part of the name), or null. */
export function matchColumn(table: TableKey, printed: string): string | null {
  if (!HAN.test(printed)) return null;
  const core = labelCore(printed);
  const bare = core.replace(/\d+年?/gu, '');
  const same = COLUMNS[table].find((column) => column.cores.has(core) || column.cores.has(bare));
  if (same) return same.key;
  const started = COLUMNS[table].filter((column) =>
    [...column.cores].some((known) => known.length >= 5 && bare.startsWith(known)),
  );
  return started.length === 1 ? (started[0]?.key ?? null) : null;
}
