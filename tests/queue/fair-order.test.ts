import { EventEmitter, once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import type { DiscoverJob, FetchJob, Job } from '../../model/job.ts';
import type { Steps } from '../../queue/queue.ts';
import { openBoard, STEPS, type Board } from '../../queue/redis/board.ts';
import { connectRedis, type RedisLink } from '../../queue/redis/connect.ts';
import { readJob } from '../../queue/redis/envelope.ts';
import { openRedisQueue } from '../../queue/redis/queue.ts';
import { startWork, type WorkOptions } from '../../queue/redis/work.ts';
import { startRedis, type OwnRedis } from './own-redis.ts';
import { describeWithRedis } from './redis-server.ts';

/** A fetch of an address such as `a/1`: path 1 of the host a. */
function fetchJob(short: string): FetchJob {
  const [host = '', path = ''] = short.split('/');
  const url = `http://${host}.gov.test/${path}`;
  const candidate = { url, text: '', score: 0, reasons: [], trail: [], hints: {} };
  return { step: 'fetch', portalId: 'p', since: '', url, candidate, refreshBefore: null, mayAsk: true };
}

function shortOf({ url }: { url: string }): string {
  return url.replace('http://', '').replace('.gov.test', '');
}

function discoverJob(id: string): DiscoverJob {
  const portal = { id, name: null, home: `http://${id}.gov.test/`, floor: null };
  return { step: 'discover', portal, since: '', refreshBefore: null, years: null };
}

function stepsOf(steps: Partial<Steps>): Steps {
  const nothing = { run: () => Promise.resolve([]), gaveUp: () => Promise.resolve([]) };
  return { discover: nothing, fetch: nothing, extract: nothing, normalize: nothing, ...steps };
}

describeWithRedis('jobs of many hosts in Redis', () => {
  let server: OwnRedis;
  let prefixes = 0;
  const opened: (() => Promise<void>)[] = [];

  const open = async (): Promise<{ link: RedisLink; board: Board }> => {
    prefixes += 1;
    const signal = new AbortController().signal;
    const link = await connectRedis({ url: server.url, prefix: `f${prefixes}`, signal, onTrouble: () => undefined });
    const board = await openBoard({ link, attempts: 3 });
    opened.push(async () => {
      await board.end();
      await link.close();
    });
    return { link, board };
  };

  /** Starts one place that fetches; gives the addresses in the order in which they were fetched. */
  const fetchAll = async (on: { link: RedisLink; board: Board }, hostDelayMs = 0): Promise<string[]> => {
    const fetched: string[] = [];
    const steps = stepsOf({
      fetch: {
        run: async (job) => {
          fetched.push(shortOf(job));
          return [];
        },
        gaveUp: () => Promise.resolve([]),
      },
    });
    const options: WorkOptions = {
      ...on,
      stepsFor: () => steps,
      names: ['fetch'],
      concurrency: 1,
      hostDelayMs,
      signal: new AbortController().signal,
    };
    const work = startWork(options);
    opened.push(() => work.stop());
    return fetched;
  };

  const emptied = async (board: Board): Promise<void> => {
    while ((await board.open(['p']))[0] !== 0) await wait(10);
  };

  beforeAll(async () => {
    server = await startRedis();
  });
  afterEach(async () => {
    for (const close of opened.splice(0).reverse()) await close();
  });
  afterAll(() => server.close());

  test('are taken from all hosts by turns, whatever order they came in', async () => {
    const on = await open();
    await on.board.add(['a/1', 'a/2', 'a/3', 'a/4', 'b/1', 'b/2', 'c/1'].map(fetchJob));
    const fetched = await fetchAll(on);
    await emptied(on.board);
    expect(fetched).toEqual(['a/1', 'b/1', 'c/1', 'a/2', 'b/2', 'a/3', 'a/4']);
  });

  test('of a host that comes later are not put behind all that wait', async () => {
    const on = await open();
    await on.board.add(['a/1', 'a/2', 'a/3'].map(fetchJob));
    await on.board.add(['b/1', 'b/2', 'b/3'].map(fetchJob));
    const fetched = await fetchAll(on);
    await emptied(on.board);
    expect(fetched).toEqual(['a/1', 'b/1', 'a/2', 'b/2', 'a/3', 'b/3']);
  });

  test('of a host at which enough others wait come back later and leave their place to other hosts', async () => {
    const on = await open();
    const line = on.link.key('line', 'a.gov.test');
    await on.link.client.zadd(line, 1, 'one waiter', 2, 'another');
    await on.board.add(['a/1', 'a/2', 'b/1', 'b/2'].map(fetchJob));
    const fetched = await fetchAll(on, 20);
    while (fetched.length < 2) await wait(10);
    expect(fetched).toEqual(['b/1', 'b/2']);
    while ((await on.board.counts()).fetch.delayed < 2) await wait(5);
    await on.link.client.del(line);
    await emptied(on.board);
    expect(fetched.slice(2).sort()).toEqual(['a/1', 'a/2']);
  });

  test('show the one that was added first as the oldest, also where another is taken first', async () => {
    const on = await open();
    await on.board.add(['a/1', 'a/2'].map(fetchJob));
    const before = Date.now();
    await wait(20);
    await on.board.add([fetchJob('b/1')]);
    const oldest = await on.board.oldest();
    expect(oldest?.step).toBe('fetch');
    expect(Date.parse(oldest?.since ?? '')).toBeLessThanOrEqual(before);
  });

  test('are handed out by a harvest bit by bit, so that a harvest of the whole country fits into Redis', async () => {
    const { link, board } = await open();
    const told = new EventEmitter();
    const letGo = once(told, 'letGo');
    const discovered: string[] = [];
    const discover = {
      run: async ({ portal }: DiscoverJob): Promise<Job[]> => {
        await letGo;
        discovered.push(portal.id);
        return [];
      },
      gaveUp: () => Promise.resolve([]),
    };
    const queue = openRedisQueue({
      link,
      board,
      stepsFor: () => stepsOf({ discover }),
      concurrency: 2,
      hostDelayMs: 0,
      signal: new AbortController().signal,
      tell: () => undefined,
    });
    opened.push(() => queue.close());
    const portals = Array.from({ length: 300 }, (_, at) => `p${at}`);
    await queue.add(portals.map(discoverJob));
    expect(await board.waiting('discover')).toBeLessThanOrEqual(64);
    expect(await queue.pending()).toBe(300);
    told.emit('letGo');
    await queue.idle();
    expect([...discovered].sort()).toEqual([...portals].sort());
    expect(await queue.pending()).toBe(0);
    for (const step of STEPS)
      expect((await board.counts())[step]).toMatchObject({ waiting: 0, running: 0, delayed: 0 });
  });
});

test('a portal keeps its known column and its bounds on the way through Redis', () => {
  const job = discoverJob('p');
  const known: Job = {
    ...job,
    portal: { ...job.portal, column: 'http://p.gov.test/nb/', ceiling: 90, scope: 'county' },
  };
  expect(readJob(JSON.parse(JSON.stringify(known)))).toEqual(known);
  expect(readJob(JSON.parse(JSON.stringify(job)))).toEqual(job);
});
