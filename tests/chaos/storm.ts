import { spawnSync } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import type { OwnRedis } from '../queue/own-redis.ts';
import type { S3Server } from '../storage/s3-server.ts';
import type { SmallDisk } from './full-disk.ts';
import type { Running } from '../replicas/core/harvest.ts';
import { start, type Place } from './processes.ts';

/** What happens to a harvest. `kills` counts `kill -9` of a process that lived; moments come from `seed`. */
export interface Weather {
  kills: number;
  redisRestarts: number;
  /** Times that the server of the store is away for some seconds; 0 for a folder. */
  storeRestarts: number;
  /** One process lives under a clock that is 30 hours ahead, where the machine has faketime. */
  clockJump: boolean;
  seed: number;
}

/** A harvest to disturb. `homes`: home pages; `tell` gets a line for what happens. */
export interface Target {
  homes: readonly string[];
  place: Place;
  redis: OwnRedis | null;
  /** The server of the store; none for a folder. */
  s3?: S3Server;
  /** The small disk on which the data folder lies, to be found full once and then enlarged. */
  disk?: SmallDisk;
  tell: (line: string) => void;
}

/** What was really done, and how the last harvest ended. */
export interface Done {
  kills: number;
  redisRestarts: number;
  storeRestarts: number;
  clockJumps: number;
  fullDisks: number;
  code: number | null;
  err: string;
}

/** Seconds that a lone process may live before it is killed: from its start to well into fetching. */
const LONE_LIFE_S: readonly [number, number] = [0.5, 20];
/** Seconds between two kills among several processes. */
const BETWEEN_S: readonly [number, number] = [0.5, 6];
/** Seconds that the server of the store is away. */
const STORE_AWAY_S: readonly [number, number] = [2, 5];
const WORKERS = 3;
/** Nothing has happened yet. */
const NOTHING: Done = {
  kills: 0,
  redisRestarts: 0,
  storeRestarts: 0,
  clockJumps: 0,
  fullDisks: 0,
  code: null,
  err: '',
};

/** Numbers between 0 and 1 that follow from the seed alone (mulberry32). */
function numbersFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Whether processes can be started under another clock here. */
export function hasFaketime(): boolean {
  return spawnSync('faketime', ['--version']).status === 0;
}

/** Disturbs a harvest by one process alone, started again after each kill, and lets the last one end. */
export async function stormAlone(target: Target, weather: Weather): Promise<Done> {
  const random = numbersFrom(weather.seed);
  const done: Done = { ...NOTHING };
  if (target.disk !== undefined) {
    await meetFullDisk(target, target.disk);
    done.fullDisks += 1;
  }
  while (done.kills < weather.kills) {
    const jumps = weather.clockJump && done.clockJumps === 0 && done.kills >= weather.kills / 2 && hasFaketime();
    if (jumps) done.clockJumps += 1;
    const running = await start(harvestWords(target), target.place, jumps ? ['faketime', '-f', '+30h'] : []);
    const life = between(LONE_LIFE_S, random()) * 1000;
    const killed = await Promise.race([wait(life, true), running.ended.then(() => false)]);
    if (killed) {
      running.child.kill('SIGKILL');
      done.kills += 1;
      target.tell(`kill ${done.kills} after ${(life / 1000).toFixed(1)} s${jumps ? ', its clock 30 hours ahead' : ''}`);
    } else {
      // It had ended before its moment came: a harvest of what is there already, to be killed sooner.
      target.tell('a harvest ended before it was killed');
    }
    const { err } = await running.ended;
    if (err !== '') target.tell(err.trim().split('\n')[0] ?? '');
  }
  const last = await (await start(harvestWords(target), target.place)).ended;
  return { ...done, code: last.code, err: last.err };
}

/** A harvest into a folder that has no room must end by itself and say so; what it stored before stays. */
async function meetFullDisk(target: Target, disk: SmallDisk): Promise<void> {
  const running = await start(harvestWords(target), target.place);
  const { code, err } = await running.ended;
  if (code === 0 || !/ENOSPC|no space|disk is full/iu.test(err)) {
    throw new Error(`A harvest onto a full disk ended with ${code} and says "${err.trim().slice(0, 300)}"`);
  }
  target.tell(`the disk was full, exit code ${code}: ${err.trim().split('\n')[0] ?? ''}`);
  disk.enlarge();
}

/** Disturbs a harvest by several workers through Redis: whoever is killed, or ended for want of a server, is started again at once. */
export async function stormTogether(target: Target, weather: Weather): Promise<Done> {
  const random = numbersFrom(weather.seed);
  const done: Done = { ...NOTHING };
  const words = [harvestWords(target), ...Array.from({ length: WORKERS }, () => ['worker', '--json'])];
  const living: Living[] = [];
  for (const one of words) living.push({ words: one, running: await start(one, target.place) });
  while (done.kills < weather.kills) {
    await wait(between(BETWEEN_S, random()) * 1000);
    const victim = living[Math.floor(random() * living.length)];
    if (victim === undefined) throw new Error('No process to kill');
    if (victim.running.child.exitCode === null) {
      victim.running.child.kill('SIGKILL');
      done.kills += 1;
      target.tell(`kill ${done.kills}: ${victim.words[0]}`);
      await victim.running.ended;
    }
    await reviveAll(living, target, 'ended');
    await restartServers(target, { weather, done, random });
  }
  await reviveAll(living, target, 'failed');
  const [harvest, ...workers] = living;
  if (harvest === undefined) throw new Error('No harvest was started');
  const last = await harvest.running.ended;
  for (const { running } of workers) {
    running.child.kill('SIGTERM');
    await running.ended;
  }
  return { ...done, code: last.code, err: last.err };
}

/** A process with the words that start it again. */
interface Living {
  words: readonly string[];
  running: Running;
}

/** `which`: all that are no more, or not those that came to a good end. */
async function reviveAll(living: Living[], { place, tell }: Target, which: 'ended' | 'failed'): Promise<void> {
  for (const one of living) {
    const { child, ended } = one.running;
    if (child.exitCode === null && child.signalCode === null) continue;
    const { code, err } = await ended;
    const isGood = code === 0 || code === 3;
    if (isGood && which === 'failed') continue;
    if (!isGood && code !== null) tell(`${one.words[0]} ended with ${code}: ${err.trim().split('\n').at(-1) ?? ''}`);
    one.running = await start(one.words, place);
  }
}

/** Ends and starts the servers of queue and store where it is time for that. */
async function restartServers(
  { redis, s3, tell }: Target,
  { weather, done, random }: { weather: Weather; done: Done; random: () => number },
): Promise<void> {
  const isDue = (count: number, all: number): boolean => count < all && done.kills >= due(count, all, weather);
  if (redis !== null && isDue(done.redisRestarts, weather.redisRestarts)) {
    await redis.killAndRestart();
    done.redisRestarts += 1;
    tell(`Redis killed and started again, ${done.redisRestarts}`);
  }
  if (s3 !== undefined && isDue(done.storeRestarts, weather.storeRestarts)) {
    const away = between(STORE_AWAY_S, random());
    await s3.stop();
    await wait(away * 1000);
    await s3.start();
    done.storeRestarts += 1;
    tell(`the store's server was away for ${away.toFixed(1)} s, ${done.storeRestarts}`);
  }
}

function harvestWords({ homes }: Target): string[] {
  return ['harvest', ...homes, '--json'];
}

/** The number of kills after which restart `index` of `all` happens: evenly over the storm. */
function due(index: number, all: number, { kills }: Weather): number {
  return Math.ceil(((index + 1) * kills) / (all + 1));
}

function between([from, to]: readonly [number, number], share: number): number {
  return from + (to - from) * share;
}
