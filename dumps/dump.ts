import { createHash } from 'node:crypto';
import { ConfigError } from '../errors.ts';
import type { ReportRecord } from '../model/record.ts';
import { stableJson } from '../text/json.ts';
import { publicRecord } from './contacts.ts';
import { BODIES, openBodyList } from './csv/bodies.ts';
import { CODEBOOK, codebookRows } from './csv/codebook.ts';
import { coverageTable } from './csv/coverage.ts';
import type { CoverageGroup } from '../model/coverage.ts';
import type { MissingReport } from '../model/missing.ts';
import { missingTable } from './csv/missing.ts';
import { DELTA_FILE, openDelta, type OldRelease } from './delta.ts';
import { OUTPUTS } from './list.ts';
import { MANIFEST, MANIFEST_SCHEMA } from './manifest.ts';
import type { DumpFile, DumpSink, LateTable, Output, OutputOptions, WrittenFile } from './output.ts';
import { countCoverage } from './readme.ts';
import { releaseTexts } from './release/texts.ts';

export type { DumpSink } from './output.ts';

/** What was written: every file, the manifest last. */
export interface WrittenDump {
  files: WrittenFile[];
  records: number;
}

/** How a dump is made. All but `formats` and `bom` have a default: no archive, nobody missing, contacts left out, no delta. */
export interface DumpOptions extends Partial<Omit<OutputOptions, 'bom'>> {
  formats: string[];
  bom: boolean;
  /** Contact names, telephones and addresses stay in the texts. */
  withContacts?: boolean;
  /** Asked once, when all records were seen: what is expected, and what of it is not simply there. */
  expected?: () => Promise<{ missing: readonly MissingReport[]; groups: readonly CoverageGroup[] }>;
  /** An earlier release; the dump gets `delta.csv`. */
  since?: OldRelease | null;
}

/** Every format that `--formats` knows. */
export const FORMATS: readonly string[] = OUTPUTS.map((output) => output.format);

/**
 * Writes records as a release, in the order given, one record in memory at a time. The same records in the same order give
 * the same bytes. `dump.json`, written last, lists the files: a folder without it holds no whole dump.
 * Throws ConfigError for an unknown format.
 */
export async function writeDump(
  records: AsyncIterable<ReportRecord>,
  target: DumpSink,
  options: DumpOptions,
): Promise<WrittenDump> {
  const outputs = chooseOutputs(options.formats);
  const { software = 'ogi-harvest', archive = null, outcomes = null, bom } = options;
  const { sink, written } = measured(target);
  const [coverage, bodies] = [countCoverage(), openBodyList()];
  const open = [];
  for (const output of outputs) open.push(await output.open(sink, { bom, software, archive, outcomes }));
  const delta = await (options.since ? openDelta(sink, options.since, { bom }) : null);
  for await (const whole of records) {
    const record = options.withContacts === true ? whole : publicRecord(whole);
    coverage.add(record);
    bodies.add(record);
    for (const output of open) await output.add(record);
    await delta?.add(record);
  }
  const { missing, groups } = (await options.expected?.()) ?? { missing: [], groups: [] };
  const late: LateTable[] = [
    { table: BODIES, rows: bodies.rows() },
    missingTable(missing),
    coverageTable(groups),
    { table: CODEBOOK, rows: codebookRows() },
  ];
  const files: DumpFile[] = [];
  for (const output of open) files.push(...(await output.close(late)));
  if (delta !== null) files.push(await delta.close());
  const holds = new Map([...outputs.flatMap((output) => output.files), DELTA_FILE].map((one) => [one.name, one.holds]));
  const data = files.map((file) => ({ ...measure(file, written), holds: holds.get(file.name) ?? '' }));
  const facts = {
    files: data,
    coverage,
    missing: countStates(missing),
    groups,
    bom,
    software,
    withContacts: options.withContacts === true,
  };
  const texts = [];
  for (const { name, text } of releaseTexts(facts)) {
    await writeText(sink, name, typeof text === 'string' ? text : text(texts));
    texts.push(measure({ name, rows: 0 }, written));
  }
  const listed = [...data.map(({ holds: _holds, ...file }) => file), ...texts];
  const manifest = {
    schema: MANIFEST_SCHEMA,
    contacts: options.withContacts === true ? 'included' : 'left_out',
    formats: outputs.map((one) => one.format),
    records: coverage.records(),
    files: listed,
  };
  await writeText(sink, MANIFEST, `${stableJson(manifest, 2)}\n`);
  return { files: [...listed, measure({ name: MANIFEST, rows: 0 }, written)], records: coverage.records() };
}

function countStates(missing: readonly MissingReport[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { state } of missing) counts.set(state, (counts.get(state) ?? 0) + 1);
  return counts;
}

function chooseOutputs(formats: readonly string[]): Output[] {
  const unknown = formats.find((format) => !FORMATS.includes(format));
  if (unknown !== undefined || formats.length === 0) {
    throw new ConfigError(`--formats: "${unknown ?? ''}" is not valid; expected some of ${FORMATS.join(', ')}`);
  }
  return OUTPUTS.filter((output) => formats.includes(output.format));
}

type Measures = Map<string, { bytes: number; sha256: string }>;

/** A sink that also says how large each file became and what its SHA-256 is. */
function measured(target: DumpSink): { sink: DumpSink; written: Measures } {
  const written: Measures = new Map();
  const sink: DumpSink = {
    scratch: (name) => target.scratch(name),
    async open(name) {
      const file = await target.open(name);
      const hash = createHash('sha256');
      let bytes = 0;
      return {
        async write(chunk) {
          hash.update(chunk);
          bytes += typeof chunk === 'string' ? Buffer.byteLength(chunk) : chunk.length;
          await file.write(chunk);
        },
        async close() {
          await file.close();
          written.set(name, { bytes, sha256: hash.digest('hex') });
        },
      };
    },
  };
  return { sink, written };
}

function measure(file: DumpFile, written: Measures): WrittenFile {
  const measures = written.get(file.name);
  if (measures === undefined) throw new Error(`File "${file.name}" of the dump was named and never closed`);
  return { ...file, ...measures };
}

async function writeText(sink: DumpSink, name: string, text: string): Promise<void> {
  const file = await sink.open(name);
  await file.write(text);
  await file.close();
}
