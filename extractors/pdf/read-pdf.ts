import type { Block, ExtractedDocument } from '../../model/document.ts';
import type { Reading } from '../../model/notice.ts';
import { sha256 } from '../../text/hash.ts';
import type { DocumentHint } from '../hint.ts';
import type { PageMarks } from './marks.ts';
import { OCR_EXTRACTOR } from '../ocr/extractor.ts';
import { recogniseScans } from '../ocr/scans.ts';
import { asUnreadable, openPdf, readProperties } from './open.ts';
import { blocksOfPages } from './page-blocks.ts';
import { readPageMarks } from './page-marks.ts';
import { readStream } from './stream.ts';

/** Name and version of this reader; the number is raised when its output changes. */
export const PDF_EXTRACTOR = 'pdf/2';

/**
 * Reads a PDF into blocks: ruled tables with merged cells, joined over pages, and paragraphs, in reading order; pages
 * 1-based, boxes in PDF points from the top left of the page as shown. `readings` holds the rows of its tables as another
 * engine's text stream shows them. Pages without text of their own (scans, broken fonts, hidden
 * text) are recognised, and then the extractor is `OCR_EXTRACTOR`.
 * Throws UnreadableError `damaged`, `encrypted` (asks for a password), `scan` (no page has text, or that of one is broken, and this
 * machine cannot recognise them) or `timeout`.
 */
export async function readPdf(bytes: Uint8Array, hint: DocumentHint): Promise<Reading<ExtractedDocument>> {
  const name = hint.name ?? hint.url;
  const pages = await recogniseScans(await readPages(bytes, name), { bytes, hint });
  const meta = await readProperties(bytes, name);
  const { blocks, notices } = blocksOfPages(pages);
  const isScan = pages.some((page) => page.recognised !== undefined);
  // Behind a recognised picture stands nothing, or what another recogniser read: no independent second reading.
  const recognised = new Set(pages.flatMap((page) => (page.recognised === undefined ? [] : [page.page])));
  const stream = await readStream(
    bytes,
    tablePages(blocks).filter((page) => !recognised.has(page)),
  );
  const value: ExtractedDocument = {
    sha256: sha256(bytes),
    format: 'pdf',
    extractor: isScan ? OCR_EXTRACTOR : PDF_EXTRACTOR,
    meta,
    blocks,
    attachments: [],
    ...(stream.blocks.length === 0 ? {} : { readings: [{ name: 'stream', blocks: stream.blocks }] }),
  };
  return { value, notices: [...notices, ...stream.notices] };
}

/** Pages on which a table stands, 1-based and ascending. */
function tablePages(blocks: readonly Block[]): number[] {
  const pages = blocks.flatMap((block) =>
    block.kind === 'table' ? block.rows.flat().map((cell) => cell.at.page) : [],
  );
  return [...new Set(pages.filter((page) => page !== undefined))].sort((a, b) => a - b);
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
  } catch (error) {
    throw asUnreadable(error, name);
  } finally {
    await document.loadingTask.destroy();
  }
  return pages;
}
