import { describe, expect, test } from '@jest/globals';
import { CheckResult } from '../../model/record.ts';
import type { Cell } from '../../model/record.ts';
import { cellPaths } from '../../model/template.ts';
import { E3_2019 } from '../../model/templates/e3-2019.ts';
import { E4_2021 } from '../../model/templates/e4-2021.ts';
import { runChecks } from '../../normalizer/checks.ts';

type Printed = number | 'blank' | 'placeholder' | 'text' | 'unreadable' | 'row_missing';

function cellOf(printed: Printed): Cell {
  const at = { block: 0 };
  return typeof printed === 'number'
    ? { status: 'value', value: printed, raw: String(printed), unit: null, at }
    : { status: printed, value: null, raw: '', unit: null, at };
}

/** A report whose every cell is 0 but these. */
function check(id: string, scope: string, printed: Record<string, Printed>, form = E3_2019) {
  const cells = Object.fromEntries(cellPaths(form).map((place) => [place.path, cellOf(0)]));
  for (const [path, value] of Object.entries(printed)) cells[path] = cellOf(value);
  const results = runChecks({ template: { detected: form.id, variant: null }, cells });
  results.forEach((result) => CheckResult.parse(result));
  return results.find((result) => result.id === id && result.scope === scope);
}

const REVIEW = ['upheld', 'corrected', 'other', 'pending', 'total'];

function review(...values: Printed[]): Record<string, Printed> {
  return Object.fromEntries(REVIEW.map((key, index) => [`t4.review.${key}`, values[index] ?? 0]));
}

describe('the order in which a sum is judged', () => {
  test.each<[string, Printed[], string, string | null, number | null, number | null]>([
    ['an unreadable operand', ['unreadable', 'blank', 'blank', 'blank', 'blank'], 'not_numeric', null, null, null],
    ['a text operand', ['text', 1, 1, 1, 3], 'not_numeric', null, null, null],
    ['nothing but blanks', ['blank', 'placeholder', 'row_missing', 'blank', 'blank'], 'all_blank', null, null, null],
    ['a blank total', [0, 0, 0, 1, 'blank'], 'total_blank', null, null, null],
    ['a total over nothing but blanks', ['blank', 'blank', 'blank', 'blank', 4], 'addends_blank', null, null, null],
    ['a zero over nothing but blanks', ['blank', 'blank', 'blank', 'blank', 0], 'pass', 'zero', 0, 0],
    ['a blank among the addends', ['blank', 3, 'placeholder', 'blank', 3], 'pass', 'zero', 3, 3],
    ['a sum that fails with a blank', ['blank', 3, 0, 0, 4], 'fail', 'zero', 4, 3],
    ['a sum that holds', [1, 2, 3, 4, 10], 'pass', 'none', 10, 10],
    ['a sum that fails', [1, 2, 3, 4, 9], 'fail', 'none', 9, 10],
  ])('%s', (_, values, outcome, blankPolicy, left, right) => {
    const result = check('R4', 'review', review(...values));
    expect(result?.status === 'indeterminate' ? result.reason : result?.status).toBe(outcome);
    expect(result).toMatchObject({
      blankPolicy,
      left,
      right,
      delta: left === null || right === null ? null : left - right,
    });
    expect(result?.strength).toBe('exact');
  });

  test('names its operands, the stated side first', () => {
    expect(check('R4', 'review', {})?.cells).toEqual([
      't4.review.total',
      ...REVIEW.slice(0, 4).map((key) => `t4.review.${key}`),
    ]);
    expect(check('R3', 'total', {})?.cells).toEqual([
      't3.new_received.total',
      't3.carried_in.total',
      't3.result.total.total',
      't3.carried_out.total',
    ]);
    expect(check('R2', 'business', {}, E4_2021)?.cells).toHaveLength(22);
    expect(check('R2', 'business', {}, E3_2019)?.cells).toHaveLength(20);
  });

  test('the balance is unknown without new requests or result, not without what was carried', () => {
    expect(check('R3', 'total', { 't3.new_received.total': 'blank' })?.reason).toBe('total_blank');
    expect(check('R3', 'total', { 't3.result.total.total': 'blank' })?.reason).toBe('total_blank');
    expect(
      check('R3', 'total', {
        't3.new_received.total': 2,
        't3.result.total.total': 2,
        't3.carried_in.total': 'blank',
        't3.carried_out.total': 'blank',
      }),
    ).toMatchObject({ status: 'pass', blankPolicy: 'zero', left: 2, right: 2 });
  });
});

describe('counts', () => {
  test.each([
    ['t3.new_received.total', -1],
    ['t2.art20_6.penalty.decisions', 1.5],
    ['t2.art20_6.penalty.change', 1.5],
    ['t2.art20_9.procurement.amount', -3],
  ])('%s printed as %d is no count', (path, value) => {
    expect(check('R7', path, { [path]: value })).toMatchObject({
      status: 'fail',
      left: value,
      right: null,
      cells: [path],
    });
  });

  test.each([
    ['t2.art20_6.penalty.change', -57],
    ['t2.art20_9.procurement.amount', 3.5],
    ['t3.new_received.total', 0],
  ])('%s may be %d', (path, value) => {
    expect(check('R7', path, { [path]: value })).toBeUndefined();
  });
});

test('a form has 40 sums in 2019 and 42 from 2021, and none where no cells are read', () => {
  for (const [detected, sums] of [
    ['E3', 40],
    ['E4', 42],
  ] as const) {
    const results = runChecks({ template: { detected, variant: null }, cells: {} });
    expect(results.map((result) => result.reason)).toEqual(Array.from({ length: sums }, () => 'all_blank'));
  }
  expect(runChecks({ template: { detected: 'E1', variant: null }, cells: {} })).toEqual([]);
});
