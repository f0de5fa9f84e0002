import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { calmHarvest, disturbedHarvest, readCalm, type Calm } from '../tests/chaos/harvests.ts';
import { fillDisk } from '../tests/chaos/full-disk.ts';
import { hasFaketime, type Weather } from '../tests/chaos/storm.ts';
import { startRedis } from '../tests/queue/own-redis.ts';
import { startS3 } from '../tests/storage/s3-server.ts';
import type { Replica } from '../tests/replicas/core/replica.ts';
import { REPLICAS } from '../tests/replicas/replicas.ts';

/**
 * Harvests replica portals while processes are killed with `kill -9`, Redis is killed and started again, the clock of one
 * process jumps and the disk is full once, and compares the dump with that of an undisturbed harvest, by one process alone and
 * by three workers. `npm run chaos -- [R01 …] [--kills 50] [--seed N] [--driver embedded|redis] [--store s3] [--keep] [--calm DIR]`; with
 * `--store s3` the three workers' store is in S3, whose server is away three times; `--calm` takes the undisturbed harvest of a
 * folder that an earlier run with `--keep` left. Exits 1 where anything differs.
 */
async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      kills: { type: 'string' },
      seed: { type: 'string' },
      driver: { type: 'string' },
      store: { type: 'string' },
      calm: { type: 'string' },
      keep: { type: 'boolean' },
    },
  });
  const replicas = chosen(positionals);
  const [kills, seed] = [Number(values.kills ?? 50), Number(values.seed ?? Date.now() % 1_000_000)];
  const folder = await mkdtemp(join(tmpdir(), 'ogi-chaos-'));
  const failures: string[] = [];
  try {
    const calm = values.calm === undefined ? await calmHarvest(replicas, folder) : await readCalm(values.calm);
    say(
      `undisturbed: ${calm.lines.length} records of ${replicas.map(({ id }) => id).join(', ')} in ${calm.seconds.toFixed(0)} s`,
    );
    const isInS3 = values.store === 's3';
    const weather: Weather = { kills, redisRestarts: 3, storeRestarts: isInS3 ? 3 : 0, clockJump: true, seed };
    say(`seed ${seed}${hasFaketime() ? '' : '; no clock jumps, since faketime is missing: apt install faketime'}`);
    if (values.driver !== 'redis' && !isInS3) failures.push(...(await alone(replicas, { calm, folder, weather })));
    if (values.driver !== 'embedded') failures.push(...(await together(replicas, { calm, folder, weather, isInS3 })));
  } finally {
    if (values.keep === true) say(`kept: ${folder}`);
    else await rm(folder, { recursive: true, force: true });
  }
  for (const failure of failures) say(`FAILED ${failure}`);
  if (failures.length === 0) say('Nothing was lost, nothing stored was asked for again, all gaps held.');
  return failures.length === 0 ? 0 : 1;
}

interface Storm {
  calm: Calm;
  folder: string;
  weather: Weather;
}

async function alone(replicas: readonly Replica[], { calm, folder, weather }: Storm): Promise<string[]> {
  const disk = await fillDisk(join(folder, 'alone'));
  say(disk === null ? 'the disk is not filled: that takes root and tmpfs' : 'the data folder begins on a disk of 1 MB');
  try {
    return await storm('one process alone', replicas, {
      calm,
      folder,
      weather,
      redis: null,
      ...(disk === null ? {} : { disk }),
    });
  } finally {
    await disk?.close();
  }
}

async function together(
  replicas: readonly Replica[],
  { isInS3, ...options }: Storm & { isInS3: boolean },
): Promise<string[]> {
  if (spawnSync('redis-server', ['--version']).status !== 0) {
    say('no workers: redis-server is missing: apt install redis-server');
    return [];
  }
  const redis = await startRedis();
  const s3 = isInS3 ? await startS3() : null;
  try {
    if (s3 === null) return await storm('three workers', replicas, { ...options, redis });
    return await storm('three workers, store in S3', replicas, { ...options, redis, s3 });
  } finally {
    await s3?.close();
    await redis.close();
  }
}

async function storm(
  name: string,
  replicas: readonly Replica[],
  options: Omit<Parameters<typeof disturbedHarvest>[1], 'tell'>,
): Promise<string[]> {
  const begun = performance.now();
  const { done, findings, stuck } = await disturbedHarvest(replicas, { ...options, tell: (line) => say(`  ${line}`) });
  const { calm, disturbed } = findings.records;
  say(
    `${name}: ${done.kills} kills, ${done.redisRestarts} restarts of Redis, ${done.storeRestarts} of the store's server, ${done.fullDisks} full disks, ${done.clockJumps} clock jumps in ${((performance.now() - begun) / 1000).toFixed(0)} s; ${disturbed} of ${calm} records, ${findings.different.length} differ, ${findings.askedAgain.length} stored documents asked again, ${findings.tooSoon.length} gaps too short, ${stuck.length} queues not empty, exit code ${done.code}`,
  );
  return [
    ...findings.different.slice(0, 20),
    ...findings.askedAgain.map((url) => `asked again: ${url}`),
    ...findings.tooSoon.map((gap) => `too soon: ${gap}`),
    ...stuck.map((queue) => `left in ${queue}`),
    ...(done.code === options.calm.code
      ? []
      : [`exit code ${done.code}, undisturbed ${options.calm.code}: ${done.err}`]),
  ].map((line) => `${name}: ${line}`);
}

/** The replicas to harvest: all but those that answer by how often they were asked (R15), or need a browser (R11). */
function chosen(ids: readonly string[]): Replica[] {
  if (ids.length === 0) return REPLICAS.filter(({ id }) => id !== 'R11' && id !== 'R15');
  const unknown = ids.filter((id) => !REPLICAS.some((replica) => replica.id === id));
  if (unknown.length > 0)
    throw new Error(`Cannot harvest replica "${unknown.join('", "')}": there is none of that name`);
  return REPLICAS.filter(({ id }) => ids.includes(id));
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

process.exitCode = await main();
