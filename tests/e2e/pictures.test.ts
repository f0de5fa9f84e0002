import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { readHtml } from '../../extractors/html/read-html.ts';
import type { Outcome } from '../../model/outcome.ts';
import type { ReportRecord } from '../../model/record.ts';
import { normalizeReport } from '../../normalizer/normalize.ts';
import { openFolder } from '../../storage/folder.ts';
import { openStore, type Store } from '../../storage/store.ts';
import { reportHtml } from '../replicas/core/render.ts';
import { reportOf } from '../replicas/core/report.ts';
import { picturesOf } from '../replicas/core/scan.ts';
import { describeWithTesseract } from '../tesseract.ts';
import { ogi, type Finished } from './command.ts';
import { COLUMN, LIST, servePaper, type PaperFile, type PaperPortal } from './paper-portal.ts';

const REPORT = reportOf('云禾县档案局', 2023);
const ARTICLE = `${COLUMN}202401/t20240115_1.html`;

let data: string;
let portal: PaperPortal;

/** The article: its title, a logo, and the pages of the report as pictures, loaded late as many editors write it. */
async function paper(): Promise<Record<string, PaperFile>> {
  const pictures = await picturesOf(REPORT);
  const shown = pictures.map((_, at) => `<p><img src="/blank.gif" data-original="./nb/${at + 1}.jpg"></p>`);
  const body = `<div id="zoom"><img src="/img/logo.png">${shown.join('')}</div>`;
  const head = `<html><head><meta charset="utf-8"><title>${REPORT.title}</title></head><body><h1>${REPORT.title}</h1>`;
  return Object.fromEntries([
    [ARTICLE, { body: `${head}${body}</body></html>` }],
    ...pictures.map((bytes, at) => [`${COLUMN}202401/nb/${at + 1}.jpg`, { body: bytes, type: 'image/jpeg' }] as const),
  ]);
}

/** Harvests the made-up portal. */
async function harvest(more: Record<string, string> = {}): Promise<{ done: Finished; store: Store }> {
  const done = await ogi(['harvest', LIST, '--json'], {
    OGI_DATA_DIR: data,
    OGI_PROXY_URL: portal.proxyUrl,
    OGI_ALLOWED_SUFFIXES: '.gov.test',
    OGI_HOST_DELAY_MS: '10',
    ...more,
  });
  return { done, store: openStore(await openFolder(data, () => 'unused')) };
}

async function recordsIn(store: Store): Promise<ReportRecord[]> {
  const records: ReportRecord[] = [];
  for await (const record of store.records.all()) records.push(record);
  return records;
}

beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'ogi-pictures-'));
  portal = await servePaper(await paper(), { [ARTICLE]: REPORT.title });
});

afterEach(async () => {
  await portal.close();
  await rm(data, { recursive: true, force: true });
});

/** The same report typed into its page. */
function typedRecord(): ReportRecord | undefined {
  const page = `<html><body><h1>${REPORT.title}</h1><div id="zoom">${reportHtml(REPORT, 'clean')}</div></body></html>`;
  const { value, notices } = readHtml(new TextEncoder().encode(page), { url: LIST });
  const frame = { url: LIST, finalUrl: LIST, fetchedAt: null, httpStatus: null, contentType: 'text/html' };
  const landing = { document: value, notices, ...frame };
  const made = normalizeReport({ landing, attachments: [], portalId: null, trail: [], hints: {}, software: '' });
  return made.kind === 'report' ? made.record : undefined;
}

/** The figures of a record, each with its place in the form. */
function valuesOf(record: ReportRecord | undefined): string[] {
  const cells = Object.entries(record?.cells ?? {}).filter(([, { status }]) => status === 'value');
  return cells.map(([path, { value }]) => `${path} ${value}`);
}

/** The paths of the pictures that the portal was asked for, in order. */
function asked(): string[] {
  return portal.asked.filter((path) => /\.(?:jpg|png|gif)$/u.test(path)).map((path) => path.replace(COLUMN, ''));
}

describeWithTesseract('a report that stands on its page as pictures', () => {
  test('is asked for picture by picture in their order, and read as one', async () => {
    const { done, store } = await harvest();
    const [record, ...others] = await recordsIn(store);
    expect({ others, err: record === undefined ? done.err : '' }).toEqual({ others: [], err: '' });
    const pages = asked();
    expect(pages).toEqual(pages.map((_, at) => `202401/nb/${at + 1}.jpg`));
    expect(record).toMatchObject({
      fiscalYear: 2023,
      body: { nameNormalised: REPORT.body },
      provenance: { via: 'image', url: `${LIST}202401/nb/1.jpg` },
    });
    const files = record?.provenance.trail.filter(({ role }) => role === 'file').map(({ url }) => url);
    expect(files).toEqual(pages.map((path) => `${LIST}${path}`));
    const printed = valuesOf(typedRecord());
    const read = valuesOf(record);
    expect(read.filter((value) => !printed.includes(value))).toEqual([]);
    expect(read.length).toBeGreaterThan(0.9 * printed.length); // recognition may lose a label, never change a figure
    expect(record?.cells['t4.review.total']?.at?.page).toBeGreaterThan(1);
    const told = await ogi(['explain', record?.id ?? '', 't4.review.total'], { OGI_DATA_DIR: data });
    expect(told.out).toMatch(/picture \d of the page/u);
  }, 240_000);
});

test('without a recogniser it is an unreadable report with the reason scan, and exit code 3', async () => {
  const { done, store } = await harvest({ PATH: '/nonexistent' });
  expect([done.code, await recordsIn(store)]).toEqual([3, []]);
  const outcomes: Outcome[] = [];
  for await (const outcome of store.outcomes.all()) outcomes.push(outcome);
  const own = outcomes.find(({ url }) => url.endsWith(ARTICLE));
  expect(own).toMatchObject({ kind: 'unreadable', code: 'scan' });
  expect(own?.why).toContain('nb/1.jpg');
}, 60_000);
