import type { Job } from '../model/job.ts';
import type { Portal } from '../model/portal.ts';
import type { Run, RunEvent } from '../model/run.ts';
import type { World } from '../world.ts';
import { openEmbeddedQueue } from './embedded.ts';
import { bugEvent, WAITS_MS, type Queue, type Steps } from './queue.ts';
import { openBoard } from './redis/board.ts';
import type { RedisLink } from './redis/connect.ts';
import { openRedisQueue } from './redis/queue.ts';
import { startWork, type WorkOptions } from './redis/work.ts';
import { discoverStep, portalFrame } from './steps/discover.ts';
import { extractStep } from './steps/extract.ts';
import { fetchStep } from './steps/fetch.ts';
import { normalizeStep } from './steps/normalize.ts';
import { occupyStore } from './occupy.ts';
import { limitOf } from './run-limit.ts';
import type { Tally } from './tally.ts';

/** An interrupted harvest younger than this is gone on with instead of being started anew. */
const RESUME_WITHIN_MS = 86_400_000;
/** How often it is written down while a run goes on how far it is and what was odd, ms. */
const WRITE_EVERY_MS = 10_000;

/** What a harvest is to do. */
export interface HarvestOptions {
  command: string;
  portals: readonly Portal[];
  years: { from: number; to: number } | null;
  /** Ask again for documents that are stored. */
  refresh: boolean;
  /** Jobs that need no discovery (an import). */
  jobs?: readonly Job[];
  /** The portals are watched night after night: one that goes quiet is an alarm. */
  isWatched?: boolean;
}

/** Steps of this world, one for each kind of job. */
function stepsOf(world: World): Steps {
  return {
    discover: discoverStep(world),
    fetch: fetchStep(world),
    extract: extractStep(world),
    normalize: normalizeStep(world),
  };
}

/**
 * Runs all portals to their end through the queue that the world has and keeps the run. An interrupted harvest of the last day is
 * gone on with: what it had fetched is not asked again. `tally` is what `world.tell` feeds.
 */
export function runHarvest(world: World, tally: Tally, options: HarvestOptions): Promise<Run> {
  const bounded = options.years === null ? options.portals : options.portals.map(withoutBounds);
  const isWatched = options.isWatched === true && options.years === null;
  const kept = { ...options, portals: bounded, isWatched };
  return keepRun(world, tally, kept, (startedAt, signal) => work({ ...world, signal }, options, startedAt));
}

/** Bounds count all years: a run over some of them is not measured against them. */
function withoutBounds(portal: Portal): Portal {
  return { ...portal, floor: null, ceiling: null };
}

/** Jobs that a limit left undone, by portal (`portalOf`). */
type Left = ReadonlyMap<string, number>;

/** What a run is kept as. */
type Kept = Pick<HarvestOptions, 'command' | 'portals' | 'isWatched'>;

/** What a run does from `startedAt` on until it is done or `signal` stops it. */
type Act = (startedAt: string, signal: AbortSignal) => Promise<Left | void>;

/**
 * Does `act` as a run that is kept with what it counted and noticed, also where it is interrupted or fails. `act` gives the jobs
 * that a limit of the run left undone. Throws ConfigError where another run works in the store (`occupyStore`).
 */
export function keepRun(world: World, tally: Tally, kept: Kept, act: Act): Promise<Run> {
  return occupyStore(world, kept.command, (signal) => writeRun({ ...world, signal }, tally, kept, act));
}

async function writeRun(
  world: World,
  tally: Tally,
  { command, portals, isWatched = false }: Kept,
  act: Act,
): Promise<Run> {
  const startedAt = world.clock.now().toISOString();
  const runId = `${startedAt.replace(/[:.]/gu, '-')}-${world.unique()}`;
  const snapshot = async (finishedAt: string | null, left: Left = new Map()): Promise<Run> => ({
    id: runId,
    command,
    software: world.software,
    startedAt,
    finishedAt,
    ...(finishedAt === null ? { writtenAt: world.clock.now().toISOString() } : {}),
    counts: { ...tally.counts },
    portals: finishedAt === null ? [] : verdictsOf(tally, portals, { left, now: isWatched ? world.clock.now() : null }),
    hosts: await world.receipt(),
  });
  await world.store.runs.put(await snapshot(null));
  let writing: Promise<void> = Promise.resolve();
  const write = async (): Promise<void> => {
    await world.store.runs.putIssues(runId, tally.issues);
    await world.store.runs.put(await snapshot(null));
  };
  const diary = setInterval(() => {
    writing = writing.then(write).catch(() => clearInterval(diary));
  }, WRITE_EVERY_MS);
  let left: Left | void;
  try {
    left = await act(startedAt, world.signal);
  } finally {
    clearInterval(diary);
    await writing;
    await world.store.runs.putIssues(runId, tally.issues);
  }
  const limit = limitOf(world.signal);
  const isInterrupted = world.signal.aborted && limit === null;
  const run = await snapshot(isInterrupted ? null : world.clock.now().toISOString(), left ?? new Map());
  const stopped = limit === null ? {} : { stopped: { why: limit, left: sumOf(left ?? new Map()) } };
  await world.store.runs.put({ ...run, ...stopped });
  return { ...run, ...stopped };
}

function sumOf(left: Left): number {
  return [...left.values()].reduce((sum, count) => sum + count, 0);
}

/** The verdicts; a portal that the run's limit came in between has none but that. */
function verdictsOf(
  tally: Tally,
  portals: readonly Portal[],
  { left, now }: { left: Left; now: Date | null },
): Run['portals'] {
  return tally.verdicts(portals, now).map((one) => {
    const jobs = left.get(one.portalId) ?? 0;
    if (jobs === 0) return one;
    return {
      ...one,
      verdict: 'unfinished',
      why: `stopped by the limit of the run with ${jobs} jobs left for the next`,
    };
  });
}

async function work(world: World, options: HarvestOptions, startedAt: string): Promise<Left> {
  let left: Left = new Map();
  const queue = world.redis === null ? embeddedQueue(world) : await redisQueue(world, world.redis);
  try {
    const jobs = await Promise.all(options.portals.map((portal) => startPortal(world, portal, options, startedAt)));
    await queue.add([...jobs, ...(options.jobs ?? [])]);
    await queue.idle();
    if (limitOf(world.signal) !== null) left = await queue.withdraw();
    else if (world.signal.aborted) return left;
  } finally {
    await queue.close();
  }
  for (const portal of options.portals.filter(({ id }) => (left.get(id) ?? 0) === 0)) {
    const state = await world.store.portals.get(portal.id);
    if (state !== null) await world.store.portals.put({ ...state, runFinishedAt: world.clock.now().toISOString() });
  }
  return left;
}

function embeddedQueue(world: World): Queue {
  return openEmbeddedQueue({
    steps: stepsOf(world),
    concurrency: world.config.concurrency,
    clock: world.clock,
    signal: world.signal,
    onBug: (job, error) => world.tell(bugEvent(job, error)),
  });
}

async function redisQueue(world: World, link: RedisLink): Promise<Queue> {
  const options = await workOf(world, link);
  const queue = openRedisQueue({ ...options, tell: (event) => world.tell(event) });
  return {
    ...queue,
    close: async () => {
      await queue.close();
      await options.board.end();
    },
  };
}

async function workOf(world: World, link: RedisLink): Promise<Omit<WorkOptions, 'names'>> {
  return {
    link,
    board: await openBoard({ link, attempts: WAITS_MS.length + 1 }),
    stepsFor: (tell: (event: RunEvent) => void) => stepsOf({ ...world, tell }),
    concurrency: world.config.concurrency,
    hostDelayMs: world.config.hostDelayMs,
    signal: world.signal,
  };
}

/** Works on jobs of these steps until the world's signal stops it; harvests elsewhere hand them out. Gives how many it did. */
export async function runWorker(
  world: World,
  link: RedisLink,
  { names, onStart }: { names: WorkOptions['names']; onStart: () => void },
): Promise<number> {
  const options = await workOf(world, link);
  const started = startWork({ ...options, names });
  try {
    onStart();
    await started.done;
    return started.count();
  } finally {
    await started.stop();
    await options.board.end();
  }
}

/** Notes that the portal's harvest begins (or goes on) and gives its first job. */
async function startPortal(world: World, portal: Portal, options: HarvestOptions, startedAt: string): Promise<Job> {
  const known = await world.store.portals.get(portal.id);
  const isInterrupted =
    known !== null &&
    known.runFinishedAt === null &&
    Date.parse(startedAt) - Date.parse(known.runStartedAt) < RESUME_WITHIN_MS;
  const since = isInterrupted ? known.runStartedAt : startedAt;
  await world.store.portals.put({
    ...portalFrame(portal, since),
    discoveredAt: known?.discoveredAt ?? null,
    discovery: known?.discovery ?? null,
  });
  return { step: 'discover', portal, since, refreshBefore: options.refresh ? since : null, years: options.years };
}
