import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import type { CoverageGroup } from '../../model/coverage.ts';
import { CSV_TABLES } from '../../dumps/tables.ts';
import { titleZh } from '../../dumps/release/titles-zh.ts';
import { changesBetween } from '../../dumps/delta.ts';
import type { ReportRecord } from '../../model/record.ts';
import { openRelease } from '../../queue/release.ts';
import { projectRoot } from '../shared.ts';
import { buildRecord, cell, readTable } from './records.ts';
import { dumpOf, variedRecords } from './varied.ts';

/** The published profile; it is of draft 4, whose one difference that matters here is the name of its own dialect. */
function profile(name: string) {
  const { $schema: _draft, ...schema } = JSON.parse(
    readFileSync(join(projectRoot, 'tests', 'dumps', 'profiles', `${name}.json`), 'utf8'),
  );
  return new Ajv({ strict: false, validateSchema: false, validateFormats: false }).compile(schema);
}

describe('a release', () => {
  test('datapackage.json meets the published profiles of Frictionless Data', async () => {
    const { texts } = await dumpOf(variedRecords(), { formats: ['csv', 'jsonl', 'xlsx'] });
    const value: { resources: { profile: string; name: string }[] } = JSON.parse(texts.get('datapackage.json') ?? '');
    const [whole, tabular] = [profile('data-package'), profile('tabular-data-resource')];
    expect([whole(value), whole.errors]).toEqual([true, null]);
    const tables = value.resources.filter((one) => one.profile === 'tabular-data-resource');
    expect(tables).toHaveLength(CSV_TABLES.length);
    for (const table of tables) expect([table.name, tabular(table), tabular.errors]).toEqual([table.name, true, null]);
    expect(whole({ ...value, resources: [] })).toBe(false);
    expect(tabular({ ...tables[0], schema: { fields: 'none' } })).toBe(false);
  });

  test('its fields are the columns of the files, with a type that every value has', async () => {
    const { texts } = await dumpOf(variedRecords(), { formats: ['csv'] });
    const { resources }: { resources: { path: string; schema?: { fields: { name: string; type: string }[] } }[] } =
      JSON.parse(texts.get('datapackage.json') ?? '');
    const forms: Record<string, RegExp> = {
      integer: /^-?\d+$/u,
      number: /^-?\d+(?:\.\d+)?$/u,
      boolean: /^(?:true|false)$/u,
      date: /^\d{4}-\d{2}-\d{2}$/u,
      datetime: /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/u,
    };
    for (const { path, schema } of resources) {
      for (const row of readTable(texts.get(path))) {
        expect(Object.keys(row)).toEqual(schema?.fields.map((field) => field.name));
        for (const { name, type } of schema?.fields ?? []) {
          const value = row[name] ?? '';
          if (value !== '' && value !== 'NA')
            expect([path, name, value]).toEqual([path, name, expect.stringMatching(forms[type] ?? /^/u)]);
        }
      }
    }
  });

  test('sha256sum finds every file of the list as released, and a changed one not', async () => {
    const { folder, texts } = await dumpOf(variedRecords(), { formats: ['csv', 'jsonl', 'parquet'] });
    const check = () => spawnSync('sha256sum', ['-c', 'SHA256SUMS'], { cwd: folder, encoding: 'utf8' });
    expect([check().status, check().stdout.split('\n').length - 1]).toEqual([0, texts.size - 2]);
    spawnSync('sh', ['-c', 'echo x >> reports.csv'], { cwd: folder });
    expect(check().stdout).toContain('reports.csv: FAILED');
  });

  test('every column has a Chinese title', () => {
    const names = CSV_TABLES.flatMap(({ columns }) => columns.map((column) => column.name));
    expect(names.filter((name) => !/\p{Script=Han}/u.test(titleZh(name)))).toEqual([]);
  });

  test('README, codebook and citation say what is in it and how to verify', async () => {
    const looked = { where: [], at: null, pages: 0, failed: 0, verdicts: [] };
    const body = { name: null, kind: null, level: null, divisionCode: null, deadline: null };
    const missing = { ...body, url: null, text: null, decidedAt: null, looked };
    const { texts } = await dumpOf(variedRecords(), {
      formats: ['csv', 'jsonl'],
      expected: async () => ({
        missing: [{ ...missing, bodyId: null, why: null, fiscalYear: 2021, state: 'not_found' }],
        groups: [group({ level: 'county', year: 2021 }), group({ level: 'county' }), group({ province: null })],
      }),
    });
    const readme = texts.get('README.md') ?? '';
    expect(readme).toContain('Reports that are not simply there: not_found: 1');
    expect(readme).toContain('| year | expected | found | late |');
    expect(readme).toContain('| 2021 | 5 | 3 | 1 | 0 | 0 | 0 | 0 | 1 |');
    expect(readme).toContain('| county | 10 | 6 | 2 | 0 | 0 | 0 | 0 | 2 |');
    expect(readme).toContain('| 01 | 10 | 6 | 2 | 0 | 0 | 0 | 0 | 2 |');
    expect(readme).toContain('| place not known | 5 | 3 | 1 | 0 | 0 | 0 | 0 | 1 |');
    expect(readme).toContain('ogi verify --release .');
    expect(readme).toContain('Blank is not zero.');
    expect(texts.get('codebook.md')).toContain('| `fiscal_year` | 报告年度 | integer |');
    expect(texts.get('CITATION.cff')).toMatch(/^cff-version: 1\.2\.0\n/u);
    expect(texts.get('CITATION.cff')).toContain('date-released: "2024-02-01"');
    const croissant: unknown = JSON.parse(texts.get('croissant.json') ?? '');
    expect(croissant).toMatchObject({ '@type': 'sc:Dataset', conformsTo: 'http://mlcommons.org/croissant/1.0' });
  });
});

function group(fields: Partial<CoverageGroup>): CoverageGroup {
  const states = { found: 3, late: 1, withdrawn: 0, unreadable: 0, declined: 0, unreachable: 0, not_found: 1 };
  const tree = { deadlines: ['2023-01-31', '2023-03-31'], withoutDeadline: 1, governments: 9, governmentsHere: 2 };
  const place = { province: '01', provinceName: null, level: 'township', year: 2022 };
  return { ...place, expected: 5, states, ...tree, ...fields };
}

test('coverage.csv has what is expected by province, level and year', async () => {
  const { texts } = await dumpOf(variedRecords(), {
    formats: ['csv'],
    expected: async () => ({ missing: [], groups: [group({ provinceName: '云海省' })] }),
  });
  expect(readTable(texts.get('coverage.csv'))).toEqual([
    {
      province: '01',
      province_name: '云海省',
      level: 'township',
      fiscal_year: '2022',
      expected: '5',
      found: '3',
      late: '1',
      withdrawn: '0',
      unreadable: '0',
      declined: '0',
      unreachable: '0',
      not_found: '1',
      deadlines_statutory: '2023-01-31;2023-03-31',
      without_deadline: '1',
      governments_in_tree: '9',
      governments_here: '2',
    },
  ]);
});

describe('series.csv', () => {
  test('sets the forms side by side and breaks between them', async () => {
    const records = [
      buildRecord({ template: 'E3', cells: { 't3.result.other_processing.total': cell(5) } }),
      buildRecord({ cells: { 't3.result.other_processing.other.total': cell(4), 't2.art20_1.rules.made': cell(2) } }),
    ];
    const rows = readTable((await dumpOf(records, { formats: ['csv'] })).texts.get('series.csv'));
    const of = (series: string) =>
      rows
        .filter((row) => row['series'] === series)
        .map((row) => [row['fiscal_year'], row['value'], row['segment'], row['break']]);
    expect(of('t3.result.other_processing.total')).toEqual([
      ['2020', '5', '2019-', ''],
      ['2023', '4', '2019-', ''],
    ]);
    expect(of('t2.art20_1.rules.new_made')).toEqual([
      ['2020', '0', '2019-2020', ''],
      ['2023', '2', '2021-', 'approximate'],
    ]);
    expect(rows.map((row) => row['series']).filter((series) => series?.includes('total_disclosed'))).toEqual([]);
  });
});

const GRANTED = 't3.result.granted.total';

describe('delta.csv', () => {
  async function deltaOf(before: ReportRecord[], after: ReportRecord[]) {
    const { folder } = await dumpOf(before, { formats: ['jsonl'] });
    const since = await openRelease(folder, '--since');
    const { texts } = await dumpOf(after, { formats: ['jsonl'], since });
    await since.close();
    return readTable(texts.get('delta.csv'));
  }

  test('nothing changed, nothing in it', async () => {
    expect(await deltaOf(variedRecords(), variedRecords())).toEqual([]);
  });

  const base = buildRecord({ cells: { [GRANTED]: cell(7) } });
  const changed = { ...base, cells: { ...base.cells, [GRANTED]: cell(9) } };
  const provenance = base.provenance;
  test.each<[string, Partial<ReportRecord>]>([
    ['source', { provenance: { ...provenance, sha256: 'cd'.repeat(32) } }],
    ['reader', { provenance: { ...provenance, extractor: 'html/2' } }],
    ['normalizer', { provenance: { ...provenance, normalizer: 'normalizer/2' } }],
    ['unexplained', {}],
  ])('a changed cell is exactly one row, with its reason: %s', async (reason, more) => {
    const rows = await deltaOf(
      [base, buildRecord({ year: 2022 })],
      [{ ...changed, ...more }, buildRecord({ year: 2022 })],
    );
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      change: 'changed',
      what: 'cell',
      cell_path: GRANTED,
      reason,
      old_value: '7',
      new_value: '9',
    });
  });

  test('a correction is its own reason, whatever else changed', () => {
    const correction = {
      read: { status: 'value' as const, value: 7, unit: null },
      printed: '9',
      why: 'misread',
      by: 'A. Reader',
      date: '2024-03-01',
    };
    const corrected = { ...changed, cells: { ...changed.cells, [GRANTED]: { ...cell(9), correction } } };
    const reread = { ...corrected, provenance: { ...provenance, extractor: 'html/2' } };
    expect(changesBetween(base, reread)).toMatchObject([{ where: GRANTED, reason: 'correction' }]);
  });

  test('another form is the reason where it differs, and the cells of both are named', async () => {
    const other = { ...buildRecord({ template: 'E3', year: 2023 }), provenance };
    const rows = await deltaOf([base], [other]);
    expect(new Set(rows.map((row) => row['reason']))).toEqual(new Set(['template']));
    expect(rows.some((row) => row['change'] === 'removed' && row['cell_path'] === 't2.art20_1.rules.in_force')).toBe(
      true,
    );
  });

  test('reports that came and went are one row each', async () => {
    const rows = await deltaOf([base, buildRecord({ year: 2022 })], [base, buildRecord({ year: 2021 })]);
    expect(rows.map((row) => [row['change'], row['what'], row['report_id'], row['reason']])).toEqual([
      ['added', 'report', '0123456789ab-2021', 'report_new'],
      ['removed', 'report', '0123456789ab-2022', 'report_gone'],
    ]);
  });

  test('a folder that holds no release is refused in words', async () => {
    await expect(openRelease('/nowhere', '--since')).rejects.toThrow('--since: "/nowhere" holds no release of ogi');
  });
});
