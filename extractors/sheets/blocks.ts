import { UnreadableError } from '../../errors.ts';
import type { Block, TableCell } from '../../model/document.ts';
import type { Notice } from '../../model/notice.ts';
import { cellName, type Merge, type Sheet, type SheetCell } from './sheet.ts';

/** Cells of one used range beyond which a sheet is no form (table 3 has some 270). */
const MAX_AREA = 500_000;

/** A cell that is shown, by its place among the shown rows and columns; `row` and `col` are those of the sheet. */
interface Placed extends SheetCell {
  row: number;
  col: number;
  colSpan: number;
  rowSpan: number;
}

/** A shown row with the cells that begin in it; `isCrossed`: a cell of a row above reaches into it. */
interface Row {
  cells: Placed[];
  isCrossed: boolean;
}

/**
 * The sheets as blocks: a heading with the name of each, then its tables; a row outside of the lines that holds a caption or
 * a note is a paragraph. Hidden sheets, rows and columns are left out with `hidden_sheet`, `hidden_rows`. Locators carry the
 * name of the cell (`表三!D5`) as `path`. Throws `UnreadableError` `too_large`.
 */
export function blocksOfSheets(sheets: readonly Sheet[], name: string): { blocks: Block[]; notices: Notice[] } {
  const blocks: Block[] = [];
  const notices: Notice[] = [];
  for (const sheet of sheets) {
    if (sheet.isHidden) {
      notices.push({ code: 'hidden_sheet', message: `Left out the sheet "${sheet.name}", which is hidden` });
      continue;
    }
    const { rows, notices: odd } = shownRows(sheet, name);
    notices.push(...odd);
    if (rows.length === 0) continue;
    blocks.push({ kind: 'heading', text: sheet.name, level: 1, at: { block: blocks.length } });
    for (const piece of piecesOf(rows)) blocks.push(blockOf(piece, blocks.length, sheet.name));
  }
  return { blocks, notices };
}

/** The rows of the used range with spans as shown; nothing for an empty sheet. */
function shownRows(sheet: Sheet, name: string): { rows: Row[]; notices: Notice[] } {
  const range = usedRange(sheet);
  if (range === null) return { rows: [], notices: [] };
  const area = (range.endRow - range.startRow + 1) * (range.endCol - range.startCol + 1);
  if (area > MAX_AREA) {
    throw new UnreadableError(`Cannot read "${name}": the sheet "${sheet.name}" uses ${area} cells`, 'too_large');
  }
  const notices: Notice[] = [];
  const rowPlaces = between(range.startRow, range.endRow).filter((row) => !sheet.hiddenRows.has(row));
  const colPlaces = between(range.startCol, range.endCol).filter((col) => !sheet.hiddenCols.has(col));
  const hiddenRows = range.endRow - range.startRow + 1 - rowPlaces.length;
  const hiddenCols = range.endCol - range.startCol + 1 - colPlaces.length;
  if (hiddenRows + hiddenCols > 0) {
    const message = `Left out ${hiddenRows} rows and ${hiddenCols} columns of the sheet "${sheet.name}", which are hidden`;
    notices.push({ code: 'hidden_rows', message });
  }
  const { owners, overlapping } = ownersOf(sheet.merges, range);
  if (overlapping > 0) {
    const message = `${overlapping} merged areas of the sheet "${sheet.name}" overlap others and were taken as single cells`;
    notices.push({ code: 'irregular_merge', message });
  }
  return { rows: placeRows(sheet, { rowPlaces, colPlaces, owners }), notices };
}

function between(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

/** The smallest area around all cells that hold text or lie within lines; null for none. */
function usedRange(sheet: Sheet): Merge | null {
  let range: Merge | null = null;
  const filled = sheet.rows.some((cells) => cells?.some((cell) => cell !== undefined && cell.text.trim() !== ''));
  if (!filled) return null;
  for (const [row, cells] of sheet.rows.entries()) {
    for (const [col, cell] of (cells ?? []).entries()) {
      if (cell === undefined || (cell.text.trim() === '' && !cell.isBordered)) continue;
      range ??= { startRow: row, endRow: row, startCol: col, endCol: col };
      range.endRow = row;
      range.startCol = Math.min(range.startCol, col);
      range.endCol = Math.max(range.endCol, col);
    }
  }
  return range;
}

/** For each place of the range within a merged area, that area. */
function ownersOf(merges: readonly Merge[], range: Merge): { owners: Map<string, Merge>; overlapping: number } {
  const owners = new Map<string, Merge>();
  let overlapping = 0;
  for (const merge of merges) {
    const places = between(Math.max(merge.startRow, range.startRow), Math.min(merge.endRow, range.endRow)).flatMap(
      (row) =>
        between(Math.max(merge.startCol, range.startCol), Math.min(merge.endCol, range.endCol)).map(
          (col) => `${row} ${col}`,
        ),
    );
    if (places.some((place) => owners.has(place))) overlapping += 1;
    else for (const place of places) owners.set(place, merge);
  }
  return { owners, overlapping };
}

interface Frame {
  rowPlaces: readonly number[];
  colPlaces: readonly number[];
  owners: ReadonlyMap<string, Merge>;
}

/** A merged cell stands at the first of its places that is shown, with the text of its first place. */
function placeRows(sheet: Sheet, { rowPlaces, colPlaces, owners }: Frame): Row[] {
  const begun = new Set<Merge>();
  return rowPlaces.map((row) => {
    const cells: Placed[] = [];
    let isCrossed = false;
    for (const col of colPlaces) {
      const merge = owners.get(`${row} ${col}`);
      if (merge !== undefined && begun.has(merge)) {
        isCrossed ||= !cells.some((cell) => owners.get(`${row} ${cell.col}`) === merge);
        continue;
      }
      if (merge !== undefined) begun.add(merge);
      const own = sheet.rows[merge?.startRow ?? row]?.[merge?.startCol ?? col];
      const rowSpan = merge === undefined ? 1 : countWithin(rowPlaces, row, merge.endRow);
      const colSpan = merge === undefined ? 1 : countWithin(colPlaces, col, merge.endCol);
      const isBordered = own?.isBordered === true || sheet.rows[row]?.[col]?.isBordered === true;
      cells.push({ text: own?.text ?? '', isBordered, row, col, rowSpan, colSpan });
    }
    return { cells, isCrossed };
  });
}

function countWithin(places: readonly number[], from: number, to: number): number {
  return places.filter((place) => place >= from && place <= to).length;
}

type Piece = { kind: 'table'; rows: Row[] } | { kind: 'text'; cell: Placed };

/** Cuts the rows of a sheet into tables and the lines of text before, between and after them. */
function piecesOf(rows: readonly Row[]): Piece[] {
  const hasLines = rows.some((row) => row.cells.some((cell) => cell.isBordered));
  const pieces: Piece[] = [];
  let table: Row[] = [];
  const close = (): void => {
    const { head, body, foot } = hasLines ? { head: [], body: table, foot: [] } : withoutEnds(table);
    pieces.push(...head.flatMap(textsOf));
    if (body.length > 0) pieces.push({ kind: 'table', rows: [...body] });
    pieces.push(...foot.flatMap(textsOf));
    table = [];
  };
  for (const row of rows) {
    const isInside = row.isCrossed || row.cells.some((cell) => cell.rowSpan > 1 || cell.isBordered);
    const filled = row.cells.filter(isFilled);
    if (isInside || (filled.length > 1 && (!hasLines || table.length > 0)) || (filled.length === 1 && !hasLines)) {
      table.push(row);
    } else {
      close();
      pieces.push(...textsOf(row));
    }
  }
  close();
  return pieces;
}

/** In a sheet without lines: rows of one filled cell at either end of a table are captions and notes, not rows of it. */
function withoutEnds(rows: readonly Row[]): { head: Row[]; body: Row[]; foot: Row[] } {
  const isLone = (row: Row): boolean =>
    !row.isCrossed && row.cells.filter(isFilled).length === 1 && row.cells.every((cell) => cell.rowSpan === 1);
  const first = rows.findIndex((row) => !isLone(row));
  if (first < 0) return { head: [...rows], body: [], foot: [] };
  // A label without values is a row of the table; a note is merged over all of it.
  const last = rows.findLastIndex((row) => !(isLone(row) && row.cells.length === 1));
  return { head: rows.slice(0, first), body: rows.slice(first, last + 1), foot: rows.slice(last + 1) };
}

function isFilled(cell: SheetCell): boolean {
  return cell.text.trim() !== '';
}

function textsOf(row: Row): Piece[] {
  return row.cells.filter(isFilled).map((cell) => ({ kind: 'text', cell }));
}

function blockOf(piece: Piece, block: number, sheet: string): Block {
  if (piece.kind === 'text') {
    const { text, row, col } = piece.cell;
    return { kind: 'paragraph', text, at: { block, path: cellName(sheet, row, col) } };
  }
  const used = piece.rows.flatMap(({ cells }) => cells.filter((cell) => isFilled(cell) || cell.isBordered));
  const left = Math.min(...used.map(({ col }) => col));
  const right = Math.max(...used.map(({ col }) => col));
  const rows = piece.rows.map((row, index) =>
    row.cells
      .filter(({ col }) => col >= left && col <= right)
      .map((cell, place): TableCell => ({
        text: cell.text,
        colSpan: cell.colSpan,
        rowSpan: Math.min(cell.rowSpan, piece.rows.length - index),
        at: { block, row: index, col: place, path: cellName(sheet, cell.row, cell.col) },
      })),
  );
  return { kind: 'table', rows, fidelity: 'spans' };
}
