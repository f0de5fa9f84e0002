import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import JSZip from 'jszip';
import { readDocument } from '../../extractors/read.ts';
import type { SourceDocument } from '../../normalizer/normalize.ts';
import { normalizeReports, reportsAmong } from '../../normalizer/reports.ts';
import { renderDocx } from '../../sample/render/docx.ts';
import { figuresOf, pageWith, partsOf, sourceAt, trueFigures, trueReport, typed } from '../joined-paper.ts';
import { describeWithShared, shared } from '../shared.ts';

const HOST = 'http://www.yunhe.gov.test';
const KEY = 'fin-2023';

async function read(name: string, bytes: Uint8Array): Promise<SourceDocument> {
  const url = `${HOST}/${name}`;
  return sourceAt(url, await readDocument(bytes, { url }));
}

function page(body: string, title = trueReport(KEY).title): Promise<SourceDocument> {
  return read('a.html', new TextEncoder().encode(pageWith(title, body)));
}

function recordsOf(landing: SourceDocument, attachments: SourceDocument[]) {
  const input = { landing, attachments, portalId: null, trail: [], hints: {}, software: '' };
  return reportsAmong(normalizeReports(input)).map(({ record }) => record);
}

/** A spreadsheet with a line above table 3 of a report, whose figures are all given. */
async function sheet(caption: string, key: string): Promise<Uint8Array> {
  const cells = partsOf(key).flatMap((part) =>
    part.kind === 'table' && part.table.key === 't3' ? part.table.rows : [],
  );
  const cell = (text: string): string => `<c t="inlineStr"><is><t>${text.replaceAll('&', '&amp;')}</t></is></c>`;
  const rows = [[caption], ...cells.map((row) => row.map(({ text }) => text))];
  const xml = rows.map((row) => `<row>${row.map(cell).join('')}</row>`).join('');
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
  const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const relations = 'http://schemas.openxmlformats.org/package/2006/relationships';
  const zip = new JSZip();
  const types = 'http://schemas.openxmlformats.org/package/2006/content-types';
  const kind = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
  zip.file(
    '[Content_Types].xml',
    `<Types xmlns="${types}"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="${kind}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${kind}.worksheet+xml"/></Types>`,
  );
  zip.file(
    '_rels/.rels',
    `<Relationships xmlns="${relations}"><Relationship Id="r1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  );
  zip.file(
    'xl/_rels/workbook.xml.rels',
    `<Relationships xmlns="${relations}"><Relationship Id="r1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
  );
  zip.file(
    'xl/workbook.xml',
    `<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="表" sheetId="1" r:id="r1"/></sheets></workbook>`,
  );
  zip.file('xl/worksheets/sheet1.xml', `<worksheet xmlns="${main}"><sheetData>${xml}</sheetData></worksheet>`);
  return await zip.generateAsync({ type: 'uint8array' });
}

describe('what is no form of the report of its page', () => {
  test('a table of many bodies is left out and named', async () => {
    const landing = await page(`${typed(KEY)}<a href="b.xlsx">附件：各单位2023年政府信息公开情况汇总表.xlsx</a>`);
    const summary = await read('b.xlsx', await sheet('云禾县各单位2023年政府信息公开情况汇总表', 'gov-2023'));
    const [record, ...others] = recordsOf(landing, [summary]);
    expect(others).toEqual([]);
    expect(record && figuresOf(record)).toEqual(trueFigures(KEY));
    expect(record?.provenance.renditions).toEqual([]);
    expect(record?.notices.filter(({ code }) => code === 'attachment_ignored')).toMatchObject([
      { message: expect.stringMatching(/b\.xlsx.*several bodies.*汇总表/u) },
    ]);
  });

  test('the report of another body is a report of its own, and its figures are not compared', async () => {
    const landing = await page(`${typed(KEY)}<a href="b.docx">附件：卫生健康局年报.docx</a>`);
    const records = recordsOf(landing, [await read('b.docx', await renderDocx(partsOf('hea-2023')))]);
    expect(records.map(figuresOf)).toEqual([KEY, 'hea-2023'].map(trueFigures));
    expect(records.flatMap(({ notices }) => notices.filter(({ code }) => code === 'rendition_differs'))).toEqual([]);
    expect(records[1]?.provenance.trail.map(({ role, url }) => [role, url])).toEqual([
      ['landing', `${HOST}/a.html`],
      ['file', `${HOST}/b.docx`],
    ]);
  });

  test('a report of another year of the same body is left out and named', async () => {
    const landing = await page(`${typed('gov-2023')}<a href="b.docx">附件</a>`, trueReport('gov-2023').title);
    const records = recordsOf(landing, [await read('b.docx', await renderDocx(partsOf('gov-2022')))]);
    expect(records.map(figuresOf)).toEqual([trueFigures('gov-2023')]);
    expect(records[0]?.notices.map(({ code }) => code)).toContain('attachment_ignored');
  });
});

describeWithShared('real reports in two formats', () => {
  test.each([
    ['000', 'clean.html', 'report.doc', 'doc'],
    ['001', 'clean.html', 'report.pdf', 'pdf'],
    ['003', 'report.docx', 'report.pdf', 'pdf'],
  ])('seed %s: %s and %s are one report and agree', async (seed, first, second, via) => {
    const [one, other] = await Promise.all(
      [first, second].map(async (name) => read(`${seed}/${name}`, readFileSync(shared('documents', seed, name)))),
    );
    if (one === undefined || other === undefined) throw new Error('two files were read');
    const records = recordsOf(one, [other]);
    expect(records).toHaveLength(1);
    expect(records[0]?.provenance).toMatchObject({ url: one.url, renditions: [{ url: other.url, via, agrees: true }] });
  });

  test('a figure that differs is told with both texts', async () => {
    const html = readFileSync(shared('documents', '000', 'clean.html'), 'utf8');
    const [before] = recordsOf(await read('x.html', Buffer.from(html)), []);
    const [path, cell] = Object.entries(before?.cells ?? {}).find(([, { value }]) => value !== null && value > 9) ?? [];
    if (path === undefined || cell?.raw === null || cell === undefined) throw new Error('no figure above 9');
    const place = html.indexOf(`>${cell.raw}<`);
    const changed = `${html.slice(0, place)}>98765<${html.slice(place + cell.raw.length + 2)}`;
    const word = await read('x.doc', readFileSync(shared('documents', '000', 'report.doc')));
    const [record] = recordsOf(await read('x.html', Buffer.from(changed)), [word]);
    const differing = record?.notices.filter(({ code }) => code === 'rendition_differs') ?? [];
    expect(differing.map(({ message }) => message).join('\n')).toContain('"98765"');
    expect(differing.map(({ message }) => message).join('\n')).toContain(`"${cell.raw}"`);
    expect(record?.provenance.renditions).toMatchObject([{ via: 'doc', agrees: false }]);
  });
});
