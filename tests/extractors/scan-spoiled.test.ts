import { expect, test } from '@jest/globals';
import { describeWithShared } from '../shared.ts';
import { describeWithTesseract } from '../tesseract.ts';
import { spoiled } from './scan-paper.ts';
import type { Spoiling } from './scan-paper.ts';
import { compareWithGold, documentIn, recordIn, SCAN_TEST_MS, seedFile } from './scan-record.ts';

/** Of the 176 cells of tables 3 and 4 so many at least are read right from a page spoiled like this. */
const CASES: readonly [name: string, spoiling: Spoiling, least: number][] = [
  ['1.5° askew, with noise', { turn: 1.5, noise: 6 }, 172],
  ['at 150 dpi with the marks of strong JPEG compression', { dpi: 150, quality: 40 }, 168],
  ['2° askew, at 150 dpi, with noise and compression', { turn: -2, dpi: 150, noise: 5, quality: 60 }, 150],
];

describeWithShared('scans of page 3 of seed 002', () => {
  describeWithTesseract('are read without a silent error', () => {
    test.each(CASES)(
      '%s',
      async (_, spoiling, least) => {
        const pages = await spoiled(seedFile('002', 'scan.pdf'), [1, 3], spoiling);
        const compared = compareWithGold(recordIn(await documentIn(pages)), '002', ['t3', 't4']);
        expect(compared).toMatchObject({ cells: 176, silent: [] });
        expect({ least: compared.right >= least, wrong: compared.wrong }).toMatchObject({ least: true });
      },
      SCAN_TEST_MS,
    );
  });
});
