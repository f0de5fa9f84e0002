import { Queue as BullQueue, WaitingError, Worker as BullWorker, type Job as BullJob } from 'bullmq';
import { z } from 'zod';
import { sha256 } from '../../text/hash.ts';
import type { RedisLink } from './connect.ts';
import { isTrouble } from './patience.ts';

/** Name of the queue in which the runs of all schedules wait for one of the schedulers. */
const QUEUE = 'schedule';
/** How long a run of a scheduler that died stays with it, ms. */
const LOCK_MS = 30_000;

/** What a run of a shared schedule is to do: as typed, so that any scheduler can do it. */
export const ScheduledRun = z.object({
  portals: z.array(z.string()),
  all: z.boolean(),
  years: z.string().nullable(),
});
/** See the validator of the same name. */
export type ScheduledRun = z.infer<typeof ScheduledRun>;

/** A schedule that several schedulers keep together. */
export interface SharedSchedule {
  link: RedisLink;
  /** Schedules with different names know nothing of each other. */
  name: string;
  cron: string;
  tz: string;
  what: ScheduledRun;
  signal: AbortSignal;
  /** Does one run to its end; what it throws is kept with the job, and the schedule goes on. */
  run: (what: ScheduledRun) => Promise<void>;
  /** Told when it is known when the next run begins. */
  tellNext: (at: Date) => void;
}

/**
 * Does the runs of a schedule that lies in Redis until the signal stops it: each run is done by one of the schedulers, and by
 * another one where that dies. A run that came due while no scheduler was there is done once when one comes. `isMissed`: whether
 * the store says that a run is overdue, which Redis cannot know when it lost its memory.
 */
export async function keepSharedSchedule(schedule: SharedSchedule, isMissed: boolean): Promise<void> {
  const { link, signal } = schedule;
  const queue = new BullQueue(QUEUE, { connection: link.client, prefix: link.prefix });
  queue.on('error', () => undefined); // the link tells of outages itself
  try {
    await link.patiently(() => enter(queue, schedule, isMissed));
    await workUntil(signal, schedule, queue);
  } finally {
    await queue.close();
  }
}

/** Puts the schedule into Redis unless it is there in the same words, and one run that is overdue. */
async function enter(queue: BullQueue, schedule: SharedSchedule, isMissed: boolean): Promise<void> {
  const { name, cron, tz, what } = schedule;
  const known = await queue.getJobScheduler(name);
  const isSame =
    known?.pattern === cron && known.tz === tz && JSON.stringify(known.template?.data) === JSON.stringify(what);
  const opts = { removeOnComplete: true, removeOnFail: 100 };
  // Entering it again would put off a run that is due and waits for a scheduler.
  if (!isSame) await queue.upsertJobScheduler(name, { pattern: cron, tz }, { name, data: what, opts });
  const waiting = await queue.getJobCounts('wait', 'active', 'delayed');
  const overdue = await queue.getDelayed(0, 99);
  const isWaiting =
    (waiting['wait'] ?? 0) + (waiting['active'] ?? 0) > 0 ||
    overdue.some((job) => job.timestamp + job.delay <= Date.now());
  const jobId = `missed-${sha256(`${name}|${new Date().toISOString().slice(0, 10)}`).slice(0, 16)}`;
  if (isMissed && !isWaiting) await queue.add(name, what, { ...opts, jobId });
  const next = await queue.getJobScheduler(name);
  if (next?.next !== undefined) schedule.tellNext(new Date(next.next));
}

async function workUntil(signal: AbortSignal, schedule: SharedSchedule, queue: BullQueue): Promise<void> {
  const { link } = schedule;
  const worker = new BullWorker(QUEUE, (job, token) => runOne(job, token, schedule), {
    connection: link.client,
    prefix: link.prefix,
    concurrency: 1,
    lockDuration: LOCK_MS,
    stalledInterval: LOCK_MS / 3,
    maxStalledCount: 10,
  });
  worker.on('error', (error) => {
    if (!isTrouble(error)) queue.emit('error', error);
  });
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
  await worker.close(link.client.status !== 'ready');
}

/** One run. Stopped in its middle by a person, it goes back and another scheduler goes on with it. */
async function runOne(job: BullJob, token: string | undefined, { run, signal }: SharedSchedule): Promise<void> {
  await run(ScheduledRun.parse(job.data));
  if (!signal.aborted) return;
  await job.moveToWait(token);
  throw new WaitingError();
}
