import type { ReportRecord } from '../../model/record.ts';

/** A number that is kept as decimal text (`"59237.2449"`), or the literal `NA`: written bare, never guarded. */
export interface Bare {
  bare: string;
}
/** What a CSV cell may hold: text is quoted and guarded; numbers are bare; null is nothing at all. */
export type CsvValue = string | number | boolean | null | Bare;

/** The literal for "this report has no such cell": not in its template, or row or table missing. */
export const NA: Bare = { bare: 'NA' };

/** Whether a value is text. */
export function isText(value: CsvValue): value is string {
  return typeof value === 'string';
}

/** A table of the dump. `rows` gives what one record contributes to it. */
export interface CsvTable {
  name: string;
  holds: string;
  columns: readonly CsvColumn[];
  rows(record: ReportRecord): CsvValue[][];
}

/** `decimal`: exact decimal text, money in yuan; `date`: ISO 8601 day; `datetime`: ISO 8601, UTC. */
export type ColumnType = 'string' | 'integer' | 'number' | 'decimal' | 'boolean' | 'date' | 'datetime';

/** A column, with its meaning for the dictionary; without `type` it holds text. */
export interface CsvColumn {
  name: string;
  meaning: string;
  type?: ColumnType;
}
