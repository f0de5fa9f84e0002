import { describe, expect, test } from '@jest/globals';
import type { CheckResult, ReportRecord } from '../../model/record.ts';
import { crossYearChecks } from '../../normalizer/cross-year.ts';
import { textSimilarity } from '../../normalizer/similarity.ts';
import { BLANK, buildRecord, cell } from '../dumps/records.ts';

type Printed = Record<string, number | 'blank' | 'text'>;

function report(year: number, printed: Printed, more: { template?: 'E3' | 'E4'; text?: string } = {}): ReportRecord {
  const cells = Object.fromEntries(
    Object.entries(printed).map(([path, value]) => [path, value === 'blank' ? BLANK : cell(value)]),
  );
  const record = buildRecord({ year, cells, ...(more.template === undefined ? {} : { template: more.template }) });
  return { ...record, sections: record.sections.map((one) => ({ ...one, text: more.text ?? one.text })) };
}

function instance(checks: readonly CheckResult[], id: string, scope: string) {
  const found = checks.find((check) => check.id === id && check.scope === scope);
  return found === undefined
    ? null
    : {
        status: found.status,
        left: found.left,
        right: found.right,
        blankPolicy: found.blankPolicy,
        reason: found.reason,
      };
}

const stock = (made: number, repealed: number, inForce: number): Printed => ({
  't2.art20_1.normative_docs.made': made,
  't2.art20_1.normative_docs.repealed': repealed,
  't2.art20_1.normative_docs.in_force': inForce,
});

test('H19 rolling stock of documents', () => {
  const [first, second, third] = [
    report(2023, stock(0, 0, 597)),
    report(2024, stock(50, 227, 420)),
    report(2025, stock(61, 59, 422)),
  ];
  const scope = 'art20_1.normative_docs';
  expect(instance(crossYearChecks(first, second), 'U2', scope)).toMatchObject({
    status: 'pass',
    left: 420,
    right: 420,
  });
  expect(instance(crossYearChecks(second, third), 'U2', scope)).toMatchObject({
    status: 'pass',
    left: 422,
    right: 422,
  });
  const check = crossYearChecks(second, third).find(({ id }) => id === 'U2');
  expect(check?.cells).toEqual([
    `${third.id}#t2.art20_1.rules.in_force`,
    `${second.id}#t2.art20_1.rules.in_force`,
    `${third.id}#t2.art20_1.rules.made`,
    `${third.id}#t2.art20_1.rules.repealed`,
  ]);
});

function out(column: string): string {
  return `t3.carried_out.${column}`;
}

function carriedIn(column: string): string {
  return `t3.carried_in.${column}`;
}

describe('U1 carry-over', () => {
  test('宿迁 2023 out = 2024 in, column by column', () => {
    const before = report(2023, { [out('natural_person')]: 118, [out('business')]: 3, [out('total')]: 121 });
    const after = report(2024, {
      [carriedIn('natural_person')]: 118,
      [carriedIn('business')]: 3,
      [carriedIn('total')]: 121,
    });
    const checks = crossYearChecks(before, after).filter(({ id }) => id === 'U1');
    expect(checks.map(({ scope, status, strength }) => [scope, status, strength])).toEqual(
      ['natural_person', 'business', 'research', 'public_interest_org', 'legal_service', 'other_org', 'total'].map(
        (scope) => [scope, 'pass', 'usual'],
      ),
    );
  });

  test.each([
    ['a difference fails with both sides', 5, 3, { status: 'fail', left: 3, right: 5 }],
    ['a blank of the year before is unknown, not 0', 'blank', 3, { status: 'indeterminate', reason: 'total_blank' }],
    ['two blanks say nothing', 'blank', 'blank', { status: 'indeterminate', reason: 'all_blank' }],
    ['text says nothing', 5, 'text', { status: 'indeterminate', reason: 'not_numeric' }],
  ] as const)('%s', (_name, before, after, expected) => {
    const checks = crossYearChecks(
      report(2022, { [out('total')]: before === 'blank' ? 'blank' : before }),
      after === 'text'
        ? { ...report(2023, {}), cells: { ...report(2023, {}).cells, [carriedIn('total')]: cell('三件') } }
        : report(2023, { [carriedIn('total')]: after }),
    );
    expect(instance(checks, 'U1', 'total')).toMatchObject(expected);
  });
});

test('U3 rolls the items of the 2019 form, and only there', () => {
  const row = 't2.art20_5.licensing';
  const before = report(2019, { [`${row}.prev_items`]: 278, [`${row}.change`]: -57 }, { template: 'E3' });
  const after = report(2020, { [`${row}.prev_items`]: 221 }, { template: 'E3' });
  expect(instance(crossYearChecks(before, after), 'U3', 'art20_5.licensing')).toMatchObject({
    status: 'pass',
    left: 221,
    right: 221,
  });
  const mixed = crossYearChecks(after, report(2021, {}));
  expect(mixed.filter(({ id }) => id === 'U2' || id === 'U3')).toEqual([]);
  expect(mixed.filter(({ id }) => id === 'U1')).toHaveLength(7);
});

function ofTexts(a: string, b: string) {
  return instance(crossYearChecks(report(2022, {}, { text: a }), report(2023, {}, { text: b })), 'S6', 'text');
}

function ofFigures(a: Printed, b: Printed) {
  return instance(crossYearChecks(report(2022, a), report(2023, b)), 'S6', 'values');
}

describe('S6 copy of last year', () => {
  const TEXT = '本年度主动公开政府信息一百二十条，其中政策文件十二条，回应社会关切三次。';

  test('the same text is a copy, another is none, and no text says nothing', () => {
    expect(ofTexts(TEXT, TEXT)).toMatchObject({ status: 'fail', left: 1, reason: 'identical' });
    expect(ofTexts(TEXT, '我局认真贯彻落实条例，完善制度，加强培训，按时公布各类信息。')).toMatchObject({
      status: 'pass',
    });
    expect(ofTexts(TEXT, '')).toMatchObject({ status: 'indeterminate', reason: 'no_text' });
  });

  test('the same figures are a copy unless nothing happened in either year', () => {
    const figures = { 't3.new_received.total': 4 };
    expect(ofFigures(figures, figures)).toMatchObject({ status: 'fail', left: 200, right: 200, reason: 'identical' });
    expect(ofFigures(figures, { 't3.new_received.total': 5 })).toMatchObject({ status: 'pass', left: 199, right: 200 });
    expect(ofFigures({}, {})).toMatchObject({ status: 'indeterminate', reason: 'nothing_happened' });
  });

  test.each([
    ['abcdef', 'abcdef', 1],
    ['abcdef', 'abcdeg', 1 / 3],
    ['ＡＢＣＤＥ Ｆ', 'ABC DEF', 1],
    ['abcd', 'abcd', null],
  ])('%j and %j are alike by %j', (a, b, expected) => {
    expect(textSimilarity(a, b)).toBe(expected);
  });
});

test.each([
  [6, 60, 'fail'],
  [60, 6, 'fail'],
  [0, 50, 'fail'],
  [0, 49, 'pass'],
  [100, 900, 'pass'],
])('S7 from %i to %i requests: %s', (before, after, status) => {
  const path = 't3.new_received.total';
  expect(
    instance(crossYearChecks(report(2022, { [path]: before }), report(2023, { [path]: after })), 'S7', 'requests'),
  ).toMatchObject({ status, left: after, right: before });
});

test('reports of other bodies or years are refused', () => {
  expect(() => crossYearChecks(report(2021, {}), report(2023, {}))).toThrow('consecutive years');
  expect(() => crossYearChecks(buildRecord({ year: 2022, bodyId: 'aaaaaaaaaaaa' }), report(2023, {}))).toThrow(
    'one body',
  );
});
