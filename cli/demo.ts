import { join } from 'node:path';
import { storePlace } from '../config.ts';
import type { ReportRecord } from '../model/record.ts';
import { examples, type CommandContext, type RegisterCommand } from './command.ts';
import type { ExitCode } from './exit.ts';

/** Gap between requests to the sample portal, which is our own and on loopback, ms. */
const SAMPLE_DELAY_MS = 20;
const SAMPLE_ID = 'sample-yunhe';

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
      // The sample portal is this process's own: workers elsewhere could not reach it.
      redisUrl: null,
      proxyUrl: sample.proxyUrl,
      allowedSuffixes: ['.gov.test'],
      hostDelayMs: SAMPLE_DELAY_MS,
    };
    const demoContext = { ...context, config };
    if (!json)
      io.err(
        `The sample portal of 云禾县 (an invented county) is up as ${sample.home}; harvesting it into "${storePlace(config)}"`,
      );
    const portal = { id: SAMPLE_ID, name: '云禾县 (sample)', home: sample.home, floor: sample.reports };
    const done = await harvestAndShow(demoContext, { command: 'demo', portals: [portal], years: null, refresh: false });
    if (json) return reportRun(demoContext, done);
    const code = reportRun(demoContext, done);
    io.out('');
    await dumpInto(demoContext, { out, formats: 'csv,jsonl,xlsx' });
    io.out('');
    for (const line of await lookAround(demoContext, { out, published: sample.reports })) io.out(line);
    return code;
  } finally {
    sample.stop();
  }
}

/** What to look at next, with real findings of this run. */
async function lookAround(
  context: CommandContext,
  { out, published }: { out: string; published: number },
): Promise<string[]> {
  const { records, left } = await sampleStore(context);
  const failing = records.filter((record) => exactFailure(record) !== undefined);
  const first = failing[0];
  const check = first === undefined ? undefined : exactFailure(first);
  const example =
    first === undefined || check === undefined
      ? ''
      : `\n  For example ${first.body.nameNormalised} ${first.fiscalYear}: check ${check.id} (${check.scope}), the total says ${check.left}, its parts make ${check.right}.`;
  return [
    `Of the ${published} reports that the portal publishes, ${records.length} were found and read; ${left} links that only look like reports were left.`,
    `${failing.length} reports contradict themselves. Their figures were kept as printed and flagged, never corrected.${example}`,
    'Where to look next:',
    `  ${join(out, 'reports.csv')}    open it in a spreadsheet: one row a report, one column a figure`,
    '  npx ogi status                what is in the store',
    '  npx ogi extract REPORT.docx   read a file of your own',
    '  npx ogi harvest HOME-PAGE     harvest a portal (set OGI_CONTACT first)',
  ];
}

function exactFailure(record: ReportRecord): ReportRecord['checks'][number] | undefined {
  return record.checks.find((check) => check.status === 'fail' && check.strength === 'exact');
}

/** The sample's records, and how many links discovery looked at and left because they name another kind of document. */
async function sampleStore({ config, signal }: CommandContext): Promise<{ records: ReportRecord[]; left: number }> {
  const { openWorld } = await import('../world.ts');
  const { SOFTWARE } = await import('../config.ts');
  const world = await openWorld(config, { software: SOFTWARE, signal, tell: () => undefined });
  const records: ReportRecord[] = [];
  try {
    for await (const record of world.store.records.all()) {
      if (record.provenance.portalId === SAMPLE_ID) records.push(record);
    }
    const state = await world.store.portals.get(SAMPLE_ID);
    const rejected = state?.discovery?.rejected ?? [];
    return {
      records,
      left: rejected.filter(({ reasons }) => reasons.some((reason) => reason.startsWith('negative:'))).length,
    };
  } finally {
    await world.close();
  }
}
