import { EventEmitter, once } from 'node:events';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { ConfigError, FetchError, UnreadableError } from '../../errors.ts';
import type { Clock } from '../../model/clock.ts';
import { jobId, type FetchJob, type Job } from '../../model/job.ts';
import { openEmbeddedQueue } from '../../queue/embedded.ts';
import { bugEvent, type Queue, type Step, type Steps } from '../../queue/queue.ts';
import { openBoard } from '../../queue/redis/board.ts';
import { connectRedis } from '../../queue/redis/connect.ts';
import { openRedisQueue } from '../../queue/redis/queue.ts';
import { realClock } from '../net/servers.ts';
import { startRedis, type OwnRedis } from './own-redis.ts';
import { describeWithRedis } from './redis-server.ts';

function fetchJob(url: string): FetchJob {
  const candidate = { url, text: '', score: 0, reasons: [], trail: [], hints: {} };
  return { step: 'fetch', portalId: null, since: '', url, candidate, refreshBefore: null, mayAsk: true };
}

interface Opened {
  queue: Queue;
  bugs: string[];
  stop: AbortController;
  close(): Promise<void>;
}

/** Both drivers are opened with these, whose fetch step is `run`; any other step fails the test. */
interface Wanted {
  run: (job: FetchJob) => Promise<Job[]>;
  gaveUp?: Step<FetchJob>['gaveUp'];
  concurrency?: number;
}

/** Waits before the second and third try in these tests, ms. */
const WAITS = [40, 120];

function stepsOf({ run, gaveUp }: Wanted): Steps {
  const never = {
    run: () => Promise.reject(new Error('no such job')),
    gaveUp: () => Promise.reject(new Error('no such job')),
  };
  const fetch = { run, gaveUp: gaveUp ?? ((_job: FetchJob, error: unknown) => Promise.reject(error)) };
  return { discover: never, fetch, extract: never, normalize: never };
}

/** What every driver of the queue must do. */
function contract(open: (wanted: Wanted) => Promise<Opened>): void {
  const opened: Opened[] = [];
  const queueOf = async (run: Wanted['run'], more: Omit<Wanted, 'run'> = {}): Promise<Opened> => {
    const one = await open({ run, ...more });
    opened.push(one);
    return one;
  };
  afterEach(async () => {
    for (const one of opened.splice(0)) await one.close();
  });

  test('runs the jobs that a step returns until none is left', async () => {
    const seen: string[] = [];
    const { queue } = await queueOf(async (job) => {
      seen.push(job.url);
      return job.url.length < 4 ? [fetchJob(`${job.url}x`), fetchJob(`${job.url}y`)] : [];
    });
    await queue.add([fetchJob('ab')]);
    await queue.idle();
    expect(seen.sort()).toEqual(['ab', 'abx', 'abxx', 'abxy', 'aby', 'abyx', 'abyy']);
    expect(await queue.pending()).toBe(0);
  });

  test('does not add a job whose id waits or runs already, and runs it again once it is done', async () => {
    let runs = 0;
    const told = new EventEmitter();
    const begun = once(told, 'begun');
    const letGo = once(told, 'letGo');
    const { queue } = await queueOf(async () => {
      runs += 1;
      told.emit('begun');
      await letGo;
      return [];
    });
    await queue.add([fetchJob('a'), fetchJob('a')]);
    await begun;
    await queue.add([fetchJob('a')]);
    expect(await queue.pending()).toBe(1);
    told.emit('letGo');
    await queue.idle();
    expect(runs).toBe(1);
    await queue.add([fetchJob('a')]);
    await queue.idle();
    expect(runs).toBe(2);
  });

  test('runs no more jobs at once than it may, and as many as it may', async () => {
    let running = 0;
    let most = 0;
    const { queue } = await queueOf(
      async () => {
        running += 1;
        most = Math.max(most, running);
        await new Promise((resolve) => setTimeout(resolve, 20));
        running -= 1;
        return [];
      },
      { concurrency: 3 },
    );
    await queue.add(Array.from({ length: 12 }, (_, n) => fetchJob(`u${n}`)));
    await queue.idle();
    expect(most).toBe(3);
  });

  test('tries a passing fault three times with growing waits, then gives up once', async () => {
    const tried: number[] = [];
    const gone: string[] = [];
    const { queue } = await queueOf(
      async () => {
        tried.push(Date.now());
        throw new FetchError('slow');
      },
      {
        gaveUp: async (job, error) => {
          gone.push(`${job.url} ${error instanceof FetchError}`);
          return [];
        },
      },
    );
    await queue.add([fetchJob('a')]);
    await queue.idle();
    expect([tried.length, gone]).toEqual([3, ['a true']]);
    const waits = tried.slice(1).map((at, index) => at - (tried[index] ?? 0));
    for (const [index, least] of WAITS.entries()) expect(waits[index]).toBeGreaterThanOrEqual(least - 2);
  });

  test('waits as long as the server asked', async () => {
    const tried: number[] = [];
    const { queue } = await queueOf(async () => {
      tried.push(Date.now());
      if (tried.length === 1) throw new FetchError('busy', { retryAfterMs: 400 });
      return [];
    });
    await queue.add([fetchJob('a')]);
    await queue.idle();
    expect((tried[1] ?? 0) - (tried[0] ?? 0)).toBeGreaterThanOrEqual(398);
  });

  test('goes on with what a job that was given up leaves to do', async () => {
    const done: string[] = [];
    const { queue } = await queueOf(
      async (job) => {
        if (job.url === 'a') throw new UnreadableError('no', 'damaged');
        done.push(job.url);
        return [];
      },
      { gaveUp: async () => [fetchJob('after')] },
    );
    await queue.add([fetchJob('a')]);
    await queue.idle();
    expect(done).toEqual(['after']);
  });

  test('does not try again what cannot succeed', async () => {
    let tries = 0;
    const { queue } = await queueOf(
      async () => {
        tries += 1;
        throw new UnreadableError('no', 'damaged');
      },
      { gaveUp: async () => [] },
    );
    await queue.add([fetchJob('a')]);
    await queue.idle();
    expect(tries).toBe(1);
  });

  test('what was given up in one run is done anew in the next', async () => {
    let tries = 0;
    const { queue } = await queueOf(
      async () => {
        tries += 1;
        if (tries <= 3) throw new FetchError('slow');
        return [];
      },
      { gaveUp: async () => [] },
    );
    await queue.add([fetchJob('a')]);
    await queue.idle();
    await queue.add([fetchJob('a')]);
    await queue.idle();
    expect(tries).toBe(4);
  });

  test('an error nobody foresaw costs its job, is told, and the others go on', async () => {
    const done: string[] = [];
    const { queue, bugs } = await queueOf(async (job) => {
      if (job.url === 'bad') throw new TypeError('oops');
      done.push(job.url);
      return [];
    });
    await queue.add([fetchJob('a'), fetchJob('bad'), fetchJob('b')]);
    await queue.idle();
    expect(bugs).toEqual(['bad: TypeError: oops']);
    expect(done.sort()).toEqual(['a', 'b']);
  });

  test('a full data folder stops the whole run with its own error', async () => {
    const { queue } = await queueOf(async () => {
      throw new ConfigError('the disk is full');
    });
    await queue.add([fetchJob('a'), fetchJob('b')]);
    await expect(queue.idle()).rejects.toThrow('the disk is full');
  });

  test('when stopped, what waits is not begun', async () => {
    const begun: string[] = [];
    const { queue, stop } = await queueOf(
      async (job) => {
        begun.push(job.url);
        stop.abort();
        return [fetchJob(`${job.url}x`)];
      },
      { concurrency: 1 },
    );
    await queue.add([fetchJob('a'), fetchJob('b')]);
    await queue.idle();
    expect(begun).toHaveLength(1);
  });

  test('when stopped, tells what is left of each portal, and hands it out no more', async () => {
    const begun: string[] = [];
    const { queue, stop } = await queueOf(
      async (job) => {
        begun.push(job.url);
        if (begun.length === 2) stop.abort();
        return [];
      },
      { concurrency: 1 },
    );
    await queue.add([fetchJob('a'), fetchJob('b'), fetchJob('c'), { ...fetchJob('d'), portalId: 'other' }]);
    await queue.idle();
    expect(Object.fromEntries(await queue.withdraw())).toEqual({ '': 1, other: 1 });
    expect(await queue.pending()).toBe(0);
    expect(begun).toHaveLength(2);
  });
}

/** What a bug event says, in one line. */
function bugLine(subject: string, error: unknown): string {
  return `${subject}: ${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}`;
}

describe('the embedded queue', () => {
  contract(async (wanted) => {
    const bugs: string[] = [];
    const stop = new AbortController();
    const queue = openEmbeddedQueue({
      steps: stepsOf(wanted),
      concurrency: wanted.concurrency ?? 2,
      clock: realClock,
      signal: stop.signal,
      waitsMs: WAITS,
      onBug: (job, error) => {
        const event = bugEvent(job, error);
        if (event.kind === 'bug') bugs.push(bugLine(event.subject, event.error));
      },
    });
    return { queue, bugs, stop, close: () => queue.close() };
  });

  test('waits two and eight seconds, and no longer than ten minutes for a server that asks for an hour', async () => {
    const slept: number[] = [];
    const clock: Clock = {
      now: () => new Date(0),
      sleep: async (ms) => {
        slept.push(ms);
      },
    };
    const asked = [0, 0, 0, 30_000, 3_600_000];
    const seen: string[] = [];
    const queue = openEmbeddedQueue({
      steps: stepsOf({
        run: async (job) => {
          seen.push(jobId(job));
          const retryAfterMs = asked.shift();
          if (retryAfterMs !== undefined) throw new FetchError('busy', { retryAfterMs });
          return [];
        },
        gaveUp: async () => [],
      }),
      concurrency: 1,
      clock,
      signal: new AbortController().signal,
      onBug: () => undefined,
    });
    await queue.add([fetchJob('a'), fetchJob('b')]);
    await queue.idle();
    expect(slept).toEqual([2000, 8000, 30_000, 600_000]);
    expect(seen).toHaveLength(6);
  });
});

describeWithRedis('the queue in Redis', () => {
  let server: OwnRedis;
  let opened = 0;
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server.close());

  contract(async (wanted) => {
    const bugs: string[] = [];
    const stop = new AbortController();
    const signal = stop.signal;
    opened += 1;
    const link = await connectRedis({ url: server.url, prefix: `t${opened}`, signal, onTrouble: () => undefined });
    const board = await openBoard({ link, attempts: WAITS.length + 1 });
    const queue = openRedisQueue({
      link,
      board,
      stepsFor: () => stepsOf(wanted),
      concurrency: wanted.concurrency ?? 2,
      hostDelayMs: 0,
      signal,
      waitsMs: WAITS,
      tell: (event) => {
        if (event.kind === 'bug') bugs.push(bugLine(event.subject, event.error));
      },
    });
    const close = async (): Promise<void> => {
      await queue.close();
      await board.end();
      await link.close();
    };
    return { queue, bugs, stop, close };
  });
});
