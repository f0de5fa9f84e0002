import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Run } from '../../model/run.ts';
import { startSamplePortal, type SamplePortal } from '../../sample/serve.ts';
import { startS3, type S3Server } from '../storage/s3-server.ts';
import { ogi, type Finished } from './command.ts';

let work: string;
let portal: SamplePortal;
let s3: S3Server;
let harvested: Finished;

/** Settings of a store in S3; the data folder must not be touched. */
function inS3(prefix = '/night'): Record<string, string> {
  return { OGI_S3_URL: s3.url(prefix), OGI_DATA_DIR: join(work, 'untouched') };
}

function polite(): Record<string, string> {
  return { OGI_PROXY_URL: portal.proxyUrl, OGI_ALLOWED_SUFFIXES: '.gov.test', OGI_HOST_DELAY_MS: '10' };
}

/** What a dump of a store holds, without any time of fetching. */
async function dumped(name: string, settings: Record<string, string>): Promise<string> {
  const out = join(work, `dump-${name}`);
  const done = await ogi(['dump', '--out', out, '--formats', 'jsonl'], settings);
  expect(done).toMatchObject({ code: 0 });
  return (await readFile(join(out, 'reports.jsonl'), 'utf8')).replace(/"fetchedAt":"[^"]*",?/gu, '');
}

beforeAll(async () => {
  work = await mkdtemp(join(tmpdir(), 'ogi-object-store-'));
  portal = await startSamplePortal();
  s3 = await startS3();
  harvested = await ogi(['harvest', portal.home, '--json'], { ...polite(), ...inS3() });
}, 240_000);

afterAll(async () => {
  await portal.close();
  await s3.close();
  await rm(work, { recursive: true, force: true });
});

describe('a harvest into an S3 store', () => {
  test('finds and reads everything, and leaves the data folder alone', () => {
    expect(harvested.err).toBe('');
    expect(Run.parse(JSON.parse(harvested.out)).portals).toMatchObject([{ verdict: 'ok', found: 30, records: 30 }]);
    expect(harvested.code).toBe(0);
    expect(existsSync(join(work, 'untouched'))).toBe(false);
  });

  test('gives the dump of a harvest into a folder', async () => {
    const folder = { OGI_DATA_DIR: join(work, 'folder') };
    const done = await ogi(['harvest', portal.home, '--json'], { ...polite(), ...folder });
    expect(done.code).toBe(0);
    expect(await dumped('s3', inS3())).toBe(await dumped('folder', folder));
  }, 240_000);

  test('is verified, read again, explained, counted and shown from there', async () => {
    const { out } = await ogi(['verify', '--json'], inS3());
    expect(JSON.parse(out)).toMatchObject({ verified: 30, differing: [] });
    const again = await ogi(['reprocess', '--all', '--json'], inS3());
    expect(JSON.parse(again.out)).toMatchObject({ changed: [] });
    const status = await ogi(['status'], inS3());
    expect(status.out).toMatch(/Store "http:\/\/127\.0\.0\.1:\d+\/ogi\/night": 30 reports/u);
    expect(status.out + status.err).not.toContain('S3RVER');
    const record: { id: string } = JSON.parse(
      (await readFile(join(work, 'dump-s3', 'reports.jsonl'), 'utf8')).split('\n')[0] ?? '',
    );
    const explained = await ogi(['explain', record.id], inS3());
    expect(explained).toMatchObject({ code: 0, out: expect.stringContaining(record.id) });
    expect((await ogi(['issues', '--json'], inS3())).code).toBe(0);
    expect((await ogi(['coverage', '--json'], inS3())).out).toContain('found');
    expect(existsSync(join(work, 'untouched'))).toBe(false);
  }, 240_000);

  test('asks for no document a second time', async () => {
    const from = portal.log().length;
    const before = s3.seen.length;
    const done = await ogi(['harvest', portal.home, '--json'], { ...polite(), ...inS3() });
    expect(done.code).toBe(0);
    expect(
      portal
        .log()
        .slice(from)
        .filter(({ path }) => /\.(?:pdf|docx?|xlsx?|ofd)$/u.test(path)),
    ).toEqual([]);
    expect(s3.seen.slice(before).filter((line) => line.startsWith('PUT night/blobs/'))).toEqual([]);
  }, 120_000);
});

describe('other ways into an S3 store', () => {
  test('documents are imported into it, and own portals stand in it', async () => {
    const reports = join(work, 'reports');
    await mkdir(reports, { recursive: true });
    await writeFile(join(reports, 'note.html'), '<html><body><p>通知</p></body></html>');
    const done = await ogi(['import', reports, '--json'], inS3('/import'));
    expect(Run.parse(JSON.parse(done.out)).counts).toMatchObject({ bugs: 0 });
    expect(s3.seen).toEqual(expect.arrayContaining([expect.stringMatching(/^PUT import\/blobs\//u)]));
    const added = await ogi(['portals', 'add', 'xx-yunhe', portal.home], inS3('/import'));
    expect(added).toMatchObject({ code: 0, err: expect.stringMatching(/\/ogi\/import\/portals\.csv"/u) });
    expect((await ogi(['portals', 'list', 'xx-yunhe'], inS3('/import'))).out).toContain(portal.home);
    expect(existsSync(join(work, 'untouched'))).toBe(false);
  }, 60_000);

  test('a mistyped prefix is no empty store, and a wrong bucket ends in words and exit code 2', async () => {
    const none = await ogi(['dump', '--out', join(work, 'none')], inS3('/nigth'));
    expect(none).toMatchObject({
      code: 2,
      err: expect.stringMatching(/OGI_S3_URL: there is no store in ".*\/nigth"/u),
    });
    const wrong = await ogi(['status'], { OGI_S3_URL: s3.url().replace('/ogi', '/other') });
    expect(wrong).toMatchObject({ code: 2, err: expect.stringMatching(/there is no such bucket; make it/u) });
    const form = await ogi(['status'], { OGI_S3_URL: 'https://KEY:sec/ret@host/bucket' });
    expect(form).toMatchObject({
      code: 2,
      err: expect.stringMatching(/OGI_S3_URL: "https:\/\/KEY:\*\*\*@host\/bucket" is not/u),
    });
  }, 60_000);
});
