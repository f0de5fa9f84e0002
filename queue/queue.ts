import { FetchError, worthRetrying } from '../errors.ts';
import type { Job } from '../model/job.ts';
import type { RunEvent } from '../model/run.ts';

/** What a step does with one kind of job. */
export interface Step<J extends Job = Job> {
  /** Does the work, stores its result and returns the jobs that follow. Running it twice is harmless. */
  run: (job: J) => Promise<Job[]>;
  /** The last try failed: keeps that as an outcome and returns the jobs that can go on without it. */
  gaveUp: (job: J, error: unknown) => Promise<Job[]>;
}

/** One step for each kind of job. */
export type Steps = { [K in Job['step']]: Step<Extract<Job, { step: K }>> };

/** How work is handed out: in this process, or through Redis to any number of workers. */
export interface Queue {
  /** Adds jobs; one whose id waits or runs already is not added again. */
  add(jobs: readonly Job[]): Promise<void>;
  /** Resolves when nothing waits and nothing runs; rejects with the first error that stops the whole run (ConfigError). */
  idle(): Promise<void>;
  /** Jobs that wait or run. */
  pending(): Promise<number>;
  /**
   * To be called once it was stopped: how many jobs of each portal (`portalOf`) were not brought to an end; those that wait are
   * handed out no more, also elsewhere.
   */
  withdraw(): Promise<ReadonlyMap<string, number>>;
  /** Ends it; to be called when it is idle or was stopped. */
  close(): Promise<void>;
}

/** Waits before the second and the third try of a job whose error is worth retrying, ms. */
export const WAITS_MS: readonly number[] = [2_000, 8_000];

/** Longest wait of a job for a server, ms. */
const LONGEST_WAIT_MS = 600_000;

/** The wait before the next try: a server that names a time is obeyed, up to ten minutes; longer waits are for the next run. */
export function waitBefore(error: unknown, wait: number): number {
  const asked = error instanceof FetchError ? (error.retryAfterMs ?? 0) : 0;
  return Math.min(Math.max(wait, asked), LONGEST_WAIT_MS);
}

/** Whether another try now makes sense: not where the error is final, nor where a host has to wait for hours (asked enough today). */
export function worthTryingNow(error: unknown): boolean {
  const hours = error instanceof FetchError && (error.retryAfterMs ?? 0) > 6 * LONGEST_WAIT_MS;
  return worthRetrying(error) && !hours;
}

/** What is told of an error that no step expected. */
export function bugEvent(job: Job, error: unknown): RunEvent {
  return { kind: 'bug', subject: job.step === 'discover' ? job.portal.home : job.url, error };
}

/** Name under which the jobs and events of a portal are kept; '' for documents of no portal (an import). */
export function portalOf(job: Job): string {
  return job.step === 'discover' ? job.portal.id : (job.portalId ?? '');
}

/** A job together with its step, so that a queue need not know which is which. */
export interface BoundJob {
  run(): Promise<Job[]>;
  gaveUp(error: unknown): Promise<Job[]>;
}

/** Brings a job and its step together. */
export function bindJob(steps: Steps, job: Job): BoundJob {
  switch (job.step) {
    case 'discover':
      return bind(steps.discover, job);
    case 'fetch':
      return bind(steps.fetch, job);
    case 'extract':
      return bind(steps.extract, job);
    case 'normalize':
      return bind(steps.normalize, job);
  }
}

function bind<J extends Job>(step: Step<J>, job: J): BoundJob {
  return { run: () => step.run(job), gaveUp: (error) => step.gaveUp(job, error) };
}
