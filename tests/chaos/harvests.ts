import { join } from 'node:path';
import { openData } from '../replicas/core/harvest.ts';
import type { Built, Replica } from '../replicas/core/replica.ts';
import { serveSites } from '../replicas/core/server.ts';
import type { OwnRedis } from '../queue/own-redis.ts';
import type { SmallDisk } from './full-disk.ts';
import { findingsOf, type Findings } from './findings.ts';
import { dumpOf, start } from './processes.ts';
import { stormAlone, stormTogether, type Done, type Weather } from './storm.ts';

/** What an undisturbed harvest gives: its records, a line each, and how it ended. */
export interface Calm {
  lines: string[];
  code: number | null;
  seconds: number;
}

/** Harvests the replicas (a third of their size) by one process that nobody disturbs, into `folder`. */
export async function calmHarvest(replicas: readonly Replica[], folder: string): Promise<Calm> {
  const built = replicas.map((replica) => replica.build('third'));
  const serving = await serveSites(built.map(({ site }) => site));
  const begun = performance.now();
  try {
    const place = { proxyUrl: serving.proxyUrl, data: join(folder, 'calm'), redisUrl: null };
    const { code, err } = await (await start(['harvest', ...homesOf(built), '--json'], place)).ended;
    if (code !== 0 && code !== 3) throw new Error(`Cannot harvest undisturbed: exit code ${code}, ${err.trim()}`);
    const lines = await dumpOf(place, join(folder, 'calm-dump'));
    return { lines, code, seconds: (performance.now() - begun) / 1000 };
  } finally {
    await serving.close();
  }
}

/** How a harvest is disturbed. `redis` null: by one process alone. */
export interface Disturbance {
  calm: Calm;
  folder: string;
  redis: OwnRedis | null;
  weather: Weather;
  disk?: SmallDisk;
  tell?: (line: string) => void;
}

/** Harvests the same replicas while processes are killed, and compares. `stuck`: jobs left in Redis, by step and state. */
export async function disturbedHarvest(
  replicas: readonly Replica[],
  { calm, folder, redis, weather, disk, tell = () => undefined }: Disturbance,
): Promise<{ done: Done; findings: Findings; stuck: string[] }> {
  const built = replicas.map((replica) => replica.build('third'));
  const serving = await serveSites(built.map(({ site }) => site));
  const name = redis === null ? 'alone' : 'together';
  try {
    const place = { proxyUrl: serving.proxyUrl, data: join(folder, name), redisUrl: redis?.url ?? null };
    const target = { homes: homesOf(built), place, redis, tell, ...(disk === undefined ? {} : { disk }) };
    const done = await (redis === null ? stormAlone(target, weather) : stormTogether(target, weather));
    const findings = await findingsOf([calm.lines, await dumpOf(place, join(folder, `${name}-dump`))], {
      store: await openData(place.data),
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
