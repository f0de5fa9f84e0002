import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { generateSample } from '../../sample/generate.ts';
import { projectRoot } from '../shared.ts';

const committed = join(projectRoot, 'sample');
let fresh = '';

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}

beforeAll(async () => {
  fresh = await mkdtemp(join(tmpdir(), 'ogi-sample-'));
  await generateSample(fresh);
});
afterAll(() => rm(fresh, { recursive: true, force: true }));

describe('the committed sample portal', () => {
  test('has exactly the files that the facts give', async () => {
    expect(await filesBelow(join(committed, 'portal'))).toEqual(await filesBelow(join(fresh, 'portal')));
  });

  test('is byte for byte what the facts give', async () => {
    const differing: string[] = [];
    for (const name of [
      'truth.json',
      ...(await filesBelow(join(fresh, 'portal'))).map((file) => join('portal', file)),
    ]) {
      const [ours, made] = await Promise.all([readFile(join(committed, name)), readFile(join(fresh, name))]);
      if (!ours.equals(made)) differing.push(name);
    }
    expect(differing).toEqual([]);
  });

  test('stays below three megabytes', async () => {
    let bytes = (await readFile(join(committed, 'truth.json'))).length;
    for (const name of await filesBelow(join(committed, 'portal'))) {
      bytes += (await readFile(join(committed, 'portal', name))).length;
    }
    expect(bytes).toBeLessThan(3_000_000);
  });
});
