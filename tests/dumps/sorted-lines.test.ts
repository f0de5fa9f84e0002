import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { openSortedLines } from '../../dumps/sorted-lines.ts';

test.each([
  ['in memory', 100],
  ['in several runs put aside', 3],
  ['in runs that end exactly with the last line', 4],
])('lines come back sorted, %s, twice the same', async (_, run) => {
  const folder = mkdtempSync(join(tmpdir(), 'ogi-lines-'));
  const lines = openSortedLines({ scratch: async (name) => join(folder, name), key: 'x', run });
  const given = ['test,gov)/c 2', 'test,gov)/a 1', 'b', 'test,gov)/c 1', '', '云', 'b', 'z'];
  for (const line of given) await lines.add(line);
  const read = async (): Promise<string[]> => {
    const all: string[] = [];
    for await (const line of lines.all()) all.push(line);
    return all;
  };
  const expected = ['', 'b', 'b', 'test,gov)/a 1', 'test,gov)/c 1', 'test,gov)/c 2', 'z', '云'];
  expect([await read(), await read(), lines.count()]).toEqual([expected, expected, given.length]);
});
