import { UnreadableError } from '../../errors.ts';
import type { ExtractedDocument, Format } from '../../model/document.ts';
import type { Notice, Reading } from '../../model/notice.ts';
import { matchForm } from '../../text/fold.ts';
import { sha256 } from '../../text/hash.ts';
import type { DocumentHint } from '../hint.ts';
import { unpackBundle, type LeftOut, type UnpackedEntry } from './unpack.ts';

/** Raised when the output of this reader changes, also through a reader of what bundles hold. */
export const ZIP_EXTRACTOR = 'zip/2';
/** Raised when the output of this reader changes, also through a reader of what bundles hold. */
export const RAR_EXTRACTOR = 'rar/2';

/** Reads a document that stands in another. Throws `UnreadableError`. */
export type ReadInner = (bytes: Uint8Array, hint: DocumentHint) => Promise<Reading<ExtractedDocument>>;

/** Of files that differ only in their ending, the first that can be read is the report: text with its tables comes first. */
const PREFERENCE: readonly Format[] = [
  'docx',
  'doc',
  'wps',
  'rtf',
  'html',
  'pdf',
  'ofd',
  'xlsx',
  'xls',
  'text',
  'image',
];
/** What the names and first lines of our reports say. */
const REPORT = /信息公开.{0,12}(?:年度.{0,4}报告|年报)|年度.{0,6}信息公开.{0,6}报告/u;
/** Blocks in which the title of a report stands. */
const TITLE_BLOCKS = 6;

/** A ZIP archive as the one report in it: see `readBundle`. */
export async function readZipBundle(
  bytes: Uint8Array,
  hint: DocumentHint,
  readInner: ReadInner,
): Promise<Reading<ExtractedDocument>> {
  return await readBundle(bytes, { hint, readInner, format: 'zip', extractor: ZIP_EXTRACTOR });
}

/** A RAR archive as the one report in it: see `readBundle`. */
export async function readRar(
  bytes: Uint8Array,
  hint: DocumentHint,
  readInner: ReadInner,
): Promise<Reading<ExtractedDocument>> {
  return await readBundle(bytes, { hint, readInner, format: 'rar', extractor: RAR_EXTRACTOR });
}

interface Request {
  hint: DocumentHint;
  readInner: ReadInner;
  format: 'zip' | 'rar';
  extractor: string;
}

interface InnerDocument {
  entry: UnpackedEntry;
  reading: Reading<ExtractedDocument>;
}

/**
 * The blocks of the one report in a bundle; its name in `meta` as `bundle.entry`, the reader of it as `bundle.extractor`.
 * Files that differ only in their ending are one document. Of several documents, the report is the only one whose name or
 * first lines call it so; every other file is told by a notice `bundle_entry_ignored`. Throws `UnreadableError` `format`
 * with `entries` where there are several, or where there is no document; otherwise as the document that could not be read.
 */
async function readBundle(bytes: Uint8Array, request: Request): Promise<Reading<ExtractedDocument>> {
  const { hint, format } = request;
  const name = hint.name ?? hint.url;
  const { entries, leftOut } = await unpackBundle(bytes, { name, format, wanted: hint.entry });
  const documents: InnerDocument[] = [];
  const copies: LeftOut[] = [];
  for (const renditions of sameNames(entries)) {
    const found = await firstReadable(renditions, { request, leftOut, copies });
    if (found !== null) documents.push(found);
  }
  const { entry, reading } = chooseReport(documents, { leftOut, copies, name });
  const others = documents.flatMap((other): LeftOut[] => {
    return other.entry === entry
      ? []
      : [{ name: other.entry.name, why: `the report of the bundle is "${entry.name}"` }];
  });
  const { value } = reading;
  return {
    value: {
      ...value,
      sha256: sha256(bytes),
      format,
      extractor: request.extractor,
      meta: { ...value.meta, 'bundle.entry': entry.name, 'bundle.extractor': value.extractor },
    },
    notices: [...[...leftOut, ...copies, ...others].map(ignored), ...reading.notices],
  };
}

function ignored({ name, why }: LeftOut): Notice {
  return { code: 'bundle_entry_ignored', message: `Left out "${name}": ${why}` };
}

function rank({ format }: UnpackedEntry): number {
  return PREFERENCE.indexOf(format);
}

/** Files that differ only in their ending, the preferred format first. */
function sameNames(entries: readonly UnpackedEntry[]): UnpackedEntry[][] {
  const groups = new Map<string, UnpackedEntry[]>();
  for (const entry of entries) {
    const base = matchForm(entry.name.replace(/\.\w{1,5}$/u, ''));
    groups.set(base, [...(groups.get(base) ?? []), entry]);
  }
  return [...groups.values()].map((group) => group.toSorted((a, b) => rank(a) - rank(b)));
}

async function firstReadable(
  renditions: readonly UnpackedEntry[],
  { request, leftOut, copies }: { request: Request; leftOut: LeftOut[]; copies: LeftOut[] },
): Promise<InnerDocument | null> {
  const failed: LeftOut[] = [];
  for (const [index, entry] of renditions.entries()) {
    try {
      const reading = await request.readInner(entry.bytes, { url: request.hint.url, name: entry.name });
      const why = `it is "${entry.name}" in another format`;
      copies.push(...failed, ...renditions.slice(index + 1).map(({ name }) => ({ name, why })));
      return { entry, reading };
    } catch (error) {
      if (!(error instanceof UnreadableError)) throw error;
      failed.push({ name: entry.name, why: error.message, error });
    }
  }
  leftOut.push(...failed);
  return null;
}

/** A report that cannot be read is a report too: where its name says so, the other is not the only one. */
function chooseReport(
  documents: readonly InnerDocument[],
  { leftOut, copies, name }: { leftOut: readonly LeftOut[]; copies: readonly LeftOut[]; name: string },
): InnerDocument {
  const [first] = documents;
  if (first === undefined) throw noDocument(leftOut, name);
  const reports = documents.filter(isReport);
  const isUnread = leftOut.some((one) => one.error !== undefined && isReportName(one.name));
  const [report = first, ...others] = reports.length > 0 ? reports : documents;
  if (others.length === 0 && !isUnread) return report;
  const entries = [...documents.map(({ entry }) => entry.name), ...[...leftOut, ...copies].map((one) => one.name)];
  const some = entries.slice(0, 5).map((entry) => `"${entry}"`);
  throw new UnreadableError(
    `Cannot read "${name}" as one report: it holds ${entries.length} files (${some.join(', ')}${entries.length > 5 ? ' …' : ''}); ` +
      'unpack it, or use `ogi import`',
    'format',
    { entries },
  );
}

function isReport({ entry, reading }: InnerDocument): boolean {
  const texts = reading.value.blocks
    .slice(0, TITLE_BLOCKS)
    .flatMap((block) => (block.kind === 'table' ? [] : [block.text]));
  return isReportName(entry.name) || REPORT.test(matchForm(texts.join('')));
}

function isReportName(name: string): boolean {
  return REPORT.test(matchForm(name.split('/').at(-1) ?? name));
}

function noDocument(leftOut: readonly LeftOut[], name: string): UnreadableError {
  const why = leftOut[0] === undefined ? 'it is empty' : `"${leftOut[0].name}": ${leftOut[0].why}`;
  const error = leftOut.find((one) => one.error !== undefined)?.error;
  const message = `Cannot read "${name}": the bundle holds no document that can be read (${why})`;
  return new UnreadableError(message, error?.reason ?? 'format', { cause: error });
}
