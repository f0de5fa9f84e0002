import type { Clock } from '../model/clock.ts';
import type { Portal } from '../model/portal.ts';
import type { Run } from '../model/run.ts';
import type { Store } from '../storage/store.ts';
import { revisitOf } from './revisit.ts';
import { sleepUntil } from './run-limit.ts';
import { afterQuiet, type QuietHours, type Timetable } from './timetable.ts';

/** Name of the command under which the runs of a schedule are kept. */
export const SCHEDULED = 'schedule';

/** When runs begin. */
export interface Plan {
  timetable: Timetable;
  quiet: QuietHours | null;
  /** A run begins up to so much later than the timetable says, so that not all harvesters ask at the same minute, ms. */
  jitterMs: number;
}

/** The next run: when, and why then. `unfinished`: one was killed in its middle; `missed`: nobody was there when it was due. */
export interface Due {
  at: Date;
  why: 'due' | 'missed' | 'unfinished';
}

/** What is known of the runs so far. `started`: when this process last began one; null: it has begun none yet. */
export interface Known {
  last: Run | null;
  started: Date | null;
  now: Date;
  /** From 0 to 1. */
  random: number;
}

/**
 * When the next run begins. However many were missed, they are caught up by one run at once. A run that was killed is gone on
 * with when the process starts again, and not while it runs, so that an error that ends every run is met once a night.
 */
export function nextRun({ timetable, quiet, jitterMs }: Plan, { last, started, now, random }: Known): Due {
  const outside = (at: Date): Date => afterQuiet(at, quiet);
  if (started === null && last !== null && last.finishedAt === null) return { at: outside(now), why: 'unfinished' };
  const before = started ?? (last === null ? now : new Date(last.startedAt));
  const next = timetable.next(before);
  if (next.getTime() + jitterMs < now.getTime()) return { at: outside(now), why: 'missed' };
  return { at: outside(new Date(next.getTime() + Math.floor(jitterMs * random))), why: 'due' };
}

/** What a schedule needs of its surroundings. */
export interface ScheduleWorld {
  clock: Clock;
  signal: AbortSignal;
  /** From 0 to 1. */
  random(): number;
  /** The last run of this schedule in the store, null where there is none. */
  lastRun(): Promise<Run | null>;
  /** Does one run to its end. What it throws ends the schedule. */
  run(due: Due): Promise<void>;
  /** Told when it is known when the next run begins. */
  tellNext(due: Due): void;
}

/** Does the runs of a plan, one after the other, until the signal stops it. */
export async function keepSchedule(plan: Plan, world: ScheduleWorld): Promise<void> {
  const { clock, signal } = world;
  let started: Date | null = null;
  while (!signal.aborted) {
    const last = await world.lastRun();
    const due = nextRun(plan, { last, started, now: clock.now(), random: world.random() });
    world.tellNext(due);
    try {
      await sleepUntil(due.at, { clock, signal });
    } catch (error) {
      if (signal.aborted) return;
      throw error;
    }
    started = clock.now();
    await world.run(due);
  }
}

/** The last run of a schedule that is kept in this store. */
export async function lastScheduled(store: Store): Promise<Run | null> {
  const runs = await store.runs.latest(MOST_RUNS);
  return runs.find(({ command }) => command === SCHEDULED) ?? null;
}

/** Runs that are looked through for one of the schedule. */
const MOST_RUNS = 1_000;

/** The portals of a schedule that the revisit rule wants now; `others` are left out until later. */
export async function duePortals(
  store: Store,
  portals: readonly Portal[],
  now: Date,
): Promise<{ due: Portal[]; others: number }> {
  const due: Portal[] = [];
  for (const portal of portals) {
    if (revisitOf(await store.portals.get(portal.id), now).isDue) due.push(portal);
  }
  return { due, others: portals.length - due.length };
}
