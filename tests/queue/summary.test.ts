import { describe, expect, test } from '@jest/globals';
import type { Issue, PortalVerdict, Run } from '../../model/run.ts';
import { summarise } from '../../queue/summary.ts';
import { startTally } from '../../queue/tally.ts';

function runOf(counts: Partial<Run['counts']>, verdicts: PortalVerdict['verdict'][] = ['ok']): Run {
  return {
    id: 'r1',
    command: 'harvest',
    software: 'ogi-harvest/0.1.0',
    startedAt: '2024-02-01T02:00:00.000Z',
    finishedAt: '2024-02-01T03:00:00.000Z',
    counts: { ...startTally().counts, ...counts },
    portals: verdicts.map((verdict, at) => ({
      portalId: `p${at}`,
      home: `http://p${at}.gov.test/`,
      name: at === 0 ? '云禾县' : null,
      verdict,
      why: 'the reason',
      found: 1,
      records: 1,
    })),
    hosts: [],
  };
}

const issue = (id: string, code: string): Issue => ({ id, code, message: 'why', subject: 'it', level: 'missing' });
const none = { issues: [], before: null };

describe('the summary of a run', () => {
  test.each<[string, Run, string]>([
    ['all well', runOf({ read: 20 }), 'ok'],
    ['a portal below its floor', runOf({ read: 20 }, ['ok', 'below_floor']), 'incomplete'],
    ['15 % lost', runOf({ read: 17, unreadable: 1, failed: 1, declined: 1 }), 'incomplete'],
    ['more than 15 % lost', runOf({ read: 16, failed: 3 }), 'failed'],
    ['stopped by a limit', { ...runOf({ read: 20 }), stopped: { why: 'budget', left: 7 } }, 'incomplete'],
    ['a bug', runOf({ read: 99, bugs: 1 }), 'failed'],
    ['not finished', { ...runOf({ read: 20 }), finishedAt: null }, 'interrupted'],
  ])('%s', (_name, run, verdict) => {
    expect(summarise(run, none).verdict).toBe(verdict);
  });

  test('compares two nights by the ids of their issues', () => {
    const summary = summarise(runOf({ read: 1 }), {
      issues: [issue('1', 'gone_gone'), issue('2', 'gone_gone'), issue('3', 'unreadable_scan')],
      before: [issue('1', 'gone_gone'), issue('9', 'unreadable_scan')],
    });
    expect(summary.fresh).toEqual([
      { code: 'gone_gone', level: 'missing', count: 1 },
      { code: 'unreadable_scan', level: 'missing', count: 1 },
    ]);
    expect(summary.gone).toBe(1);
  });

  test('says what a limit left for the next run', () => {
    const run: Run = { ...runOf({ read: 20 }), stopped: { why: 'quiet_hours', left: 7 } };
    expect(summarise(run, none).text).toContain(
      'Stopped before its end, since the quiet hours began: 7 jobs are left for the next run.',
    );
  });

  test('says it in plain words', () => {
    const run = runOf({ read: 6, unchanged: 12, rejected: 1, unreadable: 1 }, ['incomplete', 'ok']);
    const { text } = summarise(run, { issues: [issue('1', 'unreadable_scan')], before: [] });
    expect(text.split('\n')).toEqual([
      'ogi harvest: incomplete. 2 portals, 1 of them ok.',
      '6 reports read new or changed, 12 unchanged, 1 documents were no reports, 1 could not be had or read (5.0 %).',
      '云禾县: incomplete (the reason)',
      'New since the run before: 1 × unreadable_scan; gone: 0.',
    ]);
  });

  test('names the reports that a portal changed', () => {
    const changed = (id: string, code: string, message: string): Issue => ({
      ...issue(id, code),
      message,
      level: 'notice',
    });
    const issues = [
      changed('1', 'report_withdrawn', '"乙报告" is on no list any more; its page is gone'),
      changed('2', 'report_new', '"丙报告" is listed for the first time'),
      changed('3', 'report_new', '"甲报告" is listed for the first time'),
    ];
    const { changes, text } = summarise(runOf({ read: 1 }), { issues, before: [] });
    const fresh = ['"丙报告" is listed for the first time', '"甲报告" is listed for the first time'];
    expect(changes).toEqual([
      { code: 'report_new', messages: fresh },
      { code: 'report_withdrawn', messages: ['"乙报告" is on no list any more; its page is gone'] },
    ]);
    expect(text).toContain(`report_new: ${fresh.join('; ')}\nreport_withdrawn: "乙报告"`);
  });
});
