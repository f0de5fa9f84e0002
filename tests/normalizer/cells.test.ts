import { test } from '@jest/globals';
import { readCells } from '../../normalizer/cells.ts';
import { describeWithShared } from '../shared.ts';
import { expectGold, truthDocument } from './gold-cells.ts';

const SEEDS = ['000', '001', '002', '003', '004'];

describeWithShared('the five seed reports', () => {
  test.each(SEEDS)('seed %s reads cell for cell from its grid', (seed) => {
    expectGold(readCells(truthDocument(seed)), `seed${seed}`);
  });
});
