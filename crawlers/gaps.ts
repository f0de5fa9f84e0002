import type { Gap } from '../model/gap.ts';
import { matchForm } from '../text/fold.ts';
import { isUnit } from './score.ts';
import { STRONG } from './words.ts';
import { yearInText } from './years.ts';

/** Years looked over: the regulation is of 2008, and a title may name a year of its own. */
const MOST_YEARS = 30;

/** What a link says of the report behind it. */
export interface Named {
  text: string;
  hints: { body?: string | undefined; year?: number | undefined };
}

/** The reports of one body that links name. `name`: the longest of its names. */
interface Row {
  name: string;
  years: Set<number>;
}

/** Body and year of a report that is missing, and the key under which its body is known however it is called. */
export interface Hole {
  key: string;
  body: string;
  year: number;
}

/** One other place that is looked at, and the holes for which it is. */
export interface Look {
  how: NonNullable<Gap['look']>['how'];
  url: string;
  holes: Hole[];
}

/**
 * What the lists of a portal leave out though its neighbours are there (PORTALS.md 6.1.8): a body with reports of two years or
 * more lacks one beside them, and that year lies between its own or is there for at least half as many bodies as the year
 * beside it. The latest year first, then by body.
 */
export function holesIn(named: readonly Named[], place: string | null): Hole[] {
  const rows = rowsOf(named, place);
  const counts = new Map<number, number>();
  for (const { years } of rows.values()) for (const year of years) counts.set(year, (counts.get(year) ?? 0) + 1);
  const seen = [...counts.keys()].sort((a, b) => b - a);
  const [last = 0, first = 0] = [seen[0], seen.at(-1)];
  const span = Array.from({ length: Math.min(MOST_YEARS, last - first + 1) }, (_, at) => last - at);
  const bodies = [...rows].filter(([, row]) => row.years.size >= 2).sort(([a], [b]) => (a < b ? -1 : 1));
  return span.flatMap((year) =>
    bodies.filter(([, row]) => isHole(row, year, counts)).map(([key, { name }]) => ({ key, body: name, year })),
  );
}

function isHole({ years }: Row, year: number, counts: ReadonlyMap<number, number>): boolean {
  if (years.has(year)) return false;
  const beside = [year - 1, year + 1].filter((one) => years.has(one));
  if (beside.length !== 1) return beside.length === 2;
  return (counts.get(year) ?? 0) * 2 >= (counts.get(beside[0] ?? year) ?? 0);
}

function rowsOf(named: readonly Named[], place: string | null): Map<string, Row> {
  const rows = new Map<string, Row>();
  for (const one of named) {
    const [body, year] = [bodyNamed(one), yearNamed(one)];
    if (body === null || year === null) continue;
    const key = bodyKey(body, place);
    const row = rows.get(key) ?? { name: body, years: new Set() };
    if (body.length > row.name.length) row.name = body;
    row.years.add(year);
    rows.set(key, row);
  }
  return rows;
}

/** The body that a link names, in its title or beside it; null where it names none. */
export function bodyNamed({ text, hints }: Named): string | null {
  const form = matchForm(text);
  const before = STRONG.test(form) ? (form.split(STRONG)[0] ?? '') : '';
  const inTitle = before
    .replace(/政府$/u, '')
    .replace(/[（(]?(?:20\d\d|二[\p{Script=Han}]{3})年?度?[)）]?$/u, '')
    .replace(/^关于/u, '');
  const name = [inTitle, matchForm(hints.body ?? ''), form].find((one) => isUnit(one));
  return name ?? null;
}

/** The year of the report that a link names, in its title or beside it; null where it names none. */
export function yearNamed({ text, hints }: Named): number | null {
  return yearInText(text) ?? hints.year ?? null;
}

/** One key for all names of a body on its portal: 云河县教育局, 县教育局 and 教育局 are one there. */
export function bodyKey(name: string, place: string | null): string {
  const form = matchForm(name);
  const own = place === null ? form : form.replace(new RegExp(`^${place}[省市县区州盟旗]?`, 'u'), '');
  const bare = own.replace(/^[省市县区州盟旗](?=[\p{Script=Han}]{3})/u, '');
  return bare === '' || bare === '人民' ? '人民政府' : bare;
}
