import { describe, expect, test } from '@jest/globals';
import type { PortalState } from '../../model/portal-state.ts';
import type { Gap } from '../../model/gap.ts';
import { looksThatHold, revisitOf } from '../../queue/revisit.ts';

const column = 'http://www.yunhe.gov.test/zwgk/zfxxgknb/';

function state(started: string, more: Partial<PortalState> = {}, columnKind = 'list'): PortalState {
  const page = { url: column, role: 'column' as const, kind: columnKind, title: '', depth: 1, links: 1, from: null };
  return {
    id: 'p',
    name: null,
    home: 'http://www.yunhe.gov.test/',
    runStartedAt: `${started}T14:00:00Z`,
    runFinishedAt: `${started}T15:00:00Z`,
    discoveredAt: `${started}T14:10:00Z`,
    discovery: {
      home: 'http://www.yunhe.gov.test/',
      hub: null,
      columns: [column],
      pages: [page],
      candidates: [],
      rejected: [],
      trouble: [],
      requests: 3,
    },
    ...more,
  };
}

describe('a portal is harvested again', () => {
  test.each<[string, PortalState | null, string, string]>([
    ['when it never was', null, '2024-02-01T14:00:00Z', 'first'],
    ['when the run was cut short', state('2024-01-31', { runFinishedAt: null }), '2024-02-01T14:00:00Z', 'unfinished'],
    ['a week later in the season', state('2024-01-25'), '2024-02-01T14:00:00Z', 'season'],
    ['a week later, some minutes too early', state('2024-01-25'), '2024-02-01T13:40:00Z', 'season'],
    ['not after six days', state('2024-01-26'), '2024-02-01T14:00:00Z', 'until 2024-02-02'],
    ['in July not after a month', state('2024-06-20'), '2024-07-20T14:00:00Z', 'until 2024-09-18'],
    ['in September after a quarter', state('2024-06-20'), '2024-09-18T14:00:00Z', 'quarter'],
    ['when the season begins in Beijing', state('2023-12-20'), '2023-12-31T16:00:00Z', 'season'],
    [
      'each time where its column is one article',
      state('2024-08-01', {}, 'article'),
      '2024-08-02T14:00:00Z',
      'single_article',
    ],
    [
      'two days after it could not be reached',
      state('2024-08-01', { discoveredAt: null }),
      '2024-08-03T14:00:00Z',
      'failed',
    ],
    [
      'not on the night after it could not be reached',
      state('2024-08-01', { discoveredAt: '2024-07-01T14:00:00Z' }),
      '2024-08-02T14:00:00Z',
      'until 2024-08-03',
    ],
  ])('%s', (_name, known, now, expected) => {
    const revisit = revisitOf(known, new Date(now));
    expect(revisit.isDue ? revisit.why : `until ${revisit.until.toISOString().slice(0, 10)}`).toBe(expected);
  });
});

describe('second looks for missing reports', () => {
  const look = (at: string) => ({ how: 'search' as const, url: 'http://www.yunhe.gov.test/so', at });
  const gap = (result: Gap['result'], of: Gap['look']): Gap => ({ body: '教育局', year: 2023, look: of, result });

  test.each<[string, Gap, boolean]>([
    ['nothing there last month', gap('not_there', look('2025-02-01T00:00:00.000Z')), true],
    ['nothing there a quarter ago', gap('not_there', look('2024-12-01T00:00:00.000Z')), false],
    ['found: no list shows it, so it is looked at again', gap('found', look('2025-03-01T00:00:00.000Z')), false],
    ['not to be had', gap('failed', look('2025-03-01T00:00:00.000Z')), false],
    ['never looked for', gap('not_looked', null), false],
  ])('%s', (_, one, holds) => {
    expect(looksThatHold([one], new Date('2025-03-05T00:00:00.000Z'))).toEqual(holds ? [one] : []);
  });
});
