import type { Block, TableCell } from '../../model/document.ts';
import type { Locator, Notice } from '../../model/notice.ts';
import { asScanned, recognitionOf } from '../ocr/scans.ts';
import { readingOrder } from './flow.ts';
import type { PageContent, Piece } from './flow.ts';
import { dropFurniture } from './furniture.ts';
import type { Box } from './geometry.ts';
import { linesOf } from './lines.ts';
import type { PageMarks } from './marks.ts';
import { pageNotices, recognitionNotice, tableNotices, turnedNotice } from './oddities.ts';
import { ruledTables } from './page-tables.ts';
import type { PlacedTable } from './page-tables.ts';

/** The blocks of a document whose pages are known by their marks, whatever format drew them. */
export function blocksOfPages(pages: readonly PageMarks[]): { blocks: Block[]; notices: Notice[] } {
  const { contents, notices } = layOut(pages);
  const order = readingOrder(contents);
  const shown = new Map(pages.map((page) => [page.page, page]));
  return {
    blocks: order.pieces.map((piece, block) => blockOf(piece, block, shown)),
    notices: [
      ...recognitionNotice(pages),
      ...pageNotices(pages),
      ...notices,
      ...order.notices,
      ...tableNotices(order.pieces),
    ],
  };
}

/** Tells tables, lines and page furniture apart, page by page. */
function layOut(pages: readonly PageMarks[]): { contents: PageContent[]; notices: Notice[] } {
  const split = pages.map((page) => ({ page, ...ruledTables(page) }));
  const lines = split.map(({ page, rest }) => ({
    page: page.page,
    height: page.height,
    lines: linesOf(rest.filter((glyph) => glyph.turn === 0)),
  }));
  const clean = dropFurniture(lines);
  const contents = split.map(({ page, tables }, index) => ({
    page: page.page,
    width: page.width,
    tables,
    lines: clean.pages[index]?.lines ?? [],
  }));
  const turned = split.flatMap(({ page, rest }) => turnedNotice(page.page, rest));
  return { contents, notices: [...clean.notices, ...turned] };
}

/** A piece of the reading order as the block of this number (0-based), with page and box on the page as shown. */
function blockOf(piece: Piece, block: number, pages: ReadonlyMap<number, PageMarks>): Block {
  if (piece.kind === 'table') {
    const rows = rowsOf(piece, block, pages);
    const isRecognised = piece.cells.some((cell) => pages.get(cell.page)?.recognised !== undefined);
    return { kind: 'table', rows, fidelity: isRecognised ? 'ocr' : piece.fidelity, page: piece.page };
  }
  return { kind: 'paragraph', text: piece.text, at: { block, ...place(piece, pages) } };
}

function rowsOf(table: PlacedTable, block: number, pages: ReadonlyMap<number, PageMarks>): TableCell[][] {
  return Array.from({ length: table.ys.length - 1 }, (_, row) =>
    table.cells
      .filter((cell) => cell.row === row)
      .sort((a, b) => a.col - b.col)
      .map((cell, col) => ({
        text: cell.text,
        colSpan: cell.colSpan,
        rowSpan: cell.rowSpan,
        at: { block, row, col, ...place(cell, pages) },
        ...recognitionOf(cell, pages.get(cell.page)),
      })),
  );
}

/** Page and box on the page as shown, to a hundredth of a point. */
function place(
  piece: { page: number; box: Box },
  pages: ReadonlyMap<number, PageMarks>,
): Pick<Locator, 'page' | 'box'> {
  const page = pages.get(piece.page);
  const { x0, y0, x1, y1 } = piece.box;
  const [width, height] = [page?.width ?? 0, page?.height ?? 0];
  let box: [number, number, number, number] =
    page?.recognised === undefined ? [x0, y0, x1, y1] : asScanned(piece.box, page);
  if (page?.turned === 90) box = [y0, width - x1, y1, width - x0];
  if (page?.turned === 180) box = [width - x1, height - y1, width - x0, height - y0];
  if (page?.turned === 270) box = [height - y1, x0, height - y0, x1];
  const [a, b, c, d] = box.map((edge) => Math.round(edge * 100) / 100);
  return { page: piece.page, box: [a ?? 0, b ?? 0, c ?? 0, d ?? 0] };
}
