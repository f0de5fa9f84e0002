import { z } from 'zod';
import { ConfigError } from '../errors.ts';
import type { Portal } from '../model/portal.ts';
import { canonicalAddress } from '../text/address.ts';

const HEADER = 'id,name,home,floor';

const Row = z.object({
  id: z.string().regex(/^[a-z]{2}-[a-z0-9]+(?:-[a-z0-9]+)*$/u, 'an id such as "cn-11"'),
  name: z.string().min(1, 'a name'),
  home: z.string().refine((home) => canonicalAddress(home) === home, 'a canonical http:// or https:// address'),
  floor: z.union([
    z.literal('').transform(() => null),
    z
      .string()
      .regex(/^[1-9]\d{0,4}$/u, 'a whole number from 1 to 99999, or nothing')
      .transform(Number),
  ]),
});

/**
 * Reads the registry, `crawlers/portals.csv`: header `id,name,home,floor`, one portal a line, no quoting; an empty floor is
 * null (no alarm). Throws ConfigError that names the line and what was expected there.
 */
export function readPortals(csvText: string): Portal[] {
  const lines = csvText.replace(/^\ufeff/u, '').split(/\r?\n/u);
  if (lines[0] !== HEADER) {
    throw new ConfigError(
      `Cannot read the registry of portals: expected the header "${HEADER}", found "${lines[0] ?? ''}"`,
    );
  }
  const portals = lines.flatMap((line, index) => (index === 0 || line === '' ? [] : [readRow(line, index + 1)]));
  const seen = new Set<string>();
  for (const { id } of portals) {
    if (seen.has(id)) throw new ConfigError(`Cannot read the registry of portals: the id "${id}" stands there twice`);
    seen.add(id);
  }
  return portals;
}

function readRow(line: string, number: number): Portal {
  const fields = line.split(',');
  if (fields.length !== 4) {
    throw new ConfigError(
      `Cannot read line ${number} of the registry of portals: expected 4 fields, found ${fields.length}`,
    );
  }
  const [id, name, home, floor] = fields;
  const row = Row.safeParse({ id, name, home, floor });
  if (row.success) return row.data;
  const [issue] = row.error.issues;
  const field = String(issue?.path[0] ?? 'row');
  throw new ConfigError(
    `Cannot read line ${number} of the registry of portals: expected ${issue?.message ?? 'a portal'} as ${field}, found "${line}"`,
  );
}
