import { EventEmitter, once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { readConfig, SOFTWARE } from '../../config.ts';
import type { Page } from '../../model/fetched.ts';
import type { FetchJob } from '../../model/job.ts';
import { fetchStep } from '../../queue/steps/fetch.ts';
import { sha256 } from '../../text/hash.ts';
import { openWorld, type World } from '../../world.ts';
import { serveSites, type Serving } from '../replicas/core/server.ts';
import { openSite } from '../replicas/core/site.ts';
import { startRedis, type OwnRedis } from './own-redis.ts';
import { describeWithRedis } from './redis-server.ts';

const HOME = 'http://www.yunhe.gov.test/';
const REPORT = `${HOME}a.html`;

const job: FetchJob = {
  step: 'fetch',
  portalId: 'yunhe',
  since: '',
  url: REPORT,
  candidate: { url: REPORT, text: '', score: 0, reasons: [], trail: [], hints: {} },
  refreshBefore: null,
  mayAsk: true,
};

let site: ReturnType<typeof openSite>;
let serving: Serving;
let data: string;
const opened: World[] = [];

beforeEach(async () => {
  site = openSite();
  site.open('www.yunhe.gov.test');
  serving = await serveSites([site], { latencyMs: 0 });
  data = await mkdtemp(join(tmpdir(), 'ogi-alone-'));
});

afterEach(async () => {
  for (const world of opened.splice(0)) await world.close();
  await serving.close();
});

async function worker(settings: Record<string, string> = {}): Promise<World> {
  const env = {
    OGI_DATA_DIR: data,
    OGI_PROXY_URL: serving.proxyUrl,
    OGI_ALLOWED_SUFFIXES: '.gov.test',
    OGI_HOST_DELAY_MS: '1',
    ...settings,
  };
  const config = readConfig({ flags: {}, env, cwd: tmpdir() });
  const { signal } = new AbortController();
  const none = (): void => undefined;
  const world = await openWorld(config, { software: SOFTWARE, signal, tell: none, onTrouble: none });
  opened.push(world);
  return world;
}

function asked(): string[] {
  return serving.log().flatMap(({ path }) => (path === '/robots.txt' ? [] : [path]));
}

/** What the report's host would have answered, as another worker keeps it. */
function answerOf(text: string): Page {
  const bytes = Buffer.from(text);
  const fetchedAt = new Date().toISOString();
  const answer = { status: 200, headers: {}, contentType: 'text/html', size: bytes.length, redirects: [] };
  return { bytes, fetched: { ...answer, url: REPORT, finalUrl: REPORT, sha256: sha256(bytes), fetchedAt } };
}

/** The same world, which says to `told` when it has looked into its store for a document. */
function watched(world: World, told: EventEmitter): World {
  const { documents } = world.store;
  const latest = async (url: string): ReturnType<typeof documents.latest> => {
    const found = await documents.latest(url);
    told.emit('looked');
    return found;
  };
  return { ...world, store: { ...world.store, documents: { ...documents, latest } } };
}

/** Runs the job in `first`, and in `second` while the first one's request is with the host. */
async function runTwice(first: World, second: World): Promise<void> {
  const told = new EventEmitter();
  const asking = once(told, 'asking');
  site.on('www.yunhe.gov.test', async ({ path }) => {
    if (path !== '/a.html') return null;
    const looked = once(told, 'looked');
    told.emit('asking');
    await looked;
    return '年度报告';
  });
  const one = fetchStep(first).run(job);
  await asking;
  const two = fetchStep(watched(second, told)).run(job);
  expect(await two).toEqual(await one);
}

describe('a document that two jobs of one process want', () => {
  test('is asked for once, though the second looked for it while it was on its way', async () => {
    const world = await worker();
    await runTwice(world, world);
    expect(asked()).toEqual(['/a.html']);
    expect(await world.store.documents.answers(REPORT)).toHaveLength(1);
  });

  test('that comes into the store while its host is waited for is not asked for', async () => {
    const world = await worker();
    const told = new EventEmitter();
    const asking = once(told, 'asking');
    const kept = once(told, 'kept');
    site.on('www.yunhe.gov.test', async ({ path }) => {
      if (path !== '/b.html') return null;
      told.emit('asking');
      await kept;
      return '别的';
    });
    const other = world.client.get(`${HOME}b.html`);
    await asking;
    // Once before it is alone with the document and once after; then it waits for the host, which is busy with b.html.
    const looked = once(told, 'looked').then(() => once(told, 'looked'));
    const running = fetchStep(watched(world, told)).run(job);
    await looked;
    const page = answerOf('年度报告');
    await world.store.documents.keep(page);
    told.emit('kept');
    await other;
    expect(await running).toMatchObject([{ step: 'extract', sha256: page.fetched.sha256 }]);
    expect(asked()).toEqual(['/b.html']);
  });
});

describeWithRedis('a document that two workers want, one of them being taken for dead', () => {
  let redis: OwnRedis;
  let settings: Record<string, string>;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.close());
  beforeEach(() => {
    settings = { OGI_REDIS_URL: redis.url, OGI_REDIS_PREFIX: basename(data) };
  });

  test('is asked for once, though the second looked for it while it was on its way', async () => {
    const [first, second] = [await worker(settings), await worker(settings)];
    await runTwice(first, second);
    expect(asked()).toEqual(['/a.html']);
    expect(await first.store.documents.answers(REPORT)).toHaveLength(1);
  });

  test('is not asked for by the one that lost its lock, and its job comes back', async () => {
    const world = await worker(settings);
    site.set(REPORT, '年度报告');
    // Somebody else takes the lock when this worker has already begun to wait for the host.
    const stolen: World = {
      ...world,
      alone: (name, act) => world.alone(name, () => act(() => Promise.resolve(false))),
    };
    await expect(fetchStep(stolen).run(job)).rejects.toThrow(/another worker does/u);
    expect(asked()).toEqual([]);
    expect(await fetchStep(world).run(job)).toMatchObject([{ step: 'extract' }]);
  });
});
