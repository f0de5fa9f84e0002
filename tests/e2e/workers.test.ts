import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Run } from '../../model/run.ts';
import { startSamplePortal, type SamplePortal } from '../../sample/serve.ts';
import { openFolder } from '../../storage/folder.ts';
import { openStore } from '../../storage/store.ts';
import { startRedis, type OwnRedis } from '../queue/own-redis.ts';
import { describeWithRedis } from '../queue/redis-server.ts';
import { ogi, startOgi, type Started } from './command.ts';

/** Gap between two requests to the portal in these tests, ms. */
const DELAY_MS = 40;

describeWithRedis('a harvest by several workers that share a folder', () => {
  let work: string;
  let portal: SamplePortal;
  let redis: OwnRedis;
  let alone: string;

  /** Settings of every process of one harvest; `prefix` keeps the harvests of these tests apart. */
  const settings = (data: string, prefix: string): Record<string, string> => ({
    OGI_DATA_DIR: join(work, data),
    OGI_PROXY_URL: portal.proxyUrl,
    OGI_ALLOWED_SUFFIXES: '.gov.test',
    OGI_HOST_DELAY_MS: String(DELAY_MS),
    OGI_REDIS_URL: redis.url,
    OGI_REDIS_PREFIX: prefix,
  });

  /** The records of a store as its dump gives them, without any time of fetching. */
  const dumped = async (data: string): Promise<string> => {
    const out = join(work, `dump-${data}`);
    const done = await ogi(['dump', '--out', out, '--formats', 'jsonl'], { OGI_DATA_DIR: join(work, data) });
    expect(done).toMatchObject({ code: 0 });
    return (await readFile(join(out, 'reports.jsonl'), 'utf8')).replace(/"fetchedAt":"[^"]*",?/gu, '');
  };

  /** Ends a worker as an administrator would; gives how many jobs it did. */
  const finish = async ({ child, finished }: Started): Promise<number> => {
    child.kill('SIGTERM');
    const done = await finished;
    expect({ code: done.code, err: done.err }).toMatchObject({ code: 130 });
    return Number(/^\{"jobs":(\d+)\}$/mu.exec(done.out)?.[1]);
  };

  /** Requests to the portal since entry `from`: no address twice, and never closer than the gap. */
  const expectGentle = (from: number): void => {
    const log = portal.log().slice(from);
    const urls = log.map(({ host, path }) => `http://${host}${path}`);
    expect(urls.filter((url, at) => urls.indexOf(url) !== at && !url.endsWith('/robots.txt'))).toEqual([]);
    expect(smallestGap(log)).toBeGreaterThanOrEqual(DELAY_MS - 1);
  };

  beforeAll(async () => {
    work = await mkdtemp(join(tmpdir(), 'ogi-workers-'));
    portal = await startSamplePortal();
    redis = await startRedis();
    const { OGI_REDIS_URL: _url, ...embedded } = settings('alone', 'none');
    expect((await ogi(['harvest', portal.home, '--json'], embedded)).code).toBe(0);
    alone = await dumped('alone');
  }, 240_000);

  afterAll(async () => {
    await portal.close();
    await redis.close();
    await rm(work, { recursive: true, force: true });
  });

  test('gives what one process alone gives, each worker doing its part', async () => {
    const own = settings('shared', 'shared');
    const from = portal.log().length;
    const workers = [startOgi(['worker', '--json'], own), startOgi(['worker', '--json'], own)];
    const done = await ogi(['harvest', portal.home, '--json'], own);
    const jobs = await Promise.all(workers.map(finish));
    expect(done.err).toBe('');
    const run = Run.parse(JSON.parse(done.out));
    expect(run.counts).toMatchObject({ found: 30, read: 30, failed: 0, unreadable: 0, declined: 0, bugs: 0 });
    expect(run.portals).toMatchObject([{ verdict: 'ok', found: 30, records: 30 }]);
    expect(done.code).toBe(0);
    for (const count of jobs) expect(count).toBeGreaterThan(5);
    expectGentle(from);
    const [host] = run.hosts;
    expect(host?.requests).toBe(portal.log().length - from);
    expect(host?.smallestGapMs).toBeGreaterThanOrEqual(DELAY_MS);
    expect(await dumped('shared')).toBe(alone);
  }, 120_000);

  test('with a worker killed in between loses nothing, asks nothing again and keeps the gaps', async () => {
    const own = settings('killed', 'killed');
    const from = portal.log().length;
    const [lost, other] = [startOgi(['worker', '--json'], own), startOgi(['worker', '--json'], own)];
    const harvest = startOgi(['harvest', portal.home, '--json'], own);
    while (portal.log().length < from + 30) await wait(20);
    lost.child.kill('SIGKILL');
    const store = openStore(await openFolder(join(work, 'killed'), () => 'unused'));
    const done = await harvest.finished;
    await finish(other);
    expect(done.err).toBe('');
    expect(Run.parse(JSON.parse(done.out)).portals).toMatchObject([{ verdict: 'ok', records: 30 }]);
    expect(await dumped('killed')).toBe(alone);
    const log = portal.log().slice(from);
    const urls = log.map(({ host, path }) => `http://${host}${path}`);
    const twice = urls.filter((url, at) => urls.indexOf(url) !== at && !url.endsWith('/robots.txt'));
    // What the dead worker was in the middle of may be asked once more, by whoever got its job: it had not been stored.
    expect(twice.length).toBeLessThanOrEqual(1);
    for (const url of twice) expect((await store.documents.answers(url)).length).toBe(1);
    expect(smallestGap(log)).toBeGreaterThanOrEqual(DELAY_MS - 1);
  }, 180_000);

  test('with the harvest itself killed and Redis killed and started again, goes on to the same end', async () => {
    const own = settings('restarted', 'restarted');
    const from = portal.log().length;
    const worker = startOgi(['worker', '--json'], own);
    const lost = startOgi(['harvest', portal.home, '--json'], own);
    while (portal.log().length < from + 25) await wait(20);
    lost.child.kill('SIGKILL');
    await lost.finished;
    while (portal.log().length < from + 30) await wait(20);
    await redis.killAndRestart();
    const done = await ogi(['harvest', portal.home, '--json'], own);
    worker.child.kill('SIGTERM');
    const ended = await worker.finished;
    expect(ended.err).toMatch(/is away.*nothing is lost[\s\S]*is back/u);
    expect(Run.parse(JSON.parse(done.out)).portals).toMatchObject([{ verdict: 'ok', records: 30 }]);
    expect(await dumped('restarted')).toBe(alone);
    expect(smallestGap(portal.log().slice(from))).toBeGreaterThanOrEqual(DELAY_MS - 1);
  }, 240_000);

  test('a worker with another data folder is refused, and one that waits ends at once, even without Redis', async () => {
    const own = settings('restarted', 'restarted');
    const stranger = await ogi(['worker'], { ...own, OGI_DATA_DIR: join(work, 'stranger') });
    expect(stranger.code).toBe(2);
    expect(stranger.err).toMatch(/its other workers work into another store .*Give every machine the same store/u);
    const idle = startOgi(['worker'], { ...own, OGI_REDIS_PREFIX: 'idle', OGI_DATA_DIR: join(work, 'idle') });
    await working(idle);
    await redis.close();
    await wait(1_000);
    const stopped = Date.now();
    idle.child.kill('SIGTERM');
    expect((await idle.finished).code).toBe(130);
    expect(Date.now() - stopped).toBeLessThan(10_000);
  }, 60_000);
});

/** The smallest time between two answers of the portal, ms. */
function smallestGap(log: readonly { time: string }[]): number {
  const times = log.map(({ time }) => Date.parse(time));
  return Math.min(...times.slice(1).map((at, index) => at - (times[index] ?? 0)));
}

/** Ends when the worker has said that it works: on a busy machine its start takes as long as it takes. */
async function working({ child, finished }: Started): Promise<void> {
  const said = new Promise<void>((resolve) => {
    child.stderr?.on('data', (text: string) => {
      if (text.includes('Working on')) resolve();
    });
  });
  await Promise.race([said, finished]);
}
