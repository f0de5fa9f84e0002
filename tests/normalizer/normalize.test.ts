import { describe, expect, test } from '@jest/globals';
import type { ExtractedDocument } from '../../model/document.ts';
import { ReportRecord } from '../../model/record.ts';
import type { ReportInput } from '../../normalizer/input.ts';
import { NORMALIZER, normalizeReport } from '../../normalizer/normalize.ts';
import { sha256 } from '../../text/hash.ts';
import { stableJson } from '../../text/json.ts';
import { tableFour, tableThree, tableTwoE4 } from './form-tables.ts';
import { documentOf, inputOf, normalize, recordOf, source } from './record-documents.ts';

const TITLE = '云河市教育局2022年政府信息公开工作年度报告';
const LANDING = 'http://www.yunhe.gov.test/zfxxgk/1.html';
const ZEROS = '0|0|0|0|0|0|0|0|0|0|0|0|0|0|0';

/** A complete report of 2021's form; `received` = row 一, `more` overrides title, meta, format. */
function report(received: string, more: Partial<ExtractedDocument> = {}): ExtractedDocument {
  const texts = [
    '一、总体情况',
    '我局认真公开。',
    '二、主动公开政府信息情况',
    '',
    '三、收到和处理政府信息公开申请情况',
    '',
  ];
  const rest = [
    '四、政府信息公开行政复议、行政诉讼情况',
    '',
    '五、存在的主要问题及改进情况',
    '不足。',
    '六、其他需要报告的事项',
    '无',
  ];
  const document = documentOf([TITLE, ...texts, ...rest], more);
  const tables = new Map([
    [4, tableTwoE4('0|0|0', '1|0|4', ['0', '0', '0', '0'], 4)],
    [6, tableThree('E4', { new_received: received, 'result.granted': received, 'result.total': received }, 6)],
    [8, tableFour(ZEROS, 8)],
  ]);
  return { ...document, blocks: document.blocks.map((block, at) => tables.get(at) ?? block) };
}

const TWO = '2|0|0|0|0|0|2';

function input(page: ExtractedDocument, files: readonly (readonly [ExtractedDocument, string])[] = []): ReportInput {
  return {
    landing: { ...source(page, LANDING), fetchedAt: '2023-01-20T01:00:00.000Z', httpStatus: 200 },
    attachments: files.map(([document, url]) => source(document, url)),
    portalId: 'yunhe',
    trail: [{ role: 'home', url: 'http://www.yunhe.gov.test/' }],
    hints: {},
    software: 'ogi-harvest/0.1.0',
  };
}

describe('a record', () => {
  test('passes the validator, its ids follow from host, name and year', () => {
    const record = recordOf(normalizeReport(input(report(TWO, { charset: 'gb18030' }))));
    expect(ReportRecord.parse(record)).toEqual(record);
    const bodyId = sha256('yunhe.gov.test|云河市教育局').slice(0, 12);
    expect(record).toMatchObject({ bodyId, id: `${bodyId}-2022`, version: 1, versionReason: 'first' });
    expect(normalize(report(TWO)).bodyId).toBe(sha256('local|云河市教育局').slice(0, 12));
  });

  test('carries the way to its source', () => {
    const record = recordOf(normalizeReport(input(report(TWO, { charset: 'gb18030' }))));
    expect(record.provenance).toMatchObject({
      portalId: 'yunhe',
      url: LANDING,
      fetchedAt: '2023-01-20T01:00:00.000Z',
      httpStatus: 200,
      charset: 'gb18030',
      via: 'html',
      extractor: 'html/1',
      normalizer: NORMALIZER,
      software: 'ogi-harvest/0.1.0',
    });
    expect(record.provenance.trail.map(({ role }) => role)).toEqual(['home', 'landing']);
  });

  test('holds every cell of its template and the checks on them', () => {
    const record = recordOf(normalizeReport(input(report(TWO))));
    expect(Object.keys(record.cells)).toHaveLength(200);
    expect(record.cells['t3.new_received.total']).toMatchObject({ status: 'value', value: 2 });
    expect(record.template).toMatchObject({ detected: 'E4', expected: 'E4', mismatch: false });
    const failed = record.checks.filter(({ status, id }) => status === 'fail' && id !== 'R7');
    expect(failed).toEqual([]);
  });

  test('does not depend on the order of the files', () => {
    const files = [
      [report(TWO, { format: 'docx' }), 'http://www.yunhe.gov.test/1.docx'],
      [report(TWO, { format: 'pdf' }), 'http://www.yunhe.gov.test/1.pdf'],
    ] as const;
    const one = normalizeReport(input(report(TWO), files));
    const other = normalizeReport(input(report(TWO), files.toReversed()));
    expect(stableJson(other)).toBe(stableJson(one));
  });
});

describe('renditions', () => {
  test('agreeing files are listed, the page is the primary one', () => {
    const record = recordOf(
      normalizeReport(input(report(TWO), [[report(TWO, { format: 'pdf' }), 'http://www.yunhe.gov.test/1.pdf']])),
    );
    expect(record.provenance.via).toBe('html');
    expect(record.provenance.renditions).toMatchObject([
      { url: 'http://www.yunhe.gov.test/1.pdf', via: 'pdf', agrees: true },
    ]);
    expect(record.notices.map(({ code }) => code)).not.toContain('rendition_differs');
  });

  test('each differing cell is a notice with both texts, and no value is mixed in', () => {
    const file = report('3|0|0|0|0|0|3', { format: 'docx' });
    const record = recordOf(normalizeReport(input(report(TWO), [[file, 'http://www.yunhe.gov.test/1.docx']])));
    expect(record.cells['t3.new_received.total']?.value).toBe(2);
    expect(record.provenance.renditions).toMatchObject([{ agrees: false }]);
    const differs = record.notices.filter(({ code }) => code === 'rendition_differs');
    expect(differs).toHaveLength(6);
    expect(differs.find(({ message }) => message.includes('t3.new_received.total'))?.message).toBe(
      `Cell "t3.new_received.total" reads "2" in "${LANDING}" and "3" in "http://www.yunhe.gov.test/1.docx"`,
    );
  });

  test('a page without its tables gives way to the first file that has them all', () => {
    const page = documentOf([
      TITLE,
      '一、总体情况',
      '我局。',
      '五、存在的主要问题及改进情况',
      '不足。',
      '六、其他需要报告的事项',
      '无',
    ]);
    const files = [
      [report(TWO, { format: 'pdf' }), 'http://www.yunhe.gov.test/1.pdf'],
      [report(TWO, { format: 'docx' }), 'http://www.yunhe.gov.test/1.docx'],
    ] as const;
    const record = recordOf(normalizeReport(input(page, files)));
    expect(record.provenance).toMatchObject({ via: 'docx', url: 'http://www.yunhe.gov.test/1.docx' });
    expect(record.provenance.renditions.map(({ url, agrees }) => [url, agrees])).toEqual([
      ['http://www.yunhe.gov.test/1.pdf', true],
      [LANDING, false],
    ]);
  });

  test('title, date and 索引号 come from the page though the file is primary', () => {
    const meta = { pubdate: '2023-01-20 09:00', 'field:索引号': 'zfb/2023-00021' };
    const page = documentOf(['附件'], { title: `${TITLE}（全文）`, meta });
    const record = recordOf(
      normalizeReport(input(page, [[report(TWO, { format: 'docx' }), 'http://www.yunhe.gov.test/1.docx']])),
    );
    expect(record).toMatchObject({
      title: `${TITLE}（全文）`,
      datePublished: '2023-01-20',
      datePublishedSource: 'meta',
      indexNo: 'zfb/2023-00021',
      deadlineStatutory: '2023-01-31',
      daysLate: 0,
    });
  });

  test('a file of another year, and one that is no report, are no renditions', () => {
    const old = documentOf([
      '云河市教育局2021年政府信息公开工作年度报告',
      '一、总体情况',
      '我局。',
      '五、存在的主要问题及改进情况',
      '不足。',
    ]);
    const form = documentOf(['政府信息公开申请表', '姓名']);
    const record = recordOf(
      normalizeReport(
        input(report(TWO), [
          [old, 'http://www.yunhe.gov.test/2021.docx'],
          [form, 'http://www.yunhe.gov.test/form.docx'],
        ]),
      ),
    );
    expect(record.provenance.renditions).toEqual([]);
    expect(record.notices.filter(({ code }) => code === 'attachment_ignored')).toHaveLength(2);
  });

  test('an unreadable table makes the next rendition primary', () => {
    const page = report(TWO);
    const four = page.blocks[8];
    if (four?.kind !== 'table') throw new Error('block 8 is table 4');
    const short = { ...four, rows: four.rows.map((row, at) => (at < 3 ? row : row.slice(0, 14))) };
    const broken = { ...page, blocks: page.blocks.map((block, at) => (at === 8 ? short : block)) };
    const record = recordOf(
      normalizeReport(input(broken, [[report(TWO, { format: 'pdf' }), 'http://www.yunhe.gov.test/1.pdf']])),
    );
    expect(record.provenance.via).toBe('pdf');
    expect(record.notices.map(({ code }) => code)).toContain('rendition_differs');
  });
});

test('a local file has its own name as source and no landing page', () => {
  const record = normalize(report(TWO, { format: 'pdf' }));
  expect(record.provenance).toMatchObject({
    url: 'file:report.html',
    fetchedAt: null,
    httpStatus: null,
    portalId: null,
  });
  expect(record.provenance.trail.map(({ role }) => role)).toEqual(['file']);
});

test('body and year of a bare sheet come from the list where there is one', () => {
  const sheet = { ...documentOf([], { format: 'xlsx' as const }), blocks: [tableThree('E4', { new_received: TWO })] };
  const record = recordOf(
    normalizeReport({ ...inputOf(sheet), hints: { body: '云河市教育局', year: 2022, date: '2023-01-20' } }),
  );
  expect(record).toMatchObject({
    fiscalYear: 2022,
    fiscalYearSource: 'list',
    datePublished: '2023-01-20',
    datePublishedSource: 'list',
  });
  expect(record.body.nameNormalised).toBe('云河市教育局');
  expect(record.notices.map(({ code }) => code)).toContain('body_from_page');
});
