import { openBoard, STEPS, type StepName } from '../queue/redis/board.ts';
import { connectRedis, type RedisLink } from '../queue/redis/connect.ts';
import { openRedisQueue } from '../queue/redis/queue.ts';
import type { Steps } from '../queue/queue.ts';
import { startTally } from '../queue/tally.ts';
import type { DiscoverJob, FetchJob, Job } from '../model/job.ts';
import type { Candidate } from '../model/portal.ts';
import type { RunEvent } from '../model/run.ts';
import { sha256 } from '../text/hash.ts';
import { startRedis } from '../tests/queue/own-redis.ts';

/** Reports of one simulated portal: with its discovery and three steps a report it makes 1,000 jobs. */
const REPORTS_A_PORTAL = 333;
const JOBS_A_PORTAL = 1 + 3 * REPORTS_A_PORTAL;
/** Jobs of each step at a time, as one busy worker has. */
const CONCURRENCY = 16;
const SINCE = '2026-11-24T14:00:00.000Z';

/** What some of the jobs cost. `most`: jobs that were in Redis at once meanwhile, at the highest look. */
interface Cost {
  jobs: number;
  seconds: number;
  clientUs: number;
  redisUs: number;
  redisMb: number;
  residentMb: number;
  most: number;
}

/**
 * Sends this many jobs through a Redis of its own by the queue's own code: discovery that nominates reports, then fetch, extract and
 * normalize of each, which do nothing but return what follows and tell what the real ones tell. Gives the cost of each tenth.
 * Throws where a job was lost or done twice, or anything but the queue's own few keys is left in Redis.
 */
export async function measureJobs(wanted: number, say: (line: string) => void): Promise<void> {
  const portals = Math.max(1, Math.round(wanted / JOBS_A_PORTAL));
  const total = portals * JOBS_A_PORTAL;
  const redis = await startRedis('--appendonly', 'no');
  const link = await connectRedis({
    url: redis.url,
    prefix: 'scale',
    signal: new AbortController().signal,
    onTrouble: say,
  });
  const seen = startCount(portals);
  const tally = startTally();
  const board = await openBoard({ link, attempts: 3 });
  const queue = openRedisQueue({
    link,
    board,
    stepsFor: (tell) => stepsThatOnlyReturn(tell, seen),
    concurrency: CONCURRENCY,
    hostDelayMs: 0,
    signal: new AbortController().signal,
    tell: (event) => tally.add(event),
  });
  try {
    say(`${total} jobs: ${portals} portals with ${REPORTS_A_PORTAL} reports each`);
    say('      jobs  seconds  client µs  Redis µs  Redis MB  RSS MB  in Redis at most');
    const watching = watchCosts({ link, seen, every: total / 10, say: (cost) => say(costLine(cost)) });
    await queue.add(Array.from({ length: portals }, (_, portal) => discoverJob(portal)));
    await queue.idle();
    await watching.end();
    requireWhole(seen, total);
    const { found, read } = tally.counts;
    if (found !== portals * REPORTS_A_PORTAL || read !== found) {
      throw new Error(`Events were lost: ${found} found and ${read} read of ${portals * REPORTS_A_PORTAL} reports`);
    }
    say(`No job lost, none done twice. Left in Redis: ${await leftIn(link)}`);
  } finally {
    await queue.close();
    await board.end();
    await link.close();
    await redis.close();
  }
}

interface Count {
  done: number;
  twice: number;
  mark(step: StepName, item: number): void;
}

function startCount(portals: number): Count {
  const marks = new Uint8Array(STEPS.length * portals * REPORTS_A_PORTAL);
  const count: Count = {
    done: 0,
    twice: 0,
    mark: (step, item) => {
      const at = STEPS.indexOf(step) * portals * REPORTS_A_PORTAL + item;
      if (marks[at] === 1) count.twice += 1;
      marks[at] = 1;
      count.done += 1;
    },
  };
  return count;
}

function requireWhole({ done, twice }: Count, total: number): void {
  if (done !== total || twice > 0)
    throw new Error(`Of ${total} jobs ${done} were done, ${twice} of them a second time`);
}

function discoverJob(portal: number): DiscoverJob {
  const home = `http://www.p${portal}.gov.test/`;
  const named = { id: `p${portal}`, name: `第${portal}县人民政府`, home, floor: null };
  return { step: 'discover', portal: named, since: SINCE, refreshBefore: null, years: null };
}

/** A nomination as large as those of the replicas: four steps on its trail, with hashes and times. */
function nomination(portal: number, report: number): Candidate {
  const home = `http://www.p${portal}.gov.test/`;
  const step = (role: 'home' | 'hub' | 'column' | 'list', path: string): Candidate['trail'][number] => ({
    role,
    url: home + path,
    sha256: sha256(home + path),
    fetchedAt: SINCE,
  });
  return {
    url: `${home}zwgk/zfxxgk/zfxxgknb/202403/t20240326_${portal * REPORTS_A_PORTAL + report}.html`,
    text: `第${portal}县第${report}局2023年度政府信息公开工作年度报告`,
    score: 14,
    reasons: [
      'title says annual report of information disclosure',
      'stands in an annual-report column',
      'year in title',
    ],
    trail: [
      step('home', ''),
      step('hub', 'zwgk/'),
      step('column', 'zwgk/zfxxgk/'),
      step('list', 'zwgk/zfxxgk/zfxxgknb/'),
    ],
    hints: { body: `第${portal}县第${report}局`, year: 2023, date: '2024-03-26' },
  };
}

function numberOf({ url }: { url: string }): number {
  return Number(/_(\d+)\.html$/u.exec(url)?.[1]);
}

function gaveUp(_job: Job, error: unknown): Promise<never> {
  return Promise.reject(error);
}

/** Steps that return what follows and tell what the real ones tell of a report without files. */
function stepsThatOnlyReturn(tell: (event: RunEvent) => void, seen: Count): Steps {
  return {
    discover: {
      gaveUp,
      run: async ({ portal, since, refreshBefore }) => {
        const number = Number(portal.id.slice(1));
        seen.mark('discover', number);
        tell({ kind: 'found', portalId: portal.id, candidates: REPORTS_A_PORTAL });
        return Array.from({ length: REPORTS_A_PORTAL }, (_, report): FetchJob => {
          const candidate = nomination(number, report);
          const { url } = candidate;
          return { step: 'fetch', portalId: portal.id, since, url, candidate, refreshBefore, mayAsk: true };
        });
      },
    },
    fetch: {
      gaveUp,
      run: async (job) => {
        seen.mark('fetch', numberOf(job));
        tell({ kind: 'fetched', url: job.url, bytes: 30_000, fromStore: false });
        return [{ ...job, step: 'extract', sha256: sha256(job.url) }];
      },
    },
    extract: {
      gaveUp,
      run: async ({ sha256: _sha256, ...job }) => {
        seen.mark('extract', numberOf(job));
        return [{ ...job, step: 'normalize' }];
      },
    },
    normalize: {
      gaveUp,
      run: async ({ url, portalId }) => {
        seen.mark('normalize', numberOf({ url }));
        const recordId = `${sha256(url).slice(0, 12)}-2023`;
        tell({ kind: 'record', portalId, recordId, url, change: 'first', odd: false });
        return [];
      },
    },
  };
}

/** Looks every second how far the jobs are, and tells the cost of each part of them. */
function watchCosts(options: { link: RedisLink; seen: Count; every: number; say: (cost: Cost) => void }) {
  const { link, seen, every, say } = options;
  let last = { at: performance.now(), done: 0, client: clientCpuUs(), redis: 0 };
  let most = 0;
  const look = async (isLast: boolean): Promise<void> => {
    const told = await link.client.info();
    most = Math.max(most, await jobsIn(link));
    if (seen.done - last.done < every && !isLast) return;
    const now = { at: performance.now(), done: seen.done, client: clientCpuUs(), redis: redisCpuUs(told) };
    const jobs = now.done - last.done;
    if (jobs === 0) return;
    say({
      jobs: now.done,
      seconds: (now.at - last.at) / 1000,
      clientUs: (now.client - last.client) / jobs,
      redisUs: (now.redis - last.redis) / jobs,
      redisMb: Number(/used_memory:(\d+)/u.exec(told)?.[1]) / 1e6,
      residentMb: process.memoryUsage.rss() / 1e6,
      most,
    });
    last = now;
    most = 0;
  };
  let looking: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    looking = looking.then(() => look(false));
  }, 1_000);
  return {
    end: async (): Promise<void> => {
      clearInterval(timer);
      await looking;
      await look(true);
    },
  };
}

function clientCpuUs(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}

function redisCpuUs(told: string): number {
  const seconds = (name: string): number => Number(new RegExp(`${name}:([\\d.]+)`, 'u').exec(told)?.[1]);
  return (seconds('used_cpu_user') + seconds('used_cpu_sys')) * 1e6;
}

/** Jobs that wait or run in Redis. */
async function jobsIn(link: RedisLink): Promise<number> {
  const ask = link.client.pipeline();
  for (const step of STEPS) {
    ask.llen(link.key(step, 'wait')).llen(link.key(step, 'active'));
    ask.zcard(link.key(step, 'prioritized')).zcard(link.key(step, 'delayed'));
  }
  const counts = (await ask.exec()) ?? [];
  return counts.reduce((sum, [, count]) => sum + Number(count), 0);
}

/** The kinds of keys that are left, with how many of each. */
async function leftIn(link: RedisLink): Promise<string> {
  const kinds = new Map<string, number>();
  for await (const keys of link.client.scanStream({ count: 1000 })) {
    for (const key of Array.isArray(keys) ? keys.map(String) : []) {
      const kind = key.replace(/:p\d+$/u, ':<portal>').replace(/:j[0-9a-f]{32}/u, ':<job>');
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    }
  }
  return [...kinds].map(([kind, count]) => (count === 1 ? kind : `${count} × ${kind}`)).join(', ');
}

function costLine({ jobs, seconds, clientUs, redisUs, redisMb, residentMb, most }: Cost): string {
  const cells = [
    String(jobs).padStart(10),
    seconds.toFixed(1).padStart(8),
    clientUs.toFixed(0).padStart(10),
    redisUs.toFixed(0).padStart(9),
    redisMb.toFixed(1).padStart(9),
    residentMb.toFixed(0).padStart(7),
    String(most).padStart(17),
  ];
  return cells.join(' ');
}
