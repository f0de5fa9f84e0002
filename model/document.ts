import { z } from 'zod';
import { Locator, Notice } from './notice.ts';

/** The format of a document, recognised by its bytes, never by its name or header alone. */
export const Format = z.enum([
  'html',
  'docx',
  'doc',
  'wps',
  'rtf',
  'pdf',
  'ofd',
  'xlsx',
  'xls',
  'zip',
  'rar',
  'image',
  'text',
]);
/** See the validator of the same name. */
export type Format = z.infer<typeof Format>;

/**
 * One cell as printed. `text` keeps every space, NBSP and U+3000 of the source (a line break inside a cell is `\n`);
 * `confidence` is 0..1, only where a character recogniser gave one; `second` is what an independent recognition of the
 * same cell read, only where it differs from `text`.
 */
export const TableCell = z.object({
  text: z.string(),
  colSpan: z.int().positive(),
  rowSpan: z.int().positive(),
  at: Locator,
  confidence: z.number().optional(),
  second: z.string().optional(),
});
/** See the validator of the same name. */
export type TableCell = z.infer<typeof TableCell>;

/**
 * A table: rows × cells, spans *not* expanded (a cell that spans three rows stands only in its first row).
 * `fidelity`: `spans` = merged cells known; `cells` = cells known, merges not; `flattened` = one cell a line, merged
 * cells lost; `ocr` = recognised from an image. `page` is 1-based, where the table starts.
 */
export const Table = z.object({
  kind: z.literal('table'),
  rows: z.array(z.array(TableCell)),
  fidelity: z.enum(['spans', 'cells', 'flattened', 'ocr']),
  page: z.int().positive().optional(),
});
/** See the validator of the same name. */
export type Table = z.infer<typeof Table>;

/** A line that the format itself marks as a heading; `level` from 1. Readers need not find headings: words decide later. */
const Heading = z.object({
  kind: z.literal('heading'),
  text: z.string(),
  level: z.int().positive(),
  at: Locator,
});

/** A paragraph as printed, without its line breaks by layout; never empty after trimming. */
const Paragraph = z.object({ kind: z.literal('paragraph'), text: z.string(), at: Locator });

/** One piece of a document, in reading order. */
export const Block = z.discriminatedUnion('kind', [Heading, Paragraph, Table]);
/** See the validator of the same name. */
export type Block = z.infer<typeof Block>;

/**
 * A file that a page offers beside its own text; `url` absolute. `role`: `content` = the page shows it in place of a text of
 * its own (frame, PDF viewer), so it is the report itself; `page` = a further page of the same article, with `page` as its
 * address numbers it; `picture` = a picture that stands where the text should, with its place as `page`. Absent for a plain
 * download.
 */
export const Attachment = z.object({
  url: z.string(),
  text: z.string(),
  role: z.enum(['content', 'page', 'picture']).optional(),
  page: z.int().nonnegative().optional(),
});
/** See the validator of the same name. */
export type Attachment = z.infer<typeof Attachment>;

/**
 * A document as ordered blocks, whatever the format was.
 * `meta` keys are lower-case: HTML meta names (`articletitle`, `pubdate`, `contentsource`, `columntype`, `sitename`,
 * `columnname` …) as printed there; `field:<label>` for the visible table of page facts (`field:索引号`,
 * `field:发布机构`, `field:发布日期`, `field:文号`, `field:名称` …, label without spaces and colon);
 * `breadcrumb` (parts joined by ` > `); for DOCX and PDF `title`, `author`, `created` of the file's own properties.
 * `charset` is the encoding that was used, for formats of text. `title` is the title *on the page* (h1, article title).
 */
const PlainDocument = z.object({
  sha256: z.string(),
  format: Format,
  extractor: z.string(),
  charset: z.string().optional(),
  title: z.string().optional(),
  meta: z.record(z.string(), z.string()),
  blocks: z.array(Block),
  attachments: z.array(Attachment),
  readings: z.array(z.object({ name: z.enum(['grid', 'stream']), blocks: z.array(Block) })).optional(),
});

/** One file of a bundle, under its name there: read, or why not (`reason` as of `UnreadableError`). */
const DocumentPart = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('read'), name: z.string(), document: PlainDocument, notices: z.array(Notice) }),
  z.object({ kind: z.literal('unreadable'), name: z.string(), reason: z.string(), why: z.string() }),
]);
/** See the validator of the same name. */
export type DocumentPart = z.infer<typeof DocumentPart>;

/** See above. `parts`: only of a bundle of several documents, which has no blocks of its own; in its order. */
export const ExtractedDocument = PlainDocument.extend({ parts: z.array(DocumentPart).optional() });
/** See the validator of the same name. */
export type ExtractedDocument = z.infer<typeof ExtractedDocument>;
