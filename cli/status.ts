import { SOFTWARE } from '../config.ts';
import { examples, type RegisterCommand } from './command.ts';
import { EXIT } from './exit.ts';

/** `ogi status`: the last runs, and how each portal stands. */
export const status: RegisterCommand = (program, run) => {
  program
    .command('status')
    .description('show the last runs, the portals and what the store holds')
    .option('--runs <n>', 'how many runs to show', '5')
    .addHelpText('after', examples('ogi status', 'ogi status --json --data /srv/ogi'))
    .action((flags: { runs: string }) =>
      run(async ({ io, json, config, signal }) => {
        const { ConfigError } = await import('../errors.ts');
        const count = /^[1-9]\d{0,3}$/u.test(flags.runs) ? Number(flags.runs) : null;
        if (count === null)
          throw new ConfigError(`Cannot use --runs "${flags.runs}": expected a whole number from 1 to 9999`);
        const { openWorld } = await import('../world.ts');
        const { runLines } = await import('./harvest-run.ts');
        const { openCorrected } = await import('../queue/corrected.ts');
        const { staleCorrectionLines } = await import('./stale-corrections.ts');
        const world = await openWorld(config, {
          software: SOFTWARE,
          signal,
          tell: () => undefined,
          onStoreTrouble: (line) => io.err(line),
        });
        try {
          const runs = await world.store.runs.latest(count);
          const records = new Map<number, number>();
          for await (const record of world.store.records.all()) {
            const year = record.fiscalYear ?? 0;
            records.set(year, (records.get(year) ?? 0) + 1);
          }
          const byYear = Object.fromEntries([...records].sort(([a], [b]) => a - b));
          const correctionsNotApplied = await (await openCorrected(world.store)).stale();
          if (json) {
            io.out(JSON.stringify({ place: world.store.place, recordsByYear: byYear, runs, correctionsNotApplied }));
            return EXIT.done;
          }
          const total = [...records.values()].reduce((sum, n) => sum + n, 0);
          io.out(`Store "${world.store.place}": ${total} reports${total === 0 ? '' : ` (${yearsLine(byYear)})`}`);
          for (const line of staleCorrectionLines(correctionsNotApplied)) io.out(line);
          if (runs.length === 0) io.out('No run yet; "ogi demo" shows one on the bundled sample portal.');
          for (const one of runs) {
            io.out('');
            io.out(`${one.startedAt} ${one.command}${one.finishedAt === null ? ' (running or interrupted)' : ''}`);
            for (const line of runLines(one, world.store.place)) io.out(`  ${line}`);
          }
          return EXIT.done;
        } finally {
          await world.close();
        }
      }),
    );
};

function yearsLine(byYear: Readonly<Record<string, number>>): string {
  return Object.entries(byYear)
    .map(([year, count]) => `${year}: ${count}`)
    .join(', ');
}
