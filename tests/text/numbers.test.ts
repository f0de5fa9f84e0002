import { expect, test } from '@jest/globals';
import { cellForm, readNumber } from '../../text/numbers.ts';

test.each([
  ['0', '0', null],
  ['0 ', '0', null],
  ['\u00a00', '0', null],
  ['\u300046', '46', null],
  ['２７８', '278', null],
  ['-57', '-57', null],
  ['－57', '-57', null],
  ['−24', '-24', null],
  ['+173', '173', null],
  ['1,234', '1234', null],
  ['1，234，567', '1234567', null],
  ['3,893,780元', '3893780', '元'],
  ['59237.2449万元', '59237.2449', '万元'],
  ['12 件', '12', '件'],
  ['1\n2', '12', null],
])('"%s" is the number %s with unit %s', (printed, digits, unit) => {
  expect(readNumber(printed)).toEqual({ digits, unit });
});

test.each([
  '',
  '-',
  '1,23',
  '12,3456',
  '1.',
  '.5',
  '0.5.1',
  '10辆',
  '约10',
  'O',
  '1O',
  '〇',
  '①',
  '0①',
  '10²',
  '½',
  '1-2',
  '1234567890123456',
])('"%s" is no number', (printed) => {
  expect(readNumber(printed)).toBeNull();
});

test('the form of a cell has no white space of any kind and half-width signs', () => {
  expect(cellForm('\ufeff １\u200b,\u00a0０００\u3000元\n')).toBe('1,000元');
});
