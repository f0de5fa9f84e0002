import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Run } from '../../model/run.ts';
import { startSamplePortal, type SamplePortal } from '../../sample/serve.ts';
import { startRedis, type OwnRedis } from '../queue/own-redis.ts';
import { describeWithRedis } from '../queue/redis-server.ts';
import { startS3, type S3Server } from '../storage/s3-server.ts';
import { ogi, startOgi } from './command.ts';

describeWithRedis('a harvest by several workers that share a bucket', () => {
  let work: string;
  let portal: SamplePortal;
  let redis: OwnRedis;
  let s3: S3Server;

  const polite = (): Record<string, string> => ({
    OGI_PROXY_URL: portal.proxyUrl,
    OGI_ALLOWED_SUFFIXES: '.gov.test',
    OGI_HOST_DELAY_MS: '40',
  });

  /** The records of a store as its dump gives them, without any time of fetching. */
  const dumped = async (name: string, settings: Record<string, string>): Promise<string> => {
    const out = join(work, `dump-${name}`);
    expect(await ogi(['dump', '--out', out, '--formats', 'jsonl'], settings)).toMatchObject({ code: 0 });
    return (await readFile(join(out, 'reports.jsonl'), 'utf8')).replace(/"fetchedAt":"[^"]*",?/gu, '');
  };

  beforeAll(async () => {
    work = await mkdtemp(join(tmpdir(), 'ogi-workers-s3-'));
    [portal, redis, s3] = await Promise.all([startSamplePortal(), startRedis(), startS3()]);
  }, 60_000);

  afterAll(async () => {
    await Promise.all([portal.close(), redis.close(), s3.close()]);
    await rm(work, { recursive: true, force: true });
  });

  test('gives what one process alone gives into a folder, and touches no data folder', async () => {
    const inS3 = { OGI_S3_URL: s3.url('/shared'), OGI_DATA_DIR: join(work, 'untouched') };
    const together = { ...polite(), ...inS3, OGI_REDIS_URL: redis.url };
    const workers = [startOgi(['worker', '--json'], together), startOgi(['worker', '--json'], together)];
    const done = await ogi(['harvest', portal.home, '--json'], together);
    for (const { child } of workers) child.kill('SIGTERM');
    for (const { finished } of workers) expect((await finished).code).toBe(130);
    expect(done).toMatchObject({ code: 0, err: '' });
    expect(Run.parse(JSON.parse(done.out)).portals).toMatchObject([{ verdict: 'ok', records: 30 }]);
    const folder = { OGI_DATA_DIR: join(work, 'folder') };
    expect((await ogi(['harvest', portal.home, '--json'], { ...polite(), ...folder })).code).toBe(0);
    expect(await dumped('s3', inS3)).toBe(await dumped('folder', folder));
    expect(existsSync(join(work, 'untouched'))).toBe(false);
  }, 400_000);
});
