import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Run } from '../../model/run.ts';
import { startSamplePortal, type SamplePortal } from '../../sample/serve.ts';
import { startRedis, type OwnRedis } from '../queue/own-redis.ts';
import { describeWithRedis } from '../queue/redis-server.ts';
import { ogi, startOgi } from './command.ts';

describeWithRedis('Redis in trouble', () => {
  let work: string;
  let portal: SamplePortal;
  let redis: OwnRedis;

  const settings = (data: string, redisUrl: string): Record<string, string> => ({
    OGI_DATA_DIR: join(work, data),
    OGI_PROXY_URL: portal.proxyUrl,
    OGI_ALLOWED_SUFFIXES: '.gov.test',
    OGI_HOST_DELAY_MS: '20',
    OGI_REDIS_URL: redisUrl,
    OGI_LOG_FORMAT: 'text',
  });
  const commands = (): string[][] => [['harvest', portal.home], ['worker'], ['schedule', portal.home], ['retry']];

  /** Every command that needs Redis ends with exit code 2 and these words, and shows no password. */
  const expectRefusal = async (redisUrl: string, why: RegExp): Promise<void> => {
    for (const words of commands()) {
      const done = await ogi(words, settings('refused', redisUrl));
      expect({ words, code: done.code, out: done.out }).toEqual({ words, code: 2, out: '' });
      expect(done.err).toMatch(why);
      expect(done.err).not.toContain('wrong@');
    }
  };

  beforeAll(async () => {
    work = await mkdtemp(join(tmpdir(), 'ogi-trouble-'));
    portal = await startSamplePortal();
    redis = await startRedis('--requirepass', 'right');
  });

  afterAll(async () => {
    await portal.close();
    await redis.close();
    await rm(work, { recursive: true, force: true });
  });

  test('is not there: exit code 2, with what to do', async () => {
    await expectRefusal(
      'redis://:wrong@127.0.0.1:1',
      /Cannot reach Redis at "redis:\/\/127\.0\.0\.1:1": .*start the server/u,
    );
    expect(portal.log()).toEqual([]);
  }, 120_000);

  test('has another password: exit code 2, with the setting to correct', async () => {
    await expectRefusal(
      `redis://:wrong@127.0.0.1:${redis.port}`,
      /it refuses the user or password \(WRONGPASS.*correct them in OGI_REDIS_URL/u,
    );
  }, 120_000);

  test('holds jobs of another version: exit code 2, and they stay', async () => {
    await redis.command('SET', 'ogi:version', 'ogi-queue/0');
    await redis.command('LPUSH', 'ogi:fetch:wait', 'job-of-old');
    await expectRefusal(redis.url, /1 jobs of another version .*found "ogi-queue\/0", expected "ogi-queue\/1"/u);
    expect(await redis.command('LRANGE', 'ogi:fetch:wait', '0', '-1')).toEqual(['job-of-old']);
    await redis.command('FLUSHALL');
  }, 120_000);

  test('is full in the middle of a harvest: it waits, says so, and loses nothing when there is room again', async () => {
    const from = portal.log().length;
    const harvest = startOgi(['harvest', portal.home, '--json'], settings('full', redis.url));
    while (portal.log().length < from + 20) await wait(20);
    await redis.command('CONFIG', 'SET', 'maxmemory', '1mb');
    const told = new Promise<void>((resolve) => {
      let text = '';
      harvest.child.stderr?.on('data', (chunk: string) => {
        text += chunk;
        if (/is full: raise its maxmemory/u.test(text)) resolve();
      });
    });
    await told;
    await wait(3_000);
    await redis.command('CONFIG', 'SET', 'maxmemory', '0');
    const done = await harvest.finished;
    expect(done.err).toMatch(/is full: raise its maxmemory.*waiting, nothing is lost[\s\S]*works again/u);
    const run = Run.parse(JSON.parse(done.out));
    expect(run.portals).toMatchObject([{ verdict: 'ok', records: 30 }]);
    expect(run.counts).toMatchObject({ read: 30, failed: 0, bugs: 0 });
    expect(done.code).toBe(0);
    const urls = portal
      .log()
      .slice(from)
      .map(({ host, path }) => `http://${host}${path}`);
    expect(urls.filter((url, at) => urls.indexOf(url) !== at && !url.endsWith('/robots.txt'))).toEqual([]);
  }, 180_000);
});
