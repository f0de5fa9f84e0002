import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { calmHarvest, disturbedHarvest, type Calm } from '../tests/chaos/harvests.ts';
import { fillDisk } from '../tests/chaos/full-disk.ts';
import { hasFaketime, type Weather } from '../tests/chaos/storm.ts';
import { startRedis } from '../tests/queue/own-redis.ts';
import type { Replica } from '../tests/replicas/core/replica.ts';
import { REPLICAS } from '../tests/replicas/replicas.ts';

/**
 * Harvests replica portals while processes are killed with `kill -9`, Redis is killed and started again, the clock of one
 * process jumps and the disk is full once, and compares the dump with that of an undisturbed harvest, by one process alone and
 * by three workers. `npm run chaos -- [R01 …] [--kills 50] [--seed N] [--driver embedded|redis] [--keep]`. Exits 1 where anything differs.
 */
async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      kills: { type: 'string' },
      seed: { type: 'string' },
      driver: { type: 'string' },
      keep: { type: 'boolean' },
    },
  });
  const replicas = chosen(positionals);
  const [kills, seed] = [Number(values.kills ?? 50), Number(values.seed ?? Date.now() % 1_000_000)];
  const folder = await mkdtemp(join(tmpdir(), 'ogi-chaos-'));
  const failures: string[] = [];
  try {
    const calm = await calmHarvest(replicas, folder);
    say(
      `undisturbed: ${calm.lines.length} records of ${replicas.map(({ id }) => id).join(', ')} in ${calm.seconds.toFixed(0)} s`,
    );
    const weather: Weather = { kills, redisRestarts: 3, clockJump: true, seed };
    say(`seed ${seed}${hasFaketime() ? '' : '; no clock jumps, since faketime is missing: apt install faketime'}`);
    if (values.driver !== 'redis') failures.push(...(await alone(replicas, { calm, folder, weather })));
    if (values.driver !== 'embedded') failures.push(...(await together(replicas, { calm, folder, weather })));
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

async function together(replicas: readonly Replica[], { calm, folder, weather }: Storm): Promise<string[]> {
  if (spawnSync('redis-server', ['--version']).status !== 0) {
    say('no workers: redis-server is missing: apt install redis-server');
    return [];
  }
  const redis = await startRedis();
  try {
    return await storm('three workers', replicas, { calm, folder, weather, redis });
  } finally {
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
    `${name}: ${done.kills} kills, ${done.redisRestarts} restarts of Redis, ${done.fullDisks} full disks, ${done.clockJumps} clock jumps in ${((performance.now() - begun) / 1000).toFixed(0)} s; ${disturbed} of ${calm} records, ${findings.different.length} differ, ${findings.askedAgain.length} stored documents asked again, ${findings.tooSoon.length} gaps too short, ${stuck.length} queues not empty, exit code ${done.code}`,
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
