import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Run } from '../../model/run.ts';
import { startSamplePortal, type SamplePortal } from '../../sample/serve.ts';
import { startS3, type S3Server } from '../storage/s3-server.ts';
import { ogi, startOgi } from './command.ts';

let work: string;
let portal: SamplePortal;
let s3: S3Server;

beforeAll(async () => {
  work = await mkdtemp(join(tmpdir(), 'ogi-occupied-'));
  portal = await startSamplePortal();
  s3 = await startS3();
});

afterAll(async () => {
  await portal.close();
  await s3.close();
  await rm(work, { recursive: true, force: true });
});

/** Settings of a store of this name, in a folder or in S3. */
function settings(kind: string, delayMs: number): Record<string, string> {
  return {
    OGI_DATA_DIR: join(work, kind),
    OGI_PROXY_URL: portal.proxyUrl,
    OGI_ALLOWED_SUFFIXES: '.gov.test',
    OGI_HOST_DELAY_MS: String(delayMs),
    OGI_LOG_FORMAT: 'text',
    ...(kind === 'S3' ? { OGI_S3_URL: s3.url('/occupied') } : {}),
  };
}

/** Waits until the portal was asked once more than `from` times. */
async function untilAsked(from: number): Promise<void> {
  for (let waited = 0; portal.log().length <= from; waited += 20) {
    if (waited > 60_000) throw new Error('The portal was not asked within a minute');
    await wait(20);
  }
}

describe.each(['a folder', 'S3'])('a store in %s into which a harvest without Redis works', (kind) => {
  test('lets no other one in, names who is there, and is taken over from a process that was killed', async () => {
    const from = portal.log().length;
    const first = startOgi(['harvest', portal.home], settings(kind, 3_000));
    await untilAsked(from);
    const there = new RegExp(
      `Cannot work in ".*": "ogi harvest" \\(process ${first.child.pid} on ".+"\\) works in it since 20`,
      'u',
    );
    const others = kind === 'S3' ? [] : [['schedule', portal.home, '--once', '--quiet', 'none'], ['reprocess']];
    for (const words of [['harvest', portal.home], ...others]) {
      const second = await ogi(words, settings(kind, 3_000));
      expect(second).toMatchObject({ code: 2, err: expect.stringMatching(there) });
    }
    first.child.kill('SIGKILL');
    expect((await first.finished).code).toBeNull();
    const last = await ogi(['harvest', portal.home, '--json'], settings(kind, 10));
    expect(last.err).toBe('');
    expect(Run.parse(JSON.parse(last.out)).portals).toMatchObject([{ verdict: 'ok', records: 30 }]);
  }, 400_000);
});
