import type { DumpFile, DumpSink } from '../output.ts';
import type { CsvTable, CsvValue } from './table.ts';

/**
 * What a spreadsheet would take for a formula at the start of a cell, the full-width signs included, and the guard itself,
 * so that the guard can be taken off again: remove one leading apostrophe from every text that starts with one.
 */
const RISKY = /^[=+\-@\t\r\n'\uff1d\uff0b\uff0d\uff20]/u;

/**
 * Rows as CSV: RFC 4180 with LF instead of CRLF; text always in quotes, numbers never. Written by hand because a release has
 * hundreds of values a report and nothing but these four kinds: a general writer took about a fifth of the time of CSV.
 */
export function csvText(rows: readonly (readonly CsvValue[])[]): string {
  let text = '';
  for (const row of rows) {
    let separator = '';
    for (const value of row) {
      text += separator + fieldText(value);
      separator = ',';
    }
    text += '\n';
  }
  return text;
}

function fieldText(value: CsvValue): string {
  if (value === null) return '';
  if (typeof value === 'object') return value.bare;
  if (typeof value !== 'string') return String(value);
  const guarded = RISKY.test(value) ? `'${value}` : value;
  return `"${guarded.includes('"') ? guarded.replaceAll('"', '""') : guarded}"`;
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
