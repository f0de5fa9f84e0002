import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
// Before pdfjs, which replaces what this keeps.
import { restoreNatives } from './natives.ts';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
// Loaded here and not, as pdfjs would, with the first document: it makes the same replacements once more.
// oxlint-disable-next-line import/no-unassigned-import -- its being loaded is the effect
import 'pdfjs-dist/legacy/build/pdf.worker.mjs';
import type { PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { PDFParse } from 'pdf-parse';
import { UnreadableError } from '../../errors.ts';

export { OPS } from 'pdfjs-dist/legacy/build/pdf.mjs';

restoreNatives();

const pdfjs = dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'));

/**
 * Where pdfjs would hang up the fonts of a page in a browser. Told not to (`disableFontFace`), it compiles the outline of
 * every glyph for painting instead, which nobody looks at here: 40 % of the whole time of reading.
 */
const NO_PAGE: object = { disableFontFace: false, ownerDocument: { fonts: { add: ignore, delete: ignore } } };
if (!('FontFace' in globalThis)) Object.assign(globalThis, { FontFace: fontOfNoPage });

function ignore(): void {
  // Nothing is painted.
}

/** What `new FontFace()` gives pdfjs: a font that is ready at once. */
function fontOfNoPage(): { loaded: Promise<void> } {
  return { loaded: Promise.resolve() };
}

/**
 * How every PDF is opened: pdfjs's own files for fonts that are not embedded (without `cMapUrl` Chinese text comes out
 * empty, without an error), nothing from the network, no generated code, and no image decoded (bombs; we read text).
 */
const OPTIONS = {
  cMapUrl: join(pdfjs, 'cmaps') + sep,
  cMapPacked: true,
  standardFontDataUrl: join(pdfjs, 'standard_fonts') + sep,
  wasmUrl: join(pdfjs, 'wasm') + sep,
  iccUrl: join(pdfjs, 'iccs') + sep,
  useSystemFonts: false,
  useWorkerFetch: false,
  ...NO_PAGE,
  isEvalSupported: false,
  maxImageSize: 0,
  verbosity: 0,
};

/** Opens a PDF for reading its pages. Throws UnreadableError `encrypted` or `damaged`; `name` is for the message. */
export async function openPdf(bytes: Uint8Array, name: string): Promise<PDFDocumentProxy> {
  if (bytes.length === 0) {
    throw new UnreadableError(`Cannot read "${name}": it is empty (0 bytes); fetch it again`, 'damaged');
  }
  try {
    return await getDocument({ ...OPTIONS, data: Uint8Array.from(bytes) }).promise;
  } catch (error) {
    throw asUnreadable(error, name);
  }
}

/** The file's own properties as pdf-parse gives them: `title`, `author`, `created` (ISO 8601), `producer`, `pages`. */
export async function readProperties(bytes: Uint8Array, name: string): Promise<Record<string, string>> {
  const parser = new PDFParse({ ...OPTIONS, data: Uint8Array.from(bytes) });
  try {
    const found = await parser.getInfo();
    const properties: Record<string, string> = { pages: String(found.total) };
    const info: unknown = found.info;
    for (const [key, entry] of [
      ['title', 'Title'],
      ['author', 'Author'],
      ['producer', 'Producer'],
    ] as const) {
      const value = property(info, entry).trim();
      if (value !== '') properties[key] = value;
    }
    const created = found.getDateNode().CreationDate;
    if (created instanceof Date && !Number.isNaN(created.getTime())) properties['created'] = created.toISOString();
    return properties;
  } catch (error) {
    throw asUnreadable(error, name);
  } finally {
    await parser.destroy();
  }
}

function property(info: unknown, key: string): string {
  if (typeof info !== 'object' || info === null) return '';
  const value: unknown = Object.entries(info).find(([name]) => name === key)?.[1];
  return typeof value === 'string' ? value : '';
}

/** Turns pdfjs's refusals into ours; anything else is a bug of ours or theirs and passes through. */
export function asUnreadable(error: unknown, name: string): unknown {
  const kind = error instanceof Error ? error.name : '';
  if (kind === 'PasswordException') {
    return new UnreadableError(
      `Cannot read "${name}": the PDF is encrypted and asks for a password; get an open copy from the publisher`,
      'encrypted',
      { cause: error },
    );
  }
  if (/^(?:InvalidPDF|Format|UnknownError|Response|Abort|XRefParse|Missing\w*)(?:Exception|Error)?$/u.test(kind)) {
    const why = error instanceof Error ? error.message : '';
    return new UnreadableError(
      `Cannot read "${name}": the PDF is damaged or cut off (${why}); fetch it again`,
      'damaged',
      {
        cause: error,
      },
    );
  }
  return error;
}
