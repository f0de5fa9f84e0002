import { readFile, writeFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { mergePortals, PORTAL_COLUMNS, readPortals } from '../crawlers/portals.ts';
import type { Portal } from '../model/portal.ts';
import { packageFile } from '../package-root.ts';
import { systemCode } from './system-code.ts';

/** The registry: what ships with the program, and over it the person's own file beside the data (`portals.csv`). */
export async function readRegistry(dataDir: string): Promise<Portal[]> {
  const shipped = readPortals(await readFile(packageFile('crawlers/portals.csv'), 'utf8'));
  return mergePortals(shipped, await readOwnPortals(dataDir));
}

/** Where a person's own portals stand. */
export function ownPortalsFile(dataDir: string): string {
  return join(dataDir, 'portals.csv');
}

/** Adds a portal to the person's own file, in place of one with the same id. Throws ConfigError where a field is wrong. */
export async function addOwnPortal(dataDir: string, portal: Portal): Promise<void> {
  const own = await readOwnPortals(dataDir);
  const rows = mergePortals(own, [portal]).map((row) => PORTAL_COLUMNS.map((name) => row[name] ?? ''));
  const text = [[...PORTAL_COLUMNS], ...rows].map((row) => `${row.map(quoted).join(',')}\n`).join('');
  readPortals(text, `"${ownPortalsFile(dataDir)}" with the new row`);
  await mkdir(dataDir, { recursive: true });
  await writeFile(ownPortalsFile(dataDir), text);
}

function quoted(value: string | number): string {
  const text = String(value);
  return /[",\r\n]/u.test(text) ? `"${text.replace(/"/gu, '""')}"` : text;
}

async function readOwnPortals(dataDir: string): Promise<Portal[]> {
  const file = ownPortalsFile(dataDir);
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') return null;
    throw error;
  });
  return text === null ? [] : readPortals(text, `"${file}"`);
}
