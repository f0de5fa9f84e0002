import { cellsTable } from '../csv/cells.ts';
import type { ColumnType, CsvColumn, CsvTable, CsvValue } from '../csv/table.ts';
import type { LateTable } from '../output.ts';
import { rowsOf, STREAMED } from '../tables.ts';
import type { ReportRecord } from '../../model/record.ts';

/** A table of the database. `sql`: type and constraint of the column; `constraints`: keys of the table. */
export interface SqlTable {
  name: string;
  columns: readonly { name: string; sql: string }[];
  constraints: readonly string[];
  rows(record: ReportRecord): readonly (readonly CsvValue[])[];
}

const TYPES: Readonly<Record<ColumnType, string>> = {
  string: 'TEXT',
  integer: 'INTEGER',
  number: 'NUMERIC',
  decimal: 'NUMERIC',
  boolean: 'INTEGER',
  date: 'TEXT',
  datetime: 'TEXT',
};

/** Columns of cells.csv that other tables of the database hold: a join gives them back (view cells_with_labels). */
const ELSEWHERE = new Set([
  'body_id',
  'division_code',
  'level',
  'kind',
  'fiscal_year',
  'template',
  'table',
  'row_key',
  'col_key',
  'row_label_zh',
  'col_label_zh',
  'source_url',
  'text_sha256',
]);

const REPORT = 'FOREIGN KEY (report_id) REFERENCES reports (report_id)';

/** What keys a table has beside its columns. */
const KEYS: Readonly<Record<string, readonly string[]>> = {
  reports: ['FOREIGN KEY (body_id) REFERENCES bodies (body_id)'],
  cells: ['PRIMARY KEY (report_id, cell_path)', REPORT],
  series: ['PRIMARY KEY (report_id, series)', REPORT],
  checks: [REPORT],
  indicators: [REPORT],
  extra_rows: [REPORT],
  corrections: [REPORT],
  sections: [REPORT],
};

/** Columns that are a key of their own. */
const KEY_COLUMNS: Readonly<Record<string, string>> = { reports: 'report_id', bodies: 'body_id', codebook: 'column' };

/** A table of CSV as a table of the database. */
export function sqlTable(table: LateTable['table']): Omit<SqlTable, 'rows'> {
  const name = table.name.replace(/\.csv$/u, '');
  return {
    name,
    columns: table.columns.map((column) => ({ name: column.name, sql: sqlOf(name, column) })),
    constraints: KEYS[name] ?? [],
  };
}

function sqlOf(table: string, { name, type = 'string' }: CsvColumn): string {
  return KEY_COLUMNS[table] === name ? `${TYPES[type]} NOT NULL PRIMARY KEY` : TYPES[type];
}

/** The tables that grow record by record. */
export const SQL_TABLES: readonly SqlTable[] = STREAMED.map((table) =>
  table === cellsTable ? withoutElsewhere(table) : { ...sqlTable(table), rows: (record) => rowsOf(table, record) },
);

function withoutElsewhere(table: CsvTable): SqlTable {
  const places = table.columns.flatMap(({ name }, at) => (ELSEWHERE.has(name) ? [] : [at]));
  const columns = table.columns.filter(({ name }) => !ELSEWHERE.has(name));
  return {
    ...sqlTable({ ...table, columns }),
    rows: (record) => rowsOf(table, record).map((row) => places.map((at) => row[at] ?? null)),
  };
}

/** Section texts; `id` is what the search refers to. */
export const SECTIONS_TABLE: Omit<SqlTable, 'rows'> = {
  name: 'sections',
  columns: [
    { name: 'id', sql: 'INTEGER PRIMARY KEY' },
    { name: 'report_id', sql: 'TEXT NOT NULL' },
    { name: 'key', sql: 'TEXT NOT NULL' },
    { name: 'number', sql: 'TEXT' },
    { name: 'heading', sql: 'TEXT' },
    { name: 'state', sql: 'TEXT NOT NULL' },
    { name: 'text', sql: 'TEXT' },
  ],
  constraints: [REPORT],
};

/** The cells of the official forms, with their labels. */
export const FORM_CELLS_TABLE: Omit<SqlTable, 'rows'> = {
  name: 'form_cells',
  columns: [
    { name: 'cell_path', sql: 'TEXT NOT NULL PRIMARY KEY' },
    ...[
      'form_table',
      'row_key',
      'col_key',
      'row_label_zh',
      'col_label_zh',
      'label_en',
      'unit',
      'forms',
      'definition',
    ].map((name) => ({ name, sql: 'TEXT' })),
  ],
  constraints: [],
};

/** Questions and the SQL that answers them. */
export const HOW_TO_TABLE: Omit<SqlTable, 'rows'> = {
  name: 'how_to',
  columns: [
    { name: 'asks', sql: 'TEXT NOT NULL' },
    { name: 'sql', sql: 'TEXT NOT NULL' },
  ],
  constraints: [],
};
