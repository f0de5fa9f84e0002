import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ReportRecord } from '../../model/record.ts';
import { Run } from '../../model/run.ts';
import { startSamplePortal, type SamplePortal } from '../../sample/serve.ts';
import { readTruth } from '../../sample/truth-file.ts';
import { openFolder } from '../../storage/folder.ts';
import { openStore } from '../../storage/store.ts';
import { ogi, startOgi, type Finished } from './command.ts';

const truth = readTruth();
let work: string;
let portal: SamplePortal;
let first: Finished;

function settings(data: string): Record<string, string> {
  return {
    OGI_DATA_DIR: data,
    OGI_PROXY_URL: portal.proxyUrl,
    OGI_ALLOWED_SUFFIXES: '.gov.test',
    OGI_HOST_DELAY_MS: '10',
  };
}

/** The records of a store as its dump gives them, without any time of fetching. */
async function dumped(data: string): Promise<string> {
  const out = join(work, `dump-${data.split('/').at(-1)}`);
  await rm(out, { recursive: true, force: true });
  const done = await ogi(['dump', '--out', out, '--formats', 'jsonl'], { OGI_DATA_DIR: data });
  expect(done).toMatchObject({ code: 0 });
  const text = await readFile(join(out, 'reports.jsonl'), 'utf8');
  return text.replace(/"fetchedAt":"[^"]*",?/gu, '');
}

async function recordsOf(data: string): Promise<ReportRecord[]> {
  const store = openStore(await openFolder(data, () => 'unused'));
  const records: ReportRecord[] = [];
  for await (const record of store.records.all()) records.push(record);
  return records;
}

/** Requests to the portal since entry `from`, in short: status and address. */
function asked(from: number): { status: number; url: string }[] {
  return portal
    .log()
    .slice(from)
    .map(({ status, host, path }) => ({ status, url: `http://${host}${path}` }));
}

beforeAll(async () => {
  work = await mkdtemp(join(tmpdir(), 'ogi-e2e-'));
  portal = await startSamplePortal();
  first = await ogi(['harvest', portal.home, '--json'], settings(join(work, 'first')));
}, 240_000);

afterAll(async () => {
  await portal.close();
  await rm(work, { recursive: true, force: true });
});

describe('a harvest of the sample portal', () => {
  test('ends well and says what it found', () => {
    expect(first.err).toBe('');
    const run = Run.parse(JSON.parse(first.out));
    expect(run.portals).toMatchObject([{ verdict: 'ok', found: 30, records: 30 }]);
    expect(run.counts).toMatchObject({ found: 30, read: 30, failed: 0, unreadable: 0, declined: 0, bugs: 0 });
    expect(first.code).toBe(0);
  });

  test('finds every report once, and no decoy', async () => {
    const found = (await recordsOf(join(work, 'first'))).map(
      (record) =>
        `${record.fiscalYear} ${record.provenance.trail.find((step) => step.role === 'landing')?.url ?? record.provenance.url}`,
    );
    expect(found.sort()).toEqual(truth.reports.map((report) => `${report.fiscalYear} ${report.url}`).sort());
  });

  test('reads every cell, name, year, date and section as the facts table has them', async () => {
    const records = await recordsOf(join(work, 'first'));
    for (const report of truth.reports) {
      const record = records.find(
        (one) => one.provenance.trail.some((step) => step.url === report.url) || one.provenance.url === report.url,
      );
      const read =
        record === undefined
          ? null
          : {
              name: [report.body, ...report.bodyAliases].includes(record.body.nameNormalised ?? ''),
              year: record.fiscalYear,
              template: record.template.detected,
              published: record.datePublished,
              signed: record.dateSigned,
              indexNo: record.indexNo,
              via: record.provenance.via,
              sections: Object.fromEntries(record.sections.map((section) => [section.key, section.state])),
              cells: Object.fromEntries(
                Object.entries(record.cells).map(([path, { status, value, raw, yuan }]) => [
                  path,
                  { status, value, raw, yuan: yuan ?? null },
                ]),
              ),
              failed: record.checks
                .filter((check) => check.strength === 'exact' && check.status === 'fail')
                .map(({ id, scope, left, right }) => ({ id, scope, left, right })),
              version: record.version,
            };
      expect({ key: report.key, read }).toEqual({
        key: report.key,
        read: {
          name: true,
          year: report.fiscalYear,
          template: report.template,
          published: report.datePublished,
          signed: report.dateSigned,
          indexNo: report.indexNo,
          via: report.via,
          sections: report.sections,
          cells: Object.fromEntries(
            Object.entries(report.cells).map(([path, { status, value, raw, yuan }]) => [
              path,
              { status, value, raw, yuan: yuan ?? null },
            ]),
          ),
          failed: report.failingChecks,
          version: 1,
        },
      });
    }
  });

  test('leads every record back to the portal, page by page', async () => {
    for (const record of await recordsOf(join(work, 'first'))) {
      const { trail, portalId } = record.provenance;
      expect(portalId).toBe('yunhe.gov.test');
      expect(trail[0]).toMatchObject({ role: 'home', url: truth.home });
      for (const step of trail) expect(step.sha256).toMatch(/^[0-9a-f]{64}$/u);
    }
  });

  test('asks as itself, only this host, nothing that robots.txt forbids, and nothing twice', () => {
    const log = portal.log();
    expect(log.filter((entry) => entry.escape === true || entry.path.startsWith('/search/'))).toEqual([]);
    expect([...new Set(log.map((entry) => entry.userAgent.replace(/\/[\d.]+/u, '')))]).toEqual(['ogi-harvest']);
    const urls = log.map((entry) => `${entry.host}${entry.path}`);
    expect(urls.filter((url, index) => urls.indexOf(url) !== index)).toEqual([]);
  });

  test('run again, asks for lists only, with their validators, and changes nothing', async () => {
    const before = await dumped(join(work, 'first'));
    const from = portal.log().length;
    const again = await ogi(['harvest', portal.home, '--json'], settings(join(work, 'first')));
    expect(Run.parse(JSON.parse(again.out)).counts).toMatchObject({ found: 30, read: 0, unchanged: 30 });
    const documents = new Set(truth.reports.flatMap((report) => [report.url, ...report.files]));
    expect(asked(from).filter(({ url }) => documents.has(url))).toEqual([]);
    expect(asked(from).every(({ status, url }) => status === 304 || url.endsWith('/robots.txt'))).toBe(true);
    expect(await dumped(join(work, 'first'))).toBe(before);
  }, 120_000);

  test('killed ten times at random moments, loses nothing and asks for nothing again that was stored', async () => {
    const data = join(work, 'disturbed');
    const moments = Array.from({ length: 10 }, () => Math.round(500 + Math.random() * 3000));
    const seen: string[] = [];
    for (const moment of moments) {
      const from = portal.log().length;
      const { child, finished } = startOgi(['harvest', portal.home, '--json'], settings(data));
      await Promise.race([wait(moment), finished]);
      child.kill('SIGKILL');
      await finished;
      await noneStoredAskedAgain(data, from, seen);
    }
    const from = portal.log().length;
    const last = await ogi(['harvest', portal.home, '--json'], settings(data));
    const run = Run.parse(JSON.parse(last.out));
    expect({ moments, err: last.err, portals: run.portals }).toMatchObject({
      moments,
      err: '',
      portals: [{ verdict: 'ok' }],
    });
    expect(last.code).toBe(0);
    await noneStoredAskedAgain(data, from, seen);
    expect(await dumped(data)).toBe(await dumped(join(work, 'first')));
    expect((await recordsOf(data)).map((record) => record.version)).toEqual(truth.reports.map(() => 1));
  }, 300_000);
});

/** Fails if the portal was asked, since entry `from`, for what was stored before; then notes in `stored` what is stored now. */
async function noneStoredAskedAgain(data: string, from: number, stored: string[]): Promise<void> {
  expect(asked(from).filter(({ url }) => stored.includes(url))).toEqual([]);
  const store = openStore(await openFolder(data, () => 'unused'));
  for (const { url } of asked(0)) {
    if (!stored.includes(url) && (await store.documents.latest(url)) !== null) stored.push(url);
  }
}
