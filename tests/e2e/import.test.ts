import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import JSZip from 'jszip';
import type { ReportRecord } from '../../model/record.ts';
import { sampleFolder } from '../../sample/folder.ts';
import { readTruth, type TrueReport } from '../../sample/truth-file.ts';
import { openFolder } from '../../storage/folder.ts';
import { openStore } from '../../storage/store.ts';
import { ogi } from './command.ts';

const truth = readTruth();
let work: string;

beforeAll(async () => {
  work = await mkdtemp(join(tmpdir(), 'ogi-import-'));
});
afterAll(() => rm(work, { recursive: true, force: true }));

/** The bytes that the sample portal serves under an address. */
function served(url: string): Promise<Buffer> {
  return readFile(join(sampleFolder(), 'portal', 'site', ...new URL(url).pathname.split('/')));
}

async function recordsOf(data: string): Promise<ReportRecord[]> {
  const records: ReportRecord[] = [];
  for await (const record of openStore(await openFolder(data, () => 'unused')).records.all()) records.push(record);
  return records;
}

function must(report: TrueReport | undefined): TrueReport {
  if (report === undefined) throw new Error('the sample has no such report');
  return report;
}

/** Values of a record's cells, by path, as the truth lists them. */
function values(record: ReportRecord | undefined): unknown {
  return Object.fromEntries(Object.entries(record?.cells ?? {}).map(([path, cell]) => [path, cell.value]));
}

function trueValues(report: TrueReport): unknown {
  return Object.fromEntries(Object.entries(report.cells).map(([path, cell]) => [path, cell.value]));
}

describe('ogi import', () => {
  test('reads a page of a folder together with the file it offers, under the addresses of map.csv, and asks nobody', async () => {
    const report = must(truth.reports.find(({ form }) => /docx/u.test(form) && /html/u.test(form)));
    const [file] = report.files;
    const folder = join(work, 'folder');
    await mkdir(join(folder, 'in'), { recursive: true });
    await writeFile(join(folder, 'in', 'page.html'), await served(report.url));
    await writeFile(join(folder, 'report.docx'), await served(file ?? ''));
    await writeFile(
      join(folder, 'map.csv'),
      `\ufefffile,url,fetched_at,portal\nin/page.html,${report.url},2024-02-01T08:00:00+08:00,yunhe\nreport.docx,${file},,yunhe\n`,
    );
    const data = join(work, 'data-folder');
    const done = await ogi(['import', folder], { OGI_DATA_DIR: data, OGI_PROXY_URL: 'http://127.0.0.1:9/' });
    expect({ code: done.code, err: done.err }).toMatchObject({ code: 0 });
    const records = await recordsOf(data);
    expect(records).toHaveLength(1);
    expect(values(records[0])).toEqual(trueValues(report));
    expect(records[0]?.provenance).toMatchObject({
      portalId: 'yunhe',
      url: report.url,
      fetchedAt: '2024-02-01T00:00:00.000Z',
      httpStatus: null,
      renditions: [{ url: file, via: 'docx' }],
    });
  }, 60_000);

  test('reads the documents of a ZIP file, whose Chinese names may be GBK, under file: addresses', async () => {
    const report = must(truth.reports.find(({ form }) => form === 'pdf' || /pdf/u.test(form)));
    const zip = new JSZip();
    zip.file('年报/报告.pdf', await served(report.files[0] ?? report.url));
    const path = join(work, 'bundle.zip');
    await writeFile(path, await zip.generateAsync({ type: 'nodebuffer' }));
    const data = join(work, 'data-zip');
    const done = await ogi(['import', path], { OGI_DATA_DIR: data });
    expect(done.code).toBe(0);
    const [record] = await recordsOf(data);
    expect(record?.provenance).toMatchObject({ portalId: null, url: 'file:年报/报告.pdf', fetchedAt: null });
    expect(values(record)).toEqual(trueValues(report));
  }, 60_000);

  test('reads the answers of a WARC file with their addresses, times and status', async () => {
    const report = must(truth.reports.find(({ form }) => form === 'html'));
    const body = await served(report.url);
    const http = Buffer.from('HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n');
    const head = Buffer.from(
      `WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: ${report.url}\r\nWARC-Date: 2024-03-01T01:02:03Z\r\n` +
        'WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-000000000001>\r\nContent-Type: application/http; msgtype=response\r\n' +
        `Content-Length: ${http.length + body.length}\r\n\r\n`,
    );
    const path = join(work, 'crawl.warc');
    await writeFile(path, Buffer.concat([head, http, body, Buffer.from('\r\n\r\n')]));
    const data = join(work, 'data-warc');
    const done = await ogi(['import', path], { OGI_DATA_DIR: data });
    expect(done.code).toBe(0);
    const [record] = await recordsOf(data);
    expect(record?.provenance).toMatchObject({
      url: report.url,
      fetchedAt: '2024-03-01T01:02:03.000Z',
      httpStatus: 200,
    });
    expect(values(record)).toEqual(trueValues(report));
  }, 60_000);

  test('names a line of the map that cannot be used', async () => {
    const map = join(work, 'bad.csv');
    await writeFile(map, 'file,url\na.html,not an address\n');
    const done = await ogi(['import', work, '--map', map], { OGI_DATA_DIR: join(work, 'data-bad') });
    expect(done.code).toBe(2);
    expect(done.err).toMatch(/line 2 of ".*bad\.csv"/u);
  });

  test('goes on past an empty file, says so, and ends with 3', async () => {
    const folder = join(work, 'some');
    await mkdir(folder);
    const report = must(truth.reports.find(({ form }) => form === 'html'));
    await writeFile(join(folder, 'a.html'), '');
    await writeFile(join(folder, 'b.html'), await served(report.url));
    const data = join(work, 'data-some');
    const done = await ogi(['import', folder], { OGI_DATA_DIR: data });
    expect(done.code).toBe(3);
    expect(done.err).toContain('"a.html" is empty');
    expect(await recordsOf(data)).toHaveLength(1);
  }, 60_000);
});
