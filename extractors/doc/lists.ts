import type { Level, List } from '../docx/list-counts.ts';
import type { Bytes } from '../office/bytes.ts';
import type { Fib } from './fib.ts';

/** Bytes of a list, of one of its levels, and of the reference that a paragraph makes ([MS-DOC] 2.9.147, 2.9.150, 2.9.131). */
const LIST_BYTES = 28;
const LEVEL_BYTES = 28;
const REFERENCE_BYTES = 16;

/** Number formats in the order of their codes ([MS-OSHARED] 2.2.1.3 MSONFC), by their names in OOXML. */
const FORMATS: readonly string[] =
  'decimal upperRoman lowerRoman upperLetter lowerLetter ordinal cardinalText ordinalText hex chicago ideographDigital japaneseCounting aiueo iroha decimalFullWidth decimalHalfWidth japaneseLegal japaneseDigitalTenThousand decimalEnclosedCircle decimalFullWidth2 aiueoFullWidth irohaFullWidth decimalZero bullet ganada chosung decimalEnclosedFullstop decimalEnclosedParen decimalEnclosedCircleChinese ideographEnclosedCircle ideographTraditional ideographZodiac ideographZodiacTraditional taiwaneseCounting ideographLegalTraditional taiwaneseCountingThousand taiwaneseDigital chineseCounting chineseLegalSimplified chineseCountingThousand'.split(
    ' ',
  );

/** The lists that paragraphs name by number, from 1; empty where the document has none. Damaged lists throw. */
export function readLists(table: Bytes, fib: Fib): Map<number, List> {
  const { lists, listOverrides } = fib.places;
  const found = new Map<number, List>();
  if (lists.length === 0 || listOverrides.length === 0) return found;
  const levels = readLevels(table, lists.at);
  const references = table.slice(listOverrides.at, table.length - listOverrides.at);
  const count = Math.min(references.u32(0), Math.floor(listOverrides.length / REFERENCE_BYTES));
  let at = 4 + count * REFERENCE_BYTES;
  for (let index = 0; index < count; index += 1) {
    const start = 4 + index * REFERENCE_BYTES;
    const listId = references.i32(start);
    const list: List = {
      abstractId: String(listId),
      levels: new Map(levels.get(listId) ?? []),
      startOverrides: new Map(),
    };
    // Before the overrides of each reference stand four bytes of 0xFF.
    at += 4;
    for (let override = references.u8(start + 12); override > 0; override -= 1) at = readOverride(references, at, list);
    found.set(index + 1, list);
  }
  return found;
}

function readOverride(references: Bytes, at: number, list: List): number {
  const flags = references.u32(at + 4);
  const index = flags & 0xf;
  const isReplaced = (flags & 0x20) !== 0;
  const replaced = isReplaced ? readLevel(references, at + 8) : null;
  if (replaced !== null) list.levels.set(index, replaced.level);
  if ((flags & 0x10) !== 0) list.startOverrides.set(index, replaced?.level.start ?? references.i32(at));
  return replaced?.end ?? at + 8;
}

/** The levels of all lists stand behind the lists, in their order, nine a list or one. */
function readLevels(table: Bytes, start: number): Map<number, [number, Level][]> {
  const count = table.u16(start);
  let at = start + 2 + count * LIST_BYTES;
  const all = new Map<number, [number, Level][]>();
  for (let index = 0; index < count; index += 1) {
    const list = start + 2 + index * LIST_BYTES;
    const isSimple = (table.u8(list + 26) & 1) === 1;
    const levels: [number, Level][] = [];
    for (let number = 0; number < (isSimple ? 1 : 9); number += 1) {
      const { level, end } = readLevel(table, at);
      levels.push([number, level]);
      at = end;
    }
    all.set(table.i32(list), levels);
  }
  return all;
}

function readLevel(bytes: Bytes, at: number): { level: Level; end: number } {
  const flags = bytes.u8(at + 5);
  const textAt = at + LEVEL_BYTES + bytes.u8(at + 24) + bytes.u8(at + 25);
  const units = bytes.u16(textAt);
  const code = bytes.u8(at + 4);
  const level = {
    format: code === 0xff ? 'none' : (FORMATS[code] ?? 'decimal'),
    // In the text the number of a level is held open by a character of the level's own number, from 0.
    text: Array.from(bytes.utf16(textAt + 2, units), withPlaceholder).join(''),
    start: bytes.i32(at),
    suffix: ['tab', 'space', 'nothing'][bytes.u8(at + 15)] ?? 'tab',
    styleId: null,
    restart: (flags & 0x08) === 0 ? null : bytes.u8(at + 26),
    legal: (flags & 0x04) !== 0,
  };
  return { level, end: textAt + 2 + units * 2 };
}

function withPlaceholder(char: string): string {
  const code = char.codePointAt(0) ?? 0;
  return code < 9 ? `%${code + 1}` : char;
}
