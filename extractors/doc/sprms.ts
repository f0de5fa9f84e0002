import type { Bytes } from '../office/bytes.ts';

/** A "single property modifier": one property and its operand without length bytes ([MS-DOC] 2.2.5.1 Sprm). */
export interface Sprm {
  code: number;
  operand: Bytes;
}

/** The modifiers that decide text, tables and numbers, by the names of [MS-DOC] 2.6. */
export const SPRM = {
  characterStyle: 0x4a30,
  deleted: 0x0800,
  inserted: 0x0801,
  hidden: 0x083c,
  special: 0x0855,
  symbol: 0x6a09,
  binary: 0x0806,
  paragraphStyle: 0x4600,
  listLevel: 0x260a,
  list: 0x460b,
  inTable: 0x2416,
  rowEnd: 0x2417,
  nesting: 0x6649,
  nestingChange: 0x664a,
  innerCellEnd: 0x244b,
  innerRowEnd: 0x244c,
  longList: 0x6646,
  longListOld: 0x6645,
  tableProperties: 0x646b,
  tableDefinition: 0xd608,
  mergeCells: 0x5624,
  splitCells: 0x5625,
  verticalMerge: 0xd62b,
  insertCells: 0x7621,
  deleteCells: 0x5622,
} as const;

const LONG_TABS = 0xc615;
const OLD_TABLE_DEFINITION = 0xd606;

/** The modifiers of a list of them (grpprl), in order. One cut at the end of the list is left out, as Word does. */
export function readSprms(list: Bytes): Sprm[] {
  const sprms: Sprm[] = [];
  let at = 0;
  while (at + 2 < list.length) {
    const code = list.u16(at);
    const { before, size } = operandSize(code, list, at + 2);
    const end = at + 2 + before + size;
    if (end > list.length) break;
    sprms.push({ code, operand: list.slice(at + 2 + before, size) });
    at = end;
  }
  return sprms;
}

/** Bytes of length before the operand, and its own; the kind stands in the highest three bits of the code. */
function operandSize(code: number, list: Bytes, at: number): { before: number; size: number } {
  const sizes = [1, 1, 2, 4, 2, 2, null, 3];
  const fixed = sizes[code >> 13] ?? null;
  if (fixed !== null) return { before: 0, size: fixed };
  if (code === SPRM.tableDefinition || code === OLD_TABLE_DEFINITION) {
    // The count of bytes is too large by one here ([MS-DOC] 2.9.316).
    return { before: 2, size: at + 2 <= list.length ? Math.max(0, list.u16(at) - 1) : Infinity };
  }
  const size = at < list.length ? list.u8(at) : Infinity;
  if (code !== LONG_TABS || size !== 255) return { before: 1, size };
  const deleted = at + 1 < list.length ? list.u8(at + 1) : Infinity;
  const addedAt = at + 2 + deleted * 4;
  return { before: 1, size: 2 + deleted * 4 + (addedAt < list.length ? list.u8(addedAt) * 3 : Infinity) };
}
