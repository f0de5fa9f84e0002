import type { Bytes } from '../office/bytes.ts';
import type { WordFile } from './word-file.ts';

/** The text of a text box: characters `first` up to `last` of the document. */
export interface TextBox {
  first: number;
  last: number;
}

/** Bytes of the place of a drawing ([MS-DOC] 2.9.253 Spa) and of a text box ([MS-DOC] 2.9.101 FTXBXS). */
const ANCHOR_BYTES = 26;
const BOX_BYTES = 22;

/** Kinds of records of drawings ([MS-ODRAW] 2.2.14, 2.2.16, 2.2.40). */
const RECORD = { drawing: 0xf002, group: 0xf003, shape: 0xf004, shapeProperties: 0xf00a } as const;
const RECORD_HEAD_BYTES = 8;

/**
 * The text boxes of the main text: by the number of the character they hang on, in order, and those whose place is not
 * known. Damaged lists throw.
 */
export function readTextBoxes(word: WordFile): { byAnchor: Map<number, TextBox[]>; unplaced: TextBox[] } {
  const byAnchor = new Map<number, TextBox[]>();
  const unplaced: TextBox[] = [];
  const { textBoxes, drawings } = word.fib.places;
  if (textBoxes.length === 0 || word.fib.textBoxLength === 0) return { byAnchor, unplaced };
  const anchors = new Map(
    entriesOf(word.table.slice(drawings.at, drawings.length), ANCHOR_BYTES).map(({ first, record }) => [
      record.u32(0),
      first,
    ]),
  );
  const groups = outermostGroups(word);
  const start = word.fib.mainLength + word.fib.beforeTextBoxes;
  for (const { first, last, record } of entriesOf(word.table.slice(textBoxes.at, textBoxes.length), BOX_BYTES)) {
    const isFree = record.u16(8) !== 0;
    const shape = record.u32(14);
    // The list ends with an entry of no shape.
    if (isFree || shape === 0) continue;
    const anchor = anchors.get(shape) ?? anchors.get(groups.get(shape) ?? shape);
    const box = { first: start + first, last: start + last };
    if (anchor === undefined) unplaced.push(box);
    else byAnchor.set(anchor, [...(byAnchor.get(anchor) ?? []), box]);
  }
  return { byAnchor, unplaced };
}

/** The entries of a list of places with a record each ([MS-DOC] 2.2.2 PLC). */
function entriesOf(list: Bytes, size: number): { first: number; last: number; record: Bytes }[] {
  const count = Math.max(0, Math.floor((list.length - 4) / (4 + size)));
  return Array.from({ length: count }, (_, index) => ({
    first: list.u32(index * 4),
    last: list.u32(index * 4 + 4),
    record: list.slice((count + 1) * 4 + index * size, size),
  }));
}

/** Shape → the group around it that hangs on the text; a drawing made of several shapes is placed as one. */
function outermostGroups(word: WordFile): Map<number, number> {
  const { shapes } = word.fib.places;
  const groups = new Map<number, number>();
  if (shapes.length === 0) return groups;
  const content = word.table.slice(shapes.at, shapes.length);
  for (let at = nextRecord(content, 0); at + RECORD_HEAD_BYTES < content.length;) {
    // Before each drawing stands one byte that says whether it is of the main text or of headers.
    const drawing = at + 1;
    if (kindAt(content, drawing) === RECORD.drawing)
      collect(bodyAt(content, drawing), { depth: 0, group: null }, groups);
    at = nextRecord(content, drawing);
  }
  return groups;
}

/** Depth 1 is the group of the whole drawing, which is none; the first shape of a deeper group is the group itself. */
function collect(body: Bytes, within: { depth: number; group: number | null }, groups: Map<number, number>): void {
  let { group } = within;
  for (let at = 0; at + RECORD_HEAD_BYTES <= body.length; at = nextRecord(body, at)) {
    const kind = kindAt(body, at);
    if (kind === RECORD.group) collect(bodyAt(body, at), { depth: within.depth + 1, group }, groups);
    if (kind !== RECORD.shape || within.depth < 2) continue;
    const shape = shapeNumber(bodyAt(body, at));
    if (shape === null) continue;
    group ??= shape;
    groups.set(shape, group);
  }
}

function shapeNumber(body: Bytes): number | null {
  for (let at = 0; at + RECORD_HEAD_BYTES <= body.length; at = nextRecord(body, at)) {
    if (kindAt(body, at) === RECORD.shapeProperties) return body.u32(at + RECORD_HEAD_BYTES);
  }
  return null;
}

function kindAt(bytes: Bytes, at: number): number {
  return bytes.u16(at + 2);
}

function bodyAt(bytes: Bytes, at: number): Bytes {
  return bytes.slice(at + RECORD_HEAD_BYTES, bytes.u32(at + 4));
}

function nextRecord(bytes: Bytes, at: number): number {
  return at + RECORD_HEAD_BYTES + bytes.u32(at + 4);
}
