// Measures a release of generated reports, each format in a process of its own: `node dist/bench/dump.js [reports]`.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DuckDBInstance } from '@duckdb/node-api';
import { intoFolder } from '../cli/dump-folder.ts';
import { writeDump } from '../dumps/dump.ts';
import type { ReportRecord } from '../model/record.ts';
import { normalizeReport } from '../normalizer/normalize.ts';
import { sha256 } from '../text/hash.ts';
import { generatedReport } from './documents.ts';

const REPORTS = Number(process.argv[2] ?? 100_000);
const FORMATS = ['jsonl', 'csv', 'parquet', 'sqlite', 'xlsx'];
/** Different reports; the others are these again under other bodies and years. */
const KINDS = 300;
const YEARS = 7;

/** Records one by one, the same for the same number; none is kept. */
async function* generated(count: number): AsyncIterable<ReportRecord> {
  const kinds = Array.from({ length: KINDS }, (_, index) => recordOf(index));
  for (let index = 0; index < count; index += 1) {
    const kind = kinds[index % KINDS];
    if (kind === undefined) throw new Error(`Cannot generate report ${index}`);
    const bodyId = sha256(`body ${Math.floor(index / YEARS)}`).slice(0, 12);
    const fiscalYear = 2018 + (index % YEARS);
    yield { ...kind, id: `${bodyId}-${fiscalYear}`, bodyId, fiscalYear };
  }
}

function recordOf(index: number): ReportRecord {
  const url = `http://www.yunhe.gov.test/${index}.html`;
  const document = generatedReport(index);
  const source = {
    document,
    notices: [],
    url,
    finalUrl: url,
    fetchedAt: null,
    httpStatus: 200,
    contentType: 'text/html',
  };
  const made = normalizeReport({
    landing: source,
    attachments: [],
    portalId: null,
    trail: [],
    hints: {},
    software: 'bench',
  });
  if (made.kind !== 'report') throw new Error(`Cannot normalize a generated report: ${made.code}: ${made.why}`);
  return made.record;
}

interface Measured {
  seconds: number;
  cpu: number;
  peakMb: number;
  mb: number;
  rows: number;
}

/** One format in this process, into a folder that is thrown away. `none`: only the generating. */
async function measure(format: string, count: number): Promise<Measured> {
  const root = mkdtempSync(join(tmpdir(), 'ogi-bench-'));
  const started = performance.now();
  const before = process.cpuUsage();
  let [bytes, rows] = [0, 0];
  if (format === 'none') for await (const _ of generated(count)) rows += 1;
  else {
    const folder = join(root, 'release');
    const written = await intoFolder(folder, [], (sink) =>
      writeDump(generated(count), sink, { formats: [format], bom: false, software: 'bench' }),
    );
    for (const file of written.files) bytes += file.bytes;
    rows = written.files.reduce((sum, file) => sum + file.rows, 0);
    if (format === 'parquet') await duckdb(join(folder, 'cells.parquet'));
  }
  const used = process.cpuUsage(before);
  rmSync(root, { recursive: true, force: true });
  return {
    seconds: (performance.now() - started) / 1_000,
    cpu: (used.user + used.system) / 1e6,
    peakMb: Math.round(process.resourceUsage().maxRSS / 1024),
    mb: Math.round(bytes / 1e6),
    rows,
  };
}

/** What DuckDB takes to write the same long table, from Parquet that is read already into memory. */
async function duckdb(path: string): Promise<void> {
  const child = spawnSync(process.execPath, [fileURLToPath(import.meta.url), '0', 'duckdb', path], {
    encoding: 'utf8',
  });
  process.stderr.write(child.stdout + child.stderr);
}

async function measureDuckdb(path: string): Promise<void> {
  const connection = await (await DuckDBInstance.create(':memory:', { threads: '1' })).connect();
  await connection.run(`CREATE TABLE cells AS SELECT * FROM '${path}'`);
  const [row] = (await connection.runAndReadAll('SELECT count(*)::VARCHAR AS n FROM cells')).getRowObjectsJson();
  for (const [ending, options] of [
    ['csv', 'FORMAT csv, HEADER'],
    ['parquet', 'FORMAT parquet, COMPRESSION snappy'],
  ]) {
    const out = `${path}.duckdb.${ending}`;
    const started = performance.now();
    await connection.run(`COPY cells TO '${out}' (${options})`);
    const seconds = (performance.now() - started) / 1_000;
    console.log(
      `duckdb, cells to ${ending}: ${JSON.stringify(row?.['n'])} rows in ${seconds.toFixed(1)} s, ${Math.round(statSync(out).size / 1e6)} MB`,
    );
  }
}

function main(): void {
  console.log('| format | reports | s | CPU s | rows/s | MB | peak MB |\n|---|---|---|---|---|---|---|');
  for (const count of [REPORTS / 4, REPORTS]) {
    for (const format of ['none', ...FORMATS]) {
      const words = [fileURLToPath(import.meta.url), String(count), format];
      const child = spawnSync(process.execPath, words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
      if (child.status !== 0) throw new Error(`Cannot measure "${format}": the process ended with ${child.status}`);
      console.log(child.stdout.trim());
    }
  }
}

async function one(format: string): Promise<void> {
  const { seconds, cpu, peakMb, mb, rows } = await measure(format, REPORTS);
  console.log(
    `| ${format} | ${REPORTS} | ${seconds.toFixed(1)} | ${cpu.toFixed(1)} | ${Math.round(rows / seconds)} | ${mb} | ${peakMb} |`,
  );
}

const [, , , format, path] = process.argv;
if (format === 'duckdb') await measureDuckdb(path ?? '');
else if (format === undefined) main();
else await one(format);
