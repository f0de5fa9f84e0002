import type { Run } from '../model/run.ts';
import type { Reprocessed } from '../queue/reprocess.ts';
import { examples, type CommandContext, type RegisterCommand } from './command.ts';
import { EXIT, type ExitCode } from './exit.ts';

/** Without a word for a program: one line each time this many nominations are done. */
const LINE_EVERY = 100;

/** `ogi reprocess`: read again what is stored. */
export const reprocess: RegisterCommand = (program, run) => {
  program
    .command('reprocess')
    .description('read stored documents again after a reader or template improved; nothing is asked of any portal')
    .option('--all', 'read everything again, not only what other versions of the readers had read')
    .addHelpText('after', examples('ogi reprocess', 'ogi reprocess --all --json'))
    .action((flags: { all?: boolean }) => run((context) => reprocessAndTell(context, flags.all === true)));
};

async function reprocessAndTell(context: CommandContext, all: boolean): Promise<ExitCode> {
  const { withStore } = await import('./with-store.ts');
  const { keepRun } = await import('../queue/harvest.ts');
  const { reprocess: readAgain } = await import('../queue/reprocess.ts');
  const { startTally } = await import('../queue/tally.ts');
  const { io, json } = context;
  const tally = startTally();
  let looked: Reprocessed = { known: 0, due: 0 };
  const changed: string[] = [];
  const onDone = (count: number, due: number): void => {
    if (!json && (count % LINE_EVERY === 0 || count === due)) io.err(`${count} of ${due} read again`);
  };
  const done = await withStore(
    context,
    (world) =>
      keepRun(world, tally, { command: 'reprocess', portals: [] }, async (startedAt) => {
        looked = await readAgain(world, { all, startedAt, onDone });
      }),
    (event) => {
      tally.add(event);
      if (event.kind === 'record' && event.change !== 'unchanged') changed.push(event.recordId);
      if (event.kind === 'unreadable' && !json) io.err(`unreadable (${event.code}): ${event.url}: ${event.why}`);
    },
  );
  const summary = { ...looked, changed: [...new Set(changed)].sort(), run: done };
  if (json) io.out(JSON.stringify(summary));
  else for (const line of summaryLines(summary)) io.out(line);
  if (done.counts.bugs > 0) return EXIT.bug;
  return done.counts.unreadable > 0 ? EXIT.incomplete : EXIT.done;
}

/** Ids of changed records that are named; all are in the JSON form. */
const MOST_NAMED = 10;

function summaryLines({ known, due, changed, run }: Reprocessed & { changed: string[]; run: Run }): string[] {
  const { read, unchanged, rejected, unreadable, bugs } = run.counts;
  const left = known - due;
  const named = changed.slice(0, MOST_NAMED).join(', ');
  const more = changed.length > MOST_NAMED ? ` and ${changed.length - MOST_NAMED} more` : '';
  return [
    due === 0
      ? `All ${known} documents in the store were read by the readers of today; nothing to do.`
      : `Read ${due} of ${known} documents again, without a request: ${read} records changed, ${unchanged} did not, ${rejected} are no reports, ${unreadable} could not be read${bugs > 0 ? `, ${bugs} ended in a bug` : ''}.`,
    ...(due > 0 && left > 0 ? [`${left} were read by the readers of today already; --all reads them too.`] : []),
    ...(changed.length > 0 ? [`Changed: ${named}${more}`] : []),
    `Kept as run ${run.id}; "ogi issues" shows what was odd.`,
  ];
}
