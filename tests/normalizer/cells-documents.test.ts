import { test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { readDocument } from '../../extractors/read.ts';
import { readCells } from '../../normalizer/cells.ts';
import { describeWithShared, shared } from '../shared.ts';
import { expectGold, truthDocument } from './gold-cells.ts';

const SEEDS = ['000', '001', '002', '003', '004'];

describeWithShared('the five seed reports', () => {
  test.each(SEEDS)('seed %s reads cell for cell from its grid', (seed) => {
    expectGold(readCells(truthDocument(seed)), `seed${seed}`);
  });

  const files = SEEDS.flatMap((seed) =>
    ['clean.html', 'wordpaste.html', 'report.docx', 'report.pdf'].map((file) => ({ seed, file })),
  );
  test.each(files)('seed $seed reads cell for cell from $file', async ({ seed, file }) => {
    expectGold(await cellsOf(shared('documents', seed, file), file), `seed${seed}`);
  });
});

async function cellsOf(path: string, name: string) {
  const { value } = await readDocument(readFileSync(path), { url: `file:${name}`, name });
  return readCells(value);
}
