import { describe, expect, test } from '@jest/globals';
import { parseWhere } from '../../dumps/where.ts';
import { ConfigError } from '../../errors.ts';
import { buildRecord } from './records.ts';

const record = buildRecord({ year: 2021 });
const nameless = buildRecord({ fields: { fiscalYear: null, body: { ...record.body, divisionCode: null } } });

describe('--where', () => {
  test.each([
    ['year>=2021', true],
    ['year > 2021', false],
    ['year<=2021', true],
    ['year<2021', false],
    ['year=2021', true],
    ['year!=2021', false],
    ['level=county', true],
    ['level!=county', false],
    ['kind=school', false],
    ['template=E4', true],
    ['scope=region', false],
    ['province=01', true],
    ['division=011234', true],
    ['body=0123456789ab', true],
    ['portal=yunhe.gov.test', true],
    ['format=html', true],
  ])('%s gives %s for a county department of 2021', (condition, expected) => {
    expect(parseWhere([condition])(record)).toBe(expected);
  });

  test('all conditions must hold, and none means every record', () => {
    expect(parseWhere([])(record)).toBe(true);
    expect(parseWhere(['year>=2020', 'level=county'])(record)).toBe(true);
    expect(parseWhere(['year>=2020', 'level=township'])(record)).toBe(false);
  });

  test('a record without a value meets only "is not"', () => {
    expect(parseWhere(['year<3000'])(nameless)).toBe(false);
    expect(parseWhere(['year=2023'])(nameless)).toBe(false);
    expect(parseWhere(['year!=2023'])(nameless)).toBe(true);
    expect(parseWhere(['province=01'])(nameless)).toBe(false);
  });

  test.each([
    ['2021', `--where: "2021" is not valid; expected field, operator and value, such as 'year>=2021'`],
    ['colour=red', '--where: unknown field "colour" in "colour=red"; expected one of year, level, kind'],
    ['year=last', '--where: "last" is not valid in "year=last"; expected a year such as 2021'],
    ['level=city', '--where: "city" is not valid in "level=city"; expected one of national, province, prefecture'],
    ['level>county', '--where: ">" is not valid in "level>county"; expected = or != for level'],
    ['province=3607', '--where: "3607" is not valid in "province=3607"; expected the first two digits'],
    ['constructor=1', '--where: unknown field "constructor"'],
  ])('%s is refused in words', (condition, message) => {
    expect(() => parseWhere([condition])).toThrow(ConfigError);
    expect(() => parseWhere([condition])).toThrow(message);
  });
});
