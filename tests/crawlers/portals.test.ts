import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { PORTAL_COLUMNS, mergePortals, readPortals } from '../../crawlers/portals.ts';
import { ConfigError } from '../../errors.ts';
import { projectRoot } from '../shared.ts';

const HEADER = 'id,name,home,floor\n';
const FULL = `${PORTAL_COLUMNS.join(',')}\n`;

describe('the registry of portals', () => {
  test('the registry that ships can be read, and each home page lies under gov.cn', async () => {
    const portals = readPortals(await readFile(join(projectRoot, 'crawlers', 'portals.csv'), 'utf8'));
    expect(portals.length).toBeGreaterThanOrEqual(120);
    const outside = portals.filter((portal) => !new URL(portal.home).hostname.endsWith('.gov.cn'));
    expect(outside.map(({ scope }) => scope)).toEqual(['outside']);
    expect(new Set(portals.map((portal) => portal.home)).size).toBe(portals.length);
    expect(portals.filter(({ seen }) => !['source', 'page', 'PB', 'CPD', 'guess'].includes(seen ?? ''))).toEqual([]);
    expect(portals.find(({ id }) => id === 'cn-pbc')).toMatchObject({ scope: 'closed' });
  });

  test('a row becomes a portal, and an empty floor is null', () => {
    const text = `${HEADER}xx-1,云河县,http://www.yunhe.gov.test/,30\nxx-2,南川省,https://www.nanchuan.gov.test/,\n`;
    expect(readPortals(text)).toEqual([
      expect.objectContaining({
        id: 'xx-1',
        name: '云河县',
        home: 'http://www.yunhe.gov.test/',
        floor: 30,
        column: null,
      }),
      expect.objectContaining({ id: 'xx-2', name: '南川省', home: 'https://www.nanchuan.gov.test/', floor: null }),
    ]);
  });

  test.each([
    ['id;name;home;floor\n', /expected a header of "id,name,home,column,family/],
    [`${HEADER}xx-1,云河县,http://www.yunhe.gov.test/\n`, /line 2 .*expected 4 fields, found 3/],
    [`${FULL}xx-1,甲,http://a.gov.test/,,,own,9,5,,,\n`, /line 2 .*not below the floor as ceiling/],
    [`${FULL}xx-1,甲,http://a.gov.test/,,,all,,,,,\n`, /line 2 .* as scope/],
    [`${FULL}xx-1,甲,http://a.gov.test/,x,,own,,,,,\n`, /line 2 .* as column/],
    ['id,name,home,colour\n', /found "id,name,home,colour"/],
    [`${HEADER}XX 1,云河县,http://www.yunhe.gov.test/,\n`, /line 2 .* as id/],
    [`${HEADER}xx-1,,http://www.yunhe.gov.test/,\n`, /line 2 .* as name/],
    [`${HEADER}xx-1,云河县,www.yunhe.gov.test,\n`, /line 2 .* as home/],
    [`${HEADER}xx-1,云河县,http://WWW.yunhe.gov.test:80/,\n`, /canonical .* as home/],
    [`${HEADER}xx-1,云河县,ftp://www.yunhe.gov.test/,\n`, /line 2 .* as home/],
    [`${HEADER}xx-1,云河县,http://www.yunhe.gov.test/,-3\n`, /line 2 .* as floor/],
    [`${HEADER}xx-1,云河县,http://www.yunhe.gov.test/,0\n`, /line 2 .* as floor/],
    [`${HEADER}xx-1,甲,http://a.gov.test/,\nxx-1,乙,http://b.gov.test/,\n`, /"xx-1" stands there twice/],
  ])('a wrong registry is refused with the line and the expectation: %j', (text, message) => {
    expect(() => readPortals(text)).toThrow(ConfigError);
    expect(() => readPortals(text)).toThrow(message);
  });

  test("a person's own rows replace those with the same id and come after the others", () => {
    const shipped = readPortals(`${HEADER}xx-1,甲,http://a.gov.test/,\nxx-2,乙,http://b.gov.test/,\n`);
    const own = readPortals(`${HEADER}xx-3,丙,http://c.gov.test/,\nxx-1,甲县,http://a.gov.test/,7\n`);
    expect(mergePortals(shipped, own).map(({ id, name, floor }) => [id, name, floor])).toEqual([
      ['xx-1', '甲县', 7],
      ['xx-2', '乙', null],
      ['xx-3', '丙', null],
    ]);
  });
});
