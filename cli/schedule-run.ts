import { requireContact, SOFTWARE } from '../config.ts';
import type { Portal } from '../model/portal.ts';
import { WAITS_MS } from '../queue/queue.ts';
import { openBoard } from '../queue/redis/board.ts';
import { openClaims } from '../queue/redis/claims.ts';
import { keepSharedSchedule, type ScheduledRun } from '../queue/redis/schedule.ts';
import type { RedisLink } from '../queue/redis/connect.ts';
import { limitRun, sleepUntil } from '../queue/run-limit.ts';
import { duePortals, keepSchedule, lastScheduled, nextRun, SCHEDULED, type Due, type Plan } from '../queue/schedule.ts';
import { afterQuiet, quietFrom } from '../queue/timetable.ts';
import { openWorld, type World } from '../world.ts';
import type { CommandContext } from './command.ts';
import { EXIT, explainError, type ExitCode } from './exit.ts';
import { harvestAndShow, reportRun } from './harvest-run.ts';
import { choosePortals, readYears } from './harvest.ts';

/** Options of `ogi schedule` as typed. */
export interface ScheduleFlags {
  cron: string;
  tz: string;
  quiet: string;
  jitter: string;
  budget?: string;
  years?: string;
  name: string;
  all?: boolean;
  once?: boolean;
}

/** A schedule as it was typed, checked. `budgetMs`: null for no budget. */
interface Typed {
  flags: ScheduleFlags;
  plan: Plan;
  budgetMs: number | null;
}

/** Keeps a schedule until the signal stops it; with `--once` does one run and gives its exit code. */
export async function keepAsTyped(
  context: CommandContext,
  portals: readonly string[],
  typed: Typed,
): Promise<ExitCode> {
  const { config, io, signal } = context;
  const { flags, plan } = typed;
  const what = { portals: [...portals], all: flags.all === true, years: flags.years ?? null };
  await portalsOf(context, what);
  const world = await openWorld(config, {
    software: SOFTWARE,
    signal,
    tell: () => undefined,
    onTrouble: (line) => io.err(line),
  });
  try {
    const { clock } = world;
    const night: Night = { context, world, typed };
    if (flags.once === true) return await runOnce(night, what);
    const lastRun = () => lastScheduled(world.store);
    if (world.redis !== null) {
      await keepShared(night, world.redis, what);
    } else {
      const tellNext = (due: Due): void => io.err(dueLine(due));
      const run = async (): Promise<void> => void (await runSafely(night, what));
      await keepSchedule(plan, { clock, signal, random: () => randomOf(world), lastRun, run, tellNext });
    }
    return EXIT.done;
  } finally {
    await world.close();
  }
}

/** What every run of a schedule needs. */
interface Night {
  context: CommandContext;
  world: World;
  typed: Typed;
}

/** From 0 to 1, out of the world's own chance. */
function randomOf(world: World): number {
  return Number.parseInt(world.unique(), 16) / 0xffff_ffff;
}

async function keepShared(night: Night, link: RedisLink, what: ScheduledRun): Promise<void> {
  const { context, world, typed } = night;
  // A queue of another version is told now and not at night.
  await (await openBoard({ link, attempts: WAITS_MS.length + 1 })).end();
  const { plan, flags } = typed;
  const { signal, io } = context;
  const now = world.clock.now();
  const overdue = nextRun(plan, { last: await lastScheduled(world.store), started: null, now, random: 0 });
  const { cron, tz } = plan.timetable;
  const run = async (wanted: ScheduledRun): Promise<void> => {
    const late = Math.floor(plan.jitterMs * randomOf(world));
    await waitUntil(night, new Date(world.clock.now().getTime() + late));
    if (!signal.aborted) await runSafely(night, wanted);
  };
  const tellNext = (at: Date): void => io.err(dueLine({ at, why: 'due' }));
  await keepSharedSchedule({ link, name: flags.name, cron, tz, what, signal, run, tellNext }, overdue.why !== 'due');
}

/** Waits until a moment outside of the quiet hours, `at` or later; returns early when stopped. */
async function waitUntil({ context: { signal }, world, typed }: Night, at: Date): Promise<void> {
  const { clock } = world;
  await sleepUntil(afterQuiet(at, typed.plan.quiet), { clock, signal }).catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
}

/** A run whose errors are told and end it alone: the next night is another one. */
async function runSafely(night: Night, what: ScheduledRun): Promise<ExitCode> {
  const { io, signal } = night.context;
  try {
    return await runOne(night, what);
  } catch (error) {
    const { code, text } = explainError(error);
    if (!signal.aborted) io.err(`${text}\nThis run is over; the next one begins as planned`);
    return code;
  }
}

async function runOnce(night: Night, what: ScheduledRun): Promise<ExitCode> {
  await waitUntil(night, night.world.clock.now());
  return night.context.signal.aborted ? EXIT.interrupted : runOne(night, what);
}

/** One run of the portals that are due and that no other run has. */
async function runOne(night: Night, what: ScheduledRun): Promise<ExitCode> {
  const { context, world, typed } = night;
  const { io, signal } = context;
  const { clock, store, redis } = world;
  const now = clock.now();
  const { due, others } = await duePortals(store, await portalsOf(context, what), now);
  const claims = redis === null ? null : openClaims(redis);
  const limited = limitRun({
    clock,
    signal,
    budgetMs: typed.budgetMs,
    quietFrom: quietFrom(now, typed.plan.quiet),
  });
  try {
    const free = claims === null ? due.map(({ id }) => id) : await claims.take(due.map(({ id }) => id));
    const portals = due.filter(({ id }) => free.includes(id));
    io.err(portalsLine({ portals: portals.length, busy: due.length - portals.length, others }));
    if (portals.length === 0) return EXIT.done;
    const years = what.years === null ? null : readYears(what.years);
    const run = await harvestAndShow(
      { ...context, signal: limited.signal },
      { command: SCHEDULED, portals, years, refresh: false, isWatched: true },
    );
    return signal.aborted ? EXIT.interrupted : reportRun(context, run);
  } finally {
    limited.end();
    await claims?.release();
  }
}

function portalsLine({ portals, busy, others }: { portals: number; busy: number; others: number }): string {
  const left = others === 0 ? '' : `; ${others} were harvested lately and are left until they are due`;
  const elsewhere = busy === 0 ? '' : `; ${busy} are being harvested by another run`;
  return `${portals} portals are harvested now${left}${elsewhere}`;
}

/** The portals that were typed, from the registry as it is now. Throws ConfigError. */
async function portalsOf(context: CommandContext, { portals, all, years }: ScheduledRun): Promise<Portal[]> {
  if (years !== null) readYears(years);
  const chosen = await choosePortals(portals, all, context);
  const homes = chosen.map(({ home }) => home);
  requireContact(context.config, homes);
  return chosen;
}

/** When the next run begins, in words. */
function dueLine({ at, why }: Due): string {
  if (why === 'missed') return `A run was missed; it is caught up from ${at.toISOString()} on`;
  if (why === 'unfinished') return `The last run was cut short; it is gone on with from ${at.toISOString()} on`;
  return `The next run begins at ${at.toISOString()}`;
}
