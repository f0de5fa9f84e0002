import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { EXIT } from '../../cli/exit.ts';
import type { ReportRecord } from '../../model/record.ts';
import { sampleFolder } from '../../sample/folder.ts';
import { readTruth } from '../../sample/truth-file.ts';
import { openFolder } from '../../storage/folder.ts';
import { openStore, type Store } from '../../storage/store.ts';
import { ogi } from '../cli/run-in-process.ts';

/** Reading processes start slowly on a busy machine, ms. */
const SLOW_MS = 240_000;

let cwd: string;
let store: Store;

/** A page, a page with its Word file, a page with its PDF: the sample portal's own files, imported under their addresses. */
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'ogi-stored-'));
  const { reports } = readTruth();
  const chosen = (['html', 'docx', 'pdf'] as const).flatMap((via) => {
    const found = reports.find((report) => report.via === via && (via === 'html') === (report.files.length === 0));
    return found === undefined ? [] : [found];
  });
  const urls = chosen.flatMap(({ url, files }) => [url, ...files]);
  await mkdir(join(cwd, 'in'));
  const lines = await Promise.all(
    urls.map(async (url, index) => {
      const path = new URL(url).pathname;
      const name = `${index}${extname(path)}`;
      await copyFile(join(sampleFolder(), 'portal', 'site', ...path.split('/')), join(cwd, 'in', name));
      return `${name},${url},2024-02-01T00:00:00Z,yunhe`;
    }),
  );
  await writeFile(join(cwd, 'in', 'map.csv'), ['file,url,fetched_at,portal', ...lines, ''].join('\n'));
  const done = await ogi(['import', 'in', '--json'], { cwd });
  expect([done.code, done.err]).toEqual([EXIT.done, []]);
  store = openStore(await openFolder(join(cwd, 'data'), () => `part-${Math.random()}`));
}, SLOW_MS);

afterAll(() => rm(cwd, { recursive: true, force: true }));

async function records(): Promise<ReportRecord[]> {
  const all: ReportRecord[] = [];
  for await (const record of store.records.all()) all.push(record);
  return all;
}

function recordFile({ id, fiscalYear }: ReportRecord): string {
  return join(cwd, 'data', 'records', String(fiscalYear), `${id}.json`);
}

async function oneOf(via: string): Promise<ReportRecord> {
  const found = (await records()).find((record) => record.provenance.via === via);
  if (found === undefined) throw new Error(`The sample holds no report in ${via}`);
  return found;
}

async function verify(...more: string[]): Promise<{
  code: number;
  said: {
    verified: number;
    causes: Record<string, number>;
    differing: { id: string; causes: string[]; differences: { where: string; stored: string; derived: string }[] }[];
  };
}> {
  const { code, out } = await ogi(['verify', '--json', ...more], { cwd });
  return { code, said: JSON.parse(out.join('')) };
}

async function tampered(record: ReportRecord, change: (record: ReportRecord) => ReportRecord): Promise<void> {
  await writeFile(recordFile(record), `${JSON.stringify(change(record))}\n`);
}

const PATH = 't3.new_received.total';

function withOtherValue(record: ReportRecord): ReportRecord {
  const cell = record.cells[PATH];
  if (cell === undefined) throw new Error(`"${record.id}" has no cell "${PATH}"`);
  return { ...record, cells: { ...record.cells, [PATH]: { ...cell, status: 'value', value: 4711, raw: '4711' } } };
}

jest.setTimeout(SLOW_MS);

describe('ogi verify', () => {
  test('derives every record again without any difference', async () => {
    const { code, out } = await ogi(['verify'], { cwd });
    expect([code, out]).toEqual([EXIT.done, ['3 records derived again from the archived bytes: no difference.']]);
  });

  test('names the cell that was changed in the store', async () => {
    const record = await oneOf('html');
    const before = await readFile(recordFile(record), 'utf8');
    await tampered(record, withOtherValue);
    const { code, said } = await verify();
    expect([code, said.verified, said.causes]).toEqual([EXIT.difference, 3, { content: 1 }]);
    expect(said.differing).toMatchObject([
      { id: record.id, differences: [{ where: PATH, stored: 'value 4711, printed "4711"' }] },
    ]);
    const { out } = await ogi(['verify'], { cwd });
    expect(out.join('\n')).toContain(
      `  ${PATH}: stored value 4711, printed "4711"; derived ${record.cells[PATH]?.status}`,
    );
    await writeFile(recordFile(record), before);
  });

  test('tells missing and damaged bytes apart and reads neither', async () => {
    const [missing, damaged] = [await oneOf('pdf'), await oneOf('docx')];
    const files = [missing, damaged].map(({ provenance: { sha256 } }) =>
      join(cwd, 'data', 'blobs', sha256.slice(0, 2), sha256),
    );
    const [first = '', second = ''] = files;
    const kept = await Promise.all(files.map((file) => readFile(file)));
    await rm(first);
    await writeFile(second, 'not what was fetched');
    const { code, said } = await verify();
    expect([code, said.causes]).toEqual([EXIT.difference, { bytes_damaged: 1, bytes_missing: 1 }]);
    const again = await ogi(['reprocess', '--all', '--json'], { cwd });
    expect(again.code).toBe(EXIT.incomplete);
    expect(JSON.parse(again.out.join(''))).toMatchObject({ changed: [], run: { counts: { read: 0, unreadable: 2 } } });
    expect(await store.records.get(damaged.id)).toEqual(damaged);
    await writeFile(first, kept[0] ?? '');
    await writeFile(second, kept[1] ?? '');
    expect((await verify()).code).toBe(EXIT.done);
  });

  test('names the one record whose archived bytes had a single byte flipped', async () => {
    const record = await oneOf('html');
    const { sha256 } = record.provenance;
    const file = join(cwd, 'data', 'blobs', sha256.slice(0, 2), sha256);
    const kept = await readFile(file);
    const flipped = Buffer.from(kept);
    flipped[flipped.length >> 1] = (flipped[flipped.length >> 1] ?? 0) ^ 1;
    await writeFile(file, flipped);
    const { code, said } = await verify();
    expect([code, said.causes]).toEqual([EXIT.difference, { bytes_damaged: 1 }]);
    expect(said.differing).toMatchObject([
      { id: record.id, causes: ['bytes_damaged'], differences: [], lost: [{ sha256, code: 'bytes_damaged' }] },
    ]);
    await writeFile(file, kept);
  });

  test('draws the same sample for the same seed', async () => {
    expect((await verify('--sample', '2')).said.verified).toBe(2);
    const { code, err } = await ogi(['verify', '--sample', 'some'], { cwd });
    expect([code, err]).toEqual([EXIT.usage, ['ogi: Cannot use --sample "some": expected a whole number from 1']]);
  });
});

function older(version: string): string {
  return version.replace('html/', 'html/0-');
}

describe('ogi reprocess', () => {
  test('has nothing to do where the readers of today read everything', async () => {
    const { code, out } = await ogi(['reprocess'], { cwd });
    expect(code).toBe(EXIT.done);
    expect(out[0]).toMatch(/^All \d+ documents in the store were read by the readers of today; nothing to do\.$/u);
  });

  test('read again as a whole, the store stays as it is', async () => {
    const before = await records();
    const { code, out } = await ogi(['reprocess', '--all', '--json'], { cwd });
    expect(code).toBe(EXIT.done);
    expect(JSON.parse(out.join(''))).toMatchObject({
      changed: [],
      run: { counts: { read: 0, unchanged: 3, bugs: 0 } },
    });
    expect(await records()).toEqual(before);
  });

  test('what an older reader read otherwise becomes a new version, and only that', async () => {
    const record = await oneOf('html');
    const outcome = await store.outcomes.get(record.provenance.url);
    if (outcome === null) throw new Error('The record has no outcome');
    await tampered(record, (one) => ({
      ...withOtherValue(one),
      provenance: { ...one.provenance, extractor: older(one.provenance.extractor) },
    }));
    await store.outcomes.put({ ...outcome, versions: outcome.versions.map(older) });
    const stale = await store.outcomes.get(outcome.url);
    expect(stale?.versions.some((version) => version.startsWith('html/0-'))).toBe(true);

    const { out, code } = await ogi(['reprocess', '--json'], { cwd });
    expect(code).toBe(EXIT.done);
    expect(JSON.parse(out.join(''))).toMatchObject({ due: 1, changed: [record.id], run: { command: 'reprocess' } });
    const again = await store.records.get(record.id);
    expect(again).toEqual({ ...record, version: 2, versionReason: 'reader' });
    expect((await ogi(['reprocess'], { cwd })).out[0]).toContain('nothing to do');
    expect((await verify()).code).toBe(EXIT.done);
  });

  test('a record of an older schema is refused in words, and rewritten without a request', async () => {
    const record = await oneOf('docx');
    await writeFile(
      recordFile(record),
      JSON.stringify({ ...record, schema: 'ogi-report/0', cells: 'in another form' }),
    );
    const refused = await ogi(['verify'], { cwd });
    expect(refused).toMatchObject({
      code: EXIT.usage,
      err: [expect.stringMatching(/"ogi-report\/0".*"ogi reprocess"/u)],
    });
    const { out, code } = await ogi(['reprocess', '--json'], { cwd });
    expect([code, JSON.parse(out.join(''))]).toMatchObject([EXIT.done, { due: 1, changed: [record.id] }]);
    expect(await store.records.get(record.id)).toEqual({ ...record, version: 2, versionReason: 'reader' });
    expect((await verify()).code).toBe(EXIT.done);
  });
});
