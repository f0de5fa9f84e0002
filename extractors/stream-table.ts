import type { Block } from '../model/document.ts';

/** A row of the second reading: its label (or the labels before it) and its values, as tokens without white space. */
export type StreamRow = readonly string[];

/** More rows than any report has: such a document has no second reading. */
const MOST_ROWS = 5000;

/** The rows as blocks of the reading `stream`, one table a group (`page` 1-based, for PDF); empty where there are too many. */
export function streamBlocks(groups: readonly { rows: readonly StreamRow[]; page?: number }[]): Block[] {
  const filled = groups.filter(({ rows }) => rows.length > 0);
  if (filled.reduce((sum, { rows }) => sum + rows.length, 0) > MOST_ROWS) return [];
  return filled.map(({ rows, page }, block) => ({
    kind: 'table',
    fidelity: 'flattened',
    ...(page === undefined ? {} : { page }),
    rows: rows.map((tokens) => tokens.map((text) => ({ text, colSpan: 1, rowSpan: 1, at: { block } }))),
  }));
}
