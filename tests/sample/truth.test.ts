import { describe, expect, test } from '@jest/globals';
import { meaningOf } from '../../sample/printed.ts';
import { readTruth, type TrueReport } from '../../sample/truth-file.ts';

const truth = readTruth();
const columns = [
  'natural_person',
  'business',
  'research',
  'public_interest_org',
  'legal_service',
  'other_org',
  'total',
];

interface Failure {
  id: string;
  scope: string;
  left: number;
  right: number;
}

/** DOMAIN.md 2, in its order; written here a second time so that the facts are not judged by the code they test. */
function judge(report: TrueReport, id: string, scope: string, stated: string[], added: string[]): Failure | null {
  const number = (path: string): number | null => report.cells[path]?.value ?? null;
  const blank = (paths: string[]): boolean => paths.every((path) => number(path) === null);
  const sum = (paths: string[]): number => paths.reduce((total, path) => total + (number(path) ?? 0), 0);
  if (blank([...stated, ...added])) return null;
  const results = id === 'R3' ? [stated[0] ?? '', added[0] ?? ''] : stated;
  if (results.some((path) => number(path) === null)) return null;
  if (id !== 'R3' && sum(stated) !== 0 && blank(added)) return null;
  return sum(stated) === sum(added) ? null : { id, scope, left: sum(stated), right: sum(added) };
}

function failuresOf(report: TrueReport): Failure[] {
  const rows = [...new Set(Object.keys(report.cells).flatMap((path) => /^t3\.(.+)\.\w+$/u.exec(path)?.[1] ?? []))];
  const parts = rows.filter((row) => row.startsWith('result.') && row !== 'result.total');
  const found = [
    ...rows.map((row) =>
      judge(
        report,
        'R1',
        row,
        [`t3.${row}.total`],
        columns.slice(0, 6).map((column) => `t3.${row}.${column}`),
      ),
    ),
    ...columns.map((column) =>
      judge(
        report,
        'R2',
        column,
        [`t3.result.total.${column}`],
        parts.map((row) => `t3.${row}.${column}`),
      ),
    ),
    ...columns.map((column) =>
      judge(
        report,
        'R3',
        column,
        [`t3.new_received.${column}`, `t3.carried_in.${column}`],
        [`t3.result.total.${column}`, `t3.carried_out.${column}`],
      ),
    ),
    ...['review', 'litigation_direct', 'litigation_after_review'].map((block) =>
      judge(
        report,
        'R4',
        block,
        [`t4.${block}.total`],
        ['upheld', 'corrected', 'other', 'pending'].map((outcome) => `t4.${block}.${outcome}`),
      ),
    ),
  ];
  return found.filter((failure) => failure !== null);
}

describe('the truth of the sample portal', () => {
  test('counts thirty reports of ten bodies over 2019 to 2024, and at least ten decoys', () => {
    expect(truth.reports).toHaveLength(30);
    expect(truth.counts).toMatchObject({ reports: 30, bodies: 10, cells: 11 * 198 + 19 * 200 });
    expect(Object.keys(truth.counts.byYear)).toEqual(['2019', '2020', '2021', '2022', '2023', '2024']);
    expect(truth.negatives.length).toBeGreaterThanOrEqual(10);
    expect(new Set(truth.reports.map((report) => `${report.body} ${report.fiscalYear}`)).size).toBe(30);
  });

  test('holds 198 cells for each E3 report and 200 for each E4 report', () => {
    for (const report of truth.reports) {
      expect([report.key, Object.keys(report.cells).length]).toEqual([
        report.key,
        report.template === 'E3' ? 198 : 200,
      ]);
    }
  });

  test('breaks R1 to R4 exactly where it means to', () => {
    for (const report of truth.reports) {
      expect([report.key, failuresOf(report)]).toEqual([report.key, report.failingChecks]);
    }
    expect(truth.reports.filter((report) => report.failingChecks.length > 0)).toHaveLength(4);
  });

  test('uses the form of the year but once, and cites the old notice but twice for it', () => {
    const odd = truth.reports.filter((report) => report.fiscalYear <= 2020 !== (report.template === 'E3'));
    expect(odd.map((report) => report.key)).toEqual(['edu-2021']);
    const stale = truth.reports.filter((report) => report.fiscalYear > 2020 && report.citedNotice === '2019-60');
    expect(stale.map((report) => report.key)).toEqual(['edu-2021', 'fin-2021']);
  });

  test('has blanks, dashes and words in cells of at least four reports, and all four states of section 六', () => {
    const unusual = truth.reports.filter((report) =>
      Object.values(report.cells).some((cell) => cell.status !== 'value'),
    );
    expect(unusual.length).toBeGreaterThanOrEqual(4);
    const raws = new Set(unusual.flatMap((report) => Object.values(report.cells).map((cell) => cell.raw)));
    for (const raw of ['', '\u00a0', '\u3000\u3000', '-', '—', '/', '无']) expect(raws).toContain(raw);
    expect(new Set(truth.reports.map((report) => report.sections['other']))).toEqual(
      new Set(['present', 'none_stated', 'empty', 'absent']),
    );
  });
});

describe('a printed cell', () => {
  const amount = 't2.art20_9.procurement.amount';
  const fees = 't2.art20_8.fees.amount';
  test.each([
    [amount, '12,486,500元', { status: 'value', value: 12486500, unit: '元', yuan: '12486500' }],
    [amount, '240.5万元', { status: 'value', value: 240.5, unit: '万元', yuan: '2405000' }],
    [amount, '4200000.5元', { status: 'value', value: 4200000.5, unit: '元', yuan: '4200000.5' }],
    [amount, '0', { status: 'value', value: 0, unit: null, yuan: '0' }],
    [fees, '1204.0862', { status: 'value', value: 1204.0862, unit: '万元', yuan: '12040862' }],
    [fees, '0', { status: 'value', value: 0, unit: '万元', yuan: '0' }],
    [fees, '3250元', { status: 'value', value: 3250, unit: '元', yuan: '3250' }],
    ['t2.art20_6.penalty.change', '-57', { status: 'value', value: -57 }],
    ['t2.art20_5.licensing.change', '+1', { status: 'value', value: 1 }],
    ['t3.new_received.total', '\u300046', { status: 'value', value: 46 }],
    ['t3.new_received.total', '\u00a0', { status: 'blank', value: null }],
    ['t3.new_received.total', '—', { status: 'placeholder', value: null }],
  ])('of %s that says "%s" means %j', (path, raw, meaning) => {
    expect(meaningOf(path, raw)).toEqual({ ...meaning, raw });
  });

  test('with words in it is refused, so that a slip in the facts cannot become a truth', () => {
    expect(() => meaningOf('t3.new_received.total', '约5件')).toThrow('expected a number');
  });
});
