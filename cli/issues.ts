import type { RunIssues } from '../queue/issues.ts';
import { examples, type RegisterCommand } from './command.ts';
import { EXIT } from './exit.ts';

/** `ogi issues`: what a run noticed. */
export const issues: RegisterCommand = (program, run) => {
  program
    .command('issues')
    .description('show what the last run noticed, grouped by code: what is missing, what was odd, what is new')
    .option('--run <id>', 'another run than the last, by its id in "ogi status"')
    .option('--new', 'only what the run of the same command before it had not')
    .addHelpText(
      'after',
      examples('ogi issues', 'ogi issues --new', 'ogi issues --run 2024-02-01T02-00-00-000Z-1a2b3c4d --json'),
    )
    .action((flags: { run?: string; new?: boolean }) =>
      run(async (context) => {
        const { withStore } = await import('./with-store.ts');
        const { issuesOf } = await import('../queue/issues.ts');
        const { staleCorrectionLines } = await import('./stale-corrections.ts');
        const { io, json } = context;
        return withStore(context, async ({ store }) => {
          const newOnly = flags.new === true;
          const found = await issuesOf(store, { runId: flags.run ?? null, newOnly });
          if (json) io.out(JSON.stringify(found));
          else if (found === null) io.out('No run yet; "ogi demo" shows one on the bundled sample portal.');
          else {
            for (const line of issueLines(found, newOnly)) io.out(line);
            for (const line of staleCorrectionLines(found.corrections)) io.out(line);
          }
          return EXIT.done;
        });
      }),
    );
};

function issueLines({ run, before, groups, gone }: RunIssues, newOnly: boolean): string[] {
  const compared =
    before === null ? 'no run of this command before it' : `compared with ${before.id}: ${gone} issues are gone`;
  const none = newOnly ? 'Nothing new.' : 'Nothing was odd and nothing is missing.';
  return [
    `Run ${run.id} (${run.command}), ${compared}`,
    ...(groups.length === 0 ? [none] : []),
    ...groups.flatMap(({ level, code, count, fresh, examples: shown }) => [
      `${level} ${code}: ${count}${before === null || newOnly ? '' : `, ${fresh} new`}`,
      ...shown.map(({ subject, message }) => `  ${subject}: ${message.split('\n')[0] ?? ''}`),
      ...(count > shown.length ? [`  … and ${count - shown.length} more in runs/${run.id}/issues.jsonl`] : []),
    ]),
  ];
}
