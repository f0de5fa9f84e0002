import { expect, test } from '@jest/globals';
import { moneyUnitIn, toYuan } from '../../text/money.ts';

test.each([
  ['59237.2449', '万元', '592372449'],
  ['240', '万元', '2400000'],
  ['9116.36', '万元', '91163600'],
  ['0.1', '万元', '1000'],
  ['0.00001', '万元', '0.1'],
  ['0.000000000001', '亿元', '0.0001'],
  ['621007.60', '元', '621007.6'],
  ['75394432.52', '元', '75394432.52'],
  ['007', '元', '7'],
  ['0.00', '元', '0'],
  ['-0', '元', '0'],
  ['-1.5', '千元', '-1500'],
  ['123456789012345', '亿元', '12345678901234500000000'],
])('%s %s is %s yuan', (digits, unit, yuan) => {
  expect(toYuan(digits, unit)).toBe(yuan);
});

test('a unit that is no money has no yuan', () => {
  expect(toYuan('3', '件')).toBeNull();
});

test.each([
  ['本年收费金额（单位：万元）', '万元'],
  ['本年收费金额\n(单位:元)', '元'],
  ['采购总金额（万元）', '万元'],
  ['采购总金额 单位 亿元', '亿元'],
  ['采购总金额', null],
  ['本年制发件数', null],
])('the header "%s" names the unit %s', (header, unit) => {
  expect(moneyUnitIn(header)).toBe(unit);
});
