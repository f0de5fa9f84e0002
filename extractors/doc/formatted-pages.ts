import type { Bytes } from '../office/bytes.ts';
import type { Place } from './fib.ts';
import { readSprms, type Sprm } from './sprms.ts';

/** Bytes `start` up to `end` of the main stream that have the same properties. `style` null for characters. */
interface FormattedRun {
  start: number;
  end: number;
  style: number | null;
  sprms: Sprm[];
}

/** The run that holds a byte of the main stream. */
export type FormattedRuns = (offset: number) => FormattedRun;

const PAGE_BYTES = 512;
/** Bytes of an entry that leads to the properties of a paragraph ([MS-DOC] 2.9.23 BxPap), and of characters. */
const ENTRY_BYTES = { paragraph: 13, character: 1 };

/**
 * The properties of paragraphs or characters: pages of 512 bytes in the main stream ([MS-DOC] 2.9.33 ChpxFkp, 2.9.174
 * PapxFkp), found through a list in the table stream. Bytes that no page covers have no properties of their own.
 */
export function openFormattedPages(
  document: Bytes,
  table: Bytes,
  place: Place,
  kind: 'paragraph' | 'character',
): FormattedRuns {
  const list = table.slice(place.at, place.length);
  const count = Math.max(0, Math.floor((list.length - 4) / 8));
  const firstOf = (index: number): number => list.u32(index * 4);
  const pages = new Map<number, FormattedRun[]>();
  const pageAt = (index: number): FormattedRun[] => {
    const number = list.u32((count + 1 + index) * 4) & 0x3fffff;
    const known = pages.get(number);
    if (known !== undefined) return known;
    const runs = readPage(document.slice(number * PAGE_BYTES, PAGE_BYTES), kind);
    pages.set(number, runs);
    return runs;
  };
  return (offset) => {
    const page = lastAtOrBelow(count, firstOf, offset);
    const found = page < 0 ? undefined : pageAt(page);
    const run = found?.[lastAtOrBelow(found.length, (index) => found[index]?.start ?? 0, offset)];
    if (run !== undefined && offset < run.end) return run;
    // Nothing known: one byte at a time is slow, but such files are small and rare.
    return { start: offset, end: offset + 1, style: null, sprms: [] };
  };
}

/** The last index whose key is not above `wanted`; -1 if there is none. Keys rise. */
export function lastAtOrBelow(count: number, key: (index: number) => number, wanted: number): number {
  let low = -1;
  let high = count;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (key(middle) <= wanted) low = middle;
    else high = middle;
  }
  return low;
}

function readPage(page: Bytes, kind: 'paragraph' | 'character'): FormattedRun[] {
  const count = page.u8(PAGE_BYTES - 1);
  return Array.from({ length: count }, (_, index) => {
    const at = page.u8((count + 1) * 4 + index * ENTRY_BYTES[kind]) * 2;
    const run = { start: page.u32(index * 4), end: page.u32((index + 1) * 4) };
    if (at === 0) return { ...run, style: null, sprms: [] };
    if (kind === 'character') return { ...run, style: null, sprms: readSprms(page.slice(at + 1, page.u8(at))) };
    // A first byte of 0 says that the second one counts words; else the first counts words, the last of them half.
    const isLong = page.u8(at) === 0;
    const start = isLong ? at + 2 : at + 1;
    const size = isLong ? page.u8(at + 1) * 2 : page.u8(at) * 2 - 1;
    if (size < 2) return { ...run, style: null, sprms: [] };
    return { ...run, style: page.u16(start), sprms: readSprms(page.slice(start + 2, size - 2)) };
  });
}
