import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import type { FetchJob } from '../../model/job.ts';
import type { Run } from '../../model/run.ts';
import { openBoard } from '../../queue/redis/board.ts';
import { connectRedis } from '../../queue/redis/connect.ts';
import { startTally } from '../../queue/tally.ts';
import { openFolder } from '../../storage/folder.ts';
import { openStore, type Store } from '../../storage/store.ts';
import { openServer, type Served } from '../../web/server.ts';
import { holdClock } from '../queue/held-clock.ts';
import { startRedis, type OwnRedis } from '../queue/own-redis.ts';
import { describeWithRedis } from '../queue/redis-server.ts';

const host = 'www.yunhe.gov.test';
const run: Run = {
  id: '2024-02-01T14-00-00-000Z-abc',
  command: 'schedule',
  software: 'ogi-harvest/0.1.0',
  startedAt: '2024-02-01T14:00:00.000Z',
  finishedAt: '2024-02-01T14:10:00.000Z',
  counts: { ...startTally().counts, found: 20, read: 16, failed: 3, unreadable: 1 },
  portals: [
    {
      portalId: 'yunhe',
      home: `http://${host}/`,
      name: '云禾县<script>alert(1)</script>',
      verdict: 'declined',
      why: 'the host refused 3 of its documents and is left alone',
      found: 20,
      records: 16,
    },
  ],
  hosts: [{ host, requests: 52, bytes: 1_203_053, smallestGapMs: 2_001, notModified: 4, refusals: 3 }],
};

let folder: string;
let store: Store;
let stores = 0;
const opened: FastifyInstance[] = [];

async function serve(more: Partial<Served> = {}): Promise<FastifyInstance> {
  const world = { store, clock: holdClock('2024-02-01T15:00:00.000Z'), software: 'ogi-harvest/0.1.0' };
  const server = await openServer({ world, shared: null, hosts: ['localhost'], ...more });
  opened.push(server);
  return server;
}

async function get(server: FastifyInstance, url: string, name = 'localhost:8080') {
  return server.inject({ method: 'GET', url, headers: { host: name } });
}

/** HTML without the blanks between its tags. */
function flat(markup: string): string {
  return markup.replace(/\s+/gu, ' ').replace(/> /gu, '>').replace(/ </gu, '<');
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ogi-web-'));
  store = openStore(await openFolder(folder, () => `t${(stores += 1)}`));
  await store.runs.put(run);
  await store.hosts.save({
    host,
    robots: null,
    declinedUntil: '2024-03-02T14:05:00.000Z',
    declinedReason: 'status_412',
  });
});

afterEach(async () => {
  for (const server of opened.splice(0)) await server.close();
});

afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the status page', () => {
  test('tells runs, verdicts and hosts in plain HTML without any script', async () => {
    const page = await get(await serve(), '/status');
    expect(page.statusCode).toBe(200);
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    for (const words of [
      '<span class="verdict failed">failed</span>',
      '<span class="verdict declined">declined</span>',
      'the host refused 3 of its documents and is left alone',
      '<dt>lost</dt><dd>20.0 %</dd>',
      '<dt>documents a minute</dt><dd>2.0</dd>',
      '2024-03-02 14:05 UTC (status_412)',
      'ended 2024-02-01 14:10 UTC',
    ]) {
      expect(flat(page.body)).toContain(words);
    }
    expect(page.body).not.toContain('<script');
    expect(page.body).toContain('云禾县&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(page.body).not.toContain('Queues');
  });

  test('lets nothing from elsewhere in, by its own policy', async () => {
    const server = await serve();
    for (const path of ['/', '/status', '/style.css', '/metrics', '/health', '/nothing']) {
      const { headers } = await get(server, path);
      expect(headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'self'/u);
      expect(headers['x-content-type-options']).toBe('nosniff');
    }
  });

  test('is not given to a page elsewhere that reaches the port under a name of its own', async () => {
    const page = await get(await serve(), '/status', 'rebound.example:8080');
    expect([page.statusCode, page.body]).toEqual([421, 'Cannot answer under the name "rebound.example"\n']);
    expect((await get(await serve({ hosts: null }), '/status', 'ogi.example')).statusCode).toBe(200);
  });

  test.each(['/../package.json', '/style.css/../../etc/passwd', '/%2e%2e/%2e%2e/etc/passwd', '/queues/', '/data'])(
    'gives no file: %s',
    async (path) => {
      expect((await get(await serve(), path)).statusCode).toBe(404);
    },
  );

  test('says so where no run was yet', async () => {
    const empty = openStore(await openFolder(join(folder, 'empty'), () => `e${(stores += 1)}`));
    const world = { store: empty, clock: holdClock('2024-02-01T15:00:00.000Z'), software: 's' };
    const server = await serve({ world });
    expect((await get(server, '/status')).body).toContain('No run yet.');
    expect((await get(server, '/metrics')).body).toContain('ogi_build_info{software="s"} 1');
  });
});

describe('the metrics', () => {
  test('tell the newest run, its verdict and its hosts in the format of Prometheus', async () => {
    const { body, headers } = await get(await serve(), '/metrics');
    expect(headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
    const lines = body.split('\n');
    for (const line of [
      '# TYPE ogi_run_documents gauge',
      'ogi_run_documents{outcome="read"} 16',
      'ogi_run_documents{outcome="failed"} 3',
      'ogi_run_failed_share 0.2',
      'ogi_run_verdict{verdict="failed"} 1',
      'ogi_run_verdict{verdict="ok"} 0',
      'ogi_run_portals{verdict="declined"} 1',
      'ogi_run_portals{verdict="quiet"} 0',
      `ogi_run_finished_seconds{command="schedule"} ${Date.parse(run.finishedAt ?? '') / 1000}`,
      `ogi_host_requests{host="${host}"} 52`,
      `ogi_host_bytes{host="${host}"} 1203053`,
      `ogi_host_refusals{host="${host}"} 3`,
      `ogi_host_declined{host="${host}"} 1`,
    ]) {
      expect(lines).toContain(line);
    }
    expect(body).not.toContain('ogi_queue_jobs');
  });
});

test('the health is well while the store can be read', async () => {
  const server = await serve();
  expect((await get(server, '/health')).json()).toEqual({ status: 'ok', trouble: [] });
  const runs = { ...store.runs, latest: () => Promise.reject(new Error('EIO')) };
  const clock = holdClock('2024-02-01T15:00:00.000Z');
  const sick = await serve({ world: { store: { ...store, runs }, clock, software: 's' } });
  const health = await get(sick, '/health');
  expect([health.statusCode, health.json()]).toEqual([
    503,
    { status: 'trouble', trouble: ['the store cannot be read: EIO'] },
  ]);
});

describeWithRedis('with Redis', () => {
  let redis: OwnRedis;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.close());

  test('queues are shown and counted, and cannot be acted on; an outage is told', async () => {
    const signal = new AbortController().signal;
    const link = await connectRedis({ url: redis.url, prefix: 'w', signal, onTrouble: () => undefined });
    const board = await openBoard({ link, attempts: 3 });
    try {
      const url = `http://${host}/1`;
      const candidate = { url, text: '', score: 0, reasons: [], trail: [], hints: {} };
      const job: FetchJob = {
        step: 'fetch',
        portalId: 'p',
        since: '',
        url,
        candidate,
        refreshBefore: null,
        mayAsk: true,
      };
      await board.add([job]);
      const server = await serve({ shared: { board, link } });
      const metrics = (await get(server, '/metrics')).body.split('\n');
      expect(metrics).toContain('ogi_queue_jobs{step="fetch",state="waiting"} 1');
      expect(metrics.some((line) => /^ogi_queue_oldest_job_seconds -?\d/u.test(line))).toBe(true);
      expect((await get(server, '/status')).body).toContain('The oldest job (fetch)');
      const ui = await get(server, '/queues/');
      expect(ui.body).toContain('ogi-harvest');
      expect(ui.headers['content-security-policy']).toMatch(/script-src 'self';/u);
      const told = await get(server, '/queues/api/queues');
      expect(told.json()).toMatchObject({
        queues: expect.arrayContaining([expect.objectContaining({ name: 'fetch' })]),
      });
      const headers = { host: 'localhost' };
      const act = await server.inject({ method: 'PUT', url: '/queues/api/queues/fetch/pause', headers });
      expect(act.statusCode).toBeGreaterThanOrEqual(400);
      expect((await board.counts()).fetch.waiting).toBe(1);
      expect((await get(server, '/queues/static/../../../package.json')).body).not.toContain('"dependencies"');
      await redis.close();
      const health = await get(server, '/health');
      expect([health.statusCode, health.json()]).toMatchObject([
        503,
        { trouble: [expect.stringMatching(/does not answer/u)] },
      ]);
    } finally {
      for (const server of opened.splice(0)) await server.close();
      await board.end().catch(() => undefined);
      await link.close();
    }
  });
});
