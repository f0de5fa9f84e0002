import type { ExtractedDocument, TableCell } from '../model/document.ts';
import { matchForm } from '../text/fold.ts';
import { cellForm, readNumber } from '../text/numbers.ts';
import type { PrintedRow, PrintedTable } from './printed-row.ts';
import { PLACES } from './table-four.ts';

/** What the second reading shows for a cell of the first; a cell on which it abstains is absent. */
export type SecondTexts = ReadonlyMap<TableCell, string>;

const VALUE = /^[-‐-―─/\\∖]*$|^(?:无|暂无|没有|不适用|N\/?A)$/iu;
const HAN = /\p{Script=Han}/u;

/**
 * Sets the stream reading of the document beside its printed tables (all copies of them): a row of tokens belongs to a
 * printed row by its label, and where a label stands several times, to the one at the same place among them. It abstains
 * on a row whose tokens are not as many as its columns, or whose label stands in one reading more often than in the other.
 * Null where the document has one reading only.
 */
export function secondTexts(document: ExtractedDocument, tables: readonly PrintedTable[]): SecondTexts | null {
  const stream = document.readings?.find((reading) => reading.name === 'stream');
  if (stream === undefined) return null;
  const rows = stream.blocks.flatMap((block) =>
    block.kind === 'table' ? block.rows.map((cells) => cells.map((cell) => cell.text)) : [],
  );
  const texts = new Map<TableCell, string>();
  for (const { table, rows: printed } of tables) {
    if (table === 't4') pairLines(printed, rows, texts);
    else pairLabelled(printed, rows, texts);
  }
  return texts;
}

/** A value as a cell may print it: a number, nothing, or what stands in the place of one. */
function isValue(token: string): boolean {
  return VALUE.test(cellForm(token)) || readNumber(token) !== null;
}

function pairLabelled(
  printed: readonly PrintedRow[],
  rows: readonly (readonly string[])[],
  texts: Map<TableCell, string>,
): void {
  const own = new Map<string, PrintedRow[]>();
  for (const row of printed) {
    const label = matchForm(row.label);
    if (label !== '') own.set(label, [...(own.get(label) ?? []), row]);
  }
  const longestFirst = [...own.keys()].sort((a, b) => b.length - a.length);
  const found = new Map<string, (readonly string[])[]>();
  for (const tokens of rows) {
    const label = longestFirst.find((known) => labelPlace(tokens, known) >= 0);
    if (label !== undefined) found.set(label, [...(found.get(label) ?? []), tokens]);
  }
  for (const [label, same] of own) {
    const others = found.get(label) ?? [];
    if (others.length !== same.length) continue;
    for (const [index, row] of same.entries()) pair(row.all, valuesAfter(others[index] ?? [], label), texts);
  }
}

/** Place of the last token that ends in the label, with nothing but values behind it and words before it; −1 if none. */
function labelPlace(tokens: readonly string[], label: string): number {
  const place = tokens.findLastIndex((token) => !isValue(token));
  const before = tokens.slice(0, Math.max(0, place));
  const isLabel = place >= 0 && matchForm(tokens[place] ?? '').endsWith(label);
  return isLabel && before.every((token) => token === '' || HAN.test(token)) ? place : -1;
}

function valuesAfter(tokens: readonly string[], label: string): readonly string[] {
  return tokens.slice(labelPlace(tokens, label) + 1);
}

/** Table 4 has no labels: its lines of fifteen are told by their number, one after the other. */
function pairLines(
  printed: readonly PrintedRow[],
  rows: readonly (readonly string[])[],
  texts: Map<TableCell, string>,
): void {
  const lines = linesOf(printed);
  const others = rows.flatMap((tokens) => {
    const from = tokens.length - PLACES.length;
    const isLine = from >= 0 && tokens.slice(from).every(isValue) && (from === 0 || !isValue(tokens[from - 1] ?? ''));
    return isLine ? [tokens.slice(from)] : [];
  });
  if (lines.length !== others.length) return;
  for (const [index, line] of lines.entries()) pair(line, others[index] ?? [], texts);
}

/** The printed lines from left to right, put together again from the rows that they were cut into. */
function linesOf(printed: readonly PrintedRow[]): TableCell[][] {
  const lines = new Map<string, TableCell[]>();
  for (const cell of printed.filter((row) => row.refused === null).flatMap((row) => row.all)) {
    const key = `${cell.at.block} ${cell.at.row ?? ''}`;
    lines.set(key, [...(lines.get(key) ?? []), cell]);
  }
  return [...lines.values()].map((cells) => cells.toSorted((a, b) => (a.at.col ?? 0) - (b.at.col ?? 0)));
}

function pair(cells: readonly TableCell[], tokens: readonly string[], texts: Map<TableCell, string>): void {
  if (cells.length !== tokens.length) return;
  for (const [index, cell] of cells.entries()) texts.set(cell, tokens[index] ?? '');
}
