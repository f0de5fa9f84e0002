import { STATES, type CoverageGroup } from '../model/coverage.ts';
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
    .option('--csv', 'one row a province, level and year, as coverage.csv of a release')
    .addHelpText(
      'after',
      examples('ogi coverage', 'ogi coverage --year 2023', 'ogi coverage --csv > coverage.csv', 'ogi coverage --json'),
    )
    .action((flags: { year?: string; csv?: boolean }) =>
      run(async (context) => {
        const { ConfigError } = await import('../errors.ts');
        const { withStore } = await import('./with-store.ts');
        const { countCoverage } = await import('../queue/coverage.ts');
        const { groupCoverage } = await import('../queue/coverage-groups.ts');
        const { readRegistry } = await import('./registry.ts');
        const { io, json } = context;
        if (flags.year !== undefined && !/^20[0-3]\d$/u.test(flags.year)) {
          throw new ConfigError(`Cannot use --year "${flags.year}": expected a year such as 2023`);
        }
        const year = flags.year === undefined ? null : Number(flags.year);
        return withStore(context, async ({ store }) => {
          const range = year === null ? null : { from: year, to: year };
          const counted = await countCoverage(store, { range, registry: await readRegistry(context) });
          const groups = groupCoverage(counted);
          if (json) io.out(JSON.stringify({ ...counted, groups }));
          else if (flags.csv === true) for (const line of await csvLines(groups)) io.out(line);
          else for (const line of coverageLines(counted, { year, groups })) io.out(line);
          return EXIT.done;
        });
      }),
    );
};

/** Nominations without a body that are named; all are in the JSON form. */
const MOST_NAMED = 20;

function coverageLines(
  { years, bodies, unassigned, looks }: Coverage,
  { year: chosen, groups }: { year: number | null; groups: readonly CoverageGroup[] },
): string[] {
  if (bodies.length === 0) return ['No report in the store, so nothing is expected.'];
  const columns = ['expected', ...STATES];
  const row = (first: string, cells: readonly (string | number)[]): string =>
    [first.padEnd(4), ...cells.map((cell, index) => String(cell).padStart(columns[index]?.length ?? 0))].join('  ');
  const missing = bodies.flatMap(({ bodyId, name, years: byYear, deadlines, pages, portals }) => {
    const state = byYear[String(chosen)];
    if (state === undefined || state === 'found') return [];
    const page = pages[String(chosen)];
    const deadline = deadlines[String(chosen)] ?? null;
    const due = deadline === null ? 'no statutory day' : `due ${deadline}`;
    const line = `  ${state.padEnd(11)} ${bodyId ?? 'registry'.padEnd(12)} ${name ?? ''} (${due})`;
    return [
      line,
      ...(page === undefined ? lookLines(portals, looks, { name, year: chosen }) : [`    ${pageWords(page)}`]),
    ];
  });
  return [
    `${bodies.length} bodies are expected in every year: ${expectedWords(bodies)}.`,
    row('year', columns),
    ...years.map(({ year, expected, states: counts }) =>
      row(String(year), [expected, ...STATES.map((one) => counts[one])]),
    ),
    ...groupLines(groups, columns),
    ...(chosen === null ? [] : groups.filter(({ governments }) => (governments ?? 0) > 0).map(treeLine)),
    ...missing,
    ...(unassigned.length === 0 ? [] : [`${unassigned.length} nominated pages gave no report and fit no body here:`]),
    ...unassigned
      .slice(0, MOST_NAMED)
      .map(({ state, url, text, why }) => `  ${state} ${url} ${text}: ${why ?? 'no reason kept'}`),
  ];
}

function expectedWords(bodies: Coverage['bodies']): string {
  const silent = bodies.filter(({ expectedFrom }) => expectedFrom === 'registry').length;
  const seen = `${bodies.length - silent} with a report of some year here`;
  return silent === 0 ? seen : `${seen}, ${silent} whose own portal was looked at and gave none`;
}

/** The same by province and level. */
function groupLines(groups: readonly CoverageGroup[], columns: readonly string[]): string[] {
  const sums = new Map<string, number[]>();
  for (const { province, provinceName, level, expected, states } of groups) {
    if (expected === 0) continue;
    const key = `${`${province ?? '--'} ${provinceName ?? ''}`.trim()} ${level}`;
    const before = sums.get(key) ?? columns.map(() => 0);
    sums.set(
      key,
      [expected, ...STATES.map((one) => states[one])].map((count, at) => count + (before[at] ?? 0)),
    );
  }
  const lines = [...sums].map(([key, counts]) =>
    ['    ', ...counts.map((count, at) => String(count).padStart(columns[at]?.length ?? 0)), key].join('  '),
  );
  return ['The same by province and level, all years shown added up:', ...lines];
}

/** How many of the governments in the official division tables have their own report here. */
function treeLine({ provinceName, level, year, governments, governmentsHere }: CoverageGroup): string {
  return `${year}: ${governmentsHere} of ${governments} ${level} governments of ${provinceName} have their own report here`;
}

async function csvLines(groups: readonly CoverageGroup[]): Promise<string[]> {
  const { coverageTable } = await import('../dumps/csv/coverage.ts');
  const { csvText } = await import('../dumps/csv/write.ts');
  const { table, rows } = coverageTable(groups);
  return csvText([table.columns.map(({ name }) => name), ...rows])
    .trimEnd()
    .split('\n');
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
