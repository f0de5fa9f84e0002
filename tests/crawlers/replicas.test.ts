import { describe, expect, test } from '@jest/globals';
import { REPLICAS } from '../replicas/replicas.ts';
import { discoverReplica } from './replica-portal.ts';

/** R15 refuses and traps; the client's own tests and the harvest of the replicas look at it. */
const ORDINARY = REPLICAS.filter(({ id }) => id !== 'R15');

describe('from the home pages of a replica to its reports', () => {
  test.each(ORDINARY)(
    '$id $name: every report is nominated, no decoy is, for less than a request a report',
    async (replica) => {
      const built = replica.build('third');
      const found = await discoverReplica(built);
      expect(found.missing).toEqual([]);
      expect(found.decoys).toEqual([]);
      expect(found.strangers).toEqual([]);
      expect(found.requests).toBeLessThanOrEqual(Math.max(10, built.truth.reports.length));
    },
  );
});

describe('without the family that a replica was made for', () => {
  test('the generic readers still find 0.8 of the reports on at least ten replicas, and no decoy', async () => {
    const recalls: [string, number][] = [];
    for (const replica of ORDINARY.filter(({ family }) => family.length > 0)) {
      const found = await discoverReplica(replica.build('third'), { without: replica.family }).catch(() => null);
      recalls.push([replica.id, found?.recall ?? 0]);
      expect(found?.decoys ?? []).toEqual([]);
    }
    const enough = recalls.filter(([, recall]) => recall >= 0.8).map(([id]) => id);
    expect(enough.length).toBeGreaterThanOrEqual(10);
  });
});
