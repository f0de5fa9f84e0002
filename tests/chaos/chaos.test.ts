import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startRedis } from '../queue/own-redis.ts';
import { describeWithRedis } from '../queue/redis-server.ts';
import { R06 } from '../replicas/R06.ts';
import { calmHarvest, disturbedHarvest, type Calm } from './harvests.ts';

describeWithRedis('a harvest by three workers, ten of them killed', () => {
  let folder: string;
  let calm: Calm;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ogi-chaos-'));
    calm = await calmHarvest([R06], folder);
  }, 240_000);

  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  test('with Redis killed and started again in between, ends as an undisturbed one', async () => {
    const redis = await startRedis();
    try {
      const weather = { kills: 10, redisRestarts: 1, storeRestarts: 0, clockJump: false, seed: 20_261_124 };
      const { done, findings, stuck } = await disturbedHarvest([R06], { calm, folder, redis, weather });
      expect(done).toMatchObject({ kills: 10, redisRestarts: 1, code: calm.code });
      expect(findings.records.calm).toBeGreaterThan(20);
      expect(findings.different).toEqual([]);
      expect(findings.askedAgain).toEqual([]);
      expect(findings.tooSoon).toEqual([]);
      expect(stuck).toEqual([]);
    } finally {
      await redis.close();
    }
  }, 400_000);
});
