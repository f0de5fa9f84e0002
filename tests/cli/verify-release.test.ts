import { copyFile, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { gunzipSync, gzipSync } from 'node:zlib';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { readMembers } from '../../dumps/warc/members.ts';
import { EXIT } from '../../cli/exit.ts';
import { sampleFolder } from '../../sample/folder.ts';
import { readTruth } from '../../sample/truth-file.ts';
import { sha256 } from '../../text/hash.ts';
import { ogi } from './run-in-process.ts';

/** Reading processes start slowly on a busy machine, ms. */
const SLOW_MS = 240_000;
jest.setTimeout(SLOW_MS);

let cwd = '';
let id = '';

/** Two reports of the sample portal, imported, one cell corrected, and released with their archive. */
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'ogi-verify-release-'));
  const reports = readTruth()
    .reports.filter(({ via, files }) => via === 'html' && files.length === 0)
    .slice(0, 2);
  await mkdir(join(cwd, 'in'));
  const lines = await Promise.all(
    reports.map(async ({ url }, index) => {
      const path = new URL(url).pathname;
      const name = `${index}${extname(path)}`;
      await copyFile(join(sampleFolder(), 'portal', 'site', ...path.split('/')), join(cwd, 'in', name));
      return `${name},${url},2024-02-01T00:00:00Z,yunhe`;
    }),
  );
  await writeFile(join(cwd, 'in', 'map.csv'), ['file,url,fetched_at,portal', ...lines, ''].join('\n'));
  expect((await ogi(['import', 'in'], { cwd })).code).toBe(EXIT.done);
  await ogi(['dump', '--out', 'first', '--formats', 'jsonl'], { cwd });
  const [record] = recordsIn(await readFile(join(cwd, 'first', 'reports.jsonl'), 'utf8'));
  id = record?.id ?? '';
  const line = (await ogi(['explain', id, 't3.result.granted.total', '--json'], { cwd })).out.join('');
  const { cell }: { cell: { correctionLine: string; correctionHeader: string } } = JSON.parse(line);
  const filled = cell.correctionLine
    .replace('VALUE', '98765')
    .replace('WHY', 'misread')
    .replace('WHO', 'A. Reader')
    .replace('DATE', '2024-03-01');
  await writeFile(join(cwd, 'data', 'corrections.csv'), `${cell.correctionHeader}\n${filled}\n`);
  const made = await ogi(['dump', '--out', 'release', '--formats', 'csv,jsonl,warc', '--since', 'first'], { cwd });
  expect([made.code, made.err]).toEqual([EXIT.done, []]);
}, SLOW_MS);

afterAll(() => rm(cwd, { recursive: true, force: true }));

interface Line {
  id: string;
  cells: Record<string, { value: number | null; status: string }>;
}

function recordsIn(text: string): Line[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line): Line => JSON.parse(line));
}

async function copyOf(name: string): Promise<string> {
  await cp(join(cwd, 'release'), join(cwd, name), { recursive: true });
  return join(cwd, name);
}

/** Puts the right digest of a changed file into the manifest, as somebody would who covers his tracks. */
async function coverUp(folder: string, name: string): Promise<void> {
  const path = join(folder, 'dump.json');
  const manifest: { files: { name: string; sha256: string }[] } = JSON.parse(await readFile(path, 'utf8'));
  const bytes = await readFile(join(folder, name));
  for (const file of manifest.files) if (file.name === name) file.sha256 = sha256(bytes);
  await writeFile(path, JSON.stringify(manifest));
}

describe('ogi verify --release', () => {
  test('a correction is the one row of the delta, with its reason', async () => {
    const delta = await readFile(join(cwd, 'release', 'delta.csv'), 'utf8');
    expect(delta.trimEnd().split('\n')).toHaveLength(2);
    expect(delta).toContain('"changed","cell","t3.result.granted.total","correction"');
  });

  test('finds nothing in a release as it was made, its correction and left-out contacts included', async () => {
    const { code, out } = await ogi(['verify', '--release', 'release'], { cwd });
    expect(out.at(-1)).toBe('2 records derived again from the archived bytes: no difference.');
    expect(code).toBe(EXIT.done);
  });

  test('names the file whose bytes were changed, and the one figure that was', async () => {
    const folder = await copyOf('figure');
    const path = join(folder, 'reports.jsonl');
    const records = recordsIn(await readFile(path, 'utf8'));
    const cell = records[1]?.cells['t3.new_received.total'];
    if (cell === undefined) throw new Error('The sample has no such cell');
    cell.value = 424242;
    await writeFile(path, records.map((one) => `${JSON.stringify(one)}\n`).join(''));
    const seen = await ogi(['verify', '--release', 'figure', '--json'], { cwd });
    expect(seen.code).toBe(EXIT.difference);
    const told: { faults: unknown; causes: unknown; differing: { differences: { where: string }[] }[] } = JSON.parse(
      seen.out.join(''),
    );
    expect(told.faults).toEqual([{ name: 'reports.jsonl', code: 'file_changed' }]);
    expect(told.causes).toEqual({ content: 1 });
    expect(told.differing[0]?.differences.map(({ where }) => where)).toEqual(['t3.new_received.total']);
    await coverUp(folder, 'reports.jsonl');
    const covered = await ogi(['verify', '--release', 'figure'], { cwd });
    expect([covered.code, covered.out.join('\n')]).toEqual([
      EXIT.difference,
      expect.stringContaining('t3.new_received.total: stored value 424242'),
    ]);
  });

  test('names a source that was changed in the archive', async () => {
    const folder = await copyOf('source');
    const path = join(folder, 'archive.warc.gz');
    const archive = gunzipSync(await readFile(path)).toString('latin1');
    const at = archive.indexOf('<td');
    await writeFile(path, gzipSync(Buffer.from(`${archive.slice(0, at)}<tD${archive.slice(at + 3)}`, 'latin1')));
    await coverUp(folder, 'archive.warc.gz');
    const { code, out } = await ogi(['verify', '--release', 'source', '--json'], { cwd });
    expect([code, JSON.parse(out.join(''))]).toEqual([
      EXIT.difference,
      expect.objectContaining({ faults: [], causes: { bytes_damaged: 1 } }),
    ]);
  });

  test('names the one report whose archived page lost a byte, and derives the other', async () => {
    const folder = await copyOf('flipped');
    const path = join(folder, 'archive.warc.gz');
    const members: { offset: number; bytes: Buffer | null }[] = [];
    for await (const member of readMembers(path)) members.push(member);
    const page = members.find(({ bytes }) => bytes?.includes('<table') === true);
    if (page === undefined) throw new Error('The archive holds no page');
    const archive = await readFile(path);
    archive.writeUInt8(archive.readUInt8(page.offset + 500) ^ 4, page.offset + 500);
    await writeFile(path, archive);
    const { code, out } = await ogi(['verify', '--release', 'flipped', '--json'], { cwd });
    expect([code, JSON.parse(out.join(''))]).toEqual([
      EXIT.difference,
      expect.objectContaining({
        verified: 2,
        faults: [{ name: 'archive.warc.gz', code: 'file_changed' }],
        causes: { bytes_missing: 1 },
        restored: expect.objectContaining({ damaged: [page.offset] }),
      }),
    ]);
    const { out: lines } = await ogi(['verify', '--release', 'flipped'], { cwd });
    expect(lines).toContain(
      `archive.warc.gz: damaged at byte ${page.offset}; what was archived there is left out and named where it is missing.`,
    );
  });

  test('without an archive it says that no figure could be proved', async () => {
    const { code, out } = await ogi(['verify', '--release', 'first'], { cwd });
    expect([code, out.at(-1)]).toEqual([
      EXIT.incomplete,
      'The release brings no archive.warc.gz, so no record could be derived again.',
    ]);
  });

  test('explain --prov is PROV-JSON with the person who corrected', async () => {
    const { code, out } = await ogi(['explain', id, '--prov'], { cwd });
    expect(code).toBe(EXIT.done);
    expect(JSON.parse(out.join('\n'))).toMatchObject({
      agent: { 'ogi:person/A.%20Reader': { 'prov:type': 'prov:Person' } },
    });
  });
});
