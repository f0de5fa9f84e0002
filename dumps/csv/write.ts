import { stringify } from 'csv-stringify/sync';
import type { DumpFile, DumpSink } from '../output.ts';
import type { CsvTable, CsvValue } from './table.ts';

/**
 * What a spreadsheet would take for a formula at the start of a cell, the full-width signs included, and the guard itself,
 * so that the guard can be taken off again: remove one leading apostrophe from every text that starts with one.
 */
const RISKY = /^[=+\-@\t\r\n'\uff1d\uff0b\uff0d\uff20]/u;

/** The text with a leading apostrophe where a spreadsheet might run it as a formula. */
function guardFormula(text: string): string {
  return RISKY.test(text) ? `'${text}` : text;
}

/** Rows as CSV: RFC 4180 with LF instead of CRLF; text always in quotes, numbers never. */
function csvText(rows: readonly (readonly CsvValue[])[]): string {
  return stringify(
    rows.map((row) => [...row]),
    {
      record_delimiter: '\n',
      quoted_string: true,
      cast: {
        string: guardFormula,
        boolean: (value) => (value ? 'true' : 'false'),
        object: (value) => ('bare' in value ? String(value['bare']) : ''),
      },
    },
  );
}

/** A CSV file of a dump, its header written. */
export interface CsvFile {
  write(rows: readonly (readonly CsvValue[])[]): Promise<void>;
  close(): Promise<DumpFile>;
}

/** Opens a CSV file and writes its header; `bom` puts a byte order mark in front, by which Excel knows UTF-8. */
export async function openCsv(
  sink: DumpSink,
  table: Pick<CsvTable, 'name' | 'columns'>,
  options: { bom: boolean },
): Promise<CsvFile> {
  const file = await sink.open(table.name);
  await file.write((options.bom ? '\ufeff' : '') + csvText([table.columns.map((column) => column.name)]));
  let count = 0;
  return {
    async write(rows) {
      if (rows.length === 0) return;
      count += rows.length;
      await file.write(csvText(rows));
    },
    async close() {
      await file.close();
      return { name: table.name, rows: count };
    },
  };
}
