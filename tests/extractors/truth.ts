import { readFileSync } from 'node:fs';
import { expect } from '@jest/globals';
import { z } from 'zod';
import type { Block, Table } from '../../model/document.ts';
import { shared } from '../shared.ts';

const Truth = z.object({
  blocks: z.array(
    z.object({
      text: z.string().optional(),
      rows: z.number().optional(),
      cells: z.array(z.tuple([z.number(), z.number(), z.number(), z.number(), z.string(), z.string()])).optional(),
    }),
  ),
});

/** A cell with its place in the grid, spans expanded; text as given to `form`. */
export interface PlacedCell {
  row: number;
  col: number;
  rowSpan: number;
  colSpan: number;
  text: string;
}

/** The stray page number at the end of seed 001: a running footer in the other files. */
export const PAGE_NUMBER = /^\d$/u;

/** A cell of a file of truth: row, column, rows, columns, kind, text. */
export type TruthCell = readonly [number, number, number, number, string, string];

/** The pieces of a file of truth as they stand there; `rows` of a table are counted. */
export function truthPieces(seed: string): { text: string; rows: number; cells: readonly TruthCell[] | null }[] {
  const { blocks } = Truth.parse(JSON.parse(readFileSync(shared('documents', seed, 'truth.json'), 'utf8')));
  return blocks.map(({ text = '', rows = 0, cells }) => ({ text, rows, cells: cells ?? null }));
}

/** The cells of one row of a table of truth, and those that come down into it, from left to right. */
export function cellsInRow(cells: readonly TruthCell[], row: number): TruthCell[] {
  return cells.filter(([first, , down]) => first <= row && row < first + down).toSorted((a, b) => a[1] - b[1]);
}

/** What the file of truth of one rebuilt seed says: paragraphs in order without blank ones, and the cells of its tables. */
export function truthOf(seed: string): { paragraphs: string[]; tables: PlacedCell[][]; order: string[] } {
  const { blocks } = Truth.parse(JSON.parse(readFileSync(shared('documents', seed, 'truth.json'), 'utf8')));
  const shown = blocks.filter(
    ({ cells, text = '' }) => cells !== undefined || (text.trim() !== '' && !PAGE_NUMBER.test(text)),
  );
  return {
    paragraphs: shown.flatMap((block) =>
      block.cells === undefined ? [(block.text ?? '').replace('[bookmark: _GoBack]', '')] : [],
    ),
    tables: shown.flatMap((block) =>
      block.cells === undefined
        ? []
        : [block.cells.map(([row, col, rowSpan, colSpan, , text]) => ({ row, col, rowSpan, colSpan, text }))],
    ),
    order: shown.map((block) => (block.cells === undefined ? 'text' : 'table')),
  };
}

/** The tables among the blocks. */
export function tablesOf(blocks: readonly Block[]): Table[] {
  return blocks.filter((block) => block.kind === 'table');
}

/** The texts of paragraphs and headings, in order. */
export function textsOf(blocks: readonly Block[]): string[] {
  return blocks.flatMap((block) => (block.kind === 'table' ? [] : [block.text]));
}

/** `text` or `table` for every block. */
export function orderOf(blocks: readonly Block[]): string[] {
  return blocks.map((block) => (block.kind === 'table' ? 'table' : 'text'));
}

/** Cells with their places in the grid, as a browser lays them out; two cells in one place fail the test. */
export function placed(table: Table): PlacedCell[] {
  const taken = new Set<string>();
  return table.rows.flatMap((cells, row) => {
    let col = 0;
    return cells.map((cell) => {
      while (taken.has(`${row} ${col}`)) col += 1;
      const at = { row, col, rowSpan: cell.rowSpan, colSpan: cell.colSpan, text: cell.text };
      for (let down = 0; down < cell.rowSpan; down += 1) {
        for (let right = 0; right < cell.colSpan; right += 1) {
          const place = `${row + down} ${col + right}`;
          expect(taken.has(place)).toBe(false);
          taken.add(place);
        }
      }
      return at;
    });
  });
}

/** White space as HTML shows it: runs of plain space are one, none at the ends of a line; NBSP and U+3000 stay. */
export function asShown(text: string): string {
  return text
    .split('\n')
    .map((line) => line.replace(/[ \t]+/gu, ' ').replace(/^ | $/gu, ''))
    .filter((line) => line !== '')
    .join('\n');
}
