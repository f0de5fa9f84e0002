import { type Town, townsNamed } from './towns.ts';

/** Towns and streets that this rest of a name (after county or prefecture) begins with; the longest name that the table has. */
export function findTowns(rest: string, within: string): Town[] {
  const ends = [...rest.matchAll(/街道|镇|乡|苏木/gu)].map((match) => match.index + match[0].length);
  for (const end of ends.toReversed()) {
    const towns = townsNamed(rest.slice(0, end), within);
    if (towns.length > 0) return towns;
  }
  return [];
}
