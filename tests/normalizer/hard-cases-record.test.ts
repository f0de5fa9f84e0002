import { expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { readDocument } from '../../extractors/read.ts';
import { ReportRecord } from '../../model/record.ts';
import { normalizeReport } from '../../normalizer/normalize.ts';
import { describeWithShared, shared } from '../shared.ts';
import { tableThree, tableTwoE4 } from './form-tables.ts';
import { tableOf } from './gold-cells.ts';
import { documentOf, gold, inputOf, normalize, recordOf, states, truthDocument } from './record-documents.ts';

const SEEDS = ['000', '001', '002', '003', '004'];

test('H11 old template in a new year', () => {
  const rows = ['公务用车10辆|1530000元', '公务用车2辆|350000元', '办公设备|621007.6元', '家具|1118992元'];
  const procurement = rows.map((row) => `政府集中采购|${row}>2`);
  const table = tableOf(['第二十条第（九）项>4', '信息内容|采购项目数量|采购总金额>2', ...procurement], { block: 1 });
  const title = '西安市阎良区机关事务服务中心政府信息公开工作2021年度报告';
  const document = documentOf([title]);
  const record = normalize({ ...document, blocks: [...document.blocks, table] });
  expect(record).toMatchObject({ fiscalYear: 2021, template: { detected: 'E3', expected: 'E4', mismatch: true } });
  expect(record.notices.map(({ code }) => code)).toContain('template_year_mismatch');
  expect(record.body.nameNormalised).toBe('西安市阎良区机关事务服务中心');
  expect(record.cells['t2.art20_9.procurement.amount']).toMatchObject({ status: 'text', value: null });
  expect(record.extraRows.map((row) => row.cells.map(({ value }) => value).at(-1))).toEqual([
    1530000, 350000, 621007.6, 1118992,
  ]);
});

test('H12 new template, old citation', () => {
  const preface = '根据《通知》（国办公开办函〔2019〕60号）要求，由云河市教育局编制。';
  const document = documentOf(['云河市教育局2022年政府信息公开工作年度报告', preface]);
  const tables = [tableTwoE4('0|0|0', '0|0|0', ['0', '0', '0', '0'], 2), tableThree('E4', {}, 3)];
  const record = normalize({ ...document, blocks: [...document.blocks, ...tables] });
  expect(record.template).toMatchObject({ detected: 'E4', expected: 'E4', citedNotice: '2019-60', mismatch: false });
  expect(record.notices.map(({ code }) => code)).toContain('cited_notice_stale');
  expect(record.notices.map(({ code }) => code)).not.toContain('template_year_mismatch');
});

test('spare cases: double year, period without its marks', () => {
  const lines = [
    '一、总体情况',
    '我局。',
    '二、主动公开政府信息情况',
    '有。',
    '五、存在的主要问题及改进情况',
    '不足。',
  ];
  const double = normalize(documentOf(['云河市教育局', '2020年度政府信息公开工作2020年度报告', ...lines]));
  expect(double).toMatchObject({ fiscalYear: 2020, fiscalYearSource: 'title' });
  expect(double.notices.map(({ code }) => code)).not.toContain('year_conflict');
  const period = normalize(
    documentOf(['白银区2025年政府信息公开工作年度报告', '统计期限为20251月1日到12月31日。', ...lines]),
  );
  expect(period).toMatchObject({ fiscalYear: 2025, periodStart: '2025-01-01', periodEnd: '2025-12-31' });
  const untitled = normalize(documentOf(['政府信息公开年度报告', '统计期限为20251月1日到12月31日。', ...lines]));
  expect(untitled).toMatchObject({ fiscalYear: 2025, fiscalYearSource: 'period' });
});

describeWithShared('the five seed reports', () => {
  test('H5 text denies what the table says', () => {
    const record = normalize(truthDocument('003'));
    const conflicts = record.checks.filter(({ strength, status }) => strength === 'soft' && status === 'fail');
    expect(conflicts).toMatchObject([
      { id: 'S1', scope: 'requests', left: 0, right: 2, reason: 'text_differs' },
      { id: 'S1', scope: 'litigation', left: 0, right: 3, reason: 'text_differs' },
    ]);
    expect(record.cells['t3.new_received.total']?.value).toBe(2);
    expect(record.cells['t4.litigation_direct.total']?.value).toBe(3);
    const zero = record.narrativeFacts.filter(({ value }) => value === 0).map(({ key }) => key);
    expect(zero).toEqual(['requests_received', 'review', 'litigation']);
  });

  test.each([
    ['000', ['S2 disclosed']],
    ['001', []],
    ['002', []],
    ['004', []],
  ])('seed %s has the soft conflicts %j and no others', (seed, conflicts) => {
    const { checks } = normalize(truthDocument(seed));
    const failed = checks.filter(({ strength, status }) => strength === 'soft' && status === 'fail');
    expect(failed.map(({ id, scope }) => `${id} ${scope}`)).toEqual(conflicts);
  });

  test('contacts stay in the text of the preface and appear in no field', () => {
    const { sections, ...fields } = normalize(truthDocument('002'));
    expect(sections).toHaveLength(6);
    expect(JSON.stringify(fields)).not.toMatch(/8372330|温伟荣/u);
  });

  test.each(SEEDS)('seed %s: sections, name, year and dates are those of the gold', (seed) => {
    expectIdentity(normalize(truthDocument(seed)), `seed${seed}`);
  });

  const files = SEEDS.flatMap((seed) =>
    readdirSync(shared('documents', seed))
      .filter((file) => /\.(?:html|docx?|pdf)$/u.test(file) && file !== 'scan.pdf')
      .map((file) => ({ seed, file })),
  );
  test.each(files)('seed $seed is the same report in $file', async ({ seed, file }) => {
    const record = await recordOfFile(['documents', seed, file]);
    expectIdentity(record, `seed${seed}`);
    if (file === 'clean.html') expect(record.datePublished).toBe(gold(`seed${seed}`).datePublishedInHtml);
  });

  test.each([
    ['clean.html', null],
    ['report.docx', '五'],
    ['report.doc', '五'],
    ['report.pdf', '五'],
  ])('the heading over table 4 of seed 004 has in %s the number %s', async (file, number) => {
    const record = await recordOfFile(['documents', '004', file]);
    expect(record.sections.find(({ key }) => key === 'review_litigation')).toMatchObject({ number });
  });
});

describeWithShared('real reports of other bodies', () => {
  test.each([
    ['pingtan2019', 'pingtan2019.html', 'none_stated', []],
    ['pingtan2022', 'pingtan2022.html', 'present', []],
    ['hongze2024', 'hongze2024.pdf', 'present', ['population_qualifier:代表']],
  ])('%s', async (id, file, other, conflicts) => {
    const record = await recordOfFile(['documents', 'real', file]);
    const right = gold(id);
    expect([right.body, ...right.bodyAliases]).toContain(record.body.nameNormalised);
    expect(record.fiscalYear).toBe(right.fiscalYear);
    if (right.datePublishedInHtml !== undefined) expect(record.datePublished).toBe(right.datePublishedInHtml);
    expect(states(record)).toEqual({
      overview: 'present',
      proactive: 'present',
      requests: 'present',
      review_litigation: 'present',
      problems: 'present',
      other,
    });
    const failed = record.checks.filter(({ id: check, status }) => check === 'S1' && status === 'fail');
    expect(failed.map(({ reason }) => reason)).toEqual(conflicts);
  });

  test.each(['pingtan2011x', 'pingtan2014', 'pingtan2017'])('%s, an archived text with its own head', async (id) => {
    const record = await recordOfFile(['documents', 'real', `${id}.txt`]);
    const right = gold(id);
    expect([right.body, ...right.bodyAliases]).toContain(record.body.nameNormalised);
    expect(record).toMatchObject({ fiscalYear: right.fiscalYear, datePublished: right.datePublishedInHtml });
    expect(states(record)).toMatchObject({
      overview: 'present',
      proactive: 'present',
      requests: 'present',
      problems: 'present',
      legacy_annex: 'present',
    });
  });
});

async function recordOfFile(path: string[]): Promise<ReportRecord> {
  const name = path.at(-1) ?? '';
  const { value } = await readDocument(readFileSync(shared(...path)), { url: `file:${name}`, name });
  return recordOf(normalizeReport(inputOf(value)));
}

/** Name (or an alias), year, signature and every section state of the gold; the record passes the validator. */
function expectIdentity(record: ReportRecord, id: string): void {
  const right = gold(id);
  expect([right.body, ...right.bodyAliases]).toContain(record.body.nameNormalised);
  expect(record.fiscalYear).toBe(right.fiscalYear);
  expect(record.dateSigned).toBe(right.dateSigned);
  expect(states(record)).toEqual(right.sections);
  expect(ReportRecord.parse(record)).toEqual(record);
}
