import { describe, expect, test } from '@jest/globals';
import type { Portal } from '../../model/portal.ts';
import type { ReportRecord } from '../../model/record.ts';
import { divisionsIn } from '../../normalizer/divisions.ts';
import { countCoverage } from '../../queue/coverage.ts';
import { groupCoverage } from '../../queue/coverage-groups.ts';
import { releaseSources } from '../../queue/release-sources.ts';
import { openStore, type Store } from '../../storage/store.ts';
import { openFolder } from '../../storage/folder.ts';
import { buildRecord } from '../dumps/records.ts';
import { freshFolder } from '../cli/run-in-process.ts';

type Who = Partial<ReportRecord['body']> & { id: string; year: number; daysLate?: number; portalId?: string };

function report({ id, year, daysLate = 0, portalId, ...who }: Who): ReportRecord {
  const record = buildRecord({ year, bodyId: id });
  const url = `http://www.yunhe.gov.test/${id}/${year}.html`;
  const provenance = { ...record.provenance, url, finalUrl: url, portalId: portalId ?? null };
  const body = { ...record.body, nameInTitle: null, nameSigned: null, ...who };
  return { ...record, body, provenance, daysLate };
}

async function storeOf(records: ReportRecord[], lookedAt: readonly string[] = []): Promise<Store> {
  let count = 0;
  const store = openStore(await openFolder(freshFolder(), () => String((count += 1))));
  for (const record of records) await store.records.settle(record);
  for (const id of lookedAt) {
    const runStartedAt = '2024-02-02T00:00:00.000Z';
    const home = `http://${id}.gov.test/`;
    const state = { id, name: null, home, runStartedAt, runFinishedAt: runStartedAt, discoveredAt: runStartedAt };
    await store.portals.put({ ...state, discovery: null });
  }
  return store;
}

const bureau = { id: 'aaaaaaaaaaaa', nameNormalised: '云禾县教育局', divisionCode: '011234' };
const county = {
  id: 'bbbbbbbbbbbb',
  nameNormalised: '云禾县人民政府',
  kind: 'government',
  divisionCode: '011234',
};
const town = {
  id: 'cccccccccccc',
  nameNormalised: '青石镇人民政府',
  kind: 'town_government',
  level: 'township',
  divisionCode: null,
};

describe('coverage by province, level and year', () => {
  test('adds up the states of the bodies there, measured against the statutory day of their kind', async () => {
    const store = await storeOf([
      report({ ...bureau, year: 2018 }),
      report({ ...bureau, year: 2019, daysLate: 3 }),
      report({ ...county, year: 2019 }),
      report({ ...town, year: 2018 }),
    ]);
    const groups = groupCoverage(await countCoverage(store, {}));
    const none = { found: 0, late: 0, withdrawn: 0, unreadable: 0, declined: 0, unreachable: 0, not_found: 0 };
    const place = { province: '01', provinceName: null, level: 'county', governments: null, governmentsHere: null };
    const nowhere = { ...place, province: null, level: 'township' };
    expect(groups).toEqual([
      {
        ...place,
        year: 2018,
        expected: 2,
        states: { ...none, found: 1, not_found: 1 },
        deadlines: ['2019-03-31'],
        withoutDeadline: 0,
      },
      {
        ...place,
        year: 2019,
        expected: 2,
        states: { ...none, found: 1, late: 1 },
        deadlines: ['2020-01-31', '2020-03-31'],
        withoutDeadline: 0,
      },
      {
        ...nowhere,
        year: 2018,
        expected: 1,
        states: { ...none, found: 1 },
        deadlines: ['2019-03-31'],
        withoutDeadline: 0,
      },
      { ...nowhere, year: 2019, expected: 1, states: { ...none, not_found: 1 }, deadlines: [], withoutDeadline: 1 },
    ]);
  });

  test('sets the governments of the division tables beside those with a report of their own', async () => {
    // Fictional bodies under the code of a real province: the tables know no others.
    const government = { ...county, level: 'province', divisionCode: '540000' };
    const store = await storeOf([report({ ...government, year: 2022 }), report({ ...bureau, year: 2021 })]);
    const groups = groupCoverage(await countCoverage(store, {}));
    const tree = (level: string, year: number) => {
      const one = groups.find((group) => group.province === '54' && group.level === level && group.year === year);
      return [one?.expected, one?.governments, one?.governmentsHere];
    };
    expect([tree('province', 2021), tree('province', 2022)]).toEqual([
      [1, 1, 0],
      [1, 1, 1],
    ]);
    expect(tree('prefecture', 2022)).toEqual([0, 7, 0]);
    expect(groups.find(({ province }) => province === '54')?.provinceName).toBe('西藏自治区');
  });

  test('counts only what the conditions of a release ask for, the governments of the tables too', async () => {
    const store = await storeOf([report({ ...bureau, year: 2021 }), report({ ...town, year: 2022 })]);
    const { groups } = await releaseSources(store, { isWhole: false, registry: [] }).expected(
      ({ level, fiscalYear }) => level === 'county' && fiscalYear === 2022,
    );
    expect(groups.map(({ level, year, expected }) => [level, year, expected])).toEqual([['county', 2022, 1]]);
  });

  test('the tables of a year have no county twice and no development zone', () => {
    for (const year of [2010, 2019, 2023]) {
      const divisions = divisionsIn(year);
      expect(new Set(divisions.map(({ code }) => code)).size).toBe(divisions.length);
      expect(divisions.filter(({ level }) => level === 'province')).toHaveLength(31);
      expect(divisions.filter(({ name }) => name.endsWith('开发区'))).toEqual([]);
    }
    const [then, now] = [divisionsIn(2008), divisionsIn(2023)];
    expect(then.some(({ name }) => name === '卢湾区')).toBe(true);
    expect(now.some(({ name }) => name === '卢湾区')).toBe(false);
  });
});

describe('a body of which only the registry speaks', () => {
  const portal = (id: string, fields: Partial<Portal> = {}): Portal => {
    return { id, name: '云海省水利厅', home: `http://${id}.gov.test/`, floor: null, scope: 'own', ...fields };
  };

  test.each<[string, Portal[], string[], string | null]>([
    ['its own portal was looked at and gave nothing: it is expected', [portal('yh-a')], ['yh-a'], null],
    ['its portal was never looked at: nothing is said of it', [portal('yh-a')], [], 'absent'],
    [
      'the portal holds reports of many bodies: none is expected by name',
      [portal('yh-a', { scope: 'portal' })],
      ['yh-a'],
      'absent',
    ],
    ['a report of the same name came from elsewhere', [portal('yh-a', { name: '云禾县教育局' })], ['yh-a'], 'absent'],
    ['reports came from its portal, under another name', [portal('yh-b')], ['yh-b'], 'absent'],
  ])('%s', async (_, registry, lookedAt, absent) => {
    const store = await storeOf([report({ ...bureau, year: 2022, portalId: 'yh-b' })], lookedAt);
    const { bodies, years } = await countCoverage(store, { registry });
    const silent = bodies.filter(({ expectedFrom }) => expectedFrom === 'registry');
    if (absent !== null) {
      expect(silent).toEqual([]);
      return;
    }
    expect(silent).toMatchObject([
      { bodyId: null, name: '云海省水利厅', kind: 'department', years: { 2022: 'not_found' }, portals: ['yh-a'] },
    ]);
    expect(years).toMatchObject([{ year: 2022, expected: 2, states: { found: 1, not_found: 1 } }]);
    const { missing } = await releaseSources(store, { isWhole: true, registry }).expected(() => true);
    expect(missing).toMatchObject([
      {
        bodyId: null,
        name: '云海省水利厅',
        fiscalYear: 2022,
        state: 'not_found',
        deadline: '2023-01-31',
        looked: { where: ['http://yh-a.gov.test/'], at: '2024-02-02T00:00:00.000Z' },
      },
    ]);
  });
});
