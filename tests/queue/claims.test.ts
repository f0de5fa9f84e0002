import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openClaims } from '../../queue/redis/claims.ts';
import { connectRedis, type RedisLink } from '../../queue/redis/connect.ts';
import { startRedis, type OwnRedis } from './own-redis.ts';
import { describeWithRedis } from './redis-server.ts';

describeWithRedis('a portal', () => {
  let redis: OwnRedis;
  let link: RedisLink;
  beforeAll(async () => {
    redis = await startRedis();
    const signal = new AbortController().signal;
    link = await connectRedis({ url: redis.url, prefix: 'c', signal, onTrouble: () => undefined });
  });
  afterAll(async () => {
    await link.close();
    await redis.close();
  });

  test('is harvested by one scheduled run at a time, and is free again when that is over', async () => {
    const [one, other] = [openClaims(link), openClaims(link)];
    expect(await one.take(['a', 'b'])).toEqual(['a', 'b']);
    expect(await other.take(['b', 'c'])).toEqual(['c']);
    await one.release();
    expect(await other.take(['a', 'b'])).toEqual(['a', 'b']);
    await other.release();
  });

  test('stays claimed as long as its run lives, and no longer than a lease behind one that died', async () => {
    const [living, dead] = [openClaims(link, 300), openClaims(link, 300)];
    await living.take(['a']);
    await link.client.set('c:claim:b', 'of a process that died', 'PX', 300);
    await wait(900);
    const other = openClaims(link, 300);
    expect(await other.take(['a', 'b'])).toEqual(['b']);
    for (const claims of [living, dead, other]) await claims.release();
  });

  test('that another run took over is not given back by the one that lost it', async () => {
    const [lost, other] = [openClaims(link), openClaims(link)];
    await lost.take(['a']);
    await link.client.del('c:claim:a');
    await other.take(['a']);
    await lost.release();
    expect(await openClaimsOnce(link)).toEqual([]);
    await other.release();
  });
});

/** What a third run gets of portal `a`. */
async function openClaimsOnce(link: RedisLink): Promise<string[]> {
  const third = openClaims(link);
  const taken = await third.take(['a']);
  await third.release();
  return taken;
}
