import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DumpSink } from '../../dumps/dump.ts';
import { Cell, ReportRecord } from '../../model/record.ts';
import { cellPaths } from '../../model/template.ts';
import { TEMPLATES } from '../../model/templates/list.ts';

/** A printed number, or another printed thing by its status. */
export function cell(printed: number | string | Partial<Cell>): Cell {
  if (typeof printed === 'number') {
    return { status: 'value', value: printed, raw: String(printed), unit: null, at: { block: 0, row: 0, col: 0 } };
  }
  const parts = typeof printed === 'string' ? { raw: printed } : printed;
  return Cell.parse({ status: 'text', value: null, raw: '', unit: null, at: { block: 0, row: 0, col: 0 }, ...parts });
}

/** An empty cell. */
export const BLANK: Cell = cell({ status: 'blank', raw: '' });

/** A whole record on the form of a template, every cell 0 but those given; valid by the model's own validator. */
export function buildRecord(more: {
  template?: 'E3' | 'E4';
  year?: number;
  bodyId?: string;
  cells?: Record<string, Cell>;
  fields?: Partial<ReportRecord>;
}): ReportRecord {
  const id = more.template ?? 'E4';
  const template = TEMPLATES.find((one) => one.id === id);
  if (template === undefined) throw new Error(`No template "${id}"`);
  const year = more.year ?? (id === 'E3' ? 2020 : 2023);
  const bodyId = more.bodyId ?? '0123456789ab';
  return ReportRecord.parse({
    schema: 'ogi-report/1',
    id: `${bodyId}-${year}`,
    version: 1,
    versionReason: 'first',
    bodyId,
    body: {
      nameInTitle: '云禾县教育局',
      nameSigned: null,
      nameNormalised: '云禾县教育局',
      kind: 'department',
      level: 'county',
      divisionCode: '011234',
      townCode: null,
      codeMethod: 'title',
      codeConfidence: 0.95,
      codeRevision: '202306',
      parentBodyId: null,
    },
    fiscalYear: year,
    fiscalYearSource: 'title',
    periodStart: null,
    periodEnd: null,
    scope: 'own',
    title: `云禾县教育局${year}年政府信息公开工作年度报告`,
    docNo: null,
    indexNo: null,
    publisherOnPage: null,
    datePublished: `${year + 1}-01-20`,
    datePublishedSource: 'meta',
    dateSigned: null,
    deadlineStatutory: `${year + 1}-01-31`,
    deadlineLocal: null,
    daysLate: 0,
    template: { detected: id, variant: null, expected: id, citedNotice: null, mismatch: false },
    sections: [
      {
        key: 'overview',
        heading: '一、总体情况',
        number: '一',
        order: 0,
        state: 'present',
        text: '正 常。',
        at: { block: 0 },
      },
    ],
    cells: { ...Object.fromEntries(cellPaths(template).map(({ path }) => [path, cell(0)])), ...more.cells },
    extraRows: [],
    indicators: [],
    narrativeFacts: [],
    checks: [],
    notices: [],
    provenance: {
      portalId: 'yunhe.gov.test',
      trail: [],
      url: 'http://www.yunhe.gov.test/1.html',
      finalUrl: 'http://www.yunhe.gov.test/1.html',
      sha256: 'ab'.repeat(32),
      fetchedAt: '2024-02-01T00:00:00.000Z',
      httpStatus: 200,
      contentType: 'text/html',
      charset: 'utf-8',
      via: 'html',
      extractor: 'html/1',
      normalizer: 'normalizer/1',
      software: 'ogi-harvest/0.1.0',
      renditions: [],
    },
    ...more.fields,
  });
}

/** Records one by one, as a store gives them. */
export async function* stream(...records: ReportRecord[]): AsyncIterable<ReportRecord> {
  yield* records;
}

/** A sink in memory, and the text and bytes of each file that was closed. */
export function memorySink(): { sink: DumpSink; texts: Map<string, string>; bytes: Map<string, Uint8Array> } {
  const texts = new Map<string, string>();
  const bytes = new Map<string, Uint8Array>();
  const scratch = mkdtempSync(join(tmpdir(), 'ogi-scratch-'));
  const open: DumpSink['open'] = async (name) => {
    const chunks: Uint8Array[] = [];
    return {
      write: async (chunk) => {
        chunks.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
      },
      close: async () => {
        bytes.set(name, Buffer.concat(chunks));
        texts.set(name, new TextDecoder('utf-8', { ignoreBOM: true }).decode(Buffer.concat(chunks)));
      },
    };
  };
  return { sink: { open, scratch: async (name) => join(scratch, name) }, texts, bytes };
}

/** An independent reader of RFC 4180 with LF at line ends: rows of fields, quotes taken off. */
export function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let field = '';
  let isQuoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (isQuoted) {
      if (char !== '"') field += char;
      else if (text.charAt(at + 1) === '"') {
        field += '"';
        at += 1;
      } else isQuoted = false;
    } else if (char === '"') isQuoted = true;
    else if (char === ',') {
      row.push(field);
      field = '';
    } else if (char === '\n') {
      rows.push([...row, field]);
      row = [];
      field = '';
    } else field += char;
  }
  if (isQuoted || field !== '' || row.length > 0) throw new Error('The last line of the CSV is cut');
  return rows;
}

/** A CSV file as one object a row, by the names of its header. */
export function readTable(text: string | undefined): Record<string, string>[] {
  const [header = [], ...rows] = readCsv(text ?? '');
  return rows.map((row) => {
    if (row.length !== header.length) throw new Error(`A row has ${row.length} fields, the header ${header.length}`);
    return Object.fromEntries(header.map((name, index) => [name, row[index] ?? '']));
  });
}
