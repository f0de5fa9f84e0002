import type { FetchJob, Job } from '../../model/job.ts';
import type { RedisLink } from './connect.ts';

/** A job with its place among those that wait for the same step: a smaller one is taken first, 0 in the order of adding. */
export interface Placed {
  job: Job;
  place: number;
}

/** The last place that BullMQ knows. */
const LAST = 2_097_151;
/** BullMQ sorts by place × this + a number that counts up. */
const PLACE_UNIT = 2 ** 32;

/**
 * Gives fetches their places so that all hosts are asked by turns: the n-th of a host's jobs comes n places behind the job that is
 * taken next. In the order of adding all workers would wait for one host, whose hundred reports come one after the other from one
 * list, while no other host is asked. (Start-time fair queueing: Goyal, Vin and Cheng 1996.)
 */
export async function placeJobs(link: RedisLink, jobs: readonly Job[]): Promise<Placed[]> {
  if (!jobs.some(({ step }) => step === 'fetch')) return jobs.map((job) => ({ job, place: 0 }));
  const [, score] = await link.patiently(() =>
    link.client.zrange(link.key('fetch', 'prioritized'), '0', '0', 'WITHSCORES'),
  );
  const next = Math.max(1, Math.floor(Number(score ?? 0) / PLACE_UNIT));
  const before = new Map<string, number>();
  return jobs.map((job) => {
    if (job.step !== 'fetch') return { job, place: 0 };
    const host = hostOf(job);
    const count = before.get(host) ?? 0;
    before.set(host, count + 1);
    return { job, place: Math.min(LAST, next + count) };
  });
}

/** The host that a fetch asks; the address itself where it names none (a file of an import). */
export function hostOf({ url }: FetchJob): string {
  return URL.canParse(url) ? new URL(url).hostname : url;
}

/** Jobs that are looked at for the one that was added first: those next in turn, some of every host. */
const HEAD = 1_000;

/** Id of the job that was added first of the next thousand with a place; null where none waits. */
export async function firstAdded(link: RedisLink, step: Job['step']): Promise<string | null> {
  const told = await link.patiently(() =>
    link.client.zrange(link.key(step, 'prioritized'), '0', String(HEAD - 1), 'WITHSCORES'),
  );
  let first: { id: string; number: number } | null = null;
  for (let at = 0; at < told.length; at += 2) {
    const number = Number(told[at + 1]) % PLACE_UNIT;
    if (first === null || number < first.number) first = { id: told[at] ?? '', number };
  }
  return first === null ? null : first.id;
}
