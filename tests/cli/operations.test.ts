import { mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { standingLines } from '../../cli/operations.ts';
import type { Operations } from '../../queue/operations.ts';
import { startTally } from '../../queue/tally.ts';
import { freshFolder, ogi } from './run-in-process.ts';

const counts = { ...startTally().counts, read: 30, unchanged: 10 };
const running = {
  id: 'r',
  command: 'schedule',
  software: 's',
  startedAt: '2024-02-01T14:00:00.000Z',
  finishedAt: null,
  writtenAt: '2024-02-01T14:10:00.000Z',
  counts,
  portals: [],
  hosts: [],
};
const none = { waiting: 0, running: 0, delayed: 0, dead: 0 };
const operations: Operations = {
  at: '2024-02-01T14:10:05.000Z',
  place: '/srv/ogi',
  runs: [running],
  verdict: 'running',
  failedShare: 0,
  documentsPerMinute: 4,
  hosts: [
    {
      host: 'www.yunhe.gov.test',
      requests: 5,
      bytes: 1,
      smallestGapMs: null,
      notModified: 0,
      refusals: 1,
      declinedUntil: '2024-03-02T14:00:00.000Z',
      declinedReason: 'status_412',
    },
  ],
  queues: { discover: none, fetch: { ...none, waiting: 7, dead: 2 }, extract: none, normalize: none },
  oldest: { step: 'fetch', since: '2024-02-01T14:01:05.000Z' },
};

describe('ogi status', () => {
  test('tells a run under way with its rate, the queues, the oldest job and hosts that refused', () => {
    expect(standingLines({ operations, redisTrouble: null })).toEqual([
      'Running: schedule since 2024-02-01T14:00:00.000Z, 4.0 documents a minute',
      'discover: 0 waiting, 0 running, 0 delayed, 0 given up',
      'fetch: 7 waiting, 0 running, 0 delayed, 2 given up',
      'extract: 0 waiting, 0 running, 0 delayed, 0 given up',
      'normalize: 0 waiting, 0 running, 0 delayed, 0 given up',
      'Oldest job: fetch, for 9 min',
      'www.yunhe.gov.test refused (status_412) and is left alone until 2024-03-02T14:00:00.000Z',
    ]);
  });

  test('a run that has not written for minutes was killed and is not running', () => {
    const later = { ...operations, at: '2024-02-01T14:20:00.000Z', queues: null, oldest: null, hosts: [] };
    expect(standingLines({ operations: later, redisTrouble: null })).toEqual([]);
  });

  test('tells the store also where Redis is away, and says so', async () => {
    const words = ['status', '--redis-url', 'redis://:secret@127.0.0.1:1'];
    const { code, out } = await ogi(words);
    expect(code).toBe(0);
    expect(out.join('\n')).toMatch(/: 0 reports\nCannot reach Redis at "redis:\/\/127\.0\.0\.1:1"/u);
    const told = await ogi([...words, '--json']);
    expect(JSON.parse(told.out.join())).toMatchObject({
      runs: [],
      now: { verdict: null, queues: null, redisTrouble: expect.stringMatching(/Cannot reach Redis/u) },
    });
  });

  test('with --watch tells the newest state until it is stopped', async () => {
    const stop = new AbortController();
    const watching = ogi(['status', '--watch', '--json'], { signal: stop.signal });
    setTimeout(() => stop.abort('interrupted'), 1_500);
    const { code, out } = await watching;
    expect(code).toBe(130);
    expect(JSON.parse(out[0] ?? '')).toMatchObject({ operations: { runs: [], verdict: null } });
  });
});

describe('ogi serve', () => {
  test('answers on loopback until it is stopped', async () => {
    const cwd = freshFolder();
    mkdirSync(join(cwd, 'data'));
    const stop = new AbortController();
    const err: string[] = [];
    const serving = ogi(['serve', '--port', '0', '--log-format', 'text'], {
      cwd,
      signal: stop.signal,
      onErr: (line) => err.push(line),
    });
    while (err.length === 0) await new Promise((resolve) => void setImmediate(resolve));
    const address = /http:\/\/127\.0\.0\.1:\d+/u.exec(err.join())?.[0] ?? '';
    const health = await fetch(`${address}/health`);
    expect([health.status, await health.json()]).toEqual([200, { status: 'ok', trouble: [] }]);
    stop.abort('interrupted');
    expect((await serving).code).toBe(130);
    await expect(fetch(`${address}/health`)).rejects.toThrow();
  });

  test('says by name what keeps it from listening, and is no maker of stores', async () => {
    const env = { OGI_LOG_FORMAT: 'text' };
    const none = await ogi(['serve'], { env });
    expect([none.code, none.err.join()]).toEqual([2, expect.stringMatching(/there is no store in ".*data"/u)]);
    const wrong = await ogi(['serve', '--port', '65536'], { env });
    expect([wrong.code, wrong.err.join()]).toEqual([2, expect.stringMatching(/Cannot use --port "65536"/u)]);
    const cwd = freshFolder();
    mkdirSync(join(cwd, 'data'));
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const address = other.address();
    if (address === null || typeof address === 'string') throw new Error('The other server has no port');
    const { port } = address;
    const taken = await ogi(['serve', '--port', String(port)], { cwd, env });
    expect([taken.code, taken.err.join()]).toEqual([
      2,
      expect.stringMatching(/Cannot listen on "127\.0\.0\.1" port \d+: .*EADDRINUSE/u),
    ]);
    await new Promise((resolve) => other.close(resolve));
  });
});
