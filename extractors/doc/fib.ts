import { UnreadableError } from '../../errors.ts';
import type { Bytes } from '../office/bytes.ts';

/** Where a structure lies in the table stream, in bytes; `length` 0 where the document has none. */
export interface Place {
  at: number;
  length: number;
}

/** What the File Information Block of a Word document says ([MS-DOC] 2.5.1). Counts in characters. */
export interface Fib {
  /** Version of the format; below 193 (0x00C1) it is Word 6 or 95. */
  version: number;
  tableStream: '0Table' | '1Table';
  mainLength: number;
  /** Characters between the main text and the text of the text boxes: notes, headers, comments. */
  beforeTextBoxes: number;
  textBoxLength: number;
  /** By number of the pair of offset and length in fibRgFcLcb ([MS-DOC] 2.5.6–2.5.10). */
  places: {
    styles: Place;
    sections: Place;
    characterPages: Place;
    paragraphPages: Place;
    pieces: Place;
    /** Drawings of the main text, by the character they hang on. */
    drawings: Place;
    /** The shapes that drawings are made of. */
    shapes: Place;
    textBoxes: Place;
    lists: Place;
    listOverrides: Place;
  };
}

const MAGIC = 0xa5ec;
const MAGIC_BEFORE_97 = 0xa5dc;
const ENCRYPTED = 0x0100;
const SECOND_TABLE = 0x0200;
/** The first version of Word 97's format. */
const WORD_97 = 0x00c1;

/** `word97` with its block; `older`: Word 6 or 95. Throws `UnreadableError`: `encrypted`, `damaged`. */
export function readFib(
  document: Bytes,
  name: string,
): { kind: 'word97'; fib: Fib } | { kind: 'older'; version: number } {
  const magic = document.u16(0);
  const version = document.u16(2);
  if (magic !== MAGIC && magic !== MAGIC_BEFORE_97) {
    const found = magic.toString(16).padStart(4, '0');
    throw new UnreadableError(
      `Cannot read "${name}": its Word document begins with ${found}, expected a5ec`,
      'damaged',
    );
  }
  const flags = document.u16(10);
  if ((flags & ENCRYPTED) !== 0) {
    throw new UnreadableError(`Cannot read "${name}": a Word document protected by a password`, 'encrypted');
  }
  if (magic === MAGIC_BEFORE_97 || version < WORD_97) return { kind: 'older', version };
  const lengths = longNumbers(document);
  const base = lengths.end + 2;
  const pairs = document.u16(lengths.end);
  const place = (index: number): Place =>
    index < pairs ? { at: document.u32(base + index * 8), length: document.u32(base + index * 8 + 4) } : NOWHERE;
  const [main = 0, notes = 0, headers = 0, macros = 0, comments = 0, endnotes = 0, boxes = 0] = lengths.counts;
  return {
    kind: 'word97',
    fib: {
      version,
      tableStream: (flags & SECOND_TABLE) === 0 ? '0Table' : '1Table',
      mainLength: main,
      beforeTextBoxes: notes + headers + macros + comments + endnotes,
      textBoxLength: boxes,
      places: {
        styles: place(1),
        sections: place(6),
        characterPages: place(12),
        paragraphPages: place(13),
        pieces: place(33),
        drawings: place(40),
        shapes: place(50),
        textBoxes: place(56),
        lists: place(73),
        listOverrides: place(74),
      },
    },
  };
}

const NOWHERE: Place = { at: 0, length: 0 };

/** The block of 16-bit numbers, then that of 32-bit numbers, each after its count; `counts` from ccpText on. */
function longNumbers(document: Bytes): { counts: number[]; end: number } {
  const start = 34 + document.u16(32) * 2;
  const count = document.u16(start);
  const counts = Array.from({ length: 7 }, (_, index) => document.u32(start + 2 + (3 + index) * 4));
  return { counts, end: start + 2 + count * 4 };
}
