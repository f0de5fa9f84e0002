import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { trafficOf } from './core/figures.ts';
import { discover, HOST_DELAY_MS, nominated } from './core/harvest.ts';
import { serveSites } from './core/server.ts';
import { REPLICAS } from './replicas.ts';

/** Requests that finding a column may cost beyond the lists (PORTALS.md 6.3). */
const BEFORE_COLUMN = 40;

/** Hosts of the hostile replica asked at a time: nearly all its time is waiting before a second try. */
const SIDE_BY_SIDE = 4;

describe('ogi discover, from the home page alone', () => {
  test.each(REPLICAS)(
    '$id $name: finds the reports and behaves',
    async (replica) => {
      const data = await mkdtemp(join(tmpdir(), 'ogi-replica-'));
      const built = replica.build('third');
      const beside = REPLICAS.filter(({ id }) => replica.beside?.includes(id) === true).map((one) =>
        one.build('third'),
      );
      const serving = await serveSites(
        [built, ...beside].map(({ site }) => site),
        { latencyMs: 0 },
      );
      try {
        const urls: string[] = [];
        const told: string[] = [];
        const homes = [...built.truth.homes];
        const work = async (): Promise<void> => {
          for (let home = homes.shift(); home !== undefined; home = homes.shift()) {
            const found = await discover(home, { proxyUrl: serving.proxyUrl, data });
            urls.push(...found.urls);
            if (found.err !== '') told.push(found.err);
          }
        };
        await Promise.all(Array.from({ length: replica.isApart === true ? SIDE_BY_SIDE : 1 }, work));
        const { share, missing } = nominated(built, urls);
        const log = serving.log();
        const traffic = trafficOf(built, log);
        expect({ missing: share >= 0.9 ? [] : missing.slice(0, 20), told: share >= 0.9 ? [] : told }).toEqual({
          missing: [],
          told: [],
        });
        expect(log.filter((entry) => entry.escape).map(({ host, path }) => host + path)).toEqual([]);
        expect(traffic.disallowed).toEqual([]);
        expect(traffic.afterRefusal).toEqual([]);
        expect(traffic.parallel).toBe(0);
        expect(traffic.dishonest).toBe(0);
        expect(traffic.smallestGapMs ?? HOST_DELAY_MS).toBeGreaterThanOrEqual(HOST_DELAY_MS);
        expect(traffic.requests).toBeLessThanOrEqual(
          (BEFORE_COLUMN + built.truth.reports.length) * Math.max(1, built.truth.homes.length),
        );
      } finally {
        await serving.close();
        await rm(data, { recursive: true, force: true });
      }
    },
    480_000, // R15 has 21 hosts, and most of its time is waiting before a second try
  );
});
