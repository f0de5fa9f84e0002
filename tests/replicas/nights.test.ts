import { describe, expect, test } from '@jest/globals';
import { nightLines, threeNights } from '../../bench/portal-nights.ts';
import { R16 } from './R16.ts';

/** Three nights on the portal that drifts: its hub moved, lists broke, reports moved, were corrected, withdrawn, came new, and it has another name. */
describe('R16: a portal that drifts', () => {
  test('names what is new, corrected, withdrawn and moved, and downloads only what changed', async () => {
    const nights = await threeNights(R16.build('full'));
    expect(nightLines(nights).missed).toEqual([]);
    expect(nights.same.whole).toBe(0);
    expect(nights.figures).toMatchObject({ missing: [], duplicates: [], decoys: [], misattributed: [] });
  }, 480_000); // at full size, since the limit of requests is meant for it
});
