import { describe, expect, test } from '@jest/globals';
import type { Run } from '../../model/run.ts';
import { limitOf, limitRun, sleepUntil } from '../../queue/run-limit.ts';
import { keepSchedule, nextRun, type Due, type Plan } from '../../queue/schedule.ts';
import { startTally } from '../../queue/tally.ts';
import { readQuietHours, readTimetable } from '../../queue/timetable.ts';
import { holdClock } from './held-clock.ts';

const tz = 'Asia/Shanghai';
const MINUTE = 60_000;

function plan(more: Partial<Plan> = {}): Plan {
  return { timetable: readTimetable({ cron: '0 22 * * *', tz }), quiet: null, jitterMs: 0, ...more };
}

function runFrom(startedAt: string, finishedAt: string | null = startedAt): Run {
  const counts = startTally().counts;
  return { id: startedAt, command: 'schedule', software: 's', startedAt, finishedAt, counts, portals: [], hosts: [] };
}

describe('the next run', () => {
  const quiet = readQuietHours('06:00-22:00', tz);
  const known = { last: null, started: null, now: new Date('2024-02-01T03:00:00Z'), random: 0.5 };
  const night = new Date('2024-01-31T14:00:00Z');

  test.each<[string, Plan, Partial<Parameters<typeof nextRun>[1]>, string, string]>([
    ['of a new schedule waits for its hour', plan(), {}, 'due', '2024-02-01T14:00:00.000Z'],
    ['comes a little later by chance', plan({ jitterMs: 20 * MINUTE }), {}, 'due', '2024-02-01T14:10:00.000Z'],
    [
      'after one that was done waits for the next night',
      plan(),
      { last: runFrom('2024-01-31T14:00:00Z') },
      'due',
      '2024-02-01T14:00:00.000Z',
    ],
    [
      'after three that were missed comes at once',
      plan(),
      { last: runFrom('2024-01-28T14:00:00Z') },
      'missed',
      '2024-02-01T03:00:00.000Z',
    ],
    [
      'after one that was missed waits for the end of the quiet hours',
      plan({ quiet }),
      { last: runFrom('2024-01-28T14:00:00Z') },
      'missed',
      '2024-02-01T14:00:00.000Z',
    ],
    [
      'after one that was killed goes on with it',
      plan(),
      { last: runFrom('2024-01-31T14:00:00Z', null) },
      'unfinished',
      '2024-02-01T03:00:00.000Z',
    ],
    [
      'after one that failed in this process waits for the next night',
      plan(),
      { last: runFrom('2024-01-31T14:00:00Z', null), started: night },
      'due',
      '2024-02-01T14:00:00.000Z',
    ],
  ])('%s', (_name, wanted, more, why, at) => {
    const due = nextRun(wanted, { ...known, ...more });
    expect({ why: due.why, at: due.at.toISOString() }).toEqual({ why, at });
  });
});

describe('a schedule', () => {
  /** Keeps it for so many runs; gives when each began. `during`: what a run does. */
  const begun = async (last: Run | null, runs: number, during: (clock: ReturnType<typeof holdClock>) => void) => {
    const clock = holdClock('2024-02-01T03:00:00Z');
    const stop = new AbortController();
    const times: string[] = [];
    let kept = last;
    await keepSchedule(plan(), {
      clock,
      signal: stop.signal,
      random: () => 0,
      lastRun: async () => kept,
      run: async ({ why }: Due) => {
        times.push(`${clock.now().toISOString().slice(0, 16)} ${why}`);
        kept = runFrom(clock.now().toISOString());
        during(clock);
        if (times.length === runs) stop.abort();
      },
      tellNext: () => undefined,
    });
    return times;
  };

  test('catches up once what was missed and then keeps its hours', async () => {
    expect(await begun(runFrom('2024-01-20T14:00:00Z'), 3, () => undefined)).toEqual([
      '2024-02-01T03:00 missed',
      '2024-02-01T14:00 due',
      '2024-02-02T14:00 due',
    ]);
  });

  test('does one run at a time: one that takes three days is followed by one, not by three', async () => {
    const long = (clock: ReturnType<typeof holdClock>): void => {
      if (clock.now().toISOString() < '2024-02-02') clock.set('2024-02-04T15:00:00Z');
    };
    expect(await begun(null, 3, long)).toEqual([
      '2024-02-01T14:00 due',
      '2024-02-04T15:00 missed',
      '2024-02-05T14:00 due',
    ]);
  });

  test('ends when it is stopped while it waits', async () => {
    const stop = new AbortController();
    const clock = holdClock('2024-02-01T03:00:00Z');
    let runs = 0;
    await keepSchedule(plan(), {
      clock,
      signal: stop.signal,
      random: () => 0,
      lastRun: async () => null,
      run: async () => void (runs += 1),
      tellNext: () => stop.abort(),
    });
    expect(runs).toBe(0);
  });

  test('notices a clock that was set while it slept', async () => {
    const clock = holdClock('2024-02-01T03:00:00Z');
    const jumping = {
      ...clock,
      sleep: async (ms: number, signal?: AbortSignal) => {
        await clock.sleep(ms, signal);
        if (clock.slept.length === 1) clock.set('2024-02-01T13:59:30Z');
      },
    };
    await sleepUntil(new Date('2024-02-01T13:59:40Z'), { clock: jumping, signal: new AbortController().signal });
    expect(clock.slept).toEqual([MINUTE, 10_000]);
  });
});

describe('the limits of a run', () => {
  const start = '2024-02-01T21:00:00Z';
  const limited = async (
    budgetMs: number | null,
    quietFrom: Date | null,
  ): Promise<{ limit: string | null; at: string }> => {
    const clock = holdClock(start);
    const { signal, end } = limitRun({ clock, signal: new AbortController().signal, budgetMs, quietFrom });
    for (let turns = 0; turns < 500 && !signal.aborted; turns += 1) {
      await new Promise((resolve) => void setImmediate(resolve));
    }
    end();
    return { limit: limitOf(signal), at: clock.now().toISOString() };
  };

  test.each<[string, number | null, string | null, string | null, string]>([
    ['its minutes', 30 * MINUTE, null, 'budget', '2024-02-01T21:30:00.000Z'],
    ['the quiet hours', null, '2024-02-01T22:00:00Z', 'quiet_hours', '2024-02-01T22:00:00.000Z'],
    ['what comes first', 90 * MINUTE, '2024-02-01T22:00:00Z', 'quiet_hours', '2024-02-01T22:00:00.000Z'],
    ['none', null, null, null, '2024-02-01T21:00:00.000Z'],
  ])('%s', async (_name, budgetMs, quiet, limit, at) => {
    expect(await limited(budgetMs, quiet === null ? null : new Date(quiet))).toEqual({ limit, at });
  });

  test('a person who stops the run is no limit', () => {
    const stop = new AbortController();
    const clock = holdClock(start);
    const { signal, end } = limitRun({ clock, signal: stop.signal, budgetMs: 1e9, quietFrom: null });
    stop.abort('interrupted');
    expect([signal.aborted, limitOf(signal)]).toEqual([true, null]);
    end();
  });
});
