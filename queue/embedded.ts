import PQueue from 'p-queue';
import { ConfigError, FetchError, worthRetrying } from '../errors.ts';
import type { Clock } from '../model/clock.ts';
import { jobId, type Job } from '../model/job.ts';
import { bindJob, type Queue, type Steps } from './queue.ts';

/** Settings of the embedded queue. */
export interface EmbeddedOptions {
  steps: Steps;
  /** Jobs that run at the same time. */
  concurrency: number;
  clock: Clock;
  /** Stops the queue: what runs ends with its next wait, what waits is dropped; the next run takes it up again. */
  signal: AbortSignal;
  /** Called with every error that no step expected; the job is lost, the run goes on. */
  onBug: (job: Job, error: unknown) => void;
}

/** Tries of a job whose error is worth retrying, and the wait before the second, third … in milliseconds. */
const WAITS_MS = [2_000, 8_000];

/** The queue in this process: what was stored survives, what waits in memory is found again by running the steps again. */
export function openEmbeddedQueue(options: EmbeddedOptions): Queue {
  const { steps, signal, clock } = options;
  const running = new PQueue({ concurrency: options.concurrency });
  const known = new Set<string>();
  let fatal: unknown = null;

  const attempt = async (job: Job): Promise<Job[]> => {
    const bound = bindJob(steps, job);
    for (let tried = 0; ; tried += 1) {
      try {
        return await bound.run();
      } catch (error) {
        const wait = WAITS_MS[tried];
        if (signal.aborted || error instanceof ConfigError) throw error;
        if (wait === undefined || !worthRetrying(error) || isForNextRun(error)) return bound.gaveUp(error);
        await clock.sleep(waitBefore(error, wait), signal);
      }
    }
  };

  const work = async (job: Job): Promise<void> => {
    if (signal.aborted || fatal !== null) return;
    let follow: Job[] = [];
    try {
      follow = await attempt(job);
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof ConfigError) fatal ??= error;
      else options.onBug(job, error);
    } finally {
      known.delete(jobId(job));
    }
    add(follow);
  };

  const add = (jobs: readonly Job[]): void => {
    for (const job of jobs) {
      if (known.has(jobId(job))) continue;
      known.add(jobId(job));
      void running.add(() => work(job));
    }
  };

  return {
    add,
    pending: () => running.size + running.pending,
    idle: async () => {
      await running.onIdle();
      if (fatal !== null) throw fatal;
    },
  };
}

/** Longest wait of a job for a server, ms. */
const LONGEST_WAIT_MS = 600_000;

/** A server that names a time is obeyed. */
function waitBefore(error: unknown, wait: number): number {
  const asked = error instanceof FetchError ? (error.retryAfterMs ?? 0) : 0;
  return Math.min(Math.max(wait, asked), LONGEST_WAIT_MS);
}

/** Hours of waiting (a host that was asked enough today) are for the next run. */
function isForNextRun(error: unknown): boolean {
  return error instanceof FetchError && (error.retryAfterMs ?? 0) > 6 * LONGEST_WAIT_MS;
}
