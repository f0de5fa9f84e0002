import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Built, Replica } from '../replicas/core/replica.ts';
import { serveSites } from '../replicas/core/server.ts';
import type { OwnRedis } from '../queue/own-redis.ts';
import type { S3Server } from '../storage/s3-server.ts';
import type { SmallDisk } from './full-disk.ts';
import { findingsOf, type Findings } from './findings.ts';
import { dumpOf, start, storeAt, type Place } from './processes.ts';
import { stormAlone, stormTogether, type Done, type Weather } from './storm.ts';

/** What an undisturbed harvest gives: its records, a line each, and how it ended. */
const Calm = z.object({ lines: z.array(z.string()), code: z.number().nullable(), seconds: z.number() });
/** See the validator of the same name. */
export type Calm = z.infer<typeof Calm>;

/** Harvests the replicas (a third of their size) by one process that nobody disturbs, into `folder`. */
export async function calmHarvest(replicas: readonly Replica[], folder: string): Promise<Calm> {
  const built = replicas.map((replica) => replica.build('third'));
  const serving = await serveSites(built.map(({ site }) => site));
  const begun = performance.now();
  try {
    const place = { proxyUrl: serving.proxyUrl, data: join(folder, 'calm'), redisUrl: null };
    const { code, err } = await (await start(['harvest', ...homesOf(built), '--json'], place)).ended;
    if (code !== 0 && code !== 3) throw new Error(`Cannot harvest undisturbed: exit code ${code}, ${err.trim()}`);
    const calm = {
      code,
      lines: await dumpOf(place, join(folder, 'calm-dump')),
      seconds: (performance.now() - begun) / 1000,
    };
    await writeFile(join(folder, 'calm.json'), JSON.stringify(calm));
    return calm;
  } finally {
    await serving.close();
  }
}

/** What an undisturbed harvest of the same replicas left in the folder of an earlier run. */
export async function readCalm(folder: string): Promise<Calm> {
  return Calm.parse(JSON.parse(await readFile(join(folder, 'calm.json'), 'utf8')));
}

/** How a harvest is disturbed. `redis` null: by one process alone; `s3`: the store is there and not in a folder. */
export interface Disturbance {
  calm: Calm;
  folder: string;
  redis: OwnRedis | null;
  s3?: S3Server;
  weather: Weather;
  disk?: SmallDisk;
  tell?: (line: string) => void;
}

/** Harvests the same replicas while processes are killed, and compares. `stuck`: jobs left in Redis, by step and state. */
export async function disturbedHarvest(
  replicas: readonly Replica[],
  { calm, folder, redis, s3, weather, disk, tell = () => undefined }: Disturbance,
): Promise<{ done: Done; findings: Findings; stuck: string[] }> {
  const built = replicas.map((replica) => replica.build('third'));
  const serving = await serveSites(built.map(({ site }) => site));
  const name = redis === null ? 'alone' : s3 === undefined ? 'together' : 'together-s3';
  try {
    const place: Place = {
      proxyUrl: serving.proxyUrl,
      data: join(folder, name),
      redisUrl: redis?.url ?? null,
      ...(s3 === undefined ? {} : { s3Url: s3.url() }),
    };
    const servers = { redis, ...(s3 === undefined ? {} : { s3 }) };
    const target = { homes: homesOf(built), place, ...servers, tell, ...(disk === undefined ? {} : { disk }) };
    const done = await (redis === null ? stormAlone(target, weather) : stormTogether(target, weather));
    const findings = await findingsOf([calm.lines, await dumpOf(place, join(folder, `${name}-dump`))], {
      store: await storeAt(place),
      log: serving.log(),
      documents: documentsOf(built),
    });
    return { done, findings, stuck: redis === null ? [] : await stuckIn(redis) };
  } finally {
    await serving.close();
  }
}

function homesOf(built: readonly Built[]): string[] {
  return built.flatMap(({ truth }) => truth.homes);
}

function documentsOf(built: readonly Built[]): Set<string> {
  return new Set(
    built.flatMap(({ truth }) => truth.reports.flatMap(({ url, aliases, files }) => [url, ...aliases, ...files])),
  );
}

/** Jobs that wait, run or were given up in the queues of the harvest. */
async function stuckIn(redis: OwnRedis): Promise<string[]> {
  const stuck: string[] = [];
  for (const step of ['discover', 'fetch', 'extract', 'normalize']) {
    for (const [state, command] of [
      ['wait', 'LLEN'],
      ['prioritized', 'ZCARD'],
      ['active', 'LLEN'],
      ['delayed', 'ZCARD'],
      ['failed', 'ZCARD'],
    ] as const) {
      const count = Number(await redis.command(command, `chaos:${step}:${state}`));
      if (count > 0) stuck.push(`${step} ${state}: ${count}`);
    }
  }
  return stuck;
}
