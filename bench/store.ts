import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Drive } from '../storage/drive.ts';
import { ahead } from '../storage/ahead.ts';
import { openFolder } from '../storage/folder.ts';
import { openS3 } from '../storage/s3.ts';
import { sha256 } from '../text/hash.ts';
import { startS3 } from '../tests/storage/s3-server.ts';

/** Objects written, read and listed on each drive; another number as the first word of the command line. */
const OBJECTS = Number(process.argv[2] ?? 100_000);
/** Bytes of one object: a small record. */
const SIZE = 2_000;
/** Requests under way at once, as with a harvest's jobs. */
const AT_ONCE = 16;

/** One kind of work: ms an object, and the largest resident memory meanwhile, MB. */
interface Cost {
  work: string;
  ms: number;
  residentMb: number;
}

async function measure(work: string, act: () => Promise<number>): Promise<Cost> {
  let resident = 0;
  const look = setInterval(() => {
    resident = Math.max(resident, process.memoryUsage.rss());
  }, 100);
  const start = performance.now();
  const objects = await act();
  const ms = (performance.now() - start) / objects;
  clearInterval(look);
  console.error(`${work}: ${objects} objects, ${ms.toFixed(3)} ms each`);
  return { work, ms, residentMb: Math.max(resident, process.memoryUsage.rss()) / 1e6 };
}

/** Keys spread as the store's own are: `records/<aa>/<hash>.json`. */
async function* keys(): AsyncIterable<string> {
  for (let n = 0; n < OBJECTS; n += 1) {
    const hash = sha256(String(n));
    yield `records/${hash.slice(0, 2)}/${hash}.json`;
  }
}

async function through(act: (key: string) => Promise<unknown>): Promise<number> {
  let done = 0;
  for await (const _ of ahead(keys(), AT_ONCE, act)) done += 1;
  return done;
}

async function measureDrive(drive: Drive): Promise<Cost[]> {
  const bytes = new Uint8Array(SIZE).fill(120);
  const costs = [
    await measure('put', () => through((key) => drive.put(key, bytes))),
    await measure('get', () => through((key) => drive.get(key))),
    await measure('has', () => through((key) => drive.has(key))),
    await measure('put new, taken', () => through((key) => drive.putNew(key, bytes))),
    await measure('list', async () => {
      let count = 0;
      for await (const _ of drive.list('')) count += 1;
      if (count !== OBJECTS) throw new Error(`Expected ${OBJECTS} keys, found ${count}`);
      return count;
    }),
  ];
  return costs;
}

const folder = await mkdtemp(join(tmpdir(), 'ogi-bench-store-'));
const server = await startS3();
try {
  const inFolder = await measureDrive(await openFolder(folder, randomUUID));
  const s3 = await openS3({ url: server.url(), signal: new AbortController().signal, onTrouble: console.error });
  const inS3 = await measureDrive(s3);
  console.log(
    `${OBJECTS} objects of ${SIZE} bytes, ${AT_ONCE} at once; the S3 server (s3rver) runs in this process too`,
  );
  console.log('work            folder ms  S3 ms   S3/folder  MB folder  MB S3');
  for (const [index, { work, ms, residentMb }] of inFolder.entries()) {
    const other = inS3[index];
    if (other === undefined) throw new Error(`"${work}" was not measured in S3`);
    const cells = [
      ms.toFixed(3).padStart(9),
      other.ms.toFixed(3).padStart(7),
      `${(other.ms / ms).toFixed(1)}×`.padStart(10),
    ];
    const memory = [residentMb.toFixed(0).padStart(9), other.residentMb.toFixed(0).padStart(6)];
    console.log(`${work.padEnd(15)} ${[...cells, ...memory].join(' ')}`);
  }
} finally {
  await server.close();
  await rm(folder, { recursive: true, force: true });
}
