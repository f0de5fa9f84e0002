import { expect, test } from '@jest/globals';
import { findDate, parseDate } from '../../text/chinese-date.ts';

test.each([
  ['2021年1月28日', '2021-01-28'],
  ['          2021 年 1 月 28 日', '2021-01-28'],
  ['２０２１年１月２８日', '2021-01-28'],
  ['二〇二一年一月二十八日', '2021-01-28'],
  ['二○一二年二月二十日', '2012-02-20'],
  ['2021-01-27 10:12', '2021-01-27'],
  ['2021年01月28日 17:05', '2021-01-28'],
  ['2021/1/5', '2021-01-05'],
  ['2021.12.31', '2021-12-31'],
  ['20210127', '2021-01-27'],
  ['2021926', '2021-09-26'],
  ['2021111', null],
  ['2021年13月1日', null],
  ['2021年2月30日', null],
  ['发布于2021年', null],
])('the date "%s" is read as %s', (printed, iso) => {
  expect(parseDate(printed)).toBe(iso);
});

test('a date is found inside a line, never inside a longer number', () => {
  expect(findDate('发布时间：2021-01-27 来源')?.iso).toBe('2021-01-27');
  expect(findDate('电话：07972021012')).toBeNull();
});
