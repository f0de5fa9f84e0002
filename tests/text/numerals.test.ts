import { expect, test } from '@jest/globals';
import { readNumeral } from '../../text/numerals.ts';

test.each([
  ['一', 1],
  ['两', 2],
  ['十', 10],
  ['十二', 12],
  ['二十', 20],
  ['二十一', 21],
  ['一百零三', 103],
  ['两百零三', 203],
  ['三千零五十', 3050],
  ['三万', 30000],
  ['一万二千', 12000],
  ['二〇一九', 2019],
  ['零', 0],
])('%s is %d', (text, value) => {
  expect(readNumeral(text)).toBe(value);
});

test.each(['', '件', '十十', '百', '一二十', '万', '3', '二十件', '一百二千'])('"%s" is no numeral', (text) => {
  expect(readNumeral(text)).toBeNull();
});
