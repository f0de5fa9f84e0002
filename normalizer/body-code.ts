import type { Notice, Reading } from '../model/notice.ts';
import type { ReportRecord } from '../model/record.ts';
import { areaHints, type AreaHint } from './area-hints.ts';
import {
  codesAbove,
  type Division,
  divisionsNamed,
  divisionsOfCode,
  isBelow,
  isCurrent,
  revisionOf,
  stemOf,
} from './divisions.ts';
import { narrowPlace, type PlaceEvidence, placeOfSite } from './place-evidence.ts';
import { type PlaceInName, readPlace, standing } from './place-in-name.ts';
import { findTowns } from './town-of-body.ts';
import { findZone, zoneIn } from './zone-of-body.ts';

/** The codes of a record's body, and its level where the tables tell it (null: the words of the name must do). */
export type BodyCode = Pick<
  ReportRecord['body'],
  'divisionCode' | 'townCode' | 'codeMethod' | 'codeConfidence' | 'codeRevision'
> & { level: string | null };

/** All that a report says of where its body sits. `name`: normalised; `kind`: of body-kind.ts; `year`: the reporting year. */
export interface CodeSources extends PlaceEvidence {
  name: string | null;
  kind: string;
  year: number | null;
  indexNo: string | null;
  siteIdCode: string | null;
}

/** What was found before hints are asked. */
interface Found {
  division: Division;
  townCode: string | null;
  level: string;
  method: 'title' | 'portal' | 'text' | 'uscc';
  confidence: number;
}

/**
 * How sure a code is (a rank, not a probability): the name itself with the place above it, the name alone, the portal, the
 * text, a credit code that picks one of several places of the same name.
 */
const CONFIDENCE = { chain: 1, title: 0.95, zone: 0.8, portal: 0.85, text: 0.75, uscc: 0.6, conflict: 0.5 } as const;
const NONE: BodyCode = {
  level: null,
  divisionCode: null,
  townCode: null,
  codeMethod: 'none',
  codeConfidence: null,
  codeRevision: null,
};
/** Local branches carry the national body's name in front: 国家税务总局抚远市税务局. */
const NATIONAL =
  /^(?:中华人民共和国|国家\p{Script=Han}{1,10}?(?:总局|局)|中国\p{Script=Han}{2,8}?(?:局|银行))(?=.{2})/u;
/** The corps and its divisions stand outside GB/T 2260 (DOMAIN.md 4.2), whatever city their name mentions. */
const CORPS = /^(?:新疆(?:维吾尔自治区)?(?:生产建设)?兵团|生产建设兵团|兵团|第\p{Script=Han}{1,3}师)/u;

/**
 * Finds level, division code and town code of a body as of its reporting year (DOMAIN.md 4.2). A name that several places
 * share gets a code only where a place above it is in evidence, else none and a notice: nothing is guessed. 索引号 and
 * SiteIDCode are hints: they confirm or contradict (`code_conflict`), and a valid credit code may pick one of the places that
 * bear the name.
 */
export function resolveCode(sources: CodeSources): Reading<BodyCode> {
  if (sources.name === null) return { value: NONE, notices: [] };
  if (CORPS.test(sources.name)) return corps(sources.name);
  const local = sources.name.replace(NATIONAL, '');
  const place = readPlace(local);
  if (place.foreign !== null) {
    const message = `The name "${sources.name}" puts "${place.foreign}" into "${place.chain.join('')}", where the tables know none: no code`;
    return { value: NONE, notices: [{ code: 'division_conflict', message }] };
  }
  const { found, notices } = findPlace(place, sources);
  if (found === null) {
    const branch = local !== sources.name && place.candidates.length === 0 && !/部$|委员会$|署$/u.test(local);
    return { value: { ...NONE, level: branch ? 'unknown' : commonLevel(place, sources) }, notices };
  }
  const site = placeOfSite(sources);
  const hints = [
    ...areaHints(sources.indexNo, sources.siteIdCode),
    ...(site === null ? [] : [{ code: site.code, from: `SiteName "${sources.siteName}"` }]),
  ];
  return withHints(found, { hints, notices });
}

function findPlace(place: PlaceInName, sources: CodeSources): { found: Found | null; notices: Notice[] } {
  const named = standing(place.candidates, sources.year);
  if (named.length === 0) return { found: withoutDivision(place, sources), notices: [] };
  const towned = named.length > 1 ? named.filter((one) => findTowns(place.rest, one.code).length > 0) : [];
  const pool = towned.length === 1 ? towned : named;
  const chosen = narrowPlace(pool, { ...sources, hints: areaHints(sources.indexNo, null) });
  if (chosen.division === null) {
    const places = chosen.left.map((division) => `${division.code} (${above(division)})`).join(', ');
    const message = `"${place.chain.join('')}" may be ${places}; nothing printed says which: no code`;
    return { found: null, notices: [{ code: 'division_ambiguous', message }] };
  }
  const sure = place.chain.length > 1 && !place.isShort ? CONFIDENCE.chain : CONFIDENCE.title;
  const confidence = chosen.method === 'title' ? sure : CONFIDENCE[chosen.method];
  return refine({ division: chosen.division, method: chosen.method, confidence }, { place, sources });
}

/** A name that begins with no division: a zone of its own, or the place that its site belongs to. */
function withoutDivision(place: PlaceInName, sources: CodeSources): Found | null {
  const zone = findZone(place.rest, null);
  if (zone !== null) return { ...zone, method: 'title', confidence: CONFIDENCE.zone };
  const site = placeOfSite(sources);
  if (site === null) return null;
  const towns = findTowns(place.rest, site.code);
  const stem = site.name.slice(0, -1);
  const own = stem.length >= 2 && place.rest.startsWith(stem) && !/^.{0,8}?[区市县]/u.test(place.rest);
  const known = { division: site, method: 'portal', confidence: CONFIDENCE.portal } as const;
  if (towns.length === 1) return refine(known, { place, sources }).found;
  return own ? { ...known, townCode: null, level: levelOf(site, sources.kind) } : null;
}

/** Town or zone within the division, where the name goes on with one. */
function refine(
  known: Pick<Found, 'division' | 'method' | 'confidence'>,
  { place, sources }: { place: PlaceInName; sources: CodeSources },
): { found: Found; notices: Notice[] } {
  const { division } = known;
  const own: Found = { ...known, townCode: null, level: levelOf(division, sources.kind) };
  const zone = findZone(place.rest, division);
  if (zone !== null) {
    return { found: { ...known, ...zone, confidence: Math.min(known.confidence, CONFIDENCE.zone) }, notices: [] };
  }
  if (zoneIn(place.rest) !== null) {
    const level = division.level === 'prefecture' ? 'county' : 'unknown';
    return { found: { ...own, level, confidence: Math.min(known.confidence, CONFIDENCE.zone) }, notices: [] };
  }
  const branch = sources.kind === 'dispatched_office' ? branchPlace(place.rest, division) : null;
  if (branch !== null)
    return { found: { ...own, division: branch, level: 'county', confidence: CONFIDENCE.zone }, notices: [] };
  const towns = findTowns(place.rest, division.code);
  const [town] = towns;
  if (town !== undefined && towns.length === 1) {
    const county = divisionsOfCode(town.code.slice(0, 6)).at(-1) ?? division;
    return { found: { ...own, division: county, townCode: town.code, level: 'township' }, notices: [] };
  }
  if (sources.kind !== 'town_government' && sources.kind !== 'street_office') return { found: own, notices: [] };
  const many = towns.map(({ code }) => code).join(', ');
  const message = `The town of "${sources.name}" has ${many === '' ? 'no code in the table of 2023' : `several codes: ${many}`}; only its division was coded`;
  return { found: { ...own, level: 'township' }, notices: [{ code: 'town_unknown', message }] };
}

/** The county that a branch of a prefecture's bureau is named after (郑州市生态环境局二七分局 → 二七区). */
function branchPlace(rest: string, division: Division): Division | null {
  const stem = /局(\p{Script=Han}{2,8})分局$/u.exec(rest)?.[1];
  if (stem === undefined || division.level === 'county') return null;
  const names = ['', '区', '县', '市', '旗'].map((end) => stem + end);
  const below = names.flatMap((name) => divisionsNamed(name)).filter((one) => isBelow(one.code, division.code));
  const [first, second] = standing(below, null);
  return first !== undefined && second === undefined ? first : null;
}

function withHints(
  found: Found,
  { hints, notices }: { hints: readonly AreaHint[]; notices: Notice[] },
): Reading<BodyCode> {
  const { division } = found;
  const against = hints.filter((hint) => divisionsOfCode(hint.code).length > 0 && !agrees(hint.code, division));
  const confirmed = against.length === 0 && hints.some((hint) => hint.code === division.code);
  const conflict = against.map((hint): Notice => ({
    code: 'code_conflict',
    message: `The name says ${division.code} (${division.name}), ${hint.from} says ${hint.code} (${divisionsOfCode(hint.code).at(-1)?.name}); the name was taken`,
  }));
  const confidence = against.length > 0 ? Math.min(found.confidence, CONFIDENCE.conflict) : found.confidence;
  return {
    value: {
      level: found.level,
      divisionCode: division.code,
      townCode: found.townCode,
      codeMethod: found.method,
      codeConfidence:
        confirmed && found.method !== 'uscc' ? Math.min(1, Math.round((confidence + 0.05) * 100) / 100) : confidence,
      codeRevision: revisionOf(division),
    },
    notices: [...notices, ...conflict],
  };
}

/** The same division, one around it, or a code that it had before under this name or another rank (抚远县 → 抚远市). */
function agrees(code: string, division: Division): boolean {
  const earlier = (one: Division): boolean =>
    one.code.slice(0, 2) === division.code.slice(0, 2) &&
    (one.name === division.name || (!isCurrent(one) && stemOf(one.name) === stemOf(division.name)));
  return code === division.code || isBelow(division.code, code) || divisionsOfCode(code).some(earlier);
}

function levelOf(division: Division, kind: string): string {
  if (kind === 'street_office' || kind === 'town_government') return 'township';
  if (kind === 'dispatched_office' && division.level === 'prefecture') return 'county';
  return division.level;
}

/** The level that all places of the name share, though none of them can be chosen. */
function commonLevel(place: PlaceInName, { kind, year }: CodeSources): string | null {
  const levels = new Set(standing(place.candidates, year).map((division) => levelOf(division, kind)));
  const [level] = levels;
  return levels.size === 1 && level !== undefined ? level : null;
}

function above(division: Division): string {
  return codesAbove(division.code)
    .toReversed()
    .map((code) => divisionsOfCode(code).at(-1)?.name ?? code)
    .join('');
}

function corps(name: string): Reading<BodyCode> {
  const level = /师.*(?:团|镇)/u.test(name) ? 'county' : /师/u.test(name) ? 'prefecture' : 'province';
  const message = `"${name}" belongs to the Xinjiang Production and Construction Corps, which GB/T 2260 does not code`;
  return { value: { ...NONE, level }, notices: [{ code: 'division_outside_standard', message }] };
}
