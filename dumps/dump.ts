import { ConfigError } from '../errors.ts';
import type { ReportRecord } from '../model/record.ts';
import { stableJson } from '../text/json.ts';
import { OUTPUTS } from './list.ts';
import { MANIFEST, MANIFEST_SCHEMA } from './manifest.ts';
import type { DumpFile, DumpSink, Output } from './output.ts';
import { countCoverage } from './readme.ts';

export type { DumpSink } from './output.ts';

/** What was written: the files with their rows (the manifest and the README come last, with 0 rows). */
export interface WrittenDump {
  files: DumpFile[];
  records: number;
}

/** The file in plain words that stands in every dump. */
const README = 'README.md';

/** Every format that `--formats` knows. */
export const FORMATS: readonly string[] = OUTPUTS.map((output) => output.format);

/**
 * Writes records as files, in the order given, one record in memory at a time. The same records in the same order give
 * the same bytes. `dump.json`, written last, lists the files: a folder without it holds no whole dump.
 * Throws ConfigError for an unknown format.
 */
export async function writeDump(
  records: AsyncIterable<ReportRecord>,
  sink: DumpSink,
  options: { formats: string[]; bom: boolean },
): Promise<WrittenDump> {
  const outputs = chooseOutputs(options.formats);
  const coverage = countCoverage();
  const open = [];
  for (const output of outputs) open.push(await output.open(sink, { bom: options.bom }));
  for await (const record of records) {
    coverage.add(record);
    for (const output of open) await output.add(record);
  }
  const files: DumpFile[] = [];
  for (const output of open) files.push(...(await output.close()));
  const holds = new Map(outputs.flatMap((output) => output.files.map((file) => [file.name, file.holds])));
  const listed = files.map((file) => ({ ...file, holds: holds.get(file.name) ?? '' }));
  await writeText(sink, README, coverage.readme(listed));
  const manifest = {
    schema: MANIFEST_SCHEMA,
    formats: outputs.map((one) => one.format),
    records: coverage.records(),
    files,
  };
  await writeText(sink, MANIFEST, `${stableJson(manifest, 2)}\n`);
  return { files: [...files, { name: README, rows: 0 }, { name: MANIFEST, rows: 0 }], records: coverage.records() };
}

function chooseOutputs(formats: readonly string[]): Output[] {
  const unknown = formats.find((format) => !FORMATS.includes(format));
  if (unknown !== undefined || formats.length === 0) {
    throw new ConfigError(`--formats: "${unknown ?? ''}" is not valid; expected some of ${FORMATS.join(', ')}`);
  }
  return OUTPUTS.filter((output) => formats.includes(output.format));
}

async function writeText(sink: DumpSink, name: string, text: string): Promise<void> {
  const file = await sink.open(name);
  await file.write(text);
  await file.close();
}
