import type { Block, ExtractedDocument, TableCell } from '../../model/document.ts';
import type { Locator, Notice, Reading } from '../../model/notice.ts';
import { UnreadableError } from '../../errors.ts';
import { sha256 } from '../../text/hash.ts';
import type { DocumentHint } from '../hint.ts';
import { readingOrder } from './flow.ts';
import type { PageContent, Piece } from './flow.ts';
import { dropFurniture } from './furniture.ts';
import type { Box } from './geometry.ts';
import { linesOf } from './lines.ts';
import type { PageMarks } from './marks.ts';
import { pageNotices, tableNotices, turnedNotice } from './oddities.ts';
import { openPdf, readProperties } from './open.ts';
import { readPageMarks } from './page-marks.ts';
import { ruledTables } from './page-tables.ts';
import type { PlacedTable } from './page-tables.ts';
import { readStream } from './stream.ts';

/** Name and version of this reader; the number is raised when its output changes. */
export const PDF_EXTRACTOR = 'pdf/2';

/**
 * Reads a PDF with a text layer into blocks: ruled tables with merged cells, joined over pages, and paragraphs, in
 * reading order; pages 1-based, boxes in PDF points from the top left of the page as shown. `readings` holds the rows of
 * its tables as another engine's text stream shows them. Throws UnreadableError `damaged`, `encrypted` (asks for a password) or `scan` (pages without any text).
 */
export async function readPdf(bytes: Uint8Array, hint: DocumentHint): Promise<Reading<ExtractedDocument>> {
  const name = hint.name ?? hint.url;
  const pages = await readPages(bytes, name);
  const meta = await readProperties(bytes, name);
  const { contents, notices } = layOut(pages);
  const order = readingOrder(contents);
  const shown = new Map(pages.map((page) => [page.page, page]));
  const stream = await readStream(bytes, tablePages(order.pieces));
  const value: ExtractedDocument = {
    sha256: sha256(bytes),
    format: 'pdf',
    extractor: PDF_EXTRACTOR,
    meta,
    blocks: order.pieces.map((piece, block) => blockOf(piece, block, shown)),
    attachments: [],
    ...(stream.blocks.length === 0 ? {} : { readings: [{ name: 'stream', blocks: stream.blocks }] }),
  };
  const odd = [...pageNotices(pages), ...notices, ...order.notices, ...tableNotices(order.pieces), ...stream.notices];
  return { value, notices: odd };
}

/** Pages on which a table stands, 1-based and ascending. */
function tablePages(pieces: readonly Piece[]): number[] {
  const pages = pieces.flatMap((piece) => (piece.kind === 'table' ? piece.cells.map((cell) => cell.page) : []));
  return [...new Set(pages)].sort((a, b) => a - b);
}

async function readPages(bytes: Uint8Array, name: string): Promise<PageMarks[]> {
  const document = await openPdf(bytes, name);
  const pages: PageMarks[] = [];
  try {
    for (let number = 1; number <= document.numPages; number += 1) {
      const page = await document.getPage(number);
      pages.push(await readPageMarks(page));
      page.cleanup();
    }
  } finally {
    await document.loadingTask.destroy();
  }
  if (pages.every((page) => page.glyphs.every((glyph) => glyph.text.trim() === ''))) {
    throw new UnreadableError(
      `Cannot read "${name}": its ${pages.length} pages hold images and no text (a scan); it needs OCR`,
      'scan',
    );
  }
  return pages;
}

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

function blockOf(piece: Piece, block: number, pages: ReadonlyMap<number, PageMarks>): Block {
  if (piece.kind === 'table') {
    return { kind: 'table', rows: rowsOf(piece, block, pages), fidelity: piece.fidelity, page: piece.page };
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
  let box: [number, number, number, number] = [x0, y0, x1, y1];
  if (page?.turned === 90) box = [y0, width - x1, y1, width - x0];
  if (page?.turned === 180) box = [width - x1, height - y1, width - x0, height - y0];
  if (page?.turned === 270) box = [height - y1, x0, height - y0, x1];
  const [a, b, c, d] = box.map((edge) => Math.round(edge * 100) / 100);
  return { page: piece.page, box: [a ?? 0, b ?? 0, c ?? 0, d ?? 0] };
}
