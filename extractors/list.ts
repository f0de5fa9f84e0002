import type { ExtractedDocument, Format } from '../model/document.ts';
import type { Reading } from '../model/notice.ts';
import { DOC_EXTRACTOR, readDoc, readWps, WPS_EXTRACTOR } from './doc/read-doc.ts';
import { RAR_EXTRACTOR, readRar, readZipBundle, ZIP_EXTRACTOR, type ReadInner } from './bundle/read-bundle.ts';
import { DOCX_EXTRACTOR, readDocx } from './docx/read-docx.ts';
import type { DocumentHint } from './hint.ts';
import { HTML_EXTRACTOR, readHtml } from './html/read-html.ts';
import { OFD_EXTRACTOR, readOfd } from './ofd/read-ofd.ts';
import { OCR_EXTRACTOR } from './ocr/extractor.ts';
import { readImage } from './ocr/read-image.ts';
import { PDF_EXTRACTOR, readPdf } from './pdf/read-pdf.ts';
import { readXls, XLS_EXTRACTOR } from './sheets/read-xls.ts';
import { readXlsx, XLSX_EXTRACTOR } from './sheets/read-xlsx.ts';
import { readRtf, RTF_EXTRACTOR } from './rtf/read-rtf.ts';
import { readText, TEXT_EXTRACTOR } from './text/read-text.ts';

/**
 * How one format is read. `extractors` name reader and version, raised when its output changes: the usual one first,
 * then others that documents of the format may be read by (scans among the PDFs).
 */
export interface Reader {
  format: Format;
  extractors: readonly [string, ...string[]];
  /** `readInner` reads a document that stands in this one. */
  read(
    bytes: Uint8Array,
    hint: DocumentHint,
    readInner: ReadInner,
  ): Reading<ExtractedDocument> | Promise<Reading<ExtractedDocument>>;
}

/** All readers, one a format. */
export const READERS: readonly Reader[] = [
  { format: 'html', extractors: [HTML_EXTRACTOR], read: readHtml },
  { format: 'docx', extractors: [DOCX_EXTRACTOR], read: readDocx },
  { format: 'doc', extractors: [DOC_EXTRACTOR], read: readDoc },
  { format: 'wps', extractors: [WPS_EXTRACTOR], read: readWps },
  { format: 'rtf', extractors: [RTF_EXTRACTOR], read: readRtf },
  { format: 'pdf', extractors: [PDF_EXTRACTOR, OCR_EXTRACTOR], read: readPdf },
  { format: 'ofd', extractors: [OFD_EXTRACTOR], read: readOfd },
  { format: 'xlsx', extractors: [XLSX_EXTRACTOR], read: readXlsx },
  { format: 'xls', extractors: [XLS_EXTRACTOR], read: readXls },
  { format: 'zip', extractors: [ZIP_EXTRACTOR], read: readZipBundle },
  { format: 'rar', extractors: [RAR_EXTRACTOR], read: readRar },
  { format: 'image', extractors: [OCR_EXTRACTOR], read: readImage },
  { format: 'text', extractors: [TEXT_EXTRACTOR], read: readText },
];

/** The usual reader of a format with its version, such as `html/1`; null where the format is only recognised. */
export function extractorOf(format: Format): string | null {
  return READERS.find((reader) => reader.format === format)?.extractors[0] ?? null;
}

/** Whether an extractor such as `pdf/1` is one that reads documents today, in its present version. */
export function isCurrentExtractor(extractor: string): boolean {
  return READERS.some((reader) => reader.extractors.includes(extractor));
}
