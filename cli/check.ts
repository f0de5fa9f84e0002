import type { CheckResult } from '../model/record.ts';
import { examples, type CommandContext, type RegisterCommand } from './command.ts';
import { EXIT, type ExitCode } from './exit.ts';

/** Options of `ogi check` as typed. */
interface CheckFlags {
  crossYear?: boolean;
  all?: boolean;
}

/** `ogi check`: which reports contradict themselves, or the reports beside them. */
export const check: RegisterCommand = (program, run) => {
  program
    .command('check')
    .description('list the checks that fail: inside each report, or with --cross-year against other reports')
    .option(
      '--cross-year',
      'against the year before and the bodies below: carry-over, stock of documents, copies, outliers, sums',
    )
    .option('--all', 'those that hold or cannot be said too')
    .addHelpText(
      'after',
      examples('ogi check', 'ogi check --cross-year', 'ogi check --cross-year --all --json > checks.jsonl'),
    )
    .action((flags: CheckFlags) => run((context) => listChecks(context, flags)));
};

/** One line a check as it comes, so that a large store needs no memory; with `--json` one object a line. */
async function listChecks(context: CommandContext, flags: CheckFlags): Promise<ExitCode> {
  const { withStore } = await import('./with-store.ts');
  const { comparedRecords } = await import('../queue/cross-year.ts');
  const { checkWords } = await import('../dumps/explain/words.ts');
  const { io, json } = context;
  const counts = { reports: 0, compared: 0, regions: 0, pass: 0, fail: 0, indeterminate: 0 };
  const show = (id: string, body: string | null, one: CheckResult): void => {
    counts[one.status] += 1;
    if (one.status !== 'fail' && flags.all !== true) return;
    if (json) io.out(JSON.stringify({ record: id, ...one, words: checkWords(one) }));
    else io.out(`${id} ${body ?? ''}: ${checkWords(one)}`);
  };
  await withStore(context, async ({ store, signal }) => {
    for await (const { record, previous, children, checks } of comparedRecords(store)) {
      signal.throwIfAborted();
      counts.reports += 1;
      if (previous !== null) counts.compared += 1;
      if (children > 0 && record.scope === 'region') counts.regions += 1;
      for (const one of flags.crossYear === true ? checks : record.checks)
        show(record.id, record.body.nameNormalised, one);
    }
  });
  const compared =
    flags.crossYear === true
      ? `, ${counts.compared} of them compared with the year before, ${counts.regions} with the bodies below`
      : '';
  io.err(
    `${counts.reports} reports${compared}: ${counts.fail} checks fail, ${counts.pass} hold, ${counts.indeterminate} cannot be said`,
  );
  return EXIT.done;
}
