import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { ConfigError } from '../../errors.ts';
import type { Drive } from '../../storage/drive.ts';
import { readJson } from '../../storage/json.ts';
import { stableJson } from '../../text/json.ts';
import type { RedisLink } from './connect.ts';

/** Where a store keeps the name that it has for its workers. */
const KEY = 'store.json';
const Mark = z.object({ id: z.string() });

/**
 * Makes sure that all workers of a queue work into one store: the first that comes writes the store's mark into Redis. Throws
 * ConfigError for a worker whose data folder is another one, where it would look for documents that it never gets.
 */
export async function requireSameStore(link: RedisLink, drive: Drive): Promise<void> {
  await drive.putNew(KEY, new TextEncoder().encode(`${stableJson({ id: randomUUID() }, 1)}\n`));
  const mark = await readJson(drive, KEY, Mark);
  if (mark === null) throw new Error(`Cannot find "${KEY}" in "${drive.place}", although it was just written`);
  const key = link.key('store');
  await link.patiently(() => link.client.set(key, mark.id, 'NX'));
  const found = await link.patiently(() => link.client.get(key));
  if (found === mark.id) return;
  throw new ConfigError(
    `Cannot work from the queue "${link.prefix}" in Redis at "${link.place}" into "${drive.place}": its other workers work into ` +
      `another store (marked "${found ?? 'none'}", here "${mark.id}"). Give every machine the same store (--data with a shared folder, or OGI_S3_URL), or use ` +
      `another OGI_REDIS_PREFIX; if that store is gone for good: redis-cli DEL ${key}`,
  );
}
