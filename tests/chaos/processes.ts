import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startProgram, type Running } from '../replicas/core/harvest.ts';

/** Where an `ogi` works: the replicas' proxy, its data folder, and the Redis that it shares (null: none). */
export interface Place {
  proxyUrl: string;
  data: string;
  redisUrl: string | null;
}

/** Starts the built `ogi` with these words; `before` is put in front of the command, such as `faketime -f +30h`. */
export function start(
  words: readonly string[],
  { redisUrl, ...way }: Place,
  before: readonly string[] = [],
): Promise<Running> {
  const settings = redisUrl === null ? {} : { OGI_REDIS_URL: redisUrl, OGI_REDIS_PREFIX: 'chaos' };
  return startProgram(['cli', 'main.js'], words, { ...way, settings, before });
}

/** The records of a data folder as its dump gives them, a line each, without any time of fetching. Throws where the dump fails. */
export async function dumpOf(place: Place, out: string): Promise<string[]> {
  const { ended } = await start(['dump', '--out', out, '--formats', 'jsonl'], { ...place, redisUrl: null });
  const done = await ended;
  if (done.code !== 0) throw new Error(`Cannot dump "${place.data}": exit code ${done.code}, ${done.err.trim()}`);
  const lines = await readFile(join(out, 'reports.jsonl'), 'utf8');
  return lines
    .replace(/"fetchedAt":"[^"]*",?/gu, '')
    .split('\n')
    .filter((line) => line !== '');
}
