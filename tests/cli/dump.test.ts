import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { inspectTarget, intoFolder } from '../../cli/dump-folder.ts';
import { EXIT } from '../../cli/exit.ts';
import { ConfigError } from '../../errors.ts';
import type { ReportRecord } from '../../model/record.ts';
import { openFolder } from '../../storage/folder.ts';
import { openStore } from '../../storage/store.ts';
import { buildRecord, readTable } from '../dumps/records.ts';
import { freshFolder, ogi } from './run-in-process.ts';

async function storeWith(...records: ReportRecord[]): Promise<string> {
  const cwd = freshFolder();
  const store = openStore(await openFolder(join(cwd, 'data'), randomUUID));
  for (const record of records) await store.records.settle(record);
  return cwd;
}

const TEXTS = [
  'CITATION.cff',
  'README.md',
  'SHA256SUMS',
  'codebook.md',
  'croissant.json',
  'datapackage.json',
  'dump.json',
];
const ALL_FILES = [
  ...TEXTS,
  'bodies.csv',
  'cells.csv',
  'checks.csv',
  'codebook.csv',
  'corrections.csv',
  'coverage.csv',
  'extra_rows.csv',
  'indicators.csv',
  'missing.csv',
  'reports.csv',
  'reports.jsonl',
  'sections.jsonl',
  'series.csv',
];
const TABLES = ['--formats', 'csv,jsonl'];

let cwd = '';
beforeAll(async () => {
  cwd = await storeWith(
    buildRecord({ year: 2021 }),
    buildRecord({ year: 2023, bodyId: 'aaaaaaaaaaaa' }),
    buildRecord({ template: 'E3' }),
  );
});

describe('ogi dump', () => {
  test('writes the store as files and says in plain words what and where', async () => {
    const { code, out, err } = await ogi(['dump', '--out', 'release', ...TABLES], { cwd });
    expect([code, err]).toEqual([EXIT.done, []]);
    const folder = join(cwd, 'release');
    expect(readdirSync(folder).sort()).toEqual([...ALL_FILES].sort());
    expect(out[0]).toBe(`Wrote 3 reports from "${join(cwd, 'data')}" into "${folder}":`);
    expect(out).toContain('  reports.csv       3 rows');
    expect(out).toContain('  cells.csv         598 rows');
    expect(out.at(-1)).toBe(`Begin with "${join(folder, 'README.md')}".`);
    expect(readdirSync(cwd).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  test('writes the same bytes a second time over the first', async () => {
    const folder = join(cwd, 'twice');
    const read = () =>
      readdirSync(folder)
        .sort()
        .map((name) => [name, readFileSync(join(folder, name)).toString('base64')]);
    const all = ['--formats', 'csv,jsonl,parquet,xlsx,sqlite,warc,wacz'];
    await ogi(['dump', '--out', folder, ...all], { cwd });
    const first = read();
    expect((await ogi(['dump', '--out', folder, ...all], { cwd })).code).toBe(EXIT.done);
    expect(read()).toEqual(first);
  });

  test('a dump with fewer files takes away those of the dump before, and nothing else', async () => {
    const folder = join(cwd, 'fewer');
    await ogi(['dump', '--out', folder, ...TABLES], { cwd });
    writeFileSync(join(folder, 'mine.R'), '# mine');
    expect((await ogi(['dump', '--out', folder, '--formats', 'jsonl'], { cwd })).code).toBe(EXIT.done);
    expect(readdirSync(folder).sort()).toEqual([...TEXTS, 'mine.R', 'reports.jsonl', 'sections.jsonl'].sort());
  });

  test('keeps to the conditions', async () => {
    const { out } = await ogi(
      ['dump', '--out', 'some', '--where', 'year>=2021', 'body=aaaaaaaaaaaa', '--json', ...TABLES],
      {
        cwd,
      },
    );
    expect(JSON.parse(out[0] ?? '')).toMatchObject({ records: 1, folder: join(cwd, 'some') });
    const rows = readTable(readFileSync(join(cwd, 'some', 'reports.csv'), 'utf8'));
    expect(rows.map((row) => row['report_id'])).toEqual(['aaaaaaaaaaaa-2023']);
  });

  test('an unknown field is refused before anything is written', async () => {
    const { code, err } = await ogi(['dump', '--out', 'never', '--where', 'colour=red'], { cwd });
    expect(code).toBe(EXIT.usage);
    expect(err).toEqual([expect.stringContaining('unknown field "colour"')]);
    expect(existsSync(join(cwd, 'never'))).toBe(false);
  });

  test('a folder with something else in it is refused, and with --force only joined', async () => {
    const folder = join(cwd, 'thesis');
    mkdirSync(folder);
    writeFileSync(join(folder, 'chapter1.txt'), 'mine');
    const refused = await ogi(['dump', '--out', 'thesis'], { cwd });
    expect([refused.code, refused.out]).toEqual([EXIT.usage, []]);
    expect(refused.err).toEqual([expect.stringContaining('is not empty and holds no dump of ogi')]);
    expect(readdirSync(folder)).toEqual(['chapter1.txt']);
    expect((await ogi(['dump', '--out', 'thesis', '--force', ...TABLES], { cwd })).code).toBe(EXIT.done);
    expect(readdirSync(folder).sort()).toEqual([...ALL_FILES, 'chapter1.txt'].sort());
  });

  test('a file in the place of the folder is refused', async () => {
    writeFileSync(join(cwd, 'file'), '');
    const { code, err } = await ogi(['dump', '--out', 'file'], { cwd });
    expect(code).toBe(EXIT.usage);
    expect(err).toEqual([`ogi: --out: "${join(cwd, 'file')}" is a file; expected a folder`]);
  });

  test('conditions that nothing meets, and a store that is not there, are told apart', async () => {
    const none = await ogi(['dump', '--out', 'none', '--where', 'year=1999', ...TABLES], { cwd });
    expect(none.code).toBe(EXIT.done);
    expect(none.out[0]).toContain('No report in');
    const nowhere = await ogi(['dump', '--out', 'x', '--data', 'typo'], { cwd });
    expect(nowhere.code).toBe(EXIT.usage);
    expect(nowhere.err).toEqual([expect.stringContaining(`there is no store in "${join(cwd, 'typo')}"`)]);
    expect(existsSync(join(cwd, 'typo'))).toBe(false);
  });

  test('an interrupted dump leaves the one before untouched and nothing half-written', async () => {
    const folder = join(cwd, 'stopped');
    await ogi(['dump', '--out', folder, '--formats', 'jsonl'], { cwd });
    const before = readFileSync(join(folder, 'reports.jsonl'), 'utf8');
    const stop = new AbortController();
    stop.abort('interrupted');
    const { code } = await ogi(['dump', '--out', folder], { cwd, signal: stop.signal });
    expect(code).toBe(EXIT.interrupted);
    expect(readdirSync(folder).sort()).toEqual([...TEXTS, 'reports.jsonl', 'sections.jsonl'].sort());
    expect(readFileSync(join(folder, 'reports.jsonl'), 'utf8')).toBe(before);
    expect(readdirSync(cwd).filter((name) => name.startsWith('.stopped'))).toEqual([]);
  });
});

describe('putting a dump in place', () => {
  test('a failure while writing leaves the target as it was', async () => {
    const folder = join(freshFolder(), 'release');
    const failing = intoFolder(folder, [], async (sink) => {
      const file = await sink.open('a.csv');
      await file.write('x'.repeat(1_000_000));
      throw new Error('the disk is full');
    });
    await expect(failing).rejects.toThrow('the disk is full');
    expect(existsSync(folder)).toBe(false);
  });

  test('a manifest of another make does not make a folder ours', async () => {
    const folder = freshFolder();
    writeFileSync(join(folder, 'dump.json'), '{"schema":"other/1","files":[]}');
    await expect(inspectTarget(folder, { force: false })).rejects.toThrow(ConfigError);
    writeFileSync(join(folder, 'dump.json'), '{"schema":"ogi-dump/1","files":[{"name":"../x","rows":1}]}');
    await expect(inspectTarget(folder, { force: false })).rejects.toThrow(ConfigError);
    writeFileSync(join(folder, 'dump.json'), '{"schema":"ogi-dump/1","files":[{"name":"a.csv","rows":1}]}');
    expect(await inspectTarget(folder, { force: false })).toEqual(['a.csv']);
  });
});
