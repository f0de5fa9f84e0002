import { describe, expect, test } from '@jest/globals';
import type { RunEvent } from '../../model/run.ts';
import { startTally } from '../../queue/tally.ts';

const portal = { id: 'p', name: null, home: 'http://www.yunhe.gov.test/', floor: 2 };
const url = (n: number): string => `http://www.yunhe.gov.test/${n}`;

function record(n: number, change: 'first' | 'changed' | 'unchanged' = 'first'): RunEvent & { kind: 'record' } {
  return { kind: 'record', portalId: 'p', recordId: `r${n}`, url: url(n), change, odd: false };
}

function lost(kind: 'declined' | 'unreadable' | 'gone' | 'unreachable', code: string): RunEvent {
  return { kind, portalId: 'p', url: url(9), code, why: 'why' };
}

const two = [record(1), record(2)];

describe('the verdict on a portal', () => {
  test.each<[string, RunEvent[], string, RegExp]>([
    ['all is well', two, 'ok', /2 reports/u],
    ['fewer reports than its floor', [record(1)], 'below_floor', /at least 2 reports, found 1/u],
    ['nothing that is a report', [{ kind: 'found', portalId: 'p', candidates: 4 }], 'below_floor', /found 0/u],
    ['a document that cannot be read', [...two, lost('unreadable', 'scan')], 'incomplete', /1 documents/u],
    ['a document that is gone', [...two, lost('gone', 'gone')], 'incomplete', /1 documents/u],
    ['a refusal by the host', [...two, lost('declined', 'status_412')], 'declined', /host refused 1/u],
    [
      'a page of a list that cannot be had',
      [...two, { kind: 'broken_chain', portalId: 'p', url: url(8), why: 'HTTP 502' }],
      'broken_chain',
      /1 pages of its lists/u,
    ],
    ['a path that robots.txt forbids', [...two, lost('declined', 'robots_path')], 'incomplete', /1 documents/u],
    [
      'a discovery that ended',
      [{ kind: 'portal', portalId: 'p', verdict: 'changed', why: 'no column' }],
      'changed',
      /no column/u,
    ],
  ])('%s', (_name, events, verdict, why) => {
    const tally = startTally();
    for (const event of events) tally.add(event);
    const [told] = tally.verdicts([portal], null);
    expect(told?.verdict).toBe(verdict);
    expect(told?.why).toMatch(why);
  });

  test('a portal without floor and without a report has changed', () => {
    const [told] = startTally().verdicts([{ ...portal, floor: null }], null);
    expect(told?.verdict).toBe('changed');
  });
});

describe('a portal that is watched', () => {
  const years = (...of: number[]): RunEvent[] => of.map((year) => ({ ...record(year), recordId: `abc-${year}` }));

  test.each<[string, RunEvent[], string | null, string]>([
    ['without a report on last year, from April on', years(2021, 2022), '2024-04-01', 'quiet'],
    ['without one in March, when some are not due', years(2021, 2022), '2024-03-31', 'ok'],
    ['with one', years(2022, 2023), '2024-10-01', 'ok'],
    ['silent for years', years(2015, 2016), '2024-10-01', 'ok'],
    ['not watched', years(2021, 2022), null, 'ok'],
  ])('%s', (_name, events, now, verdict) => {
    const tally = startTally();
    for (const event of events) tally.add(event);
    const [told] = tally.verdicts([portal], now === null ? null : new Date(now));
    expect(told?.verdict).toBe(verdict);
    if (verdict === 'quiet') expect(told?.why).toBe('no report on 2023, which is due, but 2 on the two years before');
  });
});

describe('counting', () => {
  test('a discovery that is told twice counts once, and those of two portals add up', () => {
    const tally = startTally();
    tally.add({ kind: 'found', portalId: 'p', candidates: 4 });
    tally.add({ kind: 'found', portalId: 'q', candidates: 2 });
    tally.add({ kind: 'found', portalId: 'p', candidates: 5 });
    expect(tally.counts.found).toBe(7);
  });

  test('a page that is settled once more for each of its files counts once', () => {
    const tally = startTally();
    for (const event of [record(1), record(1, 'unchanged'), record(1, 'unchanged')]) tally.add(event);
    expect(tally.counts).toMatchObject({ read: 1, unchanged: 0 });
  });

  test('the same trouble has the same id in every run, and stands once in a run', () => {
    const ids = [1, 2].map(() => {
      const tally = startTally();
      tally.add(lost('unreadable', 'scan'));
      tally.add(lost('unreadable', 'scan'));
      return tally.issues.map((issue) => issue.id);
    });
    expect(ids[0]).toHaveLength(1);
    expect(ids[0]).toEqual(ids[1]);
  });
});
