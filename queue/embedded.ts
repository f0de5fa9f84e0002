import PQueue from 'p-queue';
import { ConfigError } from '../errors.ts';
import type { Clock } from '../model/clock.ts';
import { jobId, type Job } from '../model/job.ts';
import { bindJob, portalOf, waitBefore, WAITS_MS, worthTryingNow, type Queue, type Steps } from './queue.ts';

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
  /** Waits before the second, third … try, ms; the usual ones if absent. */
  waitsMs?: readonly number[];
}

/** The queue in this process: what was stored survives, what waits in memory is found again by running the steps again. */
export function openEmbeddedQueue(options: EmbeddedOptions): Queue {
  const { steps, signal, clock, waitsMs = WAITS_MS } = options;
  const running = new PQueue({ concurrency: options.concurrency });
  const known = new Set<string>();
  const dropped = new Map<string, number>();
  const drop = (job: Job): void => void dropped.set(portalOf(job), (dropped.get(portalOf(job)) ?? 0) + 1);
  let fatal: unknown = null;

  const attempt = async (job: Job): Promise<Job[]> => {
    const bound = bindJob(steps, job);
    for (let tried = 0; ; tried += 1) {
      try {
        return await bound.run();
      } catch (error) {
        const wait = waitsMs[tried];
        if (signal.aborted || error instanceof ConfigError) throw error;
        if (wait === undefined || !worthTryingNow(error)) return bound.gaveUp(error);
        await clock.sleep(waitBefore(error, wait), signal);
      }
    }
  };

  const work = async (job: Job): Promise<void> => {
    if (signal.aborted || fatal !== null) return drop(job);
    let follow: Job[] = [];
    try {
      follow = await attempt(job);
    } catch (error) {
      if (signal.aborted) return drop(job);
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
    add: (jobs) => {
      add(jobs);
      return Promise.resolve();
    },
    pending: () => Promise.resolve(running.size + running.pending),
    withdraw: () => Promise.resolve(dropped),
    idle: async () => {
      await running.onIdle();
      if (fatal !== null) throw fatal;
    },
    close: () => Promise.resolve(),
  };
}
