import { describe, expect, test } from '@jest/globals';
import { ConfigError, FetchError, UnreadableError } from '../../errors.ts';
import type { Clock } from '../../model/clock.ts';
import { jobId, type FetchJob, type Job } from '../../model/job.ts';
import { openEmbeddedQueue } from '../../queue/embedded.ts';
import type { Step, Steps } from '../../queue/queue.ts';

function fetchJob(url: string): FetchJob {
  const candidate = { url, text: '', score: 0, reasons: [], trail: [], hints: {} };
  return { step: 'fetch', portalId: null, since: '', url, candidate, refreshBefore: null, mayAsk: true };
}

/** A queue whose fetch step is `run`; all other steps fail the test. Sleeps are noted and take no time. */
function queueOf(
  run: (job: FetchJob) => Promise<Job[]>,
  more: { gaveUp?: Step<FetchJob>['gaveUp']; concurrency?: number } = {},
) {
  const slept: number[] = [];
  const bugs: string[] = [];
  const stop = new AbortController();
  const clock: Clock = {
    now: () => new Date(0),
    sleep: async (ms) => {
      slept.push(ms);
    },
  };
  const never = {
    run: () => Promise.reject(new Error('no such job')),
    gaveUp: () => Promise.reject(new Error('no such job')),
  };
  const gaveUp = more.gaveUp ?? ((_job: FetchJob, error: unknown) => Promise.reject(error));
  const steps: Steps = { discover: never, fetch: { run, gaveUp }, extract: never, normalize: never };
  const queue = openEmbeddedQueue({
    steps,
    concurrency: more.concurrency ?? 2,
    clock,
    signal: stop.signal,
    onBug: (job, error) => bugs.push(`${jobId(job)}: ${error instanceof Error ? error.message : String(error)}`),
  });
  return { queue, slept, bugs, stop };
}

describe('the embedded queue', () => {
  test('runs the jobs that a step returns until none is left', async () => {
    const seen: string[] = [];
    const { queue } = queueOf(async (job) => {
      seen.push(job.url);
      return job.url.length < 4 ? [fetchJob(`${job.url}x`), fetchJob(`${job.url}y`)] : [];
    });
    queue.add([fetchJob('ab')]);
    await queue.idle();
    expect(seen.sort()).toEqual(['ab', 'abx', 'abxx', 'abxy', 'aby', 'abyx', 'abyy']);
    expect(queue.pending()).toBe(0);
  });

  test('does not add a job whose id waits or runs already', async () => {
    let runs = 0;
    const { queue } = queueOf(async () => {
      runs += 1;
      return [];
    });
    queue.add([fetchJob('a'), fetchJob('a')]);
    queue.add([fetchJob('a')]);
    await queue.idle();
    expect(runs).toBe(1);
  });

  test('runs no more jobs at once than it may', async () => {
    let running = 0;
    let most = 0;
    const { queue } = queueOf(
      async () => {
        running += 1;
        most = Math.max(most, running);
        await new Promise((resolve) => setTimeout(resolve, 5));
        running -= 1;
        return [];
      },
      { concurrency: 3 },
    );
    queue.add(Array.from({ length: 12 }, (_, n) => fetchJob(`u${n}`)));
    await queue.idle();
    expect(most).toBe(3);
  });

  test('tries a passing fault three times with growing waits, then gives up once', async () => {
    let tries = 0;
    const gone: string[] = [];
    const { queue, slept } = queueOf(
      async () => {
        tries += 1;
        throw new FetchError('slow');
      },
      {
        gaveUp: async (job, error) => {
          gone.push(`${job.url} ${error instanceof FetchError}`);
          return [];
        },
      },
    );
    queue.add([fetchJob('a')]);
    await queue.idle();
    expect([tries, slept, gone]).toEqual([3, [2000, 8000], ['a true']]);
  });

  test('waits as long as the server asked, and no longer than ten minutes', async () => {
    const asked = [30_000, 3_600_000];
    const { queue, slept } = queueOf(async () => {
      const retryAfterMs = asked.shift();
      if (retryAfterMs !== undefined) throw new FetchError('busy', { retryAfterMs });
      return [];
    });
    queue.add([fetchJob('a')]);
    await queue.idle();
    expect(slept).toEqual([30_000, 600_000]);
  });

  test('does not try again what cannot succeed', async () => {
    let tries = 0;
    const { queue, slept } = queueOf(
      async () => {
        tries += 1;
        throw new UnreadableError('no', 'damaged');
      },
      { gaveUp: async () => [] },
    );
    queue.add([fetchJob('a')]);
    await queue.idle();
    expect([tries, slept]).toEqual([1, []]);
  });

  test('an error nobody foresaw costs its job, is told, and the others go on', async () => {
    const done: string[] = [];
    const { queue, bugs } = queueOf(async (job) => {
      if (job.url === 'bad') throw new TypeError('oops');
      done.push(job.url);
      return [];
    });
    queue.add([fetchJob('a'), fetchJob('bad'), fetchJob('b')]);
    await queue.idle();
    expect(bugs).toEqual(['fetch|bad|bad: oops']);
    expect(done.sort()).toEqual(['a', 'b']);
  });

  test('a full data folder stops the whole run with its own error', async () => {
    const { queue } = queueOf(async () => {
      throw new ConfigError('the disk is full');
    });
    queue.add([fetchJob('a'), fetchJob('b')]);
    await expect(queue.idle()).rejects.toThrow('the disk is full');
  });

  test('when stopped, what waits is not begun', async () => {
    const begun: string[] = [];
    const { queue, stop } = queueOf(
      async (job) => {
        begun.push(job.url);
        stop.abort();
        return [fetchJob(`${job.url}x`)];
      },
      { concurrency: 1 },
    );
    queue.add([fetchJob('a'), fetchJob('b')]);
    await queue.idle();
    expect(begun).toEqual(['a']);
  });
});
