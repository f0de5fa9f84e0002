import { type Division, divisionsNamed, divisionsOfCode, isBelow, isCurrent, stemOf } from './divisions.ts';
import { type Town, zonesNamed } from './towns.ts';

/** A development zone: the division whose table holds it, and its own code where it stands there as a town. */
interface Zone {
  division: Division;
  townCode: string | null;
  level: string;
}

const ZONE =
  /^([^\P{Script=Han}局厅委院所站]{0,20}?(?:开发|产业|高新|经开|示范|实验|试验|合作|保税|管理|度假|工业园|新)区)/u;
const LONG_FORMS: readonly (readonly [RegExp, readonly string[]])[] = [
  [/经开区$/u, ['经济技术开发区', '经济开发区']],
  [/高新区$/u, ['高新技术产业开发区', '高新技术开发区']],
];

/** The name of a zone that these words begin with (高新区, 赣州经济技术开发区); null where they begin with none. */
export function zoneIn(rest: string): string | null {
  return ZONE.exec(rest)?.[1] ?? null;
}

/**
 * The development zone that a name goes on with, from the statistical tables (GB/T 2260 has none): of the rank of a county
 * (410172) or kept as a town (360702400). `within`: the division named in front of it. Null where the tables have no such
 * zone, or more than one.
 */
export function findZone(rest: string, within: Division | null): Zone | null {
  const printed = zoneIn(rest);
  if (printed === null || (within === null && printed.length < 5)) return null;
  const names = namesOf(printed, within);
  const inside = (code: string): boolean => within === null || isBelow(code, within.code) || code === within.code;
  const divisions = names.flatMap((name) => divisionsNamed(name)).filter((one) => isCurrent(one) && inside(one.code));
  const [division, otherDivision] = divisions;
  if (division !== undefined && otherDivision === undefined) return { division, townCode: null, level: 'county' };
  const towns = names.flatMap((name) => zonesNamed(name)).filter((town) => inside(town.code.slice(0, 6)));
  const [town, otherTown] = towns;
  if (town === undefined || otherTown !== undefined || divisions.length > 0) return null;
  const county = divisionsOfCode(town.code.slice(0, 6)).find(isCurrent);
  return county === undefined ? null : { division: county, townCode: town.code, level: levelOf(town) };
}

/** The name as printed, its long forms, and both with the place in front that the name names before the zone. */
function namesOf(printed: string, within: Division | null): string[] {
  const long = LONG_FORMS.flatMap(([end, forms]) =>
    end.test(printed) ? forms.map((form) => printed.replace(end, form)) : [],
  );
  const forms = [printed, ...long];
  if (within === null) return forms;
  return [...new Set([...forms, ...forms.flatMap((form) => [within.name + form, stemOf(within.name) + form])])];
}

/** A zone that bears the name of its prefecture answers to the prefecture, as a county does; else the tables do not say. */
function levelOf(town: Town): string {
  const prefecture = divisionsOfCode(`${town.code.slice(0, 4)}00`).find(isCurrent);
  return prefecture !== undefined && town.name.startsWith(stemOf(prefecture.name)) ? 'county' : 'unknown';
}
