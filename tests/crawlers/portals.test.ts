import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { readPortals } from '../../crawlers/portals.ts';
import { ConfigError } from '../../errors.ts';
import { projectRoot } from '../shared.ts';

const HEADER = 'id,name,home,floor\n';

describe('the registry of portals', () => {
  test('the registry that ships can be read, and each home page lies under gov.cn', async () => {
    const portals = readPortals(await readFile(join(projectRoot, 'crawlers', 'portals.csv'), 'utf8'));
    expect(portals.length).toBeGreaterThanOrEqual(20);
    expect(portals.filter((portal) => !new URL(portal.home).hostname.endsWith('.gov.cn'))).toEqual([]);
    expect(new Set(portals.map((portal) => portal.home)).size).toBe(portals.length);
  });

  test('a row becomes a portal, and an empty floor is null', () => {
    const text = `${HEADER}xx-1,云河县,http://www.yunhe.gov.test/,30\nxx-2,南川省,https://www.nanchuan.gov.test/,\n`;
    expect(readPortals(text)).toEqual([
      { id: 'xx-1', name: '云河县', home: 'http://www.yunhe.gov.test/', floor: 30 },
      { id: 'xx-2', name: '南川省', home: 'https://www.nanchuan.gov.test/', floor: null },
    ]);
  });

  test.each([
    ['id;name;home;floor\n', /expected the header "id,name,home,floor"/],
    [`${HEADER}xx-1,云河县,http://www.yunhe.gov.test/\n`, /line 2 .*expected 4 fields, found 3/],
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
});
