import { secondLook } from '../queue/looks.ts';
import type { Coverage } from '../queue/coverage.ts';
import { examples, type RegisterCommand } from './command.ts';
import { EXIT } from './exit.ts';

/** `ogi coverage`: expected × found. */
export const coverage: RegisterCommand = (program, run) => {
  program
    .command('coverage')
    .description('count what was expected and what was found: found, late, withdrawn, unreadable, declined, not found')
    .option('--year <year>', 'one year, with every body whose report is not simply found')
    .addHelpText('after', examples('ogi coverage', 'ogi coverage --year 2023', 'ogi coverage --json'))
    .action((flags: { year?: string }) =>
      run(async (context) => {
        const { ConfigError } = await import('../errors.ts');
        const { withStore } = await import('./with-store.ts');
        const { countCoverage, STATES } = await import('../queue/coverage.ts');
        const { io, json } = context;
        if (flags.year !== undefined && !/^20[0-3]\d$/u.test(flags.year)) {
          throw new ConfigError(`Cannot use --year "${flags.year}": expected a year such as 2023`);
        }
        const year = flags.year === undefined ? null : Number(flags.year);
        return withStore(context, async ({ store }) => {
          const counted = await countCoverage(store, year === null ? null : { from: year, to: year });
          if (json) io.out(JSON.stringify(counted));
          else for (const line of coverageLines(counted, { year, states: STATES })) io.out(line);
          return EXIT.done;
        });
      }),
    );
};

/** Nominations without a body that are named; all are in the JSON form. */
const MOST_NAMED = 20;

function coverageLines(
  { years, bodies, unassigned, looks }: Coverage,
  { year: chosen, states }: { year: number | null; states: readonly (keyof Coverage['years'][number]['states'])[] },
): string[] {
  if (bodies.length === 0) return ['No report in the store, so nothing is expected.'];
  const columns = ['expected', ...states];
  const row = (first: string, cells: readonly (string | number)[]): string =>
    [first.padEnd(4), ...cells.map((cell, index) => String(cell).padStart(columns[index]?.length ?? 0))].join('  ');
  const missing = bodies.flatMap(({ bodyId, name, years: byYear, pages, portals }) => {
    const state = byYear[String(chosen)];
    if (state === undefined || state === 'found') return [];
    const page = pages[String(chosen)];
    const line = `  ${state.padEnd(11)} ${bodyId} ${name ?? ''}`.trimEnd();
    return [
      line,
      ...(page === undefined ? lookLines(portals, looks, { name, year: chosen }) : [`    ${pageWords(page)}`]),
    ];
  });
  return [
    `${bodies.length} bodies have a report of some year here; each is expected in every year.`,
    row('year', columns),
    ...years.map(({ year, expected, states: counts }) =>
      row(String(year), [expected, ...states.map((one) => counts[one])]),
    ),
    ...missing,
    ...(unassigned.length === 0 ? [] : [`${unassigned.length} nominated pages gave no report and fit no body here:`]),
    ...unassigned
      .slice(0, MOST_NAMED)
      .map(({ state, url, text, why }) => `  ${state} ${url} ${text}: ${why ?? 'no reason kept'}`),
  ];
}

function pageWords({ url, why, at }: Coverage['bodies'][number]['pages'][string]): string {
  return [url, ...(at === null ? [] : [at]), ...(why === null ? [] : [why])].join(' ');
}

/** Where and when a report was looked for that no page stands for. */
function lookLines(
  portals: readonly string[],
  looks: Coverage['looks'],
  { name, year }: { name: string | null; year: number | null },
): string[] {
  const known = portals.flatMap((id) => looks[id] ?? []);
  if (known.length === 0) return ['    looked for nowhere: no portal of this body was visited'];
  return known.flatMap((look) => {
    const { at, asked, pages, failed, verdict } = look;
    const second = secondLook(look, name, year);
    const run = verdict === null ? '' : `, last run ${verdict}`;
    return [
      `    looked for ${at ?? 'never to the end'} at ${asked.join(' ')} (${pages} pages, ${failed} not to be had${run})`,
      ...(second === null ? [] : [`    and a second time ${second.at ?? ''} at ${second.url}`]),
    ];
  });
}
