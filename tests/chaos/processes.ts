import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openS3 } from '../../storage/s3.ts';
import { openStore, type Store } from '../../storage/store.ts';
import { openData, startProgram, type Running } from '../replicas/core/harvest.ts';

/** Where an `ogi` works: the replicas' proxy, its data folder or the bucket in its place, and the Redis that it shares (null: none). */
export interface Place {
  proxyUrl: string;
  data: string;
  s3Url?: string;
  redisUrl: string | null;
}

/** Starts the built `ogi` with these words; `before` is put in front of the command, such as `faketime -f +30h`. */
export function start(
  words: readonly string[],
  { redisUrl, s3Url, ...way }: Place,
  before: readonly string[] = [],
): Promise<Running> {
  const settings = {
    ...(redisUrl === null ? {} : { OGI_REDIS_URL: redisUrl, OGI_REDIS_PREFIX: 'chaos' }),
    ...(s3Url === undefined ? {} : { OGI_S3_URL: s3Url }),
  };
  return startProgram(['cli', 'main.js'], words, { ...way, settings, before });
}

/** The store of a place, to look into. */
export async function storeAt({ data, s3Url }: Place): Promise<Store> {
  if (s3Url === undefined) return openData(data);
  const { signal } = new AbortController();
  return openStore(await openS3({ url: s3Url, signal, onTrouble: () => undefined }));
}

/** The records of a store as its dump gives them, a line each, without any time of fetching. Throws where the dump fails. */
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
