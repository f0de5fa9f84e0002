import JSZip from 'jszip';
import mammoth from 'mammoth';
import { UnreadableError } from '../../errors.ts';
import type { ExtractedDocument } from '../../model/document.ts';
import type { Notice, Reading } from '../../model/notice.ts';
import { sha256 } from '../../text/hash.ts';
import type { DocumentHint } from '../hint.ts';
import { listZip, readZip } from '../zip.ts';
import { blocksOf, parseTree, type DocxNode } from './blocks.ts';
import { markObjects, removeHiddenRuns, unfoldTextBoxes } from './flatten.ts';
import { writeNumbers } from './numbering.ts';
import { all, attributeOf, parseMarkup, textOf, writeMarkup, type MarkupElement } from './markup.ts';

/** Raised when the output of this reader changes. */
export const DOCX_EXTRACTOR = 'docx/1';

/** What is read of the archive: text, styles and lists. Pictures, headers, themes and embedded files stay packed. */
const WANTED = /^(?!.*(?:header|footer|theme|fontTable|webSettings|glossary|customXml)).*\.(?:xml|rels)$/u;

/** Bytes of XML beyond which a document is no report (the longest seen has 1 MB). */
const MAX_XML_BYTES = 30 * 1024 * 1024;

/**
 * A Word document (OOXML) as blocks: automatic numbers written out, text boxes at their place, tracked deletions dropped
 * and insertions kept, merged cells as spans; running headers, footers and notes left out.
 * Notices: `tracked_changes`, `hidden_text`, `image_in_body`, `footnotes_left_out`, `docx_element_ignored`.
 * Throws `UnreadableError`: `damaged`, `too_large` (zip bomb).
 */
export async function readDocx(bytes: Uint8Array, hint: DocumentHint): Promise<Reading<ExtractedDocument>> {
  const name = hint.name ?? hint.url;
  const entries = await listZip(bytes, name);
  const size = entries.reduce((sum, entry) => sum + (WANTED.test(entry.name) ? entry.size : 0), 0);
  if (size > MAX_XML_BYTES) {
    throw new UnreadableError(
      `Cannot read "${name}": ${size} bytes of text, at most ${MAX_XML_BYTES} are read`,
      'too_large',
    );
  }
  const parts = await readZip(bytes, name, (entry) => WANTED.test(entry));
  return await readParts(parts, { name, sha256: sha256(bytes), format: 'docx', extractor: DOCX_EXTRACTOR });
}

/**
 * As `readDocx`, from the parts of a document by name; `as` is what the result says of where they come from. Throws
 * `UnreadableError` `damaged`.
 */
export async function readParts(
  parts: ReadonlyMap<string, Uint8Array>,
  as: { name: string } & Pick<ExtractedDocument, 'sha256' | 'format' | 'extractor'>,
): Promise<Reading<ExtractedDocument>> {
  const { name, ...origin } = as;
  const main = [...parts.keys()].find((part) => /^\/?word\/document\d*\.xml$/u.test(part));
  const source = main === undefined ? undefined : parts.get(main);
  if (main === undefined || source === undefined) {
    throw new UnreadableError(`Cannot read "${name}": it holds no word/document.xml`, 'damaged');
  }
  const prepared = prepare(parseMarkup(source, main), parts);
  const { tree, messages } = await readTree(await packed(parts, main, prepared.xml), name);
  const body = blocksOf(tree);
  return {
    value: {
      ...origin,
      ...(body.title === null ? {} : { title: body.title }),
      meta: properties(parts),
      blocks: body.blocks,
      attachments: [],
    },
    notices: [...prepared.notices, ...body.notices, ...messages],
  };
}

function prepare(document: MarkupElement, parts: ReadonlyMap<string, Uint8Array>): { xml: string; notices: Notice[] } {
  const notices: Notice[] = [];
  const deletions = all(document, 'w:del').length;
  const insertions = all(document, 'w:ins').length;
  if (deletions + insertions > 0) {
    const message = `Tracked changes: ${deletions} deletions left out, ${insertions} insertions kept`;
    notices.push({ code: 'tracked_changes', message });
  }
  trimSpans(document);
  unfoldTextBoxes(document);
  markObjects(document);
  for (const text of removeHiddenRuns(document)) {
    notices.push({ code: 'hidden_text', message: `Left out text that Word hides: "${text.slice(0, 60)}"` });
  }
  const numbering = parts.get('word/numbering.xml');
  const styles = parts.get('word/styles.xml');
  if (numbering !== undefined) {
    const styleSheet = styles === undefined ? null : parseMarkup(styles, 'word/styles.xml');
    writeNumbers(document, parseMarkup(numbering, 'word/numbering.xml'), styleSheet);
  }
  return { xml: writeMarkup(document), notices };
}

/** Spans of no table there is: readers count up to them column by column. */
function trimSpans(document: MarkupElement): void {
  for (const span of all(document, 'w:gridSpan')) {
    if (!/^[1-9]\d{0,2}$/u.test(attributeOf(span, 'w:val') ?? '')) span.tag = '<w:gridSpan w:val="1"';
  }
}

/** The document packed anew for mammoth, without pictures and embedded files. */
async function packed(parts: ReadonlyMap<string, Uint8Array>, main: string, xml: string): Promise<Buffer> {
  const zip = new JSZip();
  for (const [part, content] of parts) zip.file(part, part === main ? xml : content);
  return await zip.generateAsync({ type: 'nodebuffer', compression: 'STORE' });
}

async function readTree(buffer: Buffer, name: string): Promise<{ tree: DocxNode; messages: Notice[] }> {
  let tree: unknown;
  try {
    const result = await mammoth.convertToHtml(
      { buffer },
      {
        // The tree alone is wanted: nothing is left from which to write HTML, which takes a fifth of the time.
        transformDocument: (document: object) => {
          tree = document;
          return { ...document, children: [] };
        },
        externalFileAccess: false,
        includeDefaultStyleMap: false,
        includeEmbeddedStyleMap: false,
      },
    );
    const ignored = result.messages
      .map(({ message }) => message)
      .filter((message) => /element was ignored|unexpected non-|w:sym element/u.test(message));
    const messages = [...new Set(ignored)].map((message) => ({ code: 'docx_element_ignored', message }));
    return { tree: parseTree(tree), messages };
  } catch (error) {
    if (error instanceof RangeError) throw error;
    throw new UnreadableError(`Cannot read "${name}": it is no sound Word document`, 'damaged', { cause: error });
  }
}

function properties(parts: ReadonlyMap<string, Uint8Array>): Record<string, string> {
  const core = parts.get('docProps/core.xml');
  if (core === undefined) return {};
  const document = parseMarkup(core, 'docProps/core.xml');
  const names = { title: 'dc:title', author: 'dc:creator', created: 'dcterms:created' };
  return Object.fromEntries(
    Object.entries(names).flatMap(([key, tag]) => {
      const found = all(document, tag)[0];
      const text = found === undefined ? '' : textOf(found).trim();
      return text === '' ? [] : [[key, text]];
    }),
  );
}
