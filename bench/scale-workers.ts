import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { startRedis, type OwnRedis } from '../tests/queue/own-redis.ts';
import { startProgram, type Running } from '../tests/replicas/core/harvest.ts';
import { serveSites } from '../tests/replicas/core/server.ts';
import { buildPortals, isReport } from './scale-portals.ts';

/** A trial: so many processes, each with so many jobs of a step at a time, on so many hosts with so many reports each. */
interface Trial {
  workers: number;
  concurrency: number;
  hosts: number;
  reports: number;
}

/** What a trial gave. `cpuMs`: processor time a document, of all processes and Redis. */
interface Rate {
  trial: Trial;
  perSecond: number;
  cpuMs: number;
}

/** How long a host takes to answer with a report, ms: so long that a worker waits most of the time. */
const LATENCY_MS = 5_000;
/** How long with any other page, ms. */
const LIST_LATENCY_MS = 20;
/** The gap between two requests to a host, ms: 2 s in the field. */
const GAP_MS = 200;
/** A host rests as long as it took to answer, or the gap where that is longer (`net/turn.ts`). */
const INTERVAL_MS = Math.max(2 * LATENCY_MS, LATENCY_MS + GAP_MS);
/** The part of the documents over which the rate is taken: neither the start of the processes nor the last host alone. */
const [FROM, TO] = [0.2, 0.8];

const TRIALS: readonly Trial[] = [
  { workers: 1, concurrency: 2, hosts: 24, reports: 4 },
  { workers: 2, concurrency: 2, hosts: 24, reports: 4 },
  { workers: 4, concurrency: 2, hosts: 24, reports: 4 },
  { workers: 4, concurrency: 2, hosts: 6, reports: 6 },
];

/**
 * Harvests small portals, a host each, by one, two and four processes through a Redis of their own, `ogi harvest` being one of
 * them, and prints documents per second beside the ideal: the least of workers × the rate of one, hosts ÷ rest of a host, and
 * cores ÷ processor time a document.
 */
export async function measureWorkers(say: (line: string) => void): Promise<void> {
  say(`a report takes its host ${LATENCY_MS} ms, a host rests ${INTERVAL_MS - LATENCY_MS} ms, two jobs at a time each`);
  say('workers  hosts  docs/s   ideal  of ideal  CPU ms/doc  limit');
  let one: Rate | null = null;
  for (const trial of TRIALS) {
    const rate = await measureTrial(trial);
    one ??= rate;
    say(lineOf(rate, one));
  }
}

function lineOf({ trial, perSecond, cpuMs }: Rate, one: Rate): string {
  const limits = [
    { name: 'latency', rate: (trial.workers / one.trial.workers) * one.perSecond },
    { name: 'politeness', rate: (trial.hosts * 1000) / INTERVAL_MS },
    { name: 'processor', rate: (availableParallelism() * 1000) / cpuMs },
  ].sort((a, b) => a.rate - b.rate);
  const [least = { name: 'none', rate: Infinity }] = limits;
  return [
    String(trial.workers).padStart(7),
    String(trial.hosts).padStart(6),
    perSecond.toFixed(2).padStart(7),
    least.rate.toFixed(2).padStart(7),
    (perSecond / least.rate).toFixed(2).padStart(9),
    cpuMs.toFixed(0).padStart(11),
    ` ${least.name}`,
  ].join(' ');
}

function latencyOf(path: string): number {
  return isReport(path) ? LATENCY_MS : LIST_LATENCY_MS;
}

async function measureTrial(trial: Trial): Promise<Rate> {
  const folder = await mkdtemp(join(tmpdir(), 'ogi-scale-'));
  const { site, homes } = buildPortals(trial.hosts, trial.reports);
  const serving = await serveSites([site], { latencyMs: latencyOf });
  const redis = await startRedis();
  const begin = (words: string[]): Promise<Running> =>
    startProgram(['cli', 'main.js'], words, {
      proxyUrl: serving.proxyUrl,
      data: join(folder, 'data'),
      settings: {
        OGI_REDIS_URL: redis.url,
        OGI_CONCURRENCY: String(trial.concurrency),
        OGI_HOST_DELAY_MS: String(GAP_MS),
      },
    });
  const workers: Running[] = [];
  try {
    for (let at = 1; at < trial.workers; at += 1) workers.push(await begin(['worker', '--json']));
    for (const worker of workers) await atWork(worker, redis, workers.length);
    const harvest = await begin(['harvest', ...homes, '--json']);
    const watching = watchCpu([harvest, ...workers], redis);
    const done = await harvest.ended;
    const usedAt = await watching.end();
    const wanted = trial.hosts * trial.reports;
    const times = serving.log().filter(({ path, status }) => isReport(path) && status === 200);
    if (done.code !== 0 || times.length !== wanted) {
      throw new Error(`Asked ${times.length} reports of ${wanted}, exit code ${done.code}: ${done.err.slice(-2000)}`);
    }
    const [from, to] = [FROM, TO].map((part) => Math.floor(part * (times.length - 1)));
    const [begun, ended] = [times[from ?? 0]?.at ?? 0, times[to ?? 0]?.at ?? 0];
    const documents = (to ?? 0) - (from ?? 0);
    return {
      trial,
      perSecond: (documents * 1000) / (ended - begun),
      cpuMs: (usedAt(ended) - usedAt(begun)) / documents,
    };
  } finally {
    for (const { child } of workers) child.kill('SIGTERM');
    await Promise.all(workers.map(({ ended }) => ended));
    await serving.close();
    await redis.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Waits until Redis knows the workers: each holds several connections, one of them waiting for jobs. */
async function atWork(worker: Running, redis: OwnRedis, workers: number): Promise<void> {
  while (worker.child.exitCode === null) {
    const clients = String(await redis.command('CLIENT', 'LIST'));
    if ((clients.match(/cmd=bzpopmin/gu) ?? []).length >= 4 * workers) return;
    await wait(100);
  }
  const { code, err } = await worker.ended;
  throw new Error(`"ogi worker" ended with ${code}: ${err.slice(-2000)}`);
}

/** Looks twice a second how much processor time was used; gives the time used at a moment (ms since 1970), between two looks in proportion. */
function watchCpu(programs: readonly Running[], redis: OwnRedis) {
  const looks: { at: number; ms: number }[] = [];
  const look = async (): Promise<void> => {
    const told = String(await redis.command('INFO', 'cpu'));
    const own = programs.reduce((sum, { child }) => sum + cpuMsOf(child.pid), 0);
    looks.push({ at: performance.timeOrigin + performance.now(), ms: own + redisCpuMs(told) });
  };
  let looking: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    looking = looking.then(look);
  }, 500);
  return {
    end: async (): Promise<(at: number) => number> => {
      clearInterval(timer);
      await looking;
      return (at) => cpuAt(looks, at);
    },
  };
}

function cpuAt(looks: readonly { at: number; ms: number }[], at: number): number {
  const after = looks.findIndex((look) => look.at >= at);
  const [before, next] = [looks[after - 1], looks[after]];
  if (before === undefined || next === undefined) throw new Error('The processor time was not looked at long enough');
  return before.ms + ((next.ms - before.ms) * (at - before.at)) / (next.at - before.at);
}

/** Processor time of a process and those below it that live, ms. */
function cpuMsOf(pid: number | undefined): number {
  if (pid === undefined) return 0;
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ');
    // Fields 14 and 15 of proc(5), in hundredths of a second.
    const own = (Number(stat[11]) + Number(stat[12])) * 10;
    return children.reduce((sum, child) => sum + (child === '' ? 0 : cpuMsOf(Number(child))), own);
  } catch (error) {
    if (error instanceof Error && 'code' in error) return 0; // it ended between the two looks
    throw error;
  }
}

function redisCpuMs(told: string): number {
  const seconds = (name: string): number => Number(new RegExp(`${name}:([\\d.]+)`, 'u').exec(told)?.[1]);
  return (seconds('used_cpu_user') + seconds('used_cpu_sys')) * 1000;
}
