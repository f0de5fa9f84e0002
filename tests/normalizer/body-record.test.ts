import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { readDocument } from '../../extractors/read.ts';
import { readFiscalYear } from '../../normalizer/fiscal-year.ts';
import { normalizeReport } from '../../normalizer/normalize.ts';
import { sha256 } from '../../text/hash.ts';
import { describeWithShared, projectRoot, shared } from '../shared.ts';
import { documentOf, gold, inputOf, normalize, recordOf, source } from './record-documents.ts';

const LINES = [
  '一、总体情况',
  '认真公开。',
  '二、主动公开政府信息情况',
  '公开3条。',
  '五、存在的主要问题及改进情况',
  '不足。',
];

describeWithShared('level, code and id of the real reports', () => {
  test.each([
    { id: 'seed000', path: ['documents', '000', 'clean.html'], level: 'county', division: '360702', town: '360702400' },
    { id: 'seed001', path: ['documents', '001', 'clean.html'], level: 'county', division: '230883', town: null },
    { id: 'seed002', path: ['documents', '002', 'clean.html'], level: 'county', division: '360702', town: '360702400' },
    { id: 'seed003', path: ['documents', '003', 'clean.html'], level: 'county', division: '500104', town: null },
    { id: 'seed004', path: ['documents', '004', 'clean.html'], level: 'county', division: '410103', town: null },
    {
      id: 'hongze2024',
      path: ['documents', 'real', 'hongze2024.pdf'],
      level: 'county',
      division: '320813',
      town: null,
    },
    {
      id: 'pingtan2011x',
      path: ['documents', 'real', 'pingtan2011x.txt'],
      level: 'county',
      division: '350128',
      town: null,
    },
    { id: 'pingtan2014', path: ['documents', 'real', 'pingtan2014.txt'], level: 'unknown', division: null, town: null },
    {
      id: 'pingtan2022',
      path: ['documents', 'real', 'pingtan2022.html'],
      level: 'unknown',
      division: null,
      town: null,
    },
  ])('$id', async ({ id, path, level, division, town }) => {
    const name = path.at(-1) ?? '';
    const { value } = await readDocument(readFileSync(shared(...path)), { url: `file:${name}`, name });
    const record = recordOf(normalizeReport(inputOf(value)));
    expect(record.body).toMatchObject({ level, divisionCode: division, townCode: town });
    expect(record.notices.map(({ code }) => code)).not.toContain('code_conflict');
    const right = gold(id);
    const government = id === 'seed001' ? '抚远市人民政府' : id === 'seed003' ? '重庆市大渡口区人民政府' : null;
    expect(record.body.parentBodyId).toBe(government === null ? null : sha256(`local|${government}`).slice(0, 12));
    const ids = [right.body, ...right.bodyAliases].map((body) => sha256(`local|${body}`).slice(0, 12));
    expect(ids).toContain(record.bodyId);
  });
});

function idOnSample(name: string): string {
  return sha256(`yunhe.gov.test|${name}`).slice(0, 12);
}

describe('the bodies of the sample portal', () => {
  const Truth = z.object({
    reports: z.array(z.object({ body: z.string(), form: z.string(), url: z.string(), fiscalYear: z.int() })),
  });
  const truth = Truth.parse(JSON.parse(readFileSync(join(projectRoot, 'sample', 'truth.json'), 'utf8')));
  const pages = truth.reports.filter(({ form }) => form === 'html');

  test.each(pages)('$body $fiscalYear keeps its id, and its parent is the government there', async (report) => {
    const path = join(projectRoot, 'sample', 'portal', 'site', ...new URL(report.url).pathname.split('/'));
    const { value } = await readDocument(readFileSync(path), { url: report.url, name: path });
    const record = recordOf(normalizeReport({ ...inputOf(value), landing: source(value, report.url) }));
    expect(record.id).toBe(`${idOnSample(report.body)}-${report.fiscalYear}`);
    const under = ['department', 'government_office', 'street_office', 'town_government', 'zone_committee'];
    const parent =
      under.includes(record.body.kind) && report.body.startsWith('云禾县') ? idOnSample('云禾县人民政府') : null;
    expect(record.body).toMatchObject({ divisionCode: null, codeMethod: 'none', parentBodyId: parent });
    expect(
      record.notices.map(({ code }) => code).filter((code) => /^(?:year|division|code|town)_/u.test(code)),
    ).toEqual([]);
  });
});

/** Codes of the notices of a report with this title, preface and signature. */
function noticesOf(title: string, preface: string, signed: string[]): string[] {
  return normalize(documentOf([title, preface, ...LINES, ...signed])).notices.map(({ code }) => code);
}

describe('government or its office (DOMAIN.md 3.4)', () => {
  test('白银区: the title says 办公室, the text sums up the district', () => {
    const title = '白银区人民政府办公室2025年政府信息公开工作年度报告';
    expect(noticesOf(title, '本报告由区政府各部门、各乡镇数据汇总编制。', [])).toContain('government_or_office');
    expect(noticesOf(title, '本报告由白银区人民政府编制。', ['白银区人民政府', '2026年1月20日'])).toContain(
      'government_or_office',
    );
    expect(noticesOf(title, '现公布我办年度报告。', [])).not.toContain('government_or_office');
  });

  test('the title says 人民政府, the preface speaks of the office alone', () => {
    const title = '白银区人民政府2025年政府信息公开工作年度报告';
    expect(noticesOf(title, '现公布我办年度报告。', [])).toContain('government_or_office');
    expect(
      noticesOf(title, '本报告由区政府各部门数据汇总编制。', ['白银区人民政府办公室', '2026年1月20日']),
    ).not.toContain('government_or_office');
  });
});

describe('evidence on the reporting year', () => {
  const period = { start: '2022-01-01', end: '2022-12-31' };
  const title = '昌图县七家子镇2023年政府信息公开工作年度报告';
  const base = { titles: [title], period: { start: null, end: null }, hint: null, urls: [], published: null };

  test.each([
    ['the stated period', { period }, 'The title says 2023, the stated period 2022'],
    ['the list', { hint: 2021 }, 'The title says 2023, the list 2021'],
    [
      'the folder 2022n52',
      { urls: ['http://a.test/2022n52/1.html'] },
      'The title says 2023, a folder of the address 2022',
    ],
    [
      'a date before its end',
      { published: '2023-11-02' },
      'Published 2023-11-02, before the reporting year 2023 was over',
    ],
  ])('%s contradicts the title and is kept as a notice', (_, more, message) => {
    const year = readFiscalYear({ ...base, ...more });
    expect(year).toMatchObject({ year: 2023, source: 'title' });
    expect(year.notices).toEqual([{ code: 'year_conflict', message: expect.stringContaining(message) }]);
  });

  test('each contradiction is told, a late date is told apart', () => {
    const year = readFiscalYear({ ...base, period, hint: 2022, published: '2026-05-01' });
    expect(year.notices.map(({ code }) => code)).toEqual(['year_conflict', 'year_conflict', 'year_far_from_pubdate']);
  });

  test('what agrees is not told', () => {
    const agree = { hint: 2023, urls: ['http://a.test/2023n/1.html'], published: '2024-01-20' };
    expect(readFiscalYear({ ...base, ...agree }).notices).toEqual([]);
  });
});
