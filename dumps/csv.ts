import { openCsv } from './csv/write.ts';
import type { Output } from './output.ts';
import { CSV_TABLES, rowsOf, STREAMED } from './tables.ts';

/** CSV for spreadsheets and statistics: long and wide, UTF-8, LF, text in quotes and safe from formulas. */
export const csv: Output = {
  format: 'csv',
  files: CSV_TABLES.map(({ name, holds }) => ({ name, holds })),
  async open(sink, { bom }) {
    const files = await Promise.all(
      STREAMED.map(async (table) => ({ table, file: await openCsv(sink, table, { bom }) })),
    );
    return {
      async add(record) {
        for (const { table, file } of files) await file.write(rowsOf(table, record));
      },
      async close(late) {
        const written = [];
        for (const { file } of files) written.push(await file.close());
        for (const { table, rows } of late) {
          const file = await openCsv(sink, table, { bom });
          await file.write(rows);
          written.push(await file.close());
        }
        return written;
      },
    };
  },
};
