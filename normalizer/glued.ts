import type { TableCell } from '../model/document.ts';
import type { Locator } from '../model/notice.ts';
import type { PrintedTable } from './printed-row.ts';
import { lineRows, PLACES, refuseLine } from './table-four.ts';
import type { TextStream } from './text-stream.ts';
import { cutNumbers } from './text-stream.ts';

// The head of table 4 as a flattening leaves it: the two remedies in a row, then perhaps the outcomes.
const HEAD = /行政复议\s*行政诉讼/u;
const HEAD_WORDS =
  /\s*(?:未经复议直接起诉|复议后起诉|结果维[持护]|结果纠正|其[他它]结果|尚未审结|总计|行政复议|行政诉讼)/uy;

/**
 * Table 4 pressed into running text: `行政复议行政诉讼`, then fifteen numbers, in one line or in several. Any other count
 * is refused, never shifted. Null if there is no such text.
 */
export function readGluedRemedies(stream: TextStream): PrintedTable | null {
  const start = HEAD.exec(stream.text)?.index;
  if (start === undefined) return null;
  const from = headEnd(stream.text, start);
  const run = numberRun(stream.text.slice(from));
  if (run === '') return null;
  const at = stream.at(from + stream.text.slice(from).search(/\d/u));
  const numbers = cutNumbers(run, PLACES.length);
  const places = PLACES.map((place) => ({ ...place, header: null }));
  const rows = numbers
    ? lineRows(
        numbers.map((text) => textCell(text, at)),
        places,
      )
    : refuseLine([textCell(run, at)], `"${run}" is not ${PLACES.length} numbers for certain`);
  return { table: 't4', rows: rows.map((row) => ({ ...row, flags: ['glued'] })), notices: [] };
}

function headEnd(text: string, start: number): number {
  let end = start;
  for (HEAD_WORDS.lastIndex = start; HEAD_WORDS.test(text);) end = HEAD_WORDS.lastIndex;
  return end;
}

/** The digits at the beginning of the text, without those that number the next line or begin a date. */
function numberRun(text: string): string {
  const run = /^[\s\d]+/u.exec(text)?.[0] ?? '';
  const belongsToNext = /^[.．、年)）]/u.test(text.slice(run.length));
  return (belongsToNext ? run.replace(/\d+$/u, '') : run).trim();
}

/** A piece of running text as if it were a cell. */
export function textCell(text: string, at: Locator): TableCell {
  return { text, colSpan: 1, rowSpan: 1, at };
}
