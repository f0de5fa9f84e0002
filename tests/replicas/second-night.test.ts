import { expect, test } from '@jest/globals';
import { secondNightLines, twoNights } from '../../bench/second-night.ts';
import { R05 } from './R05.ts';
import { R06 } from './R06.ts';

test('a second night over unchanged portals transfers no document and less than a twentieth of the bytes', async () => {
  const replicas = [R05, R06];
  const nights = await twoNights(replicas.map((replica) => replica.build('third')));
  const { missed } = secondNightLines(nights, ['R05', 'R06']);
  expect(missed).toEqual([]);
  for (const { first, second } of nights.portals) {
    expect(second.whole).toEqual([]);
    expect(first.bytes).toBeGreaterThan(100_000);
    expect(second.requests).toBeLessThanOrEqual(first.lists);
  }
}, 480_000);
