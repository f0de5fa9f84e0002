import { describe, expect, test } from '@jest/globals';
import type { IndicatorForm } from '../../model/indicator-form.ts';
import { CheckResult } from '../../model/record.ts';
import { E2_2014 } from '../../model/templates/e2-2014.ts';
import { L1_SHANGHAI, L2_DINGXI } from '../../model/templates/local-tables.ts';
import { runIndicatorChecks } from '../../normalizer/indicator-checks.ts';
import { read, tableOf } from './gold-cells.ts';
import { nationalLines, nationalTable } from './statistics-paper.ts';

/** The result of one check over the national table whose every figure is 0 but these. */
function national(id: string, scope: string, figures: Record<string, string>) {
  const results = runIndicatorChecks(read(nationalTable(nationalLines(figures))).statistics);
  results.forEach((result) => CheckResult.parse(result));
  return results.find((result) => result.id === id && result.scope === scope);
}

/** The results over a local table whose every figure is 0 but these. */
function local(form: IndicatorForm, figures: Record<string, string>, columns = 1) {
  const head = ['指标名称|计量单位|代码|本年累计', '指标名称|计量单位|代码|本年累计|本期实际'][columns - 1] ?? '';
  const lines = form.rows.map(({ label, unit, key }) =>
    [label, unit, key, ...Array.from({ length: columns }, () => figures[key] ?? '0')].join('|'),
  );
  return runIndicatorChecks(read(tableOf([head, ...lines])).statistics);
}

const REFUSED = 'replies.refused';

describe('R6: the sums of the national table, in the order of DOMAIN.md 2', () => {
  const reason = (key: string, value: string) => ({ [`${REFUSED}.${key}`]: value });
  const blanks = Object.fromEntries(
    (E2_2014.sums.find((sum) => sum.total === REFUSED)?.parts ?? []).map((part) => [part, '']),
  );
  test.each<[string, Record<string, string>, string, string | null, number | null, number | null]>([
    ['a text operand', { [REFUSED]: '2', ...reason('privacy', '约2') }, 'not_numeric', null, null, null],
    ['nothing but blanks', { [REFUSED]: '——', ...blanks }, 'all_blank', null, null, null],
    ['a blank total', { [REFUSED]: '', ...reason('privacy', '2') }, 'total_blank', null, null, null],
    ['a total over nothing but blanks', { [REFUSED]: '3', ...blanks }, 'addends_blank', null, null, null],
    ['a zero over nothing but blanks', { [REFUSED]: '0', ...blanks }, 'pass', 'zero', 0, 0],
    [
      'a blank among the parts',
      { [REFUSED]: '2', ...reason('privacy', '2'), ...reason('security', '') },
      'pass',
      'zero',
      2,
      2,
    ],
    [
      'a sum that holds',
      { [REFUSED]: '5', ...reason('privacy', '2'), ...reason('security', '3') },
      'pass',
      'none',
      5,
      5,
    ],
    [
      'a sum that fails',
      { [REFUSED]: '4', ...reason('privacy', '2'), ...reason('security', '3') },
      'attribution:undecided',
      'none',
      4,
      5,
    ],
  ])('%s', (_, figures, outcome, blankPolicy, left, right) => {
    const result = national('R6', REFUSED, figures);
    expect(result?.reason ?? result?.status).toBe(outcome);
    expect(result).toMatchObject({ blankPolicy, left, right, strength: 'exact' });
  });

  test.each([
    ['requests.received', ['requests.in_person', 'requests.fax', 'requests.online', 'requests.mail']],
    ['requests.closed', ['requests.closed_on_time', 'requests.closed_extended']],
    ['review.total', ['review.upheld', 'review.corrected', 'review.other']],
    ['litigation.total', ['litigation.upheld', 'litigation.corrected', 'litigation.other']],
    ['org.staff', ['org.staff_full', 'org.staff_part']],
  ])('%s adds up from its parts, which it names', (total, parts) => {
    const figures = Object.fromEntries(parts.map((part, index) => [part, String(index + 1)]));
    const sum = parts.reduce((before, _, index) => before + index + 1, 0);
    expect(national('R6', total, { ...figures, [total]: String(sum) })).toMatchObject({ status: 'pass', left: sum });
    const failed = national('R6', total, { ...figures, [total]: String(sum + 1) });
    expect(failed).toMatchObject({ status: 'fail', delta: 1, cells: [total, ...parts].map((key) => `e2.${key}`) });
  });

  test('says nothing where a line of the body’s own stands among the parts', () => {
    const lines = nationalLines(
      { 'replies.total': '3', 'replies.granted': '2' },
      { 'replies.other_channel': [['9.申请内容不明确', '件', '1']] },
    );
    const results = runIndicatorChecks(read(nationalTable(lines)).statistics);
    expect(results.find(({ scope }) => scope === 'replies.total')).toMatchObject({
      status: 'indeterminate',
      reason: 'other_parts',
      left: null,
    });
    const without = nationalLines({ 'replies.total': '3', 'replies.granted': '2' });
    const plain = runIndicatorChecks(read(nationalTable(without)).statistics);
    expect(plain.find(({ scope }) => scope === 'replies.total')?.status).toBe('fail');
  });

  test('a line printed twice is no operand', () => {
    const lines = [...nationalLines(), ['1.专职人员数', '人', '2']];
    const results = runIndicatorChecks(read(nationalTable(lines)).statistics);
    expect(results.find(({ scope }) => scope === 'org.staff')?.reason).toBe('not_numeric');
  });

  test('is judged in each column, named in the scope where it is not the year’s own', () => {
    const lines = nationalLines({ 'org.staff': '3', 'org.staff_full': '3' }).map((line) => [
      ...line,
      line[2] === '——' ? '——' : '1',
    ]);
    const table = tableOf(['统计指标|单位|统计数|乡镇街道统计数', ...lines.map((line) => line.join('|'))]);
    const results = runIndicatorChecks(read(table).statistics).filter(({ scope }) => scope.startsWith('org.staff'));
    expect(results.map(({ scope, status, cells }) => [scope, status, cells[0]])).toEqual([
      ['org.staff', 'pass', 'e2.org.staff'],
      ['org.staff@乡镇街道统计数', 'fail', 'e2.org.staff@乡镇街道统计数'],
    ]);
  });
});

describe('U5: replies against requests closed', () => {
  test.each([
    ['9', '9', 'pass', 'none'],
    ['9', '8', 'fail', 'none'],
    ['0', '0', 'pass', 'none'],
    ['', '8', 'indeterminate', null],
    ['9', '', 'indeterminate', null],
    ['', '', 'indeterminate', null],
    ['九', '9', 'indeterminate', null],
  ])('%s replies to %s closed: %s', (replies, closed, status, blankPolicy) => {
    expect(national('U5', 'replies', { 'replies.total': replies, 'requests.closed': closed })).toMatchObject({
      status,
      blankPolicy,
      strength: 'usual',
      cells: ['e2.replies.total', 'e2.requests.closed'],
    });
  });
});

describe('R5: the identities of local tables', () => {
  test.each([
    ['12', ['13', '18']],
    ['27', ['28', '33']],
    ['19', ['20', '27']],
    ['38', ['39', '42']],
    ['43', ['44', '48']],
    ['37', ['38', '43']],
    ['49', ['50', '51']],
  ])('of Shanghai: %s is the sum of its parts', (total, parts) => {
    const figures = { ...Object.fromEntries(parts.map((part) => [part, '2'])), [total]: '4' };
    const holds = local(L1_SHANGHAI, figures).find(({ scope }) => scope === total);
    expect(holds).toMatchObject({ id: 'R5', status: 'pass', left: 4, right: 4, strength: 'exact' });
    const fails = local(L1_SHANGHAI, { ...figures, [total]: '5' }).find(({ scope }) => scope === total);
    expect(fails).toMatchObject({ status: 'fail', delta: 1 });
  });

  test('of Shanghai are seven, of 定西 three, in each column', () => {
    expect(local(L1_SHANGHAI, {}).map(({ scope }) => scope)).toEqual(['12', '27', '19', '38', '43', '37', '49']);
    expect(local(L2_DINGXI, {}, 2).map(({ scope }) => scope)).toEqual([
      '10',
      '17',
      '20',
      '10@current',
      '17@current',
      '20@current',
    ]);
  });

  test.each([
    ['10', '11', '16'],
    ['17', '18', '20'],
    ['20', '21', '31'],
  ])('of 定西: %s is the sum of its parts', (total, one, other) => {
    const figures = { [one]: '1', [other]: '2', [total]: '3' };
    const result = local(L2_DINGXI, figures).find(({ scope }) => scope === total);
    expect(result).toMatchObject({ status: 'pass', left: 3, right: 3 });
    expect(local(L2_DINGXI, { ...figures, [one]: '' }).find(({ scope }) => scope === total)).toMatchObject({
      status: 'fail',
      blankPolicy: 'zero',
    });
  });

  test('amounts add up exactly, not as binary fractions', () => {
    const figures = { '39': '0.1', '40': '0.2', '38': '0.3' };
    expect(local(L1_SHANGHAI, figures).find(({ scope }) => scope === '38')).toMatchObject({ status: 'pass', delta: 0 });
  });
});

describe('R7: figures that are no counts', () => {
  test.each([
    ['requests.received', '-1', true],
    ['requests.received', '1.5', true],
    ['requests.received', '0', false],
    ['fees_wan', '0.5', false],
    ['fees_wan', '-0.5', true],
  ])('%s printed as %s', (key, printed, fails) => {
    const result = national('R7', `e2.${key}`, { [key]: printed });
    expect(result?.status ?? null).toBe(fails ? 'fail' : null);
    if (fails) expect(result).toMatchObject({ left: Number(printed), right: null, reason: 'not_a_count' });
  });
});
