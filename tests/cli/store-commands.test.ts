import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { EXIT } from '../../cli/exit.ts';
import type { Outcome } from '../../model/outcome.ts';
import type { PortalState } from '../../model/portal-state.ts';
import type { ReportRecord } from '../../model/record.ts';
import type { Issue, Run } from '../../model/run.ts';
import type { Store } from '../../storage/store.ts';
import { buildRecord, cell, readTable } from '../dumps/records.ts';
import { ogi } from './run-in-process.ts';
import { folderWithStore } from './store-folder.ts';

const OUT = 't3.carried_out.total';
const IN = 't3.carried_in.total';

function report(
  year: number,
  more: { bodyId?: string; name?: string; fields?: Partial<ReportRecord>; out?: number; in?: number } = {},
): ReportRecord {
  const record = buildRecord({
    year,
    ...(more.bodyId === undefined ? {} : { bodyId: more.bodyId }),
    cells: { [OUT]: cell(more.out ?? 0), [IN]: cell(more.in ?? 0) },
  });
  const url = `http://www.yunhe.gov.test/${more.bodyId ?? 'a'}/${year}.html`;
  const body = { ...record.body, nameNormalised: more.name ?? record.body.nameNormalised, nameInTitle: null };
  return { ...record, body, provenance: { ...record.provenance, url, finalUrl: url }, ...more.fields };
}

function storeOf(...records: ReportRecord[]): Promise<string> {
  return folderWithStore(async (store) => {
    for (const record of records) await store.records.settle(record);
  });
}

describe('ogi check', () => {
  const second = report(2023, { in: 3 });

  test('--cross-year lists what does not fit the year before, one line a check', async () => {
    const cwd = await storeOf(report(2022, { out: 5 }), second, report(2021));
    const { code, out, err } = await ogi(['check', '--cross-year'], { cwd });
    expect([code, out]).toEqual([
      EXIT.done,
      [
        `${second.id} 云禾县教育局: U1 total (what was carried out of the year before should be carried into this one): fails, 3 is stated, 5 follows from the year before, which has innocent causes`,
      ],
    ]);
    expect(err[0]).toMatch(
      /^3 reports, 2 of them compared with the year before, 0 with the bodies below: 1 checks fail, \d+ hold, \d+ cannot be said$/u,
    );
  });

  test('--cross-year sets a report on a region beside those of the bodies below it', async () => {
    const region = { ...report(2023, { in: 3 }), scope: 'region' as const };
    const below = (id: string, requests: number): ReportRecord => {
      const record = report(2023, { in: 0 });
      const cells = { ...record.cells, 't3.new_received.total': cell(requests) };
      const body = { ...record.body, parentBodyId: region.bodyId };
      return { ...record, id: `${id}-2023`, bodyId: id, body, cells };
    };
    const cwd = await storeOf(region, below('aaaaaaaaaaaa', 4), below('bbbbbbbbbbbb', 5));
    const { out, err } = await ogi(['check', '--cross-year'], { cwd });
    expect(out.filter((line) => line.includes(' new_received '))).toEqual([
      `${region.id} 云禾县教育局: U6 new_received (the total of a region should be that of its bodies added up): fails, 0 in the region, 9 in the reports below it, which has innocent causes`,
      `${region.id} 云禾县教育局: U7 new_received (no body of a region should have more than the region): fails, 0 in the region, 5 in the largest report below it, which has innocent causes`,
    ]);
    expect(err[0]).toContain('1 with the bodies below');
  });

  test('--all --json gives every check as one object a line', async () => {
    const cwd = await storeOf(report(2022, { out: 5 }), second);
    const { out } = await ogi(['check', '--cross-year', '--all', '--json'], { cwd });
    const checks: { record: string; id: string }[] = out.map((line) => JSON.parse(line));
    expect([...new Set(checks.map(({ id }) => id))].sort()).toEqual(['S6', 'S7', 'U1', 'U2']);
    expect(checks.find(({ id }) => id === 'U1')).toMatchObject({
      cells: [`${second.id}#t3.carried_in.natural_person`, '0123456789ab-2022#t3.carried_out.natural_person'],
    });
  });

  test('where a body has two reports of a year, nothing is taken for its continuation', async () => {
    const twin = report(2022, { fields: { title: 'another' }, out: 9 });
    const other = { ...twin, provenance: { ...twin.provenance, url: 'http://www.yunhe.gov.test/z.html' } };
    const cwd = await storeOf(report(2022, { out: 5 }), other, second);
    expect((await ogi(['check', '--cross-year'], { cwd })).out).toEqual([]);
  });

  test('a dump has the same checks and the likeness to the year before', async () => {
    const text = '本年度主动公开政府信息一百二十条，回应社会关切三次。';
    const sections = report(2023).sections.map((section) => ({ ...section, text }));
    const cwd = await storeOf(report(2022, { fields: { sections } }), report(2023, { fields: { sections } }));
    expect((await ogi(['dump', '--out', 'release'], { cwd })).code).toBe(EXIT.done);
    const table = (name: string) => readTable(readFileSync(join(cwd, 'release', name), 'utf8'));
    expect(table('reports.csv').map((row) => row['similarity_prev_year'])).toEqual(['NA', '1']);
    expect(table('checks.csv').filter((row) => row['status'] === 'fail')).toMatchObject([
      { report_id: '0123456789ab-2023', check_id: 'S6', scope: 'text', reason: 'identical' },
    ]);
    expect((await ogi(['check', '--cross-year'], { cwd })).out.join('\n')).toContain(
      'fails, likeness 1, a copy from 0.9 on',
    );
  });
});

function nomination(url: string, kind: Outcome['kind'], text: string, year?: number): Outcome {
  const candidate = { url, text, score: 1, reasons: [], trail: [], hints: year === undefined ? {} : { year } };
  return {
    url,
    landing: url,
    portalId: null,
    kind,
    recordId: null,
    code: null,
    why: 'because',
    sources: [],
    versions: [],
    candidate,
    at: '2024-02-01T00:00:00.000Z',
  };
}

const NO_COUNTS: Run['counts'] = {
  found: 0,
  fetched: 0,
  read: 0,
  unchanged: 0,
  rejected: 0,
  odd: 0,
  unreadable: 0,
  declined: 0,
  failed: 0,
  bugs: 0,
};

const home = 'http://www.yunhe.gov.test/';
const visited: PortalState = {
  id: 'yunhe.gov.test',
  name: null,
  home,
  runStartedAt: '2024-02-02T00:00:00.000Z',
  runFinishedAt: '2024-02-02T01:00:00.000Z',
  discoveredAt: '2024-02-02T00:00:00.000Z',
  discovery: {
    home,
    hub: `${home}zfxxgk/`,
    columns: [`${home}zfxxgk/gknb/`],
    pages: [
      { url: home, role: 'home', kind: 'html', title: '', depth: 0, links: 9, from: null },
      { url: `${home}zfxxgk/gknb/`, role: 'column', kind: 'html', title: '', depth: 2, links: 9, from: home },
    ],
    candidates: [],
    rejected: [],
    trouble: [{ url: `${home}x`, error: 'FetchError', message: 'no answer' }],
    requests: 3,
    gaps: [
      {
        body: '县水利局',
        year: 2021,
        look: { how: 'own_page', url: `${home}slj/`, at: '2024-02-02T00:10:00.000Z' },
        result: 'not_there',
      },
    ],
  },
};

const AT = '2024-02-01T00:00:00.000Z';

/** Two bodies of one portal, some reports late, unreadable or withdrawn; the portal was visited and a page of it failed. */
async function covered(): Promise<string> {
  return folderWithStore(async (store: Store) => {
    await store.portals.put(visited);
    await store.runs.put({
      id: '20240202T000000Z-harvest',
      command: 'harvest',
      software: 'ogi-harvest/0.1.0',
      startedAt: '2024-02-02T00:00:00.000Z',
      finishedAt: '2024-02-02T01:00:00.000Z',
      counts: NO_COUNTS,
      hosts: [],
      portals: [
        {
          portalId: visited.id,
          home: visited.home,
          name: null,
          verdict: 'incomplete',
          why: 'one page was not to be had',
          found: 4,
          records: 4,
        },
      ],
    });
    const other = { bodyId: 'bbbbbbbbbbbb', name: '云禾县水利局' };
    for (const record of [
      report(2021),
      report(2023, { fields: { daysLate: 12 } }),
      report(2022, other),
      report(2023, other),
    ]) {
      await store.records.settle(record);
    }
    await store.outcomes.put(
      nomination('http://www.yunhe.gov.test/u', 'unreadable', '云禾县教育局2022年政府信息公开工作年度报告'),
    );
    await store.outcomes.put(nomination('http://www.yunhe.gov.test/bbbbbbbbbbbb/2023.html', 'gone', ''));
    await store.outcomes.put(nomination('http://www.yunhe.gov.test/d', 'declined', '云禾县档案局年报', 2021));
    await store.outcomes.put(
      nomination('http://www.yunhe.gov.test/n', 'rejected', '云禾县教育局2020年政府网站工作年度报表'),
    );
  });
}

describe('ogi coverage', () => {
  test('counts every body in every year, each once', async () => {
    const { code, out } = await ogi(['coverage', '--json'], { cwd: await covered() });
    expect(code).toBe(EXIT.done);
    const { groups, ...said }: { groups: { expected: number }[] } = JSON.parse(out.join(''));
    expect(groups.map(({ expected }) => expected)).toEqual([2, 2, 2]);
    const deadlines = { 2021: '2022-01-31', 2022: '2023-01-31', 2023: '2024-01-31' };
    const body = { kind: 'department', level: 'county', divisionCode: '011234', expectedFrom: 'reports', deadlines };
    const none = { found: 0, late: 0, withdrawn: 0, unreadable: 0, declined: 0, unreachable: 0, not_found: 0 };
    expect(said).toEqual({
      years: [
        { year: 2021, expected: 2, states: { ...none, found: 1, not_found: 1 } },
        { year: 2022, expected: 2, states: { ...none, found: 1, unreadable: 1 } },
        { year: 2023, expected: 2, states: { ...none, late: 1, withdrawn: 1 } },
      ],
      bodies: [
        {
          ...body,
          bodyId: '0123456789ab',
          name: '云禾县教育局',
          years: { 2021: 'found', 2022: 'unreadable', 2023: 'late' },
          pages: {
            2022: {
              url: 'http://www.yunhe.gov.test/u',
              text: '云禾县教育局2022年政府信息公开工作年度报告',
              why: 'because',
              at: AT,
            },
            2023: {
              url: 'http://www.yunhe.gov.test/a/2023.html',
              text: '云禾县教育局2023年政府信息公开工作年度报告',
              why: null,
              at: AT,
            },
          },
          portals: ['yunhe.gov.test'],
        },
        {
          ...body,
          bodyId: 'bbbbbbbbbbbb',
          name: '云禾县水利局',
          years: { 2021: 'not_found', 2022: 'found', 2023: 'withdrawn' },
          pages: {
            2023: { url: 'http://www.yunhe.gov.test/bbbbbbbbbbbb/2023.html', text: '', why: 'because', at: AT },
          },
          portals: ['yunhe.gov.test'],
        },
      ],
      unassigned: [
        {
          url: 'http://www.yunhe.gov.test/d',
          text: '云禾县档案局年报',
          year: 2021,
          state: 'declined',
          why: 'because',
          at: AT,
          portalId: null,
        },
      ],
      looks: {
        'yunhe.gov.test': {
          portalId: 'yunhe.gov.test',
          at: '2024-02-02T00:00:00.000Z',
          asked: ['http://www.yunhe.gov.test/zfxxgk/gknb/'],
          pages: 2,
          failed: 1,
          verdict: 'incomplete',
          gaps: visited.discovery?.gaps,
        },
      },
    });
  });

  test('--year names the bodies whose report is not simply found', async () => {
    const cwd = await covered();
    const { out } = await ogi(['coverage', '--year', '2022'], { cwd });
    expect(out[1]).toBe('year  expected  found  late  withdrawn  unreadable  declined  unreachable  not_found');
    expect(out[2]).toBe('2022         2      1     0          0           1         0            0          0');
    expect(out[4]).toBe(
      '             2      1     0          0           1         0            0          0  01 county',
    );
    expect(out.slice(5)).toEqual([
      '  unreadable  0123456789ab 云禾县教育局 (due 2023-01-31)',
      `    http://www.yunhe.gov.test/u ${AT} because`,
    ]);
    expect((await ogi(['coverage', '--year', '2021'], { cwd })).out.slice(5, 8)).toEqual([
      '  not_found   bbbbbbbbbbbb 云禾县水利局 (due 2022-01-31)',
      '    looked for 2024-02-02T00:00:00.000Z at http://www.yunhe.gov.test/zfxxgk/gknb/ (2 pages, 1 not to be had, last run incomplete)',
      '    and a second time 2024-02-02T00:10:00.000Z at http://www.yunhe.gov.test/slj/',
    ]);
    const { code, err } = await ogi(['coverage', '--year', '22'], { cwd });
    expect([code, err]).toEqual([EXIT.usage, ['ogi: Cannot use --year "22": expected a year such as 2023']]);
  });
});

const issue = (id: string, level: Issue['level'], code: string): Issue => ({
  id,
  level,
  code,
  subject: `subject-${id}`,
  message: `message ${id}\nmore`,
});

test('missing.csv has the states of ogi coverage, with the page or where and when it was looked for', async () => {
  const cwd = await covered();
  await ogi(['dump', '--out', 'release', '--formats', 'csv'], { cwd });
  const rows = readTable(readFileSync(join(cwd, 'release', 'missing.csv'), 'utf8'));
  const coverage: { bodies: { bodyId: string; years: Record<string, string> }[] } = JSON.parse(
    (await ogi(['coverage', '--json'], { cwd })).out.join(''),
  );
  const expected = coverage.bodies.flatMap(({ bodyId, years }) =>
    Object.entries(years).flatMap(([year, state]) => (state === 'found' ? [] : [[bodyId, year, state]])),
  );
  const told = rows.map((row) => [row['body_id'], row['fiscal_year'], row['state']]);
  expect((await ogi(['coverage', '--csv'], { cwd })).out.join('\n').trimEnd()).toBe(
    readFileSync(join(cwd, 'release', 'coverage.csv'), 'utf8').trimEnd(),
  );
  expect(told).toEqual([...expected, ['', '2021', 'declined']]);
  const looked = ['http://www.yunhe.gov.test/zfxxgk/gknb/', '2024-02-02T00:00:00.000Z', '2', '1', 'incomplete'];
  const columns = ['looked_where', 'looked_at', 'looked_pages', 'looked_failed', 'looked_verdict'];
  // A second look for this very report was had at the body's own page.
  const twice = [`${looked[0]};http://www.yunhe.gov.test/slj/`, '2024-02-02T00:10:00.000Z', ...looked.slice(2)];
  expect(rows.slice(0, 4).map((row) => columns.map((name) => row[name]))).toEqual([looked, looked, twice, looked]);
  expect(rows.map((row) => [row['page_url'], row['page_seen_at']])).toEqual([
    ['http://www.yunhe.gov.test/u', AT],
    ['http://www.yunhe.gov.test/a/2023.html', AT],
    ['', ''],
    ['http://www.yunhe.gov.test/bbbbbbbbbbbb/2023.html', AT],
    ['http://www.yunhe.gov.test/d', AT],
  ]);
});

test('where no portal was looked at, missing.csv does not say that it was', async () => {
  const cwd = await storeOf(report(2021), report(2023));
  await ogi(['dump', '--out', 'release', '--formats', 'csv'], { cwd });
  const [row] = readTable(readFileSync(join(cwd, 'release', 'missing.csv'), 'utf8'));
  expect([row?.['state'], row?.['state_meaning'], row?.['looked_where']]).toEqual([
    'not_found',
    'not here; no portal of this body was looked at · 本库中没有，也未检索其门户',
    '',
  ]);
});

describe('ogi issues and ogi status', () => {
  const run = (id: string, command = 'harvest'): Run => ({
    id,
    command,
    software: 'ogi-harvest/0.1.0',
    startedAt: `${id}T00:00:00.000Z`,
    finishedAt: `${id}T01:00:00.000Z`,
    counts: NO_COUNTS,
    portals: [],
    hosts: [],
  });
  async function withRuns(): Promise<string> {
    return folderWithStore(async (store) => {
      await store.runs.put(run('2024-01-01'));
      await store.runs.putIssues('2024-01-01', [
        issue('a', 'notice', 'unknown_heading'),
        issue('b', 'missing', 'unreadable_scan'),
      ]);
      await store.runs.put(run('2024-01-02', 'import'));
      await store.runs.put(run('2024-01-03'));
      await store.runs.putIssues('2024-01-03', [
        issue('a', 'notice', 'unknown_heading'),
        issue('c', 'notice', 'unknown_heading'),
        issue('d', 'bug', 'bug'),
      ]);
    });
  }

  test('groups the last run by code, the gravest first, and says what is new', async () => {
    const { code, out } = await ogi(['issues'], { cwd: await withRuns() });
    expect([code, out]).toEqual([
      EXIT.done,
      [
        'Run 2024-01-03 (harvest), compared with 2024-01-01: 1 issues are gone',
        'bug bug: 1, 1 new',
        '  subject-d: message d',
        'notice unknown_heading: 2, 1 new',
        '  subject-a: message a',
        '  subject-c: message c',
      ],
    ]);
  });

  test('--new leaves out what the run before had, --run takes another run, and a wrong id is one line', async () => {
    const cwd = await withRuns();
    const { out } = await ogi(['issues', '--new', '--json'], { cwd });
    expect(JSON.parse(out.join(''))).toMatchObject({
      groups: [
        { code: 'bug', count: 1 },
        { code: 'unknown_heading', count: 1 },
      ],
      gone: 1,
    });
    expect((await ogi(['issues', '--run', '2024-01-01'], { cwd })).out[0]).toContain(
      'no run of this command before it',
    );
    const wrong = await ogi(['issues', '--run', 'x'], { cwd });
    expect([wrong.code, wrong.err.length]).toEqual([EXIT.usage, 1]);
    expect(wrong.err[0]).toContain('Cannot show run "x"');
  });

  test('both name corrections that are not applied', async () => {
    const cwd = await withRuns();
    mkdirSync(join(cwd, 'data'), { recursive: true });
    const line = `0123456789ab-2023,t3.result.granted.total,7,misread,A. Reader,2024-03-01,${'0'.repeat(64)},block=2;row=5;col=9`;
    writeFileSync(join(cwd, 'data', 'corrections.csv'), `record,cell_path,value,why,by,date,sha256,locator\n${line}\n`);
    for (const command of ['issues', 'status']) {
      const { out } = await ogi([command], { cwd });
      expect(out).toContain('1 line of corrections.csv not applied:');
      expect(out).toContain(
        '  line 2 (0123456789ab-2023 t3.result.granted.total): record_unknown, there is no record "0123456789ab-2023"',
      );
    }
  });
});
