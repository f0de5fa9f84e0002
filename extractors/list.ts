import type { ExtractedDocument, Format } from '../model/document.ts';
import type { Reading } from '../model/notice.ts';
import { RAR_EXTRACTOR, readRar, readZipBundle, ZIP_EXTRACTOR, type ReadInner } from './bundle/read-bundle.ts';
import { DOCX_EXTRACTOR, readDocx } from './docx/read-docx.ts';
import type { DocumentHint } from './hint.ts';
import { HTML_EXTRACTOR, readHtml } from './html/read-html.ts';
import { OFD_EXTRACTOR, readOfd } from './ofd/read-ofd.ts';
import { PDF_EXTRACTOR, readPdf } from './pdf/read-pdf.ts';
import { readXls, XLS_EXTRACTOR } from './sheets/read-xls.ts';
import { readXlsx, XLSX_EXTRACTOR } from './sheets/read-xlsx.ts';
import { readText, TEXT_EXTRACTOR } from './text/read-text.ts';

/** How one format is read. `extractor` names reader and version, raised when its output changes. */
export interface Reader {
  format: Format;
  extractor: string;
  /** `readInner` reads a document that stands in this one. */
  read(
    bytes: Uint8Array,
    hint: DocumentHint,
    readInner: ReadInner,
  ): Reading<ExtractedDocument> | Promise<Reading<ExtractedDocument>>;
}

/** All readers, one a format. */
export const READERS: readonly Reader[] = [
  { format: 'html', extractor: HTML_EXTRACTOR, read: readHtml },
  { format: 'docx', extractor: DOCX_EXTRACTOR, read: readDocx },
  { format: 'pdf', extractor: PDF_EXTRACTOR, read: readPdf },
  { format: 'ofd', extractor: OFD_EXTRACTOR, read: readOfd },
  { format: 'xlsx', extractor: XLSX_EXTRACTOR, read: readXlsx },
  { format: 'xls', extractor: XLS_EXTRACTOR, read: readXls },
  { format: 'zip', extractor: ZIP_EXTRACTOR, read: readZipBundle },
  { format: 'rar', extractor: RAR_EXTRACTOR, read: readRar },
  { format: 'text', extractor: TEXT_EXTRACTOR, read: readText },
];

/** The reader of a format with its version, such as `html/1`; null where the format is only recognised. */
export function extractorOf(format: Format): string | null {
  return READERS.find((reader) => reader.format === format)?.extractor ?? null;
}
