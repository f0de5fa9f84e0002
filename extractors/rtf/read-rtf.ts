import { UnreadableError } from '../../errors.ts';
import type { ExtractedDocument } from '../../model/document.ts';
import type { Reading } from '../../model/notice.ts';
import { sha256 } from '../../text/hash.ts';
import { blocksOf } from '../docx/blocks.ts';
import type { DocumentHint } from '../hint.ts';
import { destinationOf } from './destinations.ts';
import { encodingOfCodePage, isDoubleByte } from './encodings.ts';
import {
  addBytes,
  addNode,
  addText,
  closeGroup,
  emptyState,
  finish,
  flushBytes,
  groupOf,
  openGroup,
  setDestination,
  type RtfState,
} from './state.ts';
import { tokensOf, type Token } from './tokens.ts';
import { act } from './words.ts';

/** Raised when the output of this reader changes. */
export const RTF_EXTRACTOR = 'rtf/1';

/** Bytes at the start in which the document's code page stands. */
const HEAD_BYTES = 4096;

/** Groups in groups beyond which a file is no document. */
const MAX_DEPTH = 2000;

/**
 * A rich text document (RTF 1.9.1) as blocks, with the same rules as for DOCX: printed numbers kept, text boxes at their
 * place, deletions and hidden text dropped, merged cells as spans; running headers, footers and notes left out.
 * Notices: `tracked_changes`, `hidden_text`, `image_in_body`, `footnotes_left_out`, `list_number_missing`,
 * `merged_cell_text`, `table_definition_missing`. Throws `UnreadableError` `damaged` for a file that is cut short.
 */
export function readRtf(bytes: Uint8Array, hint: DocumentHint): Reading<ExtractedDocument> {
  const name = hint.name ?? hint.url;
  const head = Buffer.from(bytes.subarray(0, HEAD_BYTES)).toString('latin1');
  const encoding = encodingOfCodePage(Number(/\\ansicpg(\d+)/u.exec(head)?.[1] ?? 1252));
  const state = emptyState(encoding);
  const reading = { skip: 0, isMarked: false };
  for (const token of tokensOf(bytes, isDoubleByte(encoding))) {
    if (state.groups.length > MAX_DEPTH) {
      throw new UnreadableError(`Cannot read "${name}": groups nested more than ${MAX_DEPTH} deep`, 'damaged');
    }
    take(state, token, reading);
    // What follows the document's own group is not part of it.
    if (token.kind === 'close' && state.groups.length === 0) break;
  }
  if (state.groups.length > 0) {
    const message = `Cannot read "${name}": it ends inside ${state.groups.length} open groups, so it is cut short`;
    throw new UnreadableError(message, 'damaged');
  }
  const { nodes, notices } = finish(state);
  const body = blocksOf({ type: 'document', children: nodes });
  return {
    value: {
      sha256: sha256(bytes),
      format: 'rtf',
      extractor: RTF_EXTRACTOR,
      charset: encoding,
      ...(body.title === null ? {} : { title: body.title }),
      meta: {},
      blocks: body.blocks,
      attachments: [],
    },
    notices: [...notices, ...body.notices],
  };
}

/** `skip`: characters to leave out behind a Unicode one; `isMarked`: `\*` was the token before. */
interface Between {
  skip: number;
  isMarked: boolean;
}

function take(state: RtfState, token: Token, between: Between): void {
  if (token.kind === 'bytes') {
    const left = token.bytes.subarray(between.skip);
    between.skip = Math.max(0, between.skip - token.bytes.length);
    if (left.length > 0 && groupOf(state).destination !== 'skip') addBytes(state, left);
    return;
  }
  flushBytes(state);
  if (token.kind === 'word') takeWord(state, token, between);
  else {
    between.skip = 0;
    between.isMarked = false;
    if (token.kind === 'open') openGroup(state);
    else closeGroup(state);
  }
}

function takeWord(state: RtfState, { name, value }: { name: string; value: number | null }, between: Between): void {
  if (name === '*') {
    between.isMarked = true;
    return;
  }
  const { isMarked } = between;
  between.isMarked = false;
  const group = groupOf(state);
  if (group.destination === 'skip') return;
  if (name === 'u' && value !== null) {
    addText(state, String.fromCharCode(value & 0xffff));
    between.skip = group.fallback;
    return;
  }
  if (between.skip > 0) {
    between.skip -= 1;
    return;
  }
  if (name === 'pict') addNode(state, { type: 'image' });
  if (name === 'footnote') addNode(state, { type: 'noteReference' });
  const destination = destinationOf(name, isMarked);
  if (destination === null) act(state, name, value);
  else setDestination(state, destination);
}
