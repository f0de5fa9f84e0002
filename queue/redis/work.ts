import { EventEmitter, once } from 'node:events';
import { DelayedError, UnrecoverableError, WaitingError, Worker as BullWorker, type Job as BullJob } from 'bullmq';
import { ConfigError, worthRetrying } from '../../errors.ts';
import type { Job } from '../../model/job.ts';
import type { RunEvent } from '../../model/run.ts';
import {
  bindJob,
  bugEvent,
  portalOf,
  waitBefore,
  WAITS_MS,
  worthTryingNow,
  type BoundJob,
  type Steps,
} from '../queue.ts';
import { STEPS, type Board, type StepName } from './board.ts';
import type { RedisLink } from './connect.ts';
import { readJob } from './envelope.ts';
import { publishEvent } from './events.ts';
import { hostOf } from './fair-order.ts';
import { isTrouble } from './patience.ts';
import { crowdedFor } from './turns.ts';

/** What works on jobs. */
export interface WorkOptions {
  link: RedisLink;
  board: Board;
  /** The steps, which tell what they do to `tell`. */
  stepsFor: (tell: (event: RunEvent) => void) => Steps;
  /** Which steps are worked on. */
  names: readonly StepName[];
  /** Jobs of each step that run at the same time. */
  concurrency: number;
  /** Least time between two requests to a host, ms. */
  hostDelayMs: number;
  /** Stops the work: what runs ends with its next wait and goes back to the queue. */
  signal: AbortSignal;
  /** Waits before the second, third … try, ms; the usual ones if absent. */
  waitsMs?: readonly number[];
  /** How long a job of a worker that died stays with it, ms. */
  lockMs?: number;
}

/** A worker: takes jobs from Redis until it is stopped. */
export interface Work {
  /** Rejects with the ConfigError that stopped it, resolves when it was stopped by the signal or by `stop`. */
  done: Promise<void>;
  /** Jobs that this worker has brought to an end. */
  count(): number;
  /** Takes no more jobs and waits for those under way. */
  stop(): Promise<void>;
}

/** How long a job of a worker that died stays with it, ms. */
const LOCK_MS = 15_000;
/** After so many deaths of its worker a job is given up: it may well be the cause. */
const MOST_DEATHS = 10;
/** How long a worker leaves a server alone that is full, ms. */
const PAUSE_MS = 2_000;

/** Starts to work. */
export function startWork(options: WorkOptions): Work {
  const { link, names, concurrency, signal, lockMs = LOCK_MS, waitsMs = WAITS_MS } = options;
  let fatal: unknown = null;
  let count = 0;
  const ending = new EventEmitter();
  const stopped = once(ending, 'stopped');
  const stop = async (): Promise<void> => {
    // A server that is away is not waited for: what runs here lapses in Redis and goes to another worker.
    const isAway = link.client.status !== 'ready';
    await Promise.all(workers.map((worker) => worker.close(isAway)));
    ending.emit('stopped');
  };
  const onFatal = (error: unknown): void => {
    fatal ??= error;
    void stop();
  };
  const workers = names.map((name) => {
    const worker = new BullWorker(
      name,
      async (job, token) => {
        await processJob({ job, token, onFatal }, { ...options, waitsMs });
        count += 1;
      },
      {
        connection: link.client,
        prefix: link.prefix,
        concurrency,
        lockDuration: lockMs,
        stalledInterval: Math.ceil(lockMs / 3),
        maxStalledCount: MOST_DEATHS,
        settings: {
          backoffStrategy: (tried, _type, error) => waitBefore(error, waitsMs[tried - 1] ?? waitsMs.at(-1) ?? 0),
        },
      },
    );
    watch(worker, options);
    return worker;
  });
  const onAbort = (): void => void stop();
  if (signal.aborted) onAbort();
  signal.addEventListener('abort', onAbort, { once: true });
  const done = stopped.then(() => {
    signal.removeEventListener('abort', onAbort);
    if (fatal !== null) throw fatal;
  });
  done.catch(() => undefined);
  return { done, count: () => count, stop };
}

interface Taken {
  job: BullJob;
  token: string | undefined;
  onFatal: (error: unknown) => void;
}

async function processJob(
  { job: taken, token, onFatal }: Taken,
  options: WorkOptions & { waitsMs: readonly number[] },
): Promise<void> {
  const { link, board, stepsFor, signal, waitsMs } = options;
  const job = readJob(taken.data);
  if (job.step === 'fetch' && job.mayAsk) {
    const ms = await crowdedFor(link, hostOf(job), options.hostDelayMs);
    if (ms > 0) {
      await taken.moveToDelayed(Date.now() + ms, token);
      throw new DelayedError();
    }
  }
  const told: Promise<void>[] = [];
  const tell = (event: RunEvent): void => {
    const sent = publishEvent(link, portalOf(job), event);
    // Awaited below; a rejection in between must not end the process.
    sent.catch(() => undefined);
    told.push(sent);
  };
  const putBack = async (): Promise<never> => {
    await Promise.allSettled(told);
    await taken.moveToWait(token);
    throw new WaitingError();
  };
  const bound = bindJob(stepsFor(tell), job);
  let ended: Ended;
  try {
    ended = { follow: await bound.run(), reason: null };
  } catch (error) {
    if (signal.aborted || isTrouble(error)) return putBack();
    if (error instanceof ConfigError) {
      onFatal(error);
      return putBack();
    }
    if (worthTryingNow(error) && taken.attemptsMade < waitsMs.length) {
      await Promise.all(told);
      throw error;
    }
    ended = await giveUp(bound, job, { error, tell });
  }
  await Promise.all(told);
  await requireStillOurs(taken, token, options);
  await board.add(ended.follow);
  await board.close(job);
  if (ended.reason !== null) throw deadLetter(ended.reason);
}

/**
 * A job that was handed to another worker, because this one was away for longer than it may, is that one's to end: closed
 * here, its harvest would end before it does. Throws then; the job stays where it is.
 */
async function requireStillOurs(
  taken: BullJob,
  token: string | undefined,
  { link, lockMs = LOCK_MS }: Pick<WorkOptions, 'link' | 'lockMs'>,
): Promise<void> {
  const isOurs = await link.patiently(() => taken.extendLock(token ?? '', lockMs));
  if (isOurs !== 1) throw new Error(`Job "${taken.id ?? ''}" went to another worker while this one was away`);
}

interface Ended {
  follow: Job[];
  /** Why the job becomes a dead letter; null where it was done. */
  reason: unknown;
}

/** The job's last words. An error that nobody foresaw is told as a bug. */
async function giveUp(
  bound: BoundJob,
  job: Job,
  { error, tell }: { error: unknown; tell: (event: RunEvent) => void },
): Promise<Ended> {
  try {
    const follow = await bound.gaveUp(error);
    return { follow, reason: worthRetrying(error) ? error : null };
  } catch (unforeseen) {
    tell(bugEvent(job, unforeseen));
    return { follow: [], reason: unforeseen };
  }
}

/** An error after which BullMQ keeps the job as failed, with the reason's words and stack. */
function deadLetter(reason: unknown): UnrecoverableError {
  const error = new UnrecoverableError(reason instanceof Error ? reason.message : String(reason));
  if (reason instanceof Error && reason.stack !== undefined) error.stack = reason.stack;
  return error;
}

/** Leaves a full server alone for a while, and tells of a job that cost too many workers their life. */
function watch(worker: BullWorker, { link, board, signal }: WorkOptions): void {
  worker.on('error', (error) => {
    if (!isTrouble(error) || worker.isPaused() || worker.closing !== undefined) return;
    void worker.pause(true);
    void link
      .patiently(() => link.client.set(link.key('probe'), 1))
      .catch(() => undefined)
      .then(() => setTimeout(() => void (signal.aborted ? undefined : worker.resume()), PAUSE_MS).unref());
  });
  worker.on('failed', (failed, error) => {
    if (failed === undefined || !error.message.startsWith('job stalled more than')) return;
    const job = readJob(failed.data);
    const died = new Error(`${MOST_DEATHS + 1} workers died or hung with this job; it was given up`);
    void publishEvent(link, portalOf(job), bugEvent(job, died))
      .then(() => board.close(job))
      .catch(() => undefined);
  });
}

/** Names of steps as typed: with commas between. Throws ConfigError. */
export function readSteps(text: string): StepName[] {
  const words = text.split(',').map((word) => word.trim());
  const wrong = words.find((word) => !STEPS.some((step) => step === word));
  if (wrong !== undefined) {
    throw new ConfigError(`Cannot use --steps "${text}": "${wrong}" is no step; expected some of ${STEPS.join(', ')}`);
  }
  return STEPS.filter((step) => words.includes(step));
}
