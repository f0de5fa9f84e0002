import { STATES, type CoverageGroup, type CoverageState } from '../model/coverage.ts';
import type { MissingReport } from '../model/missing.ts';
import { divisionsIn, divisionsOfCode } from '../normalizer/divisions.ts';
import type { BodyCoverage, Coverage } from './coverage.ts';

/** Whether a report counts, by what is known of one that is not there. */
export type Wanted = (one: Pick<MissingReport, 'bodyId' | 'kind' | 'level' | 'divisionCode' | 'fiscalYear'>) => boolean;

const LEVELS = ['national', 'province', 'prefecture', 'county', 'township', 'unknown'];

/** A group while it is counted. */
interface Counting {
  states: Record<CoverageState, number>;
  deadlines: Set<string>;
  withoutDeadline: number;
}

/**
 * Coverage by province, level and year: provinces by code, those of unknown place last, levels from above, years rising. Of
 * every province with a body here, levels are named at which the division tree has governments, expected here or not.
 */
export function groupCoverage({ bodies, years }: Coverage, isWanted: Wanted = () => true): CoverageGroup[] {
  const counted = new Map<string, Counting>();
  for (const body of bodies) {
    for (const { year } of years) if (isWanted({ ...body, fiscalYear: year })) addReport(counted, body, year);
  }
  const provinces = [...new Set(bodies.map(provinceOf))].sort((a, b) => ((a ?? '~') < (b ?? '~') ? -1 : 1));
  return provinces.flatMap((province) => {
    const here = bodies.filter((body) => provinceOf(body) === province);
    return LEVELS.flatMap((level) =>
      years.flatMap(({ year }) => groupOf({ province, level, year }, { counted, bodies: here, isWanted })),
    );
  });
}

function addReport(counted: Map<string, Counting>, body: BodyCoverage, year: number): void {
  const key = keyOf({ province: provinceOf(body), level: body.level ?? 'unknown', year });
  const group = counted.get(key) ?? { states: noStates(), deadlines: new Set(), withoutDeadline: 0 };
  counted.set(key, group);
  group.states[body.years[String(year)] ?? 'not_found'] += 1;
  const deadline = body.deadlines[String(year)] ?? null;
  if (deadline === null) group.withoutDeadline += 1;
  else group.deadlines.add(deadline);
}

type Place = Pick<CoverageGroup, 'province' | 'level' | 'year'>;

/** The row of one province, level and year; none where nothing is expected and the tree has nothing. */
function groupOf(
  place: Place,
  about: { counted: ReadonlyMap<string, Counting>; bodies: readonly BodyCoverage[]; isWanted: Wanted },
): CoverageGroup[] {
  const { states, deadlines, withoutDeadline } = about.counted.get(keyOf(place)) ?? {
    states: noStates(),
    deadlines: new Set<string>(),
    withoutDeadline: 0,
  };
  const expected = STATES.reduce((sum, state) => sum + states[state], 0);
  const tree = governmentsIn(place, about);
  if (expected === 0 && (tree === null || tree.all === 0)) return [];
  const provinceName = place.province === null ? null : nameOf(place.province);
  return [
    {
      ...place,
      provinceName,
      expected,
      states,
      deadlines: [...deadlines].sort(),
      withoutDeadline,
      governments: tree?.all ?? null,
      governmentsHere: tree?.here ?? null,
    },
  ];
}

/** Governments of the division tree, and those with a report of the year here. Null where the tree does not say. */
function governmentsIn(
  { province, level, year }: Place,
  { bodies, isWanted }: { bodies: readonly BodyCoverage[]; isWanted: Wanted },
): { all: number; here: number } | null {
  if (province === null || nameOf(province) === null) return null;
  if (level !== 'province' && level !== 'prefecture' && level !== 'county') return null;
  const codes = new Set(
    divisionsIn(year)
      .filter((one) => one.level === level && one.code.startsWith(province))
      .map(({ code }) => code)
      .filter((divisionCode) => isWanted({ bodyId: null, kind: 'government', level, divisionCode, fiscalYear: year })),
  );
  const here = bodies.filter(({ kind, divisionCode, years }) => {
    const state = years[String(year)];
    const isHere = state === 'found' || state === 'late';
    return kind === 'government' && isHere && divisionCode !== null && codes.has(divisionCode);
  });
  return { all: codes.size, here: new Set(here.map(({ divisionCode }) => divisionCode)).size };
}

function provinceOf({ divisionCode }: BodyCoverage): string | null {
  return divisionCode?.slice(0, 2) ?? null;
}

function nameOf(province: string): string | null {
  return divisionsOfCode(`${province}0000`).at(-1)?.name ?? null;
}

function keyOf({ province, level, year }: Place): string {
  return `${province ?? ''} ${level} ${year}`;
}

function noStates(): Record<CoverageState, number> {
  return { found: 0, late: 0, withdrawn: 0, unreadable: 0, declined: 0, unreachable: 0, not_found: 0 };
}
