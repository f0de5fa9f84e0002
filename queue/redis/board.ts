import { Queue as BullQueue, type Job as BullJob } from 'bullmq';
import { ConfigError } from '../../errors.ts';
import { jobId, type Job } from '../../model/job.ts';
import { sha256 } from '../../text/hash.ts';
import { portalOf } from '../queue.ts';
import { runAll, type RedisLink } from './connect.ts';
import { readJob } from './envelope.ts';
import { firstAdded, placeJobs, type Placed } from './fair-order.ts';

/** The steps, in the order of the way of the data; each has a queue of its own. */
export const STEPS = ['discover', 'fetch', 'extract', 'normalize'] as const satisfies readonly Job['step'][];
/** Name of a step. */
export type StepName = (typeof STEPS)[number];

/** A job that was given up, kept until it succeeds or a month has passed. `failedAt` ISO 8601, UTC. */
export interface DeadLetter {
  step: StepName;
  /** Home page or address that the job is about. */
  subject: string;
  reason: string;
  tries: number;
  failedAt: string | null;
}

/** Jobs of one step by their state. */
export interface StepCounts {
  waiting: number;
  running: number;
  /** Wait for their next try. */
  delayed: number;
  dead: number;
}

/** The queues in Redis, one a step, and the sets of jobs that are still open for each portal. */
export interface Board {
  /** Adds jobs, unless one of the same id waits or runs; one that was given up before starts anew. Waits out a full Redis. */
  add(jobs: readonly Job[]): Promise<void>;
  /** The job is done with: it is open no more. To be called when what follows from it is added. */
  close(job: Job): Promise<void>;
  /** How many jobs of each of these portals (`portalOf`) are open, in their order. */
  open(portals: readonly string[]): Promise<number[]>;
  /** How many jobs of a step wait for a worker in the order of adding. */
  waiting(step: StepName): Promise<number>;
  /** Takes jobs off the open ones that Redis no longer has or that were given up. */
  reconcile(portals: readonly string[]): Promise<void>;
  /** Takes the waiting jobs of a portal out of the queues; gives how many jobs of it were open. */
  withdraw(portal: string): Promise<number>;
  counts(): Promise<Record<StepName, StepCounts>>;
  /** The job that was added first of those that wait or run; null where there is none. `since` ISO 8601, UTC. */
  oldest(): Promise<{ step: StepName; since: string } | null>;
  /** What was given up, newest first, `most` of each step. */
  deadLetters(steps: readonly StepName[], most: number): Promise<DeadLetter[]>;
  /** Puts everything that was given up back to wait, with all its tries; gives how many jobs. */
  retry(steps: readonly StepName[]): Promise<number>;
  end(): Promise<void>;
}

/** How a board is opened. `attempts`: tries of a job whose error is worth retrying. */
export interface BoardOptions {
  link: RedisLink;
  attempts: number;
}

/** Form of the jobs in Redis; raised when it changes. */
const FORM = 'ogi-queue/1';
/** Jobs sent to Redis at once. */
const CHUNK = 200;
/** How long and how many dead letters of a step are kept. */
const KEPT = { age: 30 * 86_400, count: 100_000 };
/** How long the open jobs of a portal are remembered when nothing moves, s. */
const OPEN_S = 30 * 86_400;

/** Id of a job in Redis: the same work has the same, on every machine. */
function redisId(job: Job): string {
  return `j${sha256(jobId(job)).slice(0, 32)}`;
}

function optionsOf(job: Job, place: number): { jobId: string; priority?: number } {
  return place === 0 ? { jobId: redisId(job) } : { jobId: redisId(job), priority: place };
}

const RECONCILE = `local dropped = 0
for _, name in ipairs(redis.call('SMEMBERS', KEYS[1])) do
  local at = string.find(name, ':')
  local step = ARGV[1] .. string.sub(name, 1, at - 1)
  local id = string.sub(name, at + 1)
  if redis.call('EXISTS', step .. ':' .. id) == 0 or redis.call('ZSCORE', step .. ':failed', id) then
    dropped = dropped + redis.call('SREM', KEYS[1], name)
  end
end
return dropped
`;

/**
 * Opens the queues. Throws ConfigError where jobs of another version of this program wait in them: nothing of them is
 * touched.
 */
export async function openBoard({ link, attempts }: BoardOptions): Promise<Board> {
  const queues = await openQueues(link, attempts);
  const openKey = (portal: string): string => link.key('open', portal);
  return {
    add: async (jobs) => {
      const placed = await placeJobs(link, jobs);
      for (let at = 0; at < placed.length; at += CHUNK) {
        await link.patiently(() => addChunk(link, queues, placed.slice(at, at + CHUNK)));
      }
    },
    close: async (job) => {
      await link.patiently(() => link.client.srem(openKey(portalOf(job)), openName(job)));
    },
    open: async (portals) => {
      const ask = link.client.pipeline();
      for (const portal of portals) ask.scard(openKey(portal));
      return (await link.patiently(() => runAll(ask))).map(Number);
    },
    waiting: (step) => link.patiently(() => link.client.llen(link.key(step, 'wait'))),
    reconcile: async (portals) => {
      for (const portal of portals) {
        await link.patiently(() => link.client.eval(RECONCILE, 1, openKey(portal), link.key('')));
      }
    },
    withdraw: async (portal) => {
      const names = await link.patiently(() => link.client.smembers(openKey(portal)));
      for (const name of names) await withdrawOne(queues, name, () => link.client.srem(openKey(portal), name));
      return names.length;
    },
    counts: () => countsOf(queues),
    oldest: () => oldestOf(link, queues),
    deadLetters: async (steps, most) => {
      const found = await Promise.all(steps.map((step) => queues[step].getFailed(0, most - 1)));
      return found
        .flat()
        .map(letterOf)
        .sort((a, b) => ((a.failedAt ?? '') < (b.failedAt ?? '') ? 1 : -1));
    },
    retry: (steps) => retryDead(queues, steps),
    end: async () => {
      await Promise.all(STEPS.map((step) => queues[step].close()));
    },
  };
}

type Queues = Record<StepName, BullQueue>;

async function addChunk(link: RedisLink, queues: Queues, placed: readonly Placed[]): Promise<void> {
  await dropDead(
    link,
    queues,
    placed.map(({ job }) => job),
  );
  for (const step of STEPS) {
    const mine = placed.filter(({ job }) => job.step === step);
    if (mine.length === 0) continue;
    await queues[step].addBulk(mine.map(({ job, place }) => ({ name: step, data: job, opts: optionsOf(job, place) })));
  }
  const note = link.client.pipeline();
  for (const { job } of placed)
    note.sadd(link.key('open', portalOf(job)), openName(job)).expire(link.key('open', portalOf(job)), OPEN_S);
  await runAll(note);
}

async function openQueues(link: RedisLink, attempts: number): Promise<Queues> {
  const open = (step: StepName): BullQueue => {
    const queue = new BullQueue(step, {
      connection: link.client,
      prefix: link.prefix,
      defaultJobOptions: {
        attempts,
        backoff: { type: 'custom' },
        removeOnComplete: true,
        removeOnFail: KEPT,
        stackTraceLimit: 1,
      },
    });
    // The link tells of outages itself; what a call meets, it throws.
    queue.on('error', () => undefined);
    return queue;
  };
  const queues = {
    discover: open('discover'),
    fetch: open('fetch'),
    extract: open('extract'),
    normalize: open('normalize'),
  };
  try {
    await requireVersion(link, queues);
  } catch (error) {
    await Promise.all(STEPS.map((step) => queues[step].close()));
    throw error;
  }
  return queues;
}

async function requireVersion(link: RedisLink, queues: Queues): Promise<void> {
  const key = link.key('version');
  const found = await link.patiently(() => link.client.get(key));
  if (found === FORM) return;
  if (found !== null) {
    const counts = Object.values(await countsOf(queues));
    const left = counts.reduce(
      (sum, { waiting, running, delayed, dead }) => sum + waiting + running + delayed + dead,
      0,
    );
    if (left > 0) {
      throw new ConfigError(
        `Cannot use the queue "${link.prefix}" in Redis at "${link.place}": ${left} jobs of another version of ogi-harvest lie ` +
          `in it (found "${found}", expected "${FORM}"). Let that version finish them, or set OGI_REDIS_PREFIX to another name`,
      );
    }
  }
  await link.patiently(() => link.client.set(key, FORM));
}

/** Removes an open job (as `openName` names it), unless a worker has it: then it comes to its end and closes itself. */
async function withdrawOne(queues: Queues, name: string, close: () => Promise<unknown>): Promise<void> {
  const [word, id] = name.split(':');
  const step = STEPS.find((one) => one === word);
  if (step === undefined || id === undefined) throw new Error(`Cannot withdraw "${name}": expected a step and an id`);
  if ((await queues[step].remove(id)) === 1) await close();
}

/** Forgets dead letters of the same ids: BullMQ would take them for jobs that are there already. */
async function dropDead(link: RedisLink, queues: Queues, jobs: readonly Job[]): Promise<void> {
  const ask = link.client.pipeline();
  for (const job of jobs) ask.zscore(link.key(job.step, 'failed'), redisId(job));
  const scores = await runAll(ask);
  for (const [index, job] of jobs.entries()) {
    if (scores[index] !== null) await queues[job.step].remove(redisId(job));
  }
}

async function countsOf(queues: Queues): Promise<Record<StepName, StepCounts>> {
  const count = async (step: StepName): Promise<StepCounts> => {
    const found = await queues[step].getJobCounts('wait', 'prioritized', 'active', 'delayed', 'failed');
    const of = (state: string): number => found[state] ?? 0;
    return {
      waiting: of('wait') + of('prioritized'),
      running: of('active'),
      delayed: of('delayed'),
      dead: of('failed'),
    };
  };
  const [discover, fetch, extract, normalize] = await Promise.all([
    count('discover'),
    count('fetch'),
    count('extract'),
    count('normalize'),
  ]);
  return { discover, fetch, extract, normalize };
}

async function oldestOf(link: RedisLink, queues: Queues): Promise<{ step: StepName; since: string } | null> {
  const found: { step: StepName; at: number }[] = [];
  for (const step of STEPS) {
    // These are lists in the order of adding, or of the time of the next try: the first job of each stands for it.
    const firsts = await queues[step].getJobs(['wait', 'active', 'delayed'], 0, 0, true);
    const placed = await firstAdded(link, step);
    const job = placed === null ? undefined : await queues[step].getJob(placed);
    for (const first of [...firsts, job]) if (first !== undefined) found.push({ step, at: first.timestamp });
  }
  const [oldest] = found.sort((a, b) => a.at - b.at);
  return oldest === undefined ? null : { step: oldest.step, since: new Date(oldest.at).toISOString() };
}

async function retryDead(queues: Queues, steps: readonly StepName[]): Promise<number> {
  const now = Date.now();
  let count = 0;
  for (const step of steps) {
    for (;;) {
      const oldest = await queues[step].getJobs(['failed'], 0, CHUNK - 1, true);
      // What fails again meanwhile is not tried once more, or this would never end.
      const due = oldest.filter((dead) => (dead.finishedOn ?? 0) <= now);
      for (const dead of due) await dead.retry('failed', { resetAttemptsMade: true, resetAttemptsStarted: true });
      count += due.length;
      if (due.length < CHUNK) break;
    }
  }
  return count;
}

function letterOf(dead: BullJob): DeadLetter {
  const job = readJob(dead.data);
  return {
    step: job.step,
    subject: job.step === 'discover' ? job.portal.home : job.url,
    reason: dead.failedReason ?? 'no reason kept',
    tries: dead.attemptsMade,
    failedAt: dead.finishedOn === undefined ? null : new Date(dead.finishedOn).toISOString(),
  };
}

function openName(job: Job): string {
  return `${job.step}:${redisId(job)}`;
}
