import { mkdtemp, readdir, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from '@jest/globals';
import { takeLock } from '../../storage/lock.ts';

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ogi-lock-'));
  path = join(folder, 'lock');
});

test('is held by one at a time, and leaves no file behind', async () => {
  let holders = 0;
  await Promise.all(
    Array.from({ length: 20 }, async (_, n) => {
      const unlock = await takeLock(path, join(folder, `spare-${n}`));
      holders += 1;
      expect(holders).toBe(1);
      await new Promise((resolve) => setImmediate(resolve));
      holders -= 1;
      await unlock();
    }),
  );
  expect(await readdir(folder)).toEqual([]);
});

test('that a killed process left behind is taken over', async () => {
  await writeFile(path, '');
  const before = new Date(Date.now() - 60_000);
  await utimes(path, before, before);
  const unlock = await takeLock(path, join(folder, 'spare'));
  expect(await readdir(folder)).toEqual(['lock']);
  await unlock();
  expect(await readdir(folder)).toEqual([]);
});
