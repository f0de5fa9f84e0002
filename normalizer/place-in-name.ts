import {
  type Division,
  divisionsNamed,
  divisionsNamedShortly,
  isBelow,
  longestDivisionName,
  monthsFrom,
} from './divisions.ts';

/** The divisions that a body's name begins with (天水市 + 麦积区 + 招商局). */
export interface PlaceInName {
  /** What the innermost of them may be, of all revisions; empty where the name begins with none. */
  candidates: readonly Division[];
  /** Their names as printed, outermost first. */
  chain: readonly string[];
  /** What follows them in the name. */
  rest: string;
  /** Some of them stands in a short form (凉山州, 广西). */
  isShort: boolean;
  /** A division that follows in the name and lies in none of the candidates (南京市朝阳区); null as a rule. */
  foreign: string | null;
}

/** Reads the divisions at the beginning of a name from the tables, each one lying in the one before it. */
export function readPlace(name: string): PlaceInName {
  let place: PlaceInName = { candidates: [], chain: [], rest: name, isShort: false, foreign: null };
  for (let next = nextDivision(place); next !== null; next = nextDivision(place)) place = next;
  return place.candidates.length === 0 ? place : { ...place, foreign: foreignDivision(place.rest) };
}

/** Those divisions that stood at the end of a year; where none did, those whose time lies nearest. */
export function standing(divisions: readonly Division[], year: number | null): Division[] {
  const nearest = Math.min(...divisions.map((division) => monthsFrom(division, year)));
  return divisions.filter((division) => monthsFrom(division, year) === nearest);
}

function nextDivision(place: PlaceInName): PlaceInName | null {
  const fits = (division: Division): boolean =>
    place.candidates.length === 0 || place.candidates.some((above) => isBelow(division.code, above.code));
  for (let length = Math.min(longestDivisionName(), place.rest.length); length >= 2; length -= 1) {
    const printed = place.rest.slice(0, length);
    const rest = place.rest.slice(length);
    const full = divisionsNamed(printed).filter(fits);
    if (full.length > 0) return { ...place, candidates: full, chain: [...place.chain, printed], rest };
    const short = divisionsNamedShortly(printed).filter(fits);
    const next = { ...place, candidates: short, chain: [...place.chain, printed], rest, isShort: true };
    if (short.length > 0 && (/[州县]$/u.test(printed) || nextDivision(next) !== null)) return next;
  }
  return null;
}

/** A division named where none may stand; names of two characters (城区, 矿区) are words as well. */
function foreignDivision(rest: string): string | null {
  for (let length = Math.min(longestDivisionName(), rest.length); length >= 3; length -= 1) {
    const printed = rest.slice(0, length);
    if (divisionsNamed(printed).length > 0) return printed;
  }
  return null;
}
