import { join, resolve } from 'node:path';
import type { WrittenDump } from '../dumps/dump.ts';
import type { Where } from '../dumps/where.ts';
import type { ReportRecord } from '../model/record.ts';
import { examples, type CommandContext, type RegisterCommand } from './command.ts';
import { EXIT, type ExitCode } from './exit.ts';

/** Options of `ogi dump` as typed. */
interface DumpFlags {
  out: string;
  formats: string;
  where?: string[];
  since?: string;
  bom?: boolean;
  withContacts?: boolean;
  force?: boolean;
}

/** `ogi dump`: records of the store as files for people. */
export const dump: RegisterCommand = (program, run) => {
  program
    .command('dump')
    .description('write a release: tables for spreadsheets and statistics, whole records, codebook, citation, digests')
    .requiredOption('--out <dir>', 'folder to write into; a dump that stands there is replaced')
    .option(
      '--formats <list>',
      'csv, jsonl, parquet, xlsx, sqlite, warc (the archived sources), wacz (the same for replay); commas between',
      'csv,jsonl,parquet,xlsx,sqlite',
    )
    .option(
      '--where <condition...>',
      'only records that meet all conditions: year>=2021 level=county kind=… province=36',
    )
    .option('--since <dir>', 'an earlier release with reports.jsonl; adds delta.csv: what changed and why')
    .option('--with-contacts', 'leave names, telephones and addresses of contact persons in the texts')
    .option('--bom', 'start CSV files with a byte order mark, by which Excel knows that they are UTF-8')
    .option('--force', 'write into a folder that holds something else; files of other names stay')
    .addHelpText(
      'after',
      examples(
        'ogi dump --out release',
        'ogi dump --out release --formats csv --bom',
        'ogi dump --out release --formats csv,jsonl,warc --since release-2024',
        "ogi dump --out counties --where 'year>=2021' level=county",
      ),
    )
    .action((flags: DumpFlags) => run((context) => dumpInto(context, flags)));
};

/** Writes the records of the store as a dump and says so. Throws ConfigError for a bad option or folder. */
export async function dumpInto(context: CommandContext, flags: DumpFlags): Promise<ExitCode> {
  const { io, json, signal, cwd } = context;
  const { FORMATS, writeDump } = await import('../dumps/dump.ts');
  const { growHeapSlowly } = await import('../dumps/heap.ts');
  const { parseWhere, parseWhereMissing } = await import('../dumps/where.ts');
  const { openRelease } = await import('../queue/release.ts');
  const { inspectTarget, intoFolder } = await import('./dump-folder.ts');
  const { ConfigError } = await import('../errors.ts');
  const formats = flags.formats.split(',').map((format) => format.trim());
  const unknown = formats.find((format) => !FORMATS.includes(format));
  if (unknown !== undefined) {
    throw new ConfigError(`--formats: "${unknown}" is not valid; expected some of ${FORMATS.join(', ')}`);
  }
  const conditions = flags.where ?? [];
  const where = parseWhere(conditions);
  const folder = resolve(cwd, flags.out);
  growHeapSlowly();
  const since = flags.since === undefined ? null : await openRelease(resolve(cwd, flags.since), '--since');
  const replaced = await inspectTarget(folder, { force: flags.force === true });
  const { withStore } = await import('./with-store.ts');
  const { recordsForRelease } = await import('../queue/cross-year.ts');
  const { openCorrected } = await import('../queue/corrected.ts');
  const { staleCorrectionLines } = await import('./stale-corrections.ts');
  const { releaseSources } = await import('../queue/release-sources.ts');
  const { readRegistry } = await import('./registry.ts');
  try {
    return await withStore(context, async ({ store, software }) => {
      for (const line of staleCorrectionLines(await (await openCorrected(store)).stale())) io.err(line);
      const registry = await readRegistry(context);
      const sources = releaseSources(store, { isWhole: conditions.length === 0, registry });
      const records = chosen(recordsForRelease(store), { where, signal });
      const isWanted = parseWhereMissing(conditions);
      const written = await intoFolder(folder, replaced, (sink) =>
        writeDump(sources.note(records), sink, {
          formats,
          bom: flags.bom === true,
          software,
          withContacts: flags.withContacts === true,
          since,
          expected: () => sources.expected(isWanted),
          archive: () => sources.archive(),
          outcomes: () => sources.outcomes(),
        }),
      );
      if (json) io.out(JSON.stringify({ folder, ...written }));
      else for (const line of inWords(written, { folder, place: store.place })) io.out(line);
      return EXIT.done;
    });
  } finally {
    await since?.close();
  }
}

/** The records that meet the conditions; ends with the signal's reason when the user stops. */
async function* chosen(
  records: AsyncIterable<ReportRecord>,
  { where, signal }: { where: Where; signal: AbortSignal },
): AsyncIterable<ReportRecord> {
  for await (const record of records) {
    signal.throwIfAborted();
    if (where(record)) yield record;
  }
}

function inWords({ files, records }: WrittenDump, { folder, place }: { folder: string; place: string }): string[] {
  if (records === 0) {
    return [
      `No report in "${place}" meets the conditions, so the tables in "${folder}" are empty.`,
      'Harvest first ("ogi harvest", "ogi demo"), name another store with --data, or loosen --where.',
    ];
  }
  const width = Math.max(...files.map((file) => file.name.length));
  const lines = files.map(({ name, rows }) => `  ${name.padEnd(width)}  ${rows === 0 ? '' : `${rows} rows`}`.trimEnd());
  return [
    `Wrote ${records} ${records === 1 ? 'report' : 'reports'} from "${place}" into "${folder}":`,
    ...lines,
    `Begin with "${join(folder, 'README.md')}".`,
  ];
}
