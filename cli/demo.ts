import { join, relative } from 'node:path';
import type { ReportRecord } from '../model/record.ts';
import type { Run } from '../model/run.ts';
import { examples, type CommandContext, type RegisterCommand } from './command.ts';
import type { ExitCode } from './exit.ts';

/** Gap between requests to the sample portal, which is our own and on loopback, ms. */
const SAMPLE_DELAY_MS = 20;

/** `ogi demo`: the main job on the bundled sample portal. */
export const demo: RegisterCommand = (program, run) => {
  program
    .command('demo')
    .description('harvest the bundled sample portal and write a dump: see what ogi does in under a minute')
    .option('--out <dir>', 'folder for the dump', join('out', 'demo'))
    .addHelpText('after', examples('ogi demo', 'ogi demo --data /tmp/ogi-demo --out /tmp/ogi-demo-dump'))
    .action((flags: { out: string }) => run((context) => show(context, flags.out)));
};

async function show(context: CommandContext, out: string): Promise<ExitCode> {
  const { serveSample } = await import('./sample-portal.ts');
  const { harvestAndShow, reportRun } = await import('./harvest-run.ts');
  const { dumpInto } = await import('./dump.ts');
  const { io, json } = context;
  const sample = await serveSample();
  try {
    const config = {
      ...context.config,
      proxyUrl: sample.proxyUrl,
      allowedSuffixes: ['.gov.test'],
      hostDelayMs: SAMPLE_DELAY_MS,
    };
    const demoContext = { ...context, config };
    if (!json)
      io.err(
        `The sample portal of 云禾县 (an invented county) is up as ${sample.home}; harvesting it into "${config.dataDir}"`,
      );
    const portal = { id: 'sample-yunhe', name: '云禾县 (sample)', home: sample.home, floor: sample.reports };
    const done = await harvestAndShow(demoContext, { command: 'demo', portals: [portal], years: null, refresh: false });
    if (json) return reportRun(demoContext, done);
    const code = reportRun(demoContext, done);
    io.out('');
    await dumpInto(demoContext, { out, formats: 'csv,jsonl' });
    io.out('');
    for (const line of await lookAround(demoContext, done, { out, published: sample.reports })) io.out(line);
    return code;
  } finally {
    sample.stop();
  }
}

/** What to look at next, with real findings of this run. */
async function lookAround(
  context: CommandContext,
  run: Run,
  { out, published }: { out: string; published: number },
): Promise<string[]> {
  const records = await sampleRecords(context);
  const failing = records.filter((record) =>
    record.checks.some((check) => check.status === 'fail' && check.strength === 'exact'),
  );
  const first = failing[0];
  const check = first?.checks.find((one) => one.status === 'fail' && one.strength === 'exact');
  const { rejected } = run.counts;
  return [
    `The portal publishes ${published} reports of ten bodies; ${records.length} were found, ${rejected} pages that only look like reports were left out.`,
    `Of these reports ${failing.length} contradict themselves${
      first === undefined || check === undefined
        ? '.'
        : `, for example ${first.body.nameNormalised} ${first.fiscalYear}: check ${check.id} (${check.scope}) states ${check.left}, the parts make ${check.right}. Nothing was corrected.`
    }`,
    'Where to look next:',
    `  ${join(relative(context.cwd, join(context.cwd, out)), 'csv')} …  open reports.csv in a spreadsheet: one row a report, one column a figure`,
    '  npx ogi status                     what is in the store',
    '  npx ogi extract REPORT.docx        read a file of your own',
    '  npx ogi harvest HOME-PAGE          harvest a portal (set OGI_CONTACT first)',
  ];
}

async function sampleRecords({ config, signal }: CommandContext): Promise<ReportRecord[]> {
  const { openWorld } = await import('../world.ts');
  const { SOFTWARE } = await import('../config.ts');
  const world = await openWorld(config, { software: SOFTWARE, signal, tell: () => undefined });
  const records: ReportRecord[] = [];
  try {
    for await (const record of world.store.records.all()) {
      if (record.provenance.portalId === 'sample-yunhe') records.push(record);
    }
  } finally {
    await world.close();
  }
  return records;
}
