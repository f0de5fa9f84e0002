import { openParquet } from './parquet/file.ts';
import type { Output } from './output.ts';
import { CSV_TABLES, rowsOf, STREAMED } from './tables.ts';

/** Parquet for DuckDB, pandas, R (arrow): the same tables as CSV, typed, in row groups. */
export const parquet: Output = {
  format: 'parquet',
  files: CSV_TABLES.map(({ name, holds }) => ({ name: fileName(name), holds })),
  async open(sink) {
    const files = await Promise.all(
      STREAMED.map(async (table) => ({ table, file: await openParquet(sink, fileName(table.name), table.columns) })),
    );
    return {
      async add(record) {
        for (const { table, file } of files) await file.write(rowsOf(table, record));
      },
      async close(late) {
        const written = [];
        for (const { file } of files) written.push(await file.close());
        for (const { table, rows } of late) {
          const file = await openParquet(sink, fileName(table.name), table.columns);
          await file.write(rows);
          written.push(await file.close());
        }
        return written;
      },
    };
  },
};

function fileName(csvName: string): string {
  return csvName.replace(/\.csv$/u, '.parquet');
}
