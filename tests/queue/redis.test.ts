import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { ConfigError, FetchError } from '../../errors.ts';
import type { FetchJob, Job } from '../../model/job.ts';
import type { HostState } from '../../model/host.ts';
import { openTurns, type Turns } from '../../net/turn.ts';
import type { Steps } from '../../queue/queue.ts';
import { openBoard, STEPS, type Board } from '../../queue/redis/board.ts';
import { connectRedis, type RedisLink } from '../../queue/redis/connect.ts';
import { openSharedHosts, openSharedReceipts } from '../../queue/redis/hosts.ts';
import { openRedisQueue } from '../../queue/redis/queue.ts';
import { openSharedKeeper } from '../../queue/redis/turns.ts';
import { startWork } from '../../queue/redis/work.ts';
import { ogi } from '../e2e/command.ts';
import { CERTIFICATE, KEY } from '../net/certificate.ts';
import { realClock, testMemory } from '../net/servers.ts';
import { freePort, startRedis, type OwnRedis } from './own-redis.ts';
import { describeWithRedis } from './redis-server.ts';

function fetchJob(url: string): FetchJob {
  const candidate = { url, text: '', score: 0, reasons: [], trail: [], hints: {} };
  return { step: 'fetch', portalId: 'p', since: '', url, candidate, refreshBefore: null, mayAsk: true };
}

function stepsOf(run: (job: FetchJob) => Promise<Job[]>): Steps {
  const never = { run: () => Promise.resolve([]), gaveUp: () => Promise.resolve([]) };
  return { discover: never, fetch: { run, gaveUp: () => Promise.resolve([]) }, extract: never, normalize: never };
}

async function complaint(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return 'no complaint';
}

/** Waits until something is so. */
async function until(isSo: () => boolean): Promise<void> {
  for (let waited = 0; !isSo(); waited += 10) {
    if (waited > 20_000) throw new Error('It did not come to be so within 20 s');
    await wait(10);
  }
}

let server: OwnRedis;
let prefixes = 0;
const opened: (() => Promise<void>)[] = [];

/** A process of its own, as far as Redis can tell: another connection. */
async function link(prefix: string, onTrouble: (line: string) => void = () => undefined): Promise<RedisLink> {
  const one = await connectRedis({ url: server.url, prefix, signal: new AbortController().signal, onTrouble });
  opened.push(() => one.close());
  return one;
}

async function board(on: RedisLink, attempts = 3): Promise<Board> {
  const one = await openBoard({ link: on, attempts });
  opened.push(() => one.end());
  return one;
}

function fresh(): string {
  prefixes += 1;
  return `r${prefixes}`;
}

afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close();
});

describeWithRedis('Redis that will not do', () => {
  const open = (url: string): Promise<unknown> =>
    connectRedis({ url, prefix: 'x', signal: new AbortController().signal, onTrouble: () => undefined });

  test('is not there: says so and what to do', async () => {
    const said = await complaint(open('redis://:secret@127.0.0.1:1'));
    expect(said).toMatch(/^Cannot reach Redis at "redis:\/\/127\.0\.0\.1:1": .*ECONNREFUSED.*OGI_REDIS_URL/u);
    expect(said).not.toContain('secret');
  });

  test('wants another password, or one at all', async () => {
    const closed = await startRedis('--requirepass', 'right');
    const at = `127.0.0.1:${closed.port}`;
    try {
      expect(await complaint(open(`redis://:wrong@${at}`))).toMatch(/refuses the user or password \(WRONGPASS/u);
      expect(await complaint(open(`redis://${at}`))).toMatch(/refuses the user or password \(NOAUTH/u);
      const right = await connectRedis({
        url: closed.url,
        prefix: 'x',
        signal: new AbortController().signal,
        onTrouble: () => undefined,
      });
      expect(right.place).toBe(`redis://${at}`);
      await right.close();
    } finally {
      await closed.close();
    }
  });

  test('speaks TLS to those who trust its certificate, and is refused by others', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'ogi-tls-'));
    const [certificate, key] = [join(folder, 'certificate.pem'), join(folder, 'key.pem')];
    await writeFile(certificate, CERTIFICATE);
    await writeFile(key, KEY);
    const port = String(await freePort());
    const files = ['--tls-cert-file', certificate, '--tls-key-file', key, '--tls-auth-clients', 'no'];
    const closed = await startRedis('--requirepass', 'right', '--tls-port', port, ...files);
    const settings = { OGI_REDIS_URL: `rediss://:right@127.0.0.1:${port}` };
    try {
      const trusting = await ogi(['retry', '--list'], { ...settings, NODE_EXTRA_CA_CERTS: certificate });
      expect(trusting).toEqual({ code: 0, out: 'Nothing was given up.\n', err: '' });
      const other = await ogi(['retry', '--list'], settings);
      expect(other).toMatchObject({ code: 2, err: expect.stringMatching(/self-signed certificate/u) });
    } finally {
      await closed.close();
      await rm(folder, { recursive: true, force: true });
    }
  });

  test('would throw jobs away when it is full: names the setting and the fix', async () => {
    const leaky = await startRedis('--maxmemory', '50mb', '--maxmemory-policy', 'allkeys-lru');
    try {
      expect(await complaint(open(leaky.url))).toMatch(/maxmemory-policy is "allkeys-lru".*expected "noeviction"/u);
    } finally {
      await leaky.close();
    }
  });
});

describeWithRedis('the board', () => {
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server.close());

  test('refuses a queue in which jobs of another version lie, and takes it over once they are gone', async () => {
    const prefix = fresh();
    const one = await link(prefix);
    const before = await board(one);
    await before.add([fetchJob('a')]);
    await one.client.set(one.key('version'), 'ogi-queue/0');
    expect(await complaint(openBoard({ link: one, attempts: 3 }))).toMatch(
      /1 jobs of another version .*found "ogi-queue\/0", expected "ogi-queue\/1".*OGI_REDIS_PREFIX/u,
    );
    expect(await before.counts()).toMatchObject({ fetch: { waiting: 1 } });
    await one.client.del(one.key('fetch', 'prioritized'));
    await board(one);
    expect(await one.client.get(one.key('version'))).toBe('ogi-queue/1');
  });

  test('keeps what was given up with its reason, and gives it all its tries again', async () => {
    const one = await link(fresh());
    const jobs = await board(one);
    let isBroken = true;
    let tries = 0;
    const queue = openRedisQueue({
      link: one,
      board: jobs,
      concurrency: 2,
      hostDelayMs: 0,
      waitsMs: [5, 5],
      signal: new AbortController().signal,
      tell: () => undefined,
      stepsFor: () =>
        stepsOf(async () => {
          tries += 1;
          if (isBroken) throw new FetchError('the host is slow');
          return [];
        }),
    });
    opened.push(() => queue.close());
    await queue.add([fetchJob('http://a.gov.test/1'), fetchJob('http://a.gov.test/2')]);
    await queue.idle();
    await wait(100);
    expect(tries).toBe(6);
    const letters = await jobs.deadLetters(STEPS, 10);
    expect(letters.map(({ step, subject, reason }) => `${step} ${subject} ${reason}`).sort()).toEqual([
      'fetch http://a.gov.test/1 the host is slow',
      'fetch http://a.gov.test/2 the host is slow',
    ]);
    isBroken = false;
    expect(await jobs.retry(['extract'])).toBe(0);
    expect(await jobs.retry(STEPS)).toBe(2);
    await until(() => tries >= 8);
    await wait(100);
    expect(await jobs.deadLetters(STEPS, 10)).toEqual([]);
    expect(await jobs.counts()).toMatchObject({ fetch: { waiting: 0, running: 0, delayed: 0, dead: 0 } });
  });

  test('a job of a worker that died goes to another one', async () => {
    const prefix = fresh();
    const [mine, other] = [await link(prefix), await link(prefix)];
    const begun: string[] = [];
    const options = { concurrency: 1, hostDelayMs: 0, signal: new AbortController().signal, names: STEPS, lockMs: 600 };
    const dying = startWork({
      ...options,
      link: other,
      board: await board(other),
      stepsFor: () =>
        stepsOf(async () => {
          begun.push('dying');
          await new Promise(() => undefined);
          return [];
        }),
    });
    const jobs = await board(mine);
    await jobs.add([fetchJob('a')]);
    await until(() => begun.length > 0);
    // As `kill -9` would: from here on nothing more is heard from it.
    other.client.disconnect();
    const queue = openRedisQueue({
      ...options,
      link: mine,
      board: jobs,
      tell: () => undefined,
      stepsFor: () =>
        stepsOf(async () => {
          begun.push('living');
          return [];
        }),
    });
    opened.push(() => queue.close());
    await queue.add([fetchJob('a')]);
    await queue.idle();
    expect(begun).toEqual(['dying', 'living']);
    await dying.stop();
  });

  test('a full Redis is waited for, and nothing is lost', async () => {
    const said: string[] = [];
    const one = await link(fresh(), (line) => said.push(line));
    const jobs = await board(one);
    const done = new Set<string>();
    const queue = openRedisQueue({
      link: one,
      board: jobs,
      concurrency: 2,
      hostDelayMs: 0,
      lockMs: 1_000,
      signal: new AbortController().signal,
      tell: () => undefined,
      stepsFor: () =>
        stepsOf(async (job) => {
          done.add(job.url);
          return job.url.length < 3 ? [fetchJob(`${job.url}x`)] : [];
        }),
    });
    opened.push(() => queue.close());
    await server.command('CONFIG', 'SET', 'maxmemory', '1mb');
    const adding = queue.add(Array.from({ length: 20 }, (_, n) => fetchJob(`${n % 10}${n < 10 ? '' : 'y'}`)));
    await wait(1_500);
    expect(said.join('\n')).toMatch(/is full: raise its maxmemory/u);
    expect(done.size).toBe(0);
    await server.command('CONFIG', 'SET', 'maxmemory', '0');
    await adding;
    await queue.idle();
    expect(done.size).toBe(50);
    expect(await jobs.deadLetters(STEPS, 10)).toEqual([]);
  });

  test('a Redis that dies and comes back is waited for, and nothing is lost', async () => {
    const said: string[] = [];
    const one = await link(fresh(), (line) => said.push(line));
    const jobs = await board(one);
    const done = new Set<string>();
    const queue = openRedisQueue({
      link: one,
      board: jobs,
      concurrency: 2,
      hostDelayMs: 0,
      lockMs: 1_000,
      signal: new AbortController().signal,
      tell: () => undefined,
      stepsFor: () =>
        stepsOf(async (job) => {
          await wait(20);
          done.add(job.url);
          return [];
        }),
    });
    opened.push(() => queue.close());
    await queue.add(Array.from({ length: 60 }, (_, n) => fetchJob(String(n))));
    await wait(150);
    await server.killAndRestart();
    await queue.idle();
    expect(done.size).toBe(60);
    expect(said.join('\n')).toMatch(/is away.*nothing is lost[\s\S]*is back/u);
  });
});

describeWithRedis('the shared turn', () => {
  const gapMs = 150;
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server.close());

  const turnsOf = async (prefix: string, leaseMs?: number): Promise<{ turns: Turns; link: RedisLink }> => {
    const one = await link(prefix);
    const signal = new AbortController().signal;
    const keeper = openSharedKeeper({
      link: one,
      delayMs: gapMs,
      signal,
      ...(leaseMs === undefined ? {} : { leaseMs }),
    });
    opened.push(() => keeper.settled());
    return { turns: openTurns({ clock: realClock, delayMs: gapMs, keeper }), link: one };
  };

  test('keeps the gap between the requests of all workers, one at a time', async () => {
    const prefix = fresh();
    const workers = [await turnsOf(prefix), await turnsOf(prefix), await turnsOf(prefix)];
    const starts: number[] = [];
    const told: (number | null)[] = [];
    let open = 0;
    const ask = async ({ turns }: { turns: Turns }): Promise<void> => {
      const turn = await turns.join(['www.a.gov.test', '192.0.2.1']);
      told.push(await turn.start());
      starts.push(Date.now());
      open += 1;
      expect(open).toBe(1);
      await wait(10);
      turn.answered();
      open -= 1;
      turn.end();
    };
    await Promise.all([...workers, ...workers].map(ask));
    const gaps = starts.slice(1).map((at, index) => at - (starts[index] ?? 0));
    expect(gaps).toHaveLength(5);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(gapMs + 8);
    expect(told[0]).toBeNull();
    for (const [index, gap] of gaps.entries()) expect(Math.abs((told[index + 1] ?? 0) - gap)).toBeLessThan(60);
  });

  test('of a worker that died in the middle of a request passes on, one gap after its lease', async () => {
    const prefix = fresh();
    const [dying, living] = [await turnsOf(prefix, 500), await turnsOf(prefix, 500)];
    const lost = await dying.turns.join(['www.a.gov.test']);
    await lost.start();
    const died = Date.now();
    dying.link.client.disconnect();
    const turn = await living.turns.join(['www.a.gov.test']);
    expect(Date.now() - died).toBeGreaterThanOrEqual(300);
    await turn.start();
    const waited = Date.now() - died;
    expect(waited).toBeGreaterThanOrEqual(300 + gapMs);
    expect(waited).toBeLessThan(3_000);
    turn.end();
  });

  test('that was lost is not used: nothing is sent, and the job comes back', async () => {
    const prefix = fresh();
    const { turns, link: one } = await turnsOf(prefix);
    const turn = await turns.join(['www.a.gov.test']);
    await one.client.hset(one.key('turn', 'www.a.gov.test'), 'holder', 'somebody else');
    await expect(turn.start()).rejects.toThrow(FetchError);
    turn.end();
  });

  test("that lapsed and was another one's meanwhile does not come back, though nobody has it now", async () => {
    const prefix = fresh();
    const leaseMs = 600;
    const [away, other] = [await turnsOf(prefix, leaseMs), await turnsOf(prefix, leaseMs)];
    const turn = await away.turns.join(['www.a.gov.test']);
    await away.link.client.hset(away.link.key('turn', 'www.a.gov.test'), 'lease', 0);
    const next = await other.turns.join(['www.a.gov.test']);
    await next.start();
    next.end();
    await wait(leaseMs);
    await expect(turn.start()).rejects.toThrow(FetchError);
    turn.end();
  });

  test('keeps a complaint and a hold for all workers', async () => {
    const prefix = fresh();
    const [first, second] = [await turnsOf(prefix), await turnsOf(prefix)];
    const turn = await first.turns.join(['www.a.gov.test']);
    await turn.start();
    turn.answered();
    turn.complained(120_000);
    turn.end();
    const next = await second.turns.join(['www.a.gov.test']);
    expect(next.heldMs()).toBeGreaterThan(119_000);
    expect(next.heldMs()).toBeLessThan(120_500);
    next.end();
  });

  test('is waited one gap for where nothing is known of the host, as after Redis lost its memory', async () => {
    const { turns } = await turnsOf(fresh());
    const before = Date.now();
    const turn = await turns.join(['www.a.gov.test']);
    await turn.start();
    expect(Date.now() - before).toBeGreaterThanOrEqual(gapMs - 2);
    turn.end();
  });
});

describeWithRedis('what workers learn of a host', () => {
  const state = (more: Partial<HostState>): HostState => ({
    host: 'www.a.gov.test:80',
    robots: null,
    declinedUntil: null,
    declinedReason: null,
    ...more,
  });
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server.close());

  test('a refusal is known to all at once, and is not undone by one who had not heard of it', async () => {
    const prefix = fresh();
    const stored = testMemory();
    const [one, two] = [openSharedHosts(await link(prefix), stored), openSharedHosts(await link(prefix), stored)];
    const robots = { status: 200, text: '', fetchedAt: '2024-01-01T00:00:00.000Z' };
    expect(await two.load('www.a.gov.test:80')).toBeNull();
    await one.save(state({ declinedUntil: '2024-02-01T00:00:00.000Z', declinedReason: 'status_412' }));
    await two.save(state({ robots }));
    const wanted = state({ robots, declinedUntil: '2024-02-01T00:00:00.000Z', declinedReason: 'status_412' });
    expect(await one.load('www.a.gov.test:80')).toEqual(wanted);
    expect(stored.states.get('www.a.gov.test:80')).toEqual(wanted);
  });

  test('requests of all workers are counted together, from when the harvest began', async () => {
    const prefix = fresh();
    const url = new URL('http://www.a.gov.test/x');
    const earlier = await openSharedReceipts(await link(prefix));
    earlier.started(url, null);
    await earlier.shared();
    const [one, two] = [await openSharedReceipts(await link(prefix)), await openSharedReceipts(await link(prefix))];
    one.started(url, 2_100);
    one.received(url, 500, false);
    two.started(url, 2_000);
    two.received(url, 0, true);
    two.refused(url);
    await two.shared();
    expect(await one.shared()).toEqual([
      { host: 'www.a.gov.test', requests: 2, bytes: 500, smallestGapMs: 2_000, notModified: 1, refusals: 1 },
    ]);
  });
});
