import { cellsTable } from './csv/cells.ts';
import { checksTable } from './csv/checks.ts';
import { correctionsTable } from './csv/corrections.ts';
import { extraRowsTable, indicatorsTable } from './csv/printed-rows.ts';
import { reportsTable } from './csv/reports.ts';
import { seriesTable } from './csv/series.ts';
import { BODIES } from './csv/bodies.ts';
import { CODEBOOK } from './csv/codebook.ts';
import { coverageTable } from './csv/coverage.ts';
import { missingTable } from './csv/missing.ts';
import type { CsvTable, CsvValue } from './csv/table.ts';
import type { LateTable } from './output.ts';
import type { ReportRecord } from '../model/record.ts';

/** The tables that grow record by record. */
export const STREAMED: readonly CsvTable[] = [
  reportsTable,
  cellsTable,
  checksTable,
  indicatorsTable,
  extraRowsTable,
  seriesTable,
  correctionsTable,
];

const ROWS = new WeakMap<ReportRecord, Map<CsvTable, CsvValue[][]>>();

/** The rows of a record in a table, made once for all the formats that write them. */
export function rowsOf(table: CsvTable, record: ReportRecord): readonly (readonly CsvValue[])[] {
  const tables = ROWS.get(record) ?? new Map<CsvTable, CsvValue[][]>();
  ROWS.set(record, tables);
  const rows = tables.get(table) ?? table.rows(record);
  tables.set(table, rows);
  return rows;
}

/** The tables that are known when all records were seen, without their rows. */
const LATE: readonly LateTable['table'][] = [BODIES, missingTable([]).table, coverageTable([]).table, CODEBOOK];

/** Every table of a dump with its columns: what docs/data-dictionary.md explains. */
export const CSV_TABLES: readonly LateTable['table'][] = [...STREAMED, ...LATE];
