import { describe, expect, test } from '@jest/globals';
import { readsAlike, voteOn } from '../../extractors/ocr/vote.ts';

describe('of three readings of a line', () => {
  test.each([
    // Seen on 002/scan.pdf at three heights: tesseract has no eye for 赣 in this face.
    ['each reads another letter', '疆州经开区', '诸州经开区', '缆州经开区', '〓州经开区'],
    ['two agree against the first', '没有一坚不足', '没有一些不足', '没有一些不足', '没有一些不足'],
    ['two have nothing there', '2021年1月28有日', '2021年1月28日', '2021年1月28日', '2021年1月28日'],
    ['two have one more', '、收到和处理', '三、收到和处理', '三、收到和处理', '三、收到和处理'],
    ['two have one more at the end', '工作年度报', '工作年度报告', '工作年度报告', '工作年度报告'],
    ['only one has one more', '工作报告', '工作年报告', '工作报告', '工作报告'],
    ['digits differ', '共计130条', '共计150条', '共计180条', '共计1〓0条'],
    ['marks alone differ', '〈国办发【2016', '(国办发[2016', '《国办发〔2016', '〈国办发【2016'],
    ['a mark stands for a digit in two', '12月3]日', '12月31日', '12月31日', '12月31日'],
    ['one is empty', '无', '', '无', '无'],
  ])('where %s', (_, first, second, third, voted) => {
    expect(voteOn(first, second, third).join('')).toBe(voted);
  });

  test('each character stays in its place', () => {
    expect(voteOn('、收到', '三、收到', '三、收到')).toEqual(['三、', '收', '到']);
  });

  test('marks and spaces make no difference', () => {
    expect(readsAlike('如:（一）', '如：(一)')).toBe(true);
    expect(readsAlike('130条', '131条')).toBe(false);
  });
});
