import type { ExtractedDocument } from '../../model/document.ts';
import type { Reading } from '../../model/notice.ts';
import { UnreadableError } from '../../errors.ts';
import { sha256 } from '../../text/hash.ts';
import type { DocumentHint } from '../hint.ts';
import { readingOrder } from './flow.ts';
import type { PageMarks } from './marks.ts';
import { pageNotices, tableNotices } from './oddities.ts';
import { openPdf, readProperties } from './open.ts';
import { blockOf, layOut } from './page-blocks.ts';
import { readPageMarks } from './page-marks.ts';

/** Name and version of this reader; the number is raised when its output changes. */
export const PDF_EXTRACTOR = 'pdf/1';

/**
 * Reads a PDF with a text layer into blocks: ruled tables with merged cells, joined over pages, and paragraphs, in
 * reading order; pages 1-based, boxes in PDF points from the top left of the page as shown. Throws UnreadableError
 * `damaged`, `encrypted` (asks for a password) or `scan` (pages without any text).
 */
export async function readPdf(bytes: Uint8Array, hint: DocumentHint): Promise<Reading<ExtractedDocument>> {
  const name = hint.name ?? hint.url;
  const pages = await readPages(bytes, name);
  const meta = await readProperties(bytes, name);
  const { contents, notices } = layOut(pages);
  const order = readingOrder(contents);
  const shown = new Map(pages.map((page) => [page.page, page]));
  const value: ExtractedDocument = {
    sha256: sha256(bytes),
    format: 'pdf',
    extractor: PDF_EXTRACTOR,
    meta,
    blocks: order.pieces.map((piece, block) => blockOf(piece, block, shown)),
    attachments: [],
  };
  return { value, notices: [...pageNotices(pages), ...notices, ...order.notices, ...tableNotices(order.pieces)] };
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
