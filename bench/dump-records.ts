import { createReadStream, createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import type { ArchivedAnswer } from '../dumps/output.ts';
import type { ExtractedDocument } from '../model/document.ts';
import { ReportRecord } from '../model/record.ts';
import { normalizeReport } from '../normalizer/normalize.ts';
import { sha256 } from '../text/hash.ts';
import { generatedReport } from './documents.ts';

/** Different reports; the others are these again under other bodies and years. */
const KINDS = 300;
const YEARS = 7;
const LINE_FEED = 0x0a;

/** Writes `count` generated records to a file, one JSON object a line, the same for the same number. */
export async function writeRecords(count: number, path: string): Promise<void> {
  const kinds = Array.from({ length: KINDS }, (_, index) => recordOf(index));
  const file = createWriteStream(path);
  for (let index = 0; index < count; index += 1) {
    const bodyId = sha256(`body ${Math.floor(index / YEARS)}`).slice(0, 12);
    const fiscalYear = 2018 + (index % YEARS);
    const record = { ...kinds[index % KINDS], id: `${bodyId}-${fiscalYear}`, bodyId, fiscalYear };
    if (!file.write(`${JSON.stringify(record)}\n`)) await once(file, 'drain');
  }
  file.end();
  await finished(file);
}

/** The records of such a file, one by one; none is kept. */
export async function* readRecords(path: string): AsyncIterable<ReportRecord> {
  let rest = Buffer.alloc(0);
  let isFirst = true;
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
    if (!(chunk instanceof Uint8Array)) continue;
    const bytes = Buffer.concat([rest, chunk]);
    let start = 0;
    for (let end = bytes.indexOf(LINE_FEED); end >= 0; end = bytes.indexOf(LINE_FEED, start)) {
      const record: ReportRecord = JSON.parse(bytes.toString('utf8', start, end));
      // The store validates what it reads; here one is enough, the others being of the same making.
      if (isFirst) ReportRecord.parse(record);
      isFirst = false;
      yield record;
      start = end + 1;
    }
    rest = bytes.subarray(start);
  }
}

/** An answer of a host for each record of such a file: the page that its report is printed on, some 30 kB of HTML. */
export async function* archivedAnswers(path: string): AsyncIterable<ArchivedAnswer> {
  const pages = Array.from({ length: KINDS }, (_, index) => pageOf(generatedReport(index)));
  let index = 0;
  for await (const { id } of readRecords(path)) {
    const bytes = Buffer.from(`${pages[index % KINDS]}<!-- ${id} -->\n`, 'utf8');
    const url = `http://www.yunhe.gov.test/${id}.html`;
    const headers = { 'content-type': 'text/html; charset=utf-8', date: 'Thu, 01 Feb 2024 00:00:00 GMT' };
    const fetched = { url, finalUrl: url, redirects: [], status: 200, headers, contentType: 'text/html' };
    yield {
      fetched: { ...fetched, sha256: sha256(bytes), size: bytes.length, fetchedAt: '2024-02-01T00:00:00.000Z' },
      bytes,
    };
    index += 1;
  }
}

function recordOf(index: number): ReportRecord {
  const url = `http://www.yunhe.gov.test/${index}.html`;
  const document = generatedReport(index);
  const page = { url, finalUrl: url, fetchedAt: null, httpStatus: 200, contentType: 'text/html' };
  const made = normalizeReport({
    landing: { document, notices: [], ...page },
    attachments: [],
    portalId: null,
    trail: [],
    hints: {},
    software: 'bench',
  });
  if (made.kind !== 'report') throw new Error(`Cannot normalize a generated report: ${made.code}: ${made.why}`);
  return made.record;
}

function pageOf({ title = '', blocks }: ExtractedDocument): string {
  const parts = blocks.map((block) => {
    if (block.kind !== 'table') return `<p style="text-indent: 2em">${block.text}</p>`;
    const rows = block.rows.map((row) =>
      row.map(({ text, colSpan, rowSpan }) => `<td colspan="${colSpan}" rowspan="${rowSpan}">${text}</td>`).join(''),
    );
    return `<table border="1">${rows.map((row) => `<tr>${row}</tr>`).join('\n')}</table>`;
  });
  return `<!DOCTYPE html><html><head><meta charset="utf-8"><title>${title}</title></head><body>\n${parts.join('\n')}\n</body></html>\n`;
}
