import { BODIES, openBodyList } from './csv/bodies.ts';
import { cellsTable } from './csv/cells.ts';
import { checksTable } from './csv/checks.ts';
import { CODEBOOK, codebookRows } from './csv/codebook.ts';
import { correctionsTable } from './csv/corrections.ts';
import { extraRowsTable, indicatorsTable } from './csv/printed-rows.ts';
import { reportsTable } from './csv/reports.ts';
import { openCsv, type CsvTable } from './csv/write.ts';
import type { Output } from './output.ts';

/** The tables that grow record by record. */
const STREAMED: readonly CsvTable[] = [
  reportsTable,
  cellsTable,
  checksTable,
  indicatorsTable,
  extraRowsTable,
  correctionsTable,
];

/** Every table of the CSV output with its columns: what docs/data-dictionary.md explains. */
export const CSV_TABLES: readonly Pick<CsvTable, 'name' | 'holds' | 'columns'>[] = [...STREAMED, BODIES, CODEBOOK];

/** CSV for spreadsheets and statistics: long and wide, UTF-8, LF, text in quotes and safe from formulas. */
export const csv: Output = {
  format: 'csv',
  files: CSV_TABLES.map(({ name, holds }) => ({ name, holds })),
  async open(sink, { bom }) {
    const files = await Promise.all(
      STREAMED.map(async (table) => ({ table, file: await openCsv(sink, table, { bom }) })),
    );
    const bodies = openBodyList();
    return {
      async add(record) {
        bodies.add(record);
        for (const { table, file } of files) await file.write(table.rows(record));
      },
      async close() {
        const written = [];
        for (const { file } of files) written.push(await file.close());
        for (const [table, rows] of [[BODIES, bodies.rows()] as const, [CODEBOOK, codebookRows()] as const]) {
          const file = await openCsv(sink, table, { bom });
          await file.write(rows);
          written.push(await file.close());
        }
        return written;
      },
    };
  },
};
