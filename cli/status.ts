import { setTimeout as wait } from 'node:timers/promises';
import { storePlace } from '../config.ts';
import type { World } from '../world.ts';
import { examples, type CommandContext, type RegisterCommand } from './command.ts';
import { EXIT, type ExitCode } from './exit.ts';

/** Options of `ogi status` as typed. */
interface StatusFlags {
  runs: string;
  watch?: boolean;
}

/** How often `--watch` looks, ms. */
const LOOK_MS = 2_000;

/** `ogi status`: the last runs, the queues and hosts, and how each portal stands. */
export const status: RegisterCommand = (program, run) => {
  program
    .command('status')
    .description('show the last runs, the portals, the queues and what the store holds')
    .option('--runs <n>', 'how many runs to show', '5')
    .option('--watch', 'show queues, rates and the newest run again every two seconds, until stopped')
    .addHelpText('after', examples('ogi status', 'ogi status --watch', 'ogi status --json --data /srv/ogi'))
    .action((flags: StatusFlags) => run((context) => show(context, flags)));
};

async function show(context: CommandContext, flags: StatusFlags): Promise<ExitCode> {
  const { signal, io } = context;
  const { ConfigError } = await import('../errors.ts');
  const count = /^[1-9]\d{0,3}$/u.test(flags.runs) ? Number(flags.runs) : null;
  if (count === null)
    throw new ConfigError(`Cannot use --runs "${flags.runs}": expected a whole number from 1 to 9999`);
  const { openReading } = await import('./operations.ts');
  const world = await openReading(context);
  try {
    if (flags.watch !== true) {
      await showOnce(context, world, count);
      return EXIT.done;
    }
    for (let at = 0; !signal.aborted; at += 1) {
      if (at > 0 && !context.json) io.out('');
      await showNow(context, world);
      await wait(LOOK_MS, undefined, { signal }).catch(() => undefined);
    }
    return EXIT.done;
  } finally {
    await world.close();
  }
}

/** The newest run and the queues, without what takes a walk through the store. */
async function showNow({ io, json, config }: CommandContext, world: World): Promise<void> {
  const { standingLines, standingOf } = await import('./operations.ts');
  const { runLines } = await import('./harvest-run.ts');
  const standing = await standingOf(world, config, 1);
  if (json) return io.out(JSON.stringify(standing));
  const { operations } = standing;
  io.out(`${operations.at} ${operations.verdict ?? 'no run yet'}`);
  for (const line of standingLines(standing)) io.out(`  ${line}`);
  for (const run of operations.runs) for (const line of runLines(run, storePlace(config))) io.out(`  ${line}`);
}

async function showOnce({ io, json, config }: CommandContext, world: World, count: number): Promise<void> {
  const { standingLines, standingOf } = await import('./operations.ts');
  const { runLines } = await import('./harvest-run.ts');
  const { openCorrected } = await import('../queue/corrected.ts');
  const { staleCorrectionLines } = await import('./stale-corrections.ts');
  const standing = await standingOf(world, config, count);
  const { operations } = standing;
  const recordsByYear = await recordsOf(world);
  const correctionsNotApplied = await (await openCorrected(world.store)).stale();
  const { place, runs, ...now } = operations;
  if (json) {
    const { redisTrouble } = standing;
    return io.out(JSON.stringify({ place, recordsByYear, runs, correctionsNotApplied, now: { ...now, redisTrouble } }));
  }
  const total = Object.values(recordsByYear).reduce((sum, n) => sum + n, 0);
  io.out(`Store "${place}": ${total} reports${total === 0 ? '' : ` (${yearsLine(recordsByYear)})`}`);
  for (const line of [...standingLines(standing), ...staleCorrectionLines(correctionsNotApplied)]) io.out(line);
  if (runs.length === 0) io.out('No run yet; "ogi demo" shows one on the bundled sample portal.');
  for (const one of runs) {
    io.out('');
    io.out(`${one.startedAt} ${one.command}${one.finishedAt === null ? ' (running or interrupted)' : ''}`);
    for (const line of runLines(one, place)) io.out(`  ${line}`);
  }
}

async function recordsOf(world: World): Promise<Record<string, number>> {
  const records = new Map<number, number>();
  for await (const record of world.store.records.all()) {
    const year = record.fiscalYear ?? 0;
    records.set(year, (records.get(year) ?? 0) + 1);
  }
  return Object.fromEntries([...records].sort(([a], [b]) => a - b));
}

function yearsLine(byYear: Readonly<Record<string, number>>): string {
  return Object.entries(byYear)
    .map(([year, count]) => `${year}: ${count}`)
    .join(', ');
}
