import { spawnSync } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import type { OwnRedis } from '../queue/own-redis.ts';
import type { SmallDisk } from './full-disk.ts';
import type { Running } from '../replicas/core/harvest.ts';
import { start, type Place } from './processes.ts';

/** What happens to a harvest. `kills` counts `kill -9` of a process that lived; moments come from `seed`. */
export interface Weather {
  kills: number;
  redisRestarts: number;
  /** One process lives under a clock that is 30 hours ahead, where the machine has faketime. */
  clockJump: boolean;
  seed: number;
}

/** A harvest to disturb. `homes`: home pages; `tell` gets a line for what happens. */
export interface Target {
  homes: readonly string[];
  place: Place;
  redis: OwnRedis | null;
  /** The small disk on which the data folder lies, to be found full once and then enlarged. */
  disk?: SmallDisk;
  tell: (line: string) => void;
}

/** What was really done, and how the last harvest ended. */
export interface Done {
  kills: number;
  redisRestarts: number;
  clockJumps: number;
  fullDisks: number;
  code: number | null;
  err: string;
}

/** Seconds that a lone process may live before it is killed: from its start to well into fetching. */
const LONE_LIFE_S: readonly [number, number] = [0.5, 20];
/** Seconds between two kills among several processes. */
const BETWEEN_S: readonly [number, number] = [0.5, 6];
const WORKERS = 3;

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
  const done: Done = { kills: 0, redisRestarts: 0, clockJumps: 0, fullDisks: 0, code: null, err: '' };
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

/** Disturbs a harvest by several workers through Redis: whoever is killed is started again at once. */
export async function stormTogether(target: Target, weather: Weather): Promise<Done> {
  const { redis } = target;
  if (redis === null) throw new Error('A storm among workers needs Redis');
  const random = numbersFrom(weather.seed);
  const done: Done = { kills: 0, redisRestarts: 0, clockJumps: 0, fullDisks: 0, code: null, err: '' };
  const words = [harvestWords(target), ...Array.from({ length: WORKERS }, () => ['worker', '--json'])];
  const living: Running[] = [];
  for (const one of words) living.push(await start(one, target.place));
  while (done.kills < weather.kills) {
    await wait(between(BETWEEN_S, random()) * 1000);
    const victim = Math.floor(random() * living.length);
    const running = living[victim];
    const again = words[victim];
    if (running === undefined || again === undefined) throw new Error(`No process ${victim}`);
    if (running.child.exitCode === null) {
      running.child.kill('SIGKILL');
      done.kills += 1;
      target.tell(`kill ${done.kills}: ${again[0]}`);
    }
    const { err, code } = await running.ended;
    if (code !== null && code !== 0)
      target.tell(`${again[0]} ended with ${code}: ${err.trim().split('\n').at(-1) ?? ''}`);
    living[victim] = await start(again, target.place);
    if (
      done.redisRestarts < weather.redisRestarts &&
      done.kills >= due(done.redisRestarts, weather.redisRestarts, weather)
    ) {
      await redis.killAndRestart();
      done.redisRestarts += 1;
      target.tell(`Redis killed and started again, ${done.redisRestarts}`);
    }
  }
  const [harvest, ...workers] = living;
  if (harvest === undefined) throw new Error('No harvest was started');
  const last = await harvest.ended;
  for (const { child, ended } of workers) {
    child.kill('SIGTERM');
    await ended;
  }
  return { ...done, code: last.code, err: last.err };
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
