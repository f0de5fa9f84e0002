import { UnreadableError } from '../../errors.ts';
import type { Bytes } from '../office/bytes.ts';
import type { Place } from './fib.ts';
import { lastAtOrBelow } from './formatted-pages.ts';
import { readSprms, SPRM, type Sprm } from './sprms.ts';

/** A stretch of text: characters `first` up to `last` (0-based) lie at byte `offset` of the main stream, 1 or 2 bytes each. */
interface Piece {
  first: number;
  last: number;
  offset: number;
  bytesPerCharacter: 1 | 2;
  /** Properties that hold for the whole piece, added by a quick save. */
  sprms: Sprm[];
}

/** The text of a document in its order, which need not be the order of the file ([MS-DOC] 2.4.1 retrieving text). */
export interface PieceTable {
  /** The number of characters. */
  length: number;
  /** The piece that holds a character. Throws `UnreadableError` `damaged` beyond the end. */
  at(character: number): Piece;
}

/** Characters beyond which a document is no report; overlapping pieces can declare any number. */
const MAX_CHARACTERS = 20_000_000;

const PROPERTIES = 1;
const PIECES = 2;
/** The flag that says one byte a character; the offset is then doubled. */
const ONE_BYTE = 0x40000000;

/** Reads the table of pieces ([MS-DOC] 2.9.38 Clx). Throws `UnreadableError`: `damaged`, `too_large`. */
export function readPieces(table: Bytes, place: Place, name: string): PieceTable {
  const clx = table.slice(place.at, place.length);
  const lists: Sprm[][] = [];
  let at = 0;
  for (; clx.u8(at) === PROPERTIES; at += 3 + clx.u16(at + 1)) {
    lists.push(readSprms(clx.slice(at + 3, clx.u16(at + 1))));
  }
  if (clx.u8(at) !== PIECES) throw new UnreadableError(`Cannot read "${name}": it has no table of pieces`, 'damaged');
  const list = clx.slice(at + 5, clx.u32(at + 1));
  const count = Math.floor((list.length - 4) / 12);
  const pieces = Array.from({ length: count }, (_, index) => readPiece(list, index, count, lists));
  const length = pieces.at(-1)?.last ?? 0;
  if (length > MAX_CHARACTERS) {
    throw new UnreadableError(`Cannot read "${name}": ${length} characters are more than any report has`, 'too_large');
  }
  return {
    length,
    at(character) {
      const piece = pieces[lastAtOrBelow(pieces.length, (index) => pieces[index]?.first ?? 0, character)];
      if (piece !== undefined && character < piece.last) return piece;
      throw new UnreadableError(`Cannot read "${name}": its character ${character} lies in no piece`, 'damaged');
    },
  };
}

function readPiece(list: Bytes, index: number, count: number, lists: readonly Sprm[][]): Piece {
  const at = (count + 1) * 4 + index * 8;
  const offset = list.u32(at + 2);
  const isOneByte = (offset & ONE_BYTE) !== 0;
  const plain = offset & 0x3fffffff;
  return {
    first: list.u32(index * 4),
    last: list.u32((index + 1) * 4),
    offset: isOneByte ? plain / 2 : plain,
    bytesPerCharacter: isOneByte ? 1 : 2,
    sprms: modifiersOf(list.slice(at + 6, 2), lists),
  };
}

/** A piece names a list of modifiers by number ([MS-DOC] 2.9.215 Prm1), or holds one small modifier itself (Prm0). */
function modifiersOf(field: Bytes, lists: readonly Sprm[][]): Sprm[] {
  const value = field.u16(0);
  if ((value & 1) === 1) return lists[value >> 1] ?? [];
  const code = SMALL_MODIFIERS[(value >> 1) & 0x7f];
  return code === undefined ? [] : [{ code, operand: field.slice(1, 1) }];
}

/** The small modifiers that matter here, by their number ([MS-DOC] 2.9.214 Prm0). */
const SMALL_MODIFIERS: Readonly<Record<number, number>> = {
  0x0c: SPRM.listLevel,
  0x18: SPRM.inTable,
  0x19: SPRM.rowEnd,
  0x41: SPRM.deleted,
  0x42: SPRM.inserted,
  0x5c: SPRM.hidden,
  0x75: SPRM.special,
};
