import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readConfig } from '../../config.ts';
import { Run } from '../../model/run.ts';
import { runHarvest } from '../../queue/harvest.ts';
import { limitRun } from '../../queue/run-limit.ts';
import { startTally } from '../../queue/tally.ts';
import { startSamplePortal, type SamplePortal } from '../../sample/serve.ts';
import { openFolder } from '../../storage/folder.ts';
import { openStore, type Store } from '../../storage/store.ts';
import { openWorld } from '../../world.ts';
import { startRedis, type OwnRedis } from '../queue/own-redis.ts';
import { describeWithRedis } from '../queue/redis-server.ts';
import { ogi, startOgi, type Started } from './command.ts';

let work: string;
let portal: SamplePortal;

function settings(data: string): Record<string, string> {
  return {
    OGI_DATA_DIR: join(work, data),
    OGI_PROXY_URL: portal.proxyUrl,
    OGI_ALLOWED_SUFFIXES: '.gov.test',
    OGI_HOST_DELAY_MS: '20',
    OGI_LOG_FORMAT: 'text',
  };
}

async function storeOf(data: string): Promise<Store> {
  return openStore(await openFolder(join(work, data), () => `t${Math.random()}`));
}

beforeAll(async () => {
  work = await mkdtemp(join(tmpdir(), 'ogi-schedule-'));
  portal = await startSamplePortal();
});

afterAll(async () => {
  await portal.close();
  await rm(work, { recursive: true, force: true });
});

describe('a run of the schedule', () => {
  test('harvests what is due, and on the next night nothing that was harvested lately', async () => {
    const words = ['schedule', portal.home, '--once', '--quiet', 'none', '--json'];
    const first = await ogi(words, settings('once'));
    expect(first.err).toContain('1 portals are harvested now');
    const run = Run.parse(JSON.parse(first.out));
    expect(run).toMatchObject({ command: 'schedule', counts: { read: 30 }, portals: [{ records: 30 }] });
    // The sample's reports end years ago, so a portal that is watched has gone quiet unless nothing is due yet.
    expect(['ok', 'quiet']).toContain(run.portals[0]?.verdict);
    const asked = portal.log().length;
    const second = await ogi(words, settings('once'));
    expect(second).toMatchObject({ code: 0, out: '' });
    expect(second.err).toContain('0 portals are harvested now; 1 were harvested lately');
    expect(portal.log()).toHaveLength(asked);
  }, 120_000);

  test('whose minutes are spent stops, says what is left, and the next one does only that', async () => {
    const from = portal.log().length;
    const runFor = async (budgetMs: number | null): Promise<Run> => {
      const clock = {
        now: () => new Date(),
        sleep: async (ms: number, signal?: AbortSignal) => {
          await wait(ms, undefined, { signal });
        },
      };
      const limited = limitRun({
        clock,
        signal: new AbortController().signal,
        budgetMs,
        quietFrom: null,
      });
      const tally = startTally();
      const config = readConfig({ flags: {}, env: settings('limited'), cwd: work });
      const world = await openWorld(config, {
        software: 's',
        signal: limited.signal,
        tell: (event) => tally.add(event),
      });
      try {
        const known = { id: 'yunhe', name: null, home: portal.home, floor: null };
        return await runHarvest(world, tally, { command: 'schedule', portals: [known], years: null, refresh: false });
      } finally {
        limited.end();
        await world.close();
      }
    };
    const cut = await runFor(1_500);
    expect(cut.stopped?.why).toBe('budget');
    expect(cut.stopped?.left).toBeGreaterThan(0);
    expect(cut.finishedAt).not.toBeNull();
    expect(cut.portals).toMatchObject([{ verdict: 'unfinished', why: expect.stringMatching(/\d+ jobs left/u) }]);
    const whole = await runFor(null);
    expect(whole.stopped).toBeUndefined();
    expect(whole.portals).toMatchObject([{ verdict: 'ok', records: 30 }]);
    const urls = portal
      .log()
      .slice(from)
      .map(({ host, path }) => `http://${host}${path}`);
    // What was under way when the time was up had not been stored.
    expect(urls.filter((url, at) => urls.indexOf(url) !== at && !url.endsWith('/robots.txt')).length).toBeLessThan(6);
  }, 120_000);

  test('waits for its hour and ends at once on SIGTERM, with nothing asked', async () => {
    const asked = portal.log().length;
    const waiting = startOgi(['schedule', portal.home, '--cron', '0 22 1 1 *'], settings('waits'));
    await says(waiting, 'The next run begins at');
    waiting.child.kill('SIGTERM');
    expect(await waiting.finished).toMatchObject({ code: 130, out: '' });
    expect(portal.log()).toHaveLength(asked);
  }, 60_000);

  test.each<[string, string[], RegExp]>([
    ['expression', ['--cron', 'nightly'], /^ogi: Cannot use --cron "nightly": it has not five fields/u],
    ['zone', ['--tz', 'Peking'], /^ogi: Cannot use --tz "Peking": expected a time zone/u],
    ['budget', ['--budget', '0'], /^ogi: Cannot use --budget "0": expected a whole number of minutes from 1/u],
    ['quiet hours', ['--quiet', 'night'], /^ogi: Cannot use --quiet "night": expected two different times/u],
  ])('with a wrong %s ends with exit code 2 before anything is opened', async (_name, words, why) => {
    const done = await ogi(['schedule', 'http://www.yunhe.gov.test/', ...words], settings('wrong'));
    expect(done.code).toBe(2);
    expect(done.err).toMatch(why);
  });
});

describeWithRedis('a schedule that two schedulers keep', () => {
  let redis: OwnRedis;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.close());

  test('does a run that was missed once, and goes on with it where its scheduler is killed', async () => {
    const own = { ...settings('shared'), OGI_REDIS_URL: redis.url };
    const store = await storeOf('shared');
    const long = '2024-01-01T14:00:00.000Z';
    const counts = startTally().counts;
    const old = { id: '2024', command: 'schedule', software: 's', startedAt: long, finishedAt: long, counts };
    await store.runs.put({ ...old, portals: [], hosts: [] });
    const words = ['schedule', portal.home, '--quiet', 'none', '--jitter', '0', '--json'];
    const from = portal.log().length;
    const schedulers = [startOgi(words, own), startOgi(words, own)];
    const busy = await Promise.race(schedulers.map(async (one) => (await says(one, 'are harvested now'), one)));
    while (portal.log().length < from + 25) await wait(20);
    // The other one takes the run over when the lock of the dead has lapsed.
    busy.child.kill('SIGKILL');
    const done = async (): Promise<Run[]> =>
      (await store.runs.latest(5)).filter(({ id, finishedAt }) => id !== '2024' && finishedAt !== null);
    while ((await done()).length === 0) await wait(100);
    for (const { child } of schedulers) child.kill('SIGTERM');
    const ended = await Promise.all(schedulers.map(({ finished }) => finished));
    expect(ended.map(({ code }) => code)).toEqual(expect.arrayContaining([130, null]));
    const runs = await done();
    expect(runs).toHaveLength(1);
    expect(runs[0]?.portals).toMatchObject([{ records: 30 }]);
  }, 240_000);
});

/** Resolves when a started command has said this on stderr. */
async function says({ child }: Started, words: string): Promise<void> {
  let text = '';
  await new Promise<void>((resolve) => {
    child.stderr?.on('data', (chunk: string) => {
      text += chunk;
      if (text.includes(words)) resolve();
    });
  });
}
