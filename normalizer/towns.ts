import { TOWN_ROWS } from './tables/towns.ts';

/** A town, street or pseudo-town: 9 digits, of which the first 6 are its county's. */
export interface Town {
  code: string;
  name: string;
}

let rows: ReadonlyMap<string, string> | undefined;
let zones: ReadonlyMap<string, readonly Town[]> | undefined;

/** Towns of this name in a county, or in all counties of a prefecture (both of 6 digits); empty where there is none. */
export function townsNamed(name: string, within: string): Town[] {
  const wanted = townForm(name);
  return rowsWithin(within).flatMap((row) =>
    row.includes(wanted) ? townsOfRow(row).filter((town) => townForm(town.name) === wanted) : [],
  );
}

/** Development zones that the statistical table keeps as towns (赣州经济技术开发区 = 360702400), by their full name. */
export function zonesNamed(name: string): readonly Town[] {
  zones ??= readZones();
  return zones.get(name) ?? [];
}

/** The row of a county; for a prefecture those of its counties. Cities without districts (441900) have a row of their own. */
function rowsWithin(code: string): string[] {
  const own = table().get(code);
  if (own !== undefined) return [own];
  if (!code.endsWith('00') || code.endsWith('0000')) return [];
  return [...table()].filter(([county]) => county.startsWith(code.slice(0, 4))).map(([, row]) => row);
}

function table(): ReadonlyMap<string, string> {
  rows ??= new Map(TOWN_ROWS.split('\n').map((row) => [row.slice(0, 6), row]));
  return rows;
}

function townsOfRow(row: string): Town[] {
  const [county = '', ...towns] = row.split(' ');
  return towns.map((town) => ({ code: `${county}${town.slice(0, 3)}`, name: town.slice(3) }));
}

/** A street is the same with and without its office. */
function townForm(name: string): string {
  return name.replace(/街道办事处$/u, '街道');
}

function readZones(): ReadonlyMap<string, readonly Town[]> {
  const found = new Map<string, Town[]>();
  for (const town of [...table().values()].flatMap(townsOfRow)) {
    if (!/(?:开发|产业|高新|示范|实验|试验|合作|保税|管理|度假|工业园|新)区$/u.test(town.name)) continue;
    found.set(town.name, [...(found.get(town.name) ?? []), town]);
  }
  return found;
}
