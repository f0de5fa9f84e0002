import { UnreadableError } from '../../errors.ts';
import type { DocxNode } from '../docx/blocks.ts';
import { SPRM, type Sprm } from './sprms.ts';
import type { Style } from './styles.ts';
import type { WordFile } from './word-file.ts';

/** A paragraph as printed. `mark` is the number of the character that ends it, `markCode` what that is. */
export interface StoryParagraph {
  children: DocxNode[];
  mark: number;
  markCode: number;
  /** Numbers of the characters on which drawings hang. */
  anchors: number[];
}

/** The paragraphs of a stretch of text, and what of it is not printed. */
export interface Story {
  paragraphs: StoryParagraph[];
  hidden: string[];
  /** Stretches deleted and inserted under "track changes". */
  deletions: number;
  insertions: number;
}

/** Codes of characters that are no text ([MS-DOC] 2.4.1, 2.6.1 sprmCFSpec). */
const CODE = {
  picture: 0x01,
  note: 0x02,
  cellEnd: 0x07,
  drawing: 0x08,
  tab: 0x09,
  lineBreak: 0x0b,
  pageBreak: 0x0c,
  paragraphEnd: 0x0d,
  fieldBegin: 0x13,
  fieldSeparator: 0x14,
  fieldEnd: 0x15,
  hyphen: 0x1e,
  symbol: 0x28,
} as const;

/** Whether this code ends a cell, or a row, of a table that stands in no other. */
export function isCellEnd(code: number): boolean {
  return code === CODE.cellEnd;
}

interface Format {
  isDeleted: boolean;
  isInserted: boolean;
  isHidden: boolean;
  isSpecial: boolean;
  isBinary: boolean;
  symbol: number | null;
}

/**
 * Reads the characters `first` up to `last`: results of fields without their instructions, no deleted and no hidden text.
 * `sectionEnds` are the numbers of the characters behind which a section begins.
 */
export function readStory(word: WordFile, first: number, last: number, sectionEnds: ReadonlySet<number>): Story {
  if (last < first || last > word.pieces.length) {
    const message = `Cannot read the characters ${first} to ${last} of a document of ${word.pieces.length}: it is damaged`;
    throw new UnreadableError(message, 'damaged');
  }
  const codes = readCodes(word, first, last);
  const closed = closedFields(codes);
  const story: Story = { paragraphs: [], hidden: [], deletions: 0, insertions: 0 };
  const fields: { isInstruction: boolean }[] = [];
  let open = emptyParagraph();
  let text = '';
  const flush = (): void => {
    if (text !== '') open.children.push({ type: 'text', value: text });
    text = '';
  };
  for (const span of formattedSpans(word, first, last)) {
    const { format } = span;
    let hidden = '';
    if (format.isDeleted) story.deletions += 1;
    if (format.isInserted) story.insertions += 1;
    for (let at = span.first; at < span.last; at += 1) {
      const code = codes[at - first] ?? 0;
      const isEnd = endsParagraph(code, sectionEnds.has(at + 1));
      if (code === CODE.fieldBegin && closed.has(at - first)) fields.push({ isInstruction: true });
      else if (code === CODE.fieldSeparator) Object.assign(fields.at(-1) ?? {}, { isInstruction: false });
      else if (code === CODE.fieldEnd) fields.pop();
      else if (isEnd && (code !== CODE.paragraphEnd || !format.isDeleted)) {
        flush();
        story.paragraphs.push({ ...open, mark: at, markCode: code });
        open = emptyParagraph();
      } else if (isEnd || format.isDeleted || fields.some((field) => field.isInstruction)) continue;
      else if (format.isHidden) hidden += code >= 0x20 ? String.fromCharCode(code) : '';
      else if (isPlain(code, format)) text += String.fromCharCode(code);
      else {
        // A picture right behind a drawing shows that drawing to programs that cannot draw it.
        const isCopy = code === CODE.picture && codes[at - first - 1] === CODE.drawing;
        const node = isCopy ? null : nodeOf(code, format);
        if (node !== null) {
          flush();
          open.children.push(node);
        } else if (code === CODE.drawing) open.anchors.push(at);
      }
    }
    if (hidden.trim() !== '') story.hidden.push(hidden);
  }
  flush();
  if (open.children.length > 0) story.paragraphs.push({ ...open, mark: last - 1, markCode: CODE.paragraphEnd });
  return story;
}

function emptyParagraph(): Pick<StoryParagraph, 'children' | 'anchors'> {
  return { children: [], anchors: [] };
}

function readCodes(word: WordFile, first: number, last: number): Uint16Array {
  const codes = new Uint16Array(last - first);
  for (let at = first; at < last;) {
    const piece = word.pieces.at(at);
    const end = Math.min(last, piece.last);
    const start = piece.offset + (at - piece.first) * piece.bytesPerCharacter;
    const text = piece.bytesPerCharacter === 1 ? word.document.latin(start, end - at) : null;
    for (let index = 0; at < end; at += 1, index += 1) {
      codes[at - first] = text === null ? word.document.u16(start + index * 2) : text.charCodeAt(index);
    }
  }
  return codes;
}

/** Places of the beginnings of fields that have an end: one without would swallow the rest of the document. */
function closedFields(codes: Uint16Array): Set<number> {
  const open: number[] = [];
  const closed = new Set<number>();
  codes.forEach((code, index) => {
    if (code === CODE.fieldBegin) open.push(index);
    const begin = code === CODE.fieldEnd ? open.pop() : undefined;
    if (begin !== undefined) closed.add(begin);
  });
  return closed;
}

function* formattedSpans(
  word: WordFile,
  first: number,
  last: number,
): Generator<{ first: number; last: number; format: Format }> {
  for (let at = first; at < last;) {
    const piece = word.pieces.at(at);
    const offset = piece.offset + (at - piece.first) * piece.bytesPerCharacter;
    const run = word.characters(offset);
    const paragraph = word.paragraphs(offset);
    const bytes = Math.min(run.end, paragraph.end) - offset;
    const end = Math.min(last, piece.last, at + Math.max(1, Math.ceil(bytes / piece.bytesPerCharacter)));
    const style = word.styles[paragraph.style ?? 0] ?? null;
    yield { first: at, last: end, format: formatOf([...run.sprms, ...piece.sprms], style, word.styles) };
    at = end;
  }
}

function formatOf(direct: readonly Sprm[], style: Style | null, styles: readonly (Style | null)[]): Format {
  const named = direct.findLast((sprm) => sprm.code === SPRM.characterStyle);
  const ofNamed = named === undefined ? [] : (styles[named.operand.u16(0)]?.character ?? []);
  const base = toggle(ofNamed, SPRM.hidden, toggle(style?.character ?? [], SPRM.hidden, false));
  const symbol = direct.findLast((sprm) => sprm.code === SPRM.symbol);
  return {
    isDeleted: toggle(direct, SPRM.deleted, false),
    isInserted: toggle(direct, SPRM.inserted, false),
    isHidden: toggle(direct, SPRM.hidden, base),
    isSpecial: toggle(direct, SPRM.special, false),
    isBinary: toggle(direct, SPRM.binary, false),
    symbol: symbol === undefined ? null : symbol.operand.u16(2),
  };
}

/** 0 and 1 set a property, 0x80 takes it from the style, 0x81 its opposite ([MS-DOC] 2.9.327 ToggleOperand). */
function toggle(sprms: readonly Sprm[], code: number, ofStyle: boolean): boolean {
  const value = sprms.findLast((sprm) => sprm.code === code)?.operand.u8(0) ?? 0x80;
  return value === 0x80 ? ofStyle : value === 0x81 ? !ofStyle : value === 1;
}

function endsParagraph(code: number, isSectionEnd: boolean): boolean {
  return code === CODE.paragraphEnd || code === CODE.cellEnd || (code === CODE.pageBreak && isSectionEnd);
}

function isPlain(code: number, format: Format): boolean {
  return code >= 0x20 && !(code === CODE.symbol && format.isSpecial);
}

/** The node of a character that is no plain text; null for what prints nothing. */
function nodeOf(code: number, format: Format): DocxNode | null {
  if (code === CODE.tab) return { type: 'tab' };
  if (code === CODE.lineBreak) return { type: 'break', breakType: 'line' };
  if (code === CODE.hyphen) return { type: 'text', value: '-' };
  if (code === CODE.note) return format.isSpecial ? { type: 'noteReference' } : null;
  if (code === CODE.picture) return format.isSpecial && !format.isBinary ? { type: 'image' } : null;
  if (code !== CODE.symbol) return null;
  return format.symbol === null ? null : { type: 'text', value: String.fromCharCode(format.symbol) };
}
