import { SOFTWARE, storePlace } from '../config.ts';
import type { Run } from '../model/run.ts';
import { runHarvest, type HarvestOptions } from '../queue/harvest.ts';
import { limitOf } from '../queue/run-limit.ts';
import { stoppedLines, summaryOf, summaryOfFailure, type RunSummary } from '../queue/summary.ts';
import { startTally } from '../queue/tally.ts';
import { openWorld, type World } from '../world.ts';
import type { CommandContext } from './command.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { countsLine, startProgress } from './progress.ts';

/**
 * A harvest with its display: opens the world, runs, shows, closes, and posts the summary where one is wanted, also of a
 * run that an error ended. `prepare` may make the jobs of an import with the world that was opened.
 */
export async function harvestAndShow(
  context: CommandContext,
  options: HarvestOptions,
  prepare?: (world: World) => Promise<NonNullable<HarvestOptions['jobs']>>,
): Promise<Run> {
  try {
    const { run, summary } = await harvest(context, options, prepare);
    await notify(context, summary);
    return run;
  } catch (error) {
    if (!context.signal.aborted || limitOf(context.signal) !== null)
      await notify(context, summaryOfFailure(options.command, error));
    throw error;
  }
}

async function harvest(
  context: CommandContext,
  options: HarvestOptions,
  prepare?: (world: World) => Promise<NonNullable<HarvestOptions['jobs']>>,
): Promise<{ run: Run; summary: RunSummary }> {
  const { io, json, signal, config } = context;
  const tally = startTally();
  const progress = startProgress(io, tally, { json, logLevel: config.logLevel, now: Date.now });
  try {
    const world = await openWorld(config, {
      software: SOFTWARE,
      signal,
      onTrouble: (line) => io.err(line),
      tell: (event) => {
        tally.add(event);
        progress.show(event);
      },
    });
    try {
      const jobs = prepare === undefined ? [] : await prepare(world);
      const run = await runHarvest(world, tally, { ...options, jobs });
      return { run, summary: await summaryOf(world.store, run) };
    } finally {
      await world.close();
    }
  } finally {
    progress.stop();
  }
}

/** Sends a summary to the user's own addresses, if there are any; what keeps it from arriving is said on stderr. */
async function notify({ config, io }: CommandContext, summary: RunSummary): Promise<void> {
  if (config.notifyUrl === null) return;
  const { sendSummary } = await import('./notify.ts');
  for (const address of config.notifyUrl.split(' ')) {
    const trouble = await sendSummary(address, summary, config);
    if (trouble !== null) io.err(`ogi: ${trouble}`);
  }
}

/** What a run came to, in plain words or as JSON, and the exit code that it means. */
export function reportRun({ io, json, config }: CommandContext, run: Run): ExitCode {
  if (json) io.out(JSON.stringify(run));
  else for (const line of runLines(run, storePlace(config))) io.out(line);
  return exitOf(run);
}

/** 1 where a bug cost a job, 3 where something is missing, else 0. */
function exitOf(run: Run): ExitCode {
  if (run.counts.bugs > 0) return EXIT.bug;
  const lost = run.counts.failed + run.counts.unreadable + run.counts.declined;
  return lost > 0 || run.stopped !== undefined || run.portals.some((portal) => portal.verdict !== 'ok')
    ? EXIT.incomplete
    : EXIT.done;
}

/** A run in plain words, one line each. */
export function runLines(run: Run, place: string): string[] {
  const verdicts = run.portals.map((portal) => `${portal.name ?? portal.portalId}: ${portal.verdict} (${portal.why})`);
  const asked = run.hosts
    .filter((host) => host.requests > 0)
    .map((host) => {
      const gap = host.smallestGapMs === null ? '' : `, never less than ${Math.round(host.smallestGapMs)} ms apart`;
      return `asked ${host.host} ${host.requests} times${gap}${host.refusals > 0 ? `, refused ${host.refusals} times` : ''}`;
    });
  return [
    ...stoppedLines(run),
    ...verdicts,
    countsLine(run),
    ...asked,
    `Stored in "${place}" as run ${run.id}. What was odd or is missing: runs/${run.id}/issues.jsonl`,
  ];
}
