import { readFile, writeFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { storePlace } from '../config.ts';
import { mergePortals, PORTAL_COLUMNS, readPortals } from '../crawlers/portals.ts';
import type { Portal } from '../model/portal.ts';
import { packageFile } from '../package-root.ts';
import type { Drive } from '../storage/drive.ts';
import type { CommandContext } from './command.ts';
import { systemCode } from './system-code.ts';

/** A person's own portals, in the store itself. */
const OWN = 'portals.csv';

type Where = Pick<CommandContext, 'config' | 'signal'>;

/** The registry: what ships with the program, and over it the person's own file beside the data (`portals.csv`). */
export async function readRegistry(where: Where): Promise<Portal[]> {
  const shipped = readPortals(await readFile(packageFile('crawlers/portals.csv'), 'utf8'));
  return mergePortals(shipped, await readOwnPortals(where));
}

/** Where a person's own portals stand, for messages. */
export function ownPortalsFile({ config }: Where): string {
  return join(storePlace(config), OWN);
}

/** Adds a portal to the person's own file, in place of one with the same id. Throws ConfigError where a field is wrong. */
export async function addOwnPortal(where: Where, portal: Portal): Promise<void> {
  const own = await readOwnPortals(where);
  const rows = mergePortals(own, [portal]).map((row) => PORTAL_COLUMNS.map((name) => row[name] ?? ''));
  const text = [[...PORTAL_COLUMNS], ...rows].map((row) => `${row.map(quoted).join(',')}\n`).join('');
  readPortals(text, `"${ownPortalsFile(where)}" with the new row`);
  await writeOwn(where, text);
}

function quoted(value: string | number): string {
  const text = String(value);
  return /[",\r\n]/u.test(text) ? `"${text.replace(/"/gu, '""')}"` : text;
}

async function readOwnPortals(where: Where): Promise<Portal[]> {
  const text = await readOwn(where);
  return text === null ? [] : readPortals(text, `"${ownPortalsFile(where)}"`);
}

/** A data folder is not made by looking into it, so the file is read without the store's drive there. */
async function readOwn(where: Where): Promise<string | null> {
  if (where.config.s3Url !== null) {
    const bytes = await (await bucketOf(where)).get(OWN);
    return bytes === null ? null : new TextDecoder().decode(bytes);
  }
  return readFile(join(where.config.dataDir, OWN), 'utf8').catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') return null;
    throw error;
  });
}

async function writeOwn(where: Where, text: string): Promise<void> {
  const { dataDir, s3Url } = where.config;
  if (s3Url !== null) return (await bucketOf(where)).put(OWN, new TextEncoder().encode(text));
  await mkdir(dataDir, { recursive: true });
  await writeFile(join(dataDir, OWN), text);
}

async function bucketOf({ config, signal }: Where): Promise<Drive> {
  const { openDrive } = await import('../world.ts');
  return openDrive(config, { signal });
}
