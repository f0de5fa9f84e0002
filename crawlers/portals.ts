import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { ConfigError } from '../errors.ts';
import type { Portal } from '../model/portal.ts';
import { canonicalAddress } from '../text/address.ts';

/** Columns of a registry, in the order in which it is written. Only the first three are needed. */
export const PORTAL_COLUMNS = [
  'id',
  'name',
  'home',
  'column',
  'family',
  'scope',
  'floor',
  'ceiling',
  'encoding',
  'seen',
  'checked',
] as const;

const NEEDED = PORTAL_COLUMNS.slice(0, 3);

const bound = z.union([
  z.literal('').transform(() => null),
  z
    .string()
    .regex(/^[1-9]\d{0,4}$/u, 'a whole number from 1 to 99999, or nothing')
    .transform(Number),
]);
const address = (what: string) =>
  z.string().refine((text) => canonicalAddress(text) !== null && !/\s/u.test(text), `${what} with http:// or https://`);

const Row = z
  .object({
    id: z.string().regex(/^[a-z]{2}-[a-z0-9]+(?:-[a-z0-9]+)*$/u, 'an id such as "cn-11"'),
    name: z.string().min(1, 'a name'),
    home: z.string().refine((home) => canonicalAddress(home) === home, 'a canonical http:// or https:// address'),
    column: z.union([z.literal('').transform(() => null), address('an address')]).default(null),
    family: z
      .string()
      .regex(/^[a-z0-9_]*$/u, 'the name of a list family, or nothing')
      .default(''),
    scope: z
      .enum(['', 'own', 'portal', 'hub', 'closed', 'outside'], 'own, portal, hub, closed, outside, or nothing')
      .default(''),
    floor: bound.default(null),
    ceiling: bound.default(null),
    encoding: z.string().default(''),
    seen: z.string().default(''),
    checked: z
      .string()
      .regex(/^(?:20\d\d-\d\d(?:-\d\d)?)?$/u, 'a date such as 2026-07-22, or nothing')
      .default(''),
  })
  .refine((row) => row.floor === null || row.ceiling === null || row.floor <= row.ceiling, {
    path: ['ceiling'],
    message: 'a number not below the floor',
  });

/**
 * Reads a registry such as `crawlers/portals.csv`: CSV with a header of `PORTAL_COLUMNS`, one portal a row. `home` is where
 * discovery starts; `column` the annual-report column where one was seen, tried first; `family` a list family; `scope` whose
 * reports it holds (`own` one body's, `portal` a government with departments and towns, `hub` links to other governments,
 * `closed` robots.txt refuses, `outside` no government's suffix: the last two are listed and never harvested); `floor` and
 * `ceiling` bounds of reports beyond which a run is an alarm, empty = none; `encoding` and `seen` as in PORTALS.md 5;
 * `checked` when. Throws ConfigError that names the line and what was expected there.
 */
export function readPortals(csvText: string, source = 'the registry of portals'): Portal[] {
  const rows = readRows(csvText, source);
  const [header] = rows;
  const names = header?.cells ?? [];
  const isHeader = NEEDED.every((name, index) => names[index] === name);
  const unknown = names.find((name) => !PORTAL_COLUMNS.some((known) => known === name));
  if (!isHeader || unknown !== undefined) {
    const found = names.join(',');
    throw new ConfigError(
      `Cannot read ${source}: expected a header of "${PORTAL_COLUMNS.join(',')}" (the first three at least), found "${found}"`,
    );
  }
  const portals = rows.slice(1).map(({ cells, line }) => readRow(names, cells, { line, source }));
  const seen = new Set<string>();
  for (const { id } of portals) {
    if (seen.has(id)) throw new ConfigError(`Cannot read ${source}: the id "${id}" stands there twice`);
    seen.add(id);
  }
  return portals;
}

/** The registry that ships together with a person's own: a row with the same id replaces, others come after. */
export function mergePortals(shipped: readonly Portal[], own: readonly Portal[]): Portal[] {
  const replaced = new Map(own.map((portal) => [portal.id, portal]));
  const known = new Set(shipped.map(({ id }) => id));
  return [...shipped.map((portal) => replaced.get(portal.id) ?? portal), ...own.filter(({ id }) => !known.has(id))];
}

function readRows(csvText: string, source: string): { cells: string[]; line: number }[] {
  try {
    const rows: string[][] = parse(csvText, { bom: true, relax_column_count: true, trim: true });
    return rows.flatMap((cells, index) => (cells.join('') === '' ? [] : [{ cells, line: index + 1 }]));
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new ConfigError(`Cannot read ${source}: it is no CSV (${why})`, { cause });
  }
}

function readRow(
  names: readonly string[],
  cells: readonly string[],
  { line, source }: { line: number; source: string },
): Portal {
  if (cells.length !== names.length) {
    throw new ConfigError(
      `Cannot read line ${line} of ${source}: expected ${names.length} fields, found ${cells.length}`,
    );
  }
  const row = Row.safeParse(Object.fromEntries(names.map((name, index) => [name, cells[index] ?? ''])));
  if (!row.success) {
    const [issue] = row.error.issues;
    const field = String(issue?.path[0] ?? 'row');
    throw new ConfigError(
      `Cannot read line ${line} of ${source}: expected ${issue?.message ?? 'a portal'} as ${field}, found "${cells.join(',')}"`,
    );
  }
  const { column, ...rest } = row.data;
  return { ...rest, column: column === null ? null : canonicalAddress(column) };
}
