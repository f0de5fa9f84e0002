import { UnreadableError } from '../errors.ts';
import type { ExtractedDocument } from '../model/document.ts';
import type { Notice, Reading } from '../model/notice.ts';
import { sha256 } from '../text/hash.ts';
import { isGzip, unpackGzip } from './bundle/gzip.ts';
import type { DocumentHint } from './hint.ts';
import { READERS } from './list.ts';
import { sniffFormat } from './sniff.ts';

export type { DocumentHint } from './hint.ts';

/** Characters of text beyond which a document is no report (the longest seen has some 60,000). */
const MAX_CHARACTERS = 5_000_000;

/** Cells beyond which a document is no report (three tables have about 400). */
const MAX_CELLS = 100_000;

/** Blocks beyond which a document is no report. */
const MAX_BLOCKS = 100_000;

/** Notices that are kept: a document that gives more is odd throughout. */
const MAX_NOTICES = 1_000;

/**
 * Reads a document of any known format, recognised by its bytes. Nothing is fetched and nothing in it is run.
 * Throws `UnreadableError`: `format` (unknown, or no reader yet), `scan` (pictures that this machine cannot recognise), `damaged`, `encrypted`, `too_large`;
 * its message says what was found. Runs for as long as it needs: `openReaderPool` sets the limits.
 */
export async function readDocument(bytes: Uint8Array, hint: DocumentHint): Promise<Reading<ExtractedDocument>> {
  const name = hint.name ?? hint.url;
  if (isGzip(bytes)) return await readPacked(bytes, hint);
  const format = await sniffFormat(bytes, name);
  const reader = READERS.find((candidate) => candidate.format === format);
  if (reader === undefined) {
    throw new UnreadableError(
      `Cannot read "${name}": it is of the format "${format}", for which there is no reader`,
      'format',
    );
  }
  try {
    const reading = await reader.read(bytes, hint, readDocument);
    checkSize(reading.value, name);
    return { ...reading, notices: firstOf(reading.notices) };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    // The call stack or a string is full: elements nested thousands deep.
    throw new UnreadableError(`Cannot read "${name}": its parts are nested too deeply`, 'damaged', { cause: error });
  }
}

/** A document that arrived packed is that document; its bytes are those that arrived. Packed twice is none of ours. */
async function readPacked(bytes: Uint8Array, hint: DocumentHint): Promise<Reading<ExtractedDocument>> {
  const name = hint.name ?? hint.url;
  const inner = unpackGzip(bytes, name);
  if (isGzip(inner))
    throw new UnreadableError(`Cannot read "${name}": it is packed with gzip more than once`, 'format');
  const { value, notices } = await readDocument(inner, hint);
  const notice = { code: 'gzip_unpacked', message: 'The file arrived packed with gzip, which nothing had said' };
  return { value: { ...value, sha256: sha256(bytes) }, notices: [notice, ...notices] };
}

function firstOf(notices: Notice[]): Notice[] {
  if (notices.length <= MAX_NOTICES) return notices;
  const message = `${notices.length - MAX_NOTICES} more notices were left out`;
  return [...notices.slice(0, MAX_NOTICES), { code: 'notices_cut', message }];
}

function checkSize(document: ExtractedDocument, name: string): void {
  let characters = 0;
  let cells = 0;
  for (const block of document.blocks) {
    const rows = block.kind === 'table' ? block.rows : [];
    characters += block.kind === 'table' ? 0 : block.text.length;
    for (const row of rows) {
      cells += row.length;
      for (const cell of row) characters += cell.text.length;
    }
  }
  const blocks = document.blocks.length;
  if (characters <= MAX_CHARACTERS && cells <= MAX_CELLS && blocks <= MAX_BLOCKS) return;
  const size = `${characters} characters in ${blocks} blocks and ${cells} table cells`;
  const message = `Cannot read "${name}": ${size} are more than any report has`;
  throw new UnreadableError(message, 'too_large');
}
