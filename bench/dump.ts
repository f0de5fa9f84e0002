// Measures a release of generated reports, each format in a process of its own, at two sizes, beside DuckDB:
// `node dist/bench/dump.js [reports] [reports] [step …]`; `release` is the step of all formats at once. Exits 1 where the release
// misses a goal.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { intoFolder } from '../cli/dump-folder.ts';
import { cellsTable } from '../dumps/csv/cells.ts';
import { openCsv } from '../dumps/csv/write.ts';
import { writeDump } from '../dumps/dump.ts';
import { growHeapSlowly } from '../dumps/heap.ts';
import { openParquet } from '../dumps/parquet/file.ts';
import { convertByDuckdb } from './dump-duckdb.ts';
import { archivedAnswers, readRecords, writeRecords } from './dump-records.ts';

const [SMALL, LARGE] = [Number(process.argv[2] ?? 5_000), Number(process.argv[3] ?? 20_000)];
const RELEASE = 'csv,jsonl,parquet,xlsx,sqlite';
/** What a release may take: megabytes at any size, and time a report at the larger size over that at the smaller (issue 7). */
const GOALS = { peakMb: 300, linear: 1.15 };
/** What is measured: formats of a release, all of them at once, one table of ours, the same by DuckDB. */
const STEPS = [
  'read',
  'jsonl',
  'csv',
  'parquet',
  'sqlite',
  'xlsx',
  'warc',
  'wacz',
  RELEASE,
  'cells.csv',
  'duckdb cells.csv',
  'cells.parquet',
  'duckdb cells.parquet',
];

/** What one process took. `mb`: megabytes written, `rows`: in all its files. */
interface Measured {
  seconds: number;
  cpu: number;
  peakMb: number;
  mb: number;
  rows: number;
}

/** One step in this process, into a folder that is thrown away. */
async function measure(step: string, { input, root }: { input: string; root: string }): Promise<Measured> {
  const folder = join(root, 'release');
  const started = performance.now();
  const before = process.cpuUsage();
  const { bytes, rows } = await carryOut(step, { input, folder });
  const used = process.cpuUsage(before);
  const seconds = (performance.now() - started) / 1_000;
  const peakMb = Math.round(process.resourceUsage().maxRSS / 1024);
  rmSync(folder, { recursive: true, force: true });
  return { seconds, cpu: (used.user + used.system) / 1e6, peakMb, mb: Math.round(bytes / 1e6), rows };
}

async function carryOut(
  step: string,
  { input, folder }: { input: string; folder: string },
): Promise<{ bytes: number; rows: number }> {
  const [program = '', table] = step.split(' ');
  if (program === 'duckdb') {
    mkdirSync(folder);
    return convertByDuckdb(input, join(folder, table ?? ''));
  }
  growHeapSlowly();
  if (step === 'read') {
    let rows = 0;
    for await (const _ of readRecords(input)) rows += 1;
    return { bytes: 0, rows };
  }
  if (step.startsWith('cells.')) return convertCells(step, { input, folder });
  const written = await intoFolder(folder, [], (sink) =>
    writeDump(readRecords(input), sink, {
      formats: step.split(','),
      bom: false,
      software: 'bench',
      archive: () => archivedAnswers(input),
    }),
  );
  const sum = (of: (file: { bytes: number; rows: number }) => number): number =>
    written.files.reduce((total, file) => total + of(file), 0);
  return { bytes: sum((file) => file.bytes), rows: sum((file) => file.rows) };
}

/** The long table alone, which DuckDB writes too. */
async function convertCells(
  name: string,
  { input, folder }: { input: string; folder: string },
): Promise<{ bytes: number; rows: number }> {
  let bytes = 0;
  const rows = await intoFolder(folder, [], async (sink) => {
    const counted = {
      ...sink,
      async open(one: string) {
        const file = await sink.open(one);
        return {
          ...file,
          async write(chunk: string | Uint8Array) {
            bytes += typeof chunk === 'string' ? Buffer.byteLength(chunk) : chunk.length;
            await file.write(chunk);
          },
        };
      },
    };
    const { columns } = cellsTable;
    const table = name.endsWith('.csv')
      ? await openCsv(counted, { name, columns }, { bom: false })
      : await openParquet(counted, name, columns);
    for await (const record of readRecords(input)) await table.write(cellsTable.rows(record));
    // No manifest comes with a single table, and the folder is only whole with one.
    const done = await table.close();
    await (await sink.open('dump.json')).close();
    return done.rows;
  });
  return { bytes, rows };
}

function main(): number {
  const asked = process.argv.slice(4).map((step) => (step === 'release' ? RELEASE : step));
  const unknown = asked.find((step) => !STEPS.includes(step));
  if (unknown !== undefined)
    throw new Error(`Cannot measure "${unknown}": expected release or one of ${STEPS.join('; ')}`);
  const root = mkdtempSync(join(tmpdir(), 'ogi-bench-'));
  const results = new Map<string, Measured[]>();
  try {
    for (const count of [SMALL, LARGE]) {
      const input = join(root, 'reports.jsonl');
      inProcess(['generate', String(count), input]);
      for (const step of asked.length === 0 ? STEPS : asked) {
        const measured: Measured = JSON.parse(inProcess(['measure', step, input, root]));
        results.set(step, [...(results.get(step) ?? []), measured]);
        console.error(count, step, JSON.stringify(measured));
      }
    }
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
  console.log(
    `| | CPU s (s) ${SMALL} | CPU s (s) ${LARGE} | time | peak MB ${SMALL} | peak MB ${LARGE} | MB | rows per CPU s |`,
  );
  console.log('|---|---|---|---|---|---|---|---|');
  for (const [step, [small, large]] of results) {
    if (small !== undefined && large !== undefined) console.log(lineOf(step, small, large));
  }
  const missed = missedGoals(results.get(RELEASE) ?? []);
  for (const goal of missed) console.log(`MISSED ${goal}`);
  return missed.length === 0 ? 0 : 1;
}

function missedGoals([small, large]: readonly Measured[]): string[] {
  if (small === undefined || large === undefined) return [];
  const [peakMb, perReport] = [Math.max(small.peakMb, large.peakMb), large.cpu / LARGE / (small.cpu / SMALL)];
  return [
    ...(peakMb > GOALS.peakMb ? [`a release takes ${peakMb} MB, expected at most ${GOALS.peakMb}`] : []),
    ...(perReport > GOALS.linear
      ? [`a report takes ×${perReport.toFixed(2)} the time, expected at most ×${GOALS.linear}`]
      : []),
  ];
}

function lineOf(step: string, small: Measured, large: Measured): string {
  const time = ({ cpu, seconds }: Measured): string => `${cpu.toFixed(1)} (${seconds.toFixed(1)})`;
  const ratio = `×${(large.cpu / small.cpu).toFixed(2)}`;
  const memory = [small.peakMb, `${large.peakMb} (×${(large.peakMb / small.peakMb).toFixed(2)})`];
  const cells = [step, time(small), time(large), ratio, ...memory, large.mb, Math.round(large.rows / large.cpu)];
  return `| ${cells.join(' | ')} |`;
}

function inProcess(words: readonly string[]): string {
  const own = fileURLToPath(import.meta.url);
  const child = spawnSync(process.execPath, [own, ...words], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (child.status !== 0)
    throw new Error(`Cannot measure "${words.join(' ')}": the process ended with ${child.status}`);
  return child.stdout;
}

const [, , what = '', one = '', two = '', three = ''] = process.argv;
if (what === 'generate') await writeRecords(Number(one), two);
else if (what === 'measure') console.log(JSON.stringify(await measure(one, { input: two, root: three })));
else process.exitCode = main();
