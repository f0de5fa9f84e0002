import { mkdtemp } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { readConfig, SOFTWARE } from '../../config.ts';
import { ConfigError } from '../../errors.ts';
import { occupyStore } from '../../queue/occupy.ts';
import type { Occupant } from '../../storage/occupant.ts';
import { openWorld, type World } from '../../world.ts';

const NOW = '2024-03-01T22:00:00.000Z';
/** Linux gives numbers to processes up to 4,194,304. */
const NO_PROCESS = 9_999_999;

const other: Occupant = {
  token: 'other',
  machine: 'another-machine',
  pid: 1,
  command: 'schedule',
  since: '2024-03-01T20:00:00.000Z',
  seenAt: '2024-03-01T21:59:55.000Z',
  leftAt: null,
};

let world: World;

beforeEach(async () => {
  const env = { OGI_DATA_DIR: await mkdtemp(join(tmpdir(), 'ogi-occupy-')), OGI_ALLOWED_SUFFIXES: '.gov.test' };
  const config = readConfig({ flags: {}, env, cwd: tmpdir() });
  const { signal } = new AbortController();
  const opened = await openWorld(config, { software: SOFTWARE, signal, tell: () => undefined });
  world = { ...opened, clock: { now: () => new Date(NOW), sleep: () => Promise.resolve() } };
});

afterEach(() => world.close());

function run(): Promise<string> {
  return occupyStore(world, 'harvest', () => Promise.resolve('done'));
}

const cases: { who: string; there: Partial<Occupant>; isLetIn: boolean }[] = [
  { who: 'lives on another machine', there: {}, isLetIn: false },
  { who: 'was silent there for over a minute', there: { seenAt: '2024-03-01T21:58:59.000Z' }, isLetIn: true },
  { who: 'had a clock that was far ahead', there: { seenAt: '2024-03-03T04:00:00.000Z' }, isLetIn: true },
  { who: 'has left', there: { leftAt: '2024-03-01T21:59:56.000Z' }, isLetIn: true },
  { who: 'lives on this machine', there: { machine: hostname(), pid: process.ppid }, isLetIn: false },
  { who: 'died on this machine a moment ago', there: { machine: hostname(), pid: NO_PROCESS }, isLetIn: true },
];

test.each(cases)('a store in which a run is that $who: let in $isLetIn', async ({ there, isLetIn }) => {
  await world.store.occupancy.take({ ...other, ...there }, () => true);
  const said = await run().catch((error: unknown) => error);
  if (isLetIn) expect(said).toBe('done');
  else {
    expect(said).toBeInstanceOf(ConfigError);
    expect(String(said)).toMatch(/"ogi schedule" \(process \d+ on ".+"\) works in it since 2024-03-01T20:00:00\.000Z/u);
  }
});

test('of two runs that come at the same moment one is let in, and the next one after it', async () => {
  const done = await Promise.allSettled([run(), run()]);
  expect(done.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(await run()).toBe('done');
});

test('a run that another one took for dead and replaced ends with that', async () => {
  const replaced = occupyStore(world, 'harvest', async () => {
    await world.store.occupancy.take(other, () => true);
  });
  await expect(replaced).rejects.toThrow(/Another run moved into .* away too long/u);
  expect(await world.store.occupancy.say(other)).toBe(true);
});
