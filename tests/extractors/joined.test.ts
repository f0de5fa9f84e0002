import { describe, expect, test } from '@jest/globals';
import { readDocument } from '../../extractors/read.ts';
import { normalizeReports, reportsAmong } from '../../normalizer/reports.ts';
import type { SourceDocument } from '../../normalizer/normalize.ts';
import { renderDocx } from '../../sample/render/docx.ts';
import { renderPdf } from '../../sample/render/pdf.ts';
import { figuresOf, pageWith, partsOf, sourceAt, textsAt, trueFigures, typed } from '../joined-paper.ts';

const HOST = 'http://www.yunhe.gov.test';
const THREE = ['fin-2023', 'hea-2023', 'gov-2022'];

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

async function read(url: string, bytes: Uint8Array): Promise<SourceDocument> {
  return sourceAt(url, await readDocument(bytes, { url }));
}

function resultsOf(landing: SourceDocument, attachments: SourceDocument[] = [], hints = {}) {
  return normalizeReports({ landing, attachments, portalId: null, trail: [], hints, software: 'test' });
}

describe('several reports in one document', () => {
  test.each([
    ['a PDF', 'a.pdf', () => renderPdf(THREE.flatMap((key) => partsOf(key)))],
    ['a Word file', 'a.docx', () => renderDocx(THREE.flatMap((key) => partsOf(key)))],
    ['a page', 'a.html', () => utf8(pageWith('云禾县部分单位政府信息公开年报', THREE.map(typed).join('')))],
  ])('%s gives each of them, in order, with places in the same file', async (_, name, make) => {
    const source = await read(`${HOST}/${name}`, await make());
    const results = reportsAmong(resultsOf(source, [], { body: '云禾县人民政府办公室', year: 2023 }));
    expect(results.map(({ record }) => figuresOf(record))).toEqual(THREE.map(trueFigures));
    expect(results.map(({ record: { provenance } }) => [provenance.url, provenance.part])).toEqual(
      ['1', '2', '3'].map((part) => [`${HOST}/${name}`, part]),
    );
    for (const { record } of results) {
      const printed = Object.fromEntries(Object.entries(record.cells).map(([path, cell]) => [path, cell.raw]));
      expect(textsAt(source.document, record)).toEqual(printed);
      expect(record.notices.map(({ code }) => code).filter((code) => /differ|table_repeated/u.test(code))).toEqual([]);
    }
  });

  test('the first takes its title from the page where it prints none, the second has its own', async () => {
    const body = typed('fin-2023').replace(/<p align="center">.*?<\/p>/u, '') + typed('hea-2023');
    const source = await read(`${HOST}/a.html`, utf8(pageWith('云禾县财政局2023年政府信息公开工作年度报告', body)));
    expect(reportsAmong(resultsOf(source)).map(({ record }) => figuresOf(record))).toEqual(
      ['fin-2023', 'hea-2023'].map(trueFigures),
    );
  });

  test('reports of several years of one body are told apart', async () => {
    const source = await read(
      `${HOST}/a.docx`,
      await renderDocx(['gov-2022', 'gov-2023'].flatMap((key) => partsOf(key))),
    );
    expect(reportsAmong(resultsOf(source)).map(({ record }) => figuresOf(record))).toEqual(
      ['gov-2022', 'gov-2023'].map(trueFigures),
    );
  });

  test('a cover, a table of contents and running heads begin no report', async () => {
    const title = '云禾县财政局2023年政府信息公开工作年度报告';
    const contents = ['云禾县人民政府办公室2023年政府信息公开工作年度报告', title]
      .map((line) => `<p>${line}</p>`)
      .join('');
    const body = `${contents}${typed('fin-2023').replace(/<p class="h1">/gu, `<p>2023年政府信息公开工作年度报告</p><p class="h1">`)}`;
    const source = await read(`${HOST}/a.html`, utf8(pageWith(title, body)));
    const results = resultsOf(source);
    expect(results).toHaveLength(1);
    expect(results[0]).not.toHaveProperty('part');
    expect(reportsAmong(results).map(({ record }) => figuresOf(record))).toEqual([trueFigures('fin-2023')]);
  });

  test('a part without the form is told and does not end in the report before it', async () => {
    const title = '云禾县统计局2023年政府信息公开工作年度报告';
    const body = `${typed('fin-2023')}<p>${title}</p><p>本局的报告另行公布。</p>${typed('hea-2023')}`;
    const results = resultsOf(await read(`${HOST}/a.html`, utf8(pageWith('部门年报', body))));
    expect(results.map(({ kind, part }) => [kind, part])).toEqual([
      ['report', '1'],
      ['rejected', '2'],
      ['report', '3'],
    ]);
  });
});
