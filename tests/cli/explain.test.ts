import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { EXIT } from '../../cli/exit.ts';
import type { ReportRecord } from '../../model/record.ts';
import { runChecks } from '../../normalizer/checks.ts';
import { pageOf } from '../builders.ts';
import { buildRecord, cell, readTable } from '../dumps/records.ts';
import { ogi } from './run-in-process.ts';
import { folderWithStore } from './store-folder.ts';
import { readFileSync } from 'node:fs';

const URL = 'http://www.yunhe.gov.test/2023.html';
const PATH = 't3.result.denied.state_secret.total';
const page = pageOf(URL, '<p>报告</p>');

function report(year: number): ReportRecord {
  const printed = { at: { block: 7, row: 4, col: 8, path: 'table > tr:nth-of-type(5) > td:nth-of-type(9)' } };
  const record = buildRecord({
    year,
    cells: { [PATH]: cell({ ...printed, status: 'value', value: 2, raw: '\u00a02', flags: ['alias_label'] }) },
  });
  const { sha256, fetchedAt } = page.fetched;
  const trail: ReportRecord['provenance']['trail'] = [
    { role: 'home', url: 'http://www.yunhe.gov.test/', sha256: 'cd'.repeat(32), fetchedAt },
    { role: 'landing', url: URL, sha256, fetchedAt },
  ];
  return {
    ...record,
    checks: runChecks({ template: record.template, cells: record.cells }),
    provenance: { ...record.provenance, url: URL, finalUrl: URL, sha256, trail },
  };
}

const record = report(2023);
let cwd = '';
beforeAll(async () => {
  cwd = await folderWithStore(async (store) => {
    await store.documents.keep(page);
    await store.records.settle(record);
    await store.records.settle(report(2022));
  });
});

describe('ogi explain RECORD CELL', () => {
  test('says value, printed text, labels, place, flags, checks and the way, in plain words', async () => {
    const { code, out, err } = await ogi(['explain', record.id, PATH], { cwd });
    expect([code, err]).toEqual([EXIT.done, []]);
    const text = out.join('\n');
    expect(out[0]).toBe('云禾县教育局 2023 (record 0123456789ab-2023, version 1, first)');
    expect(out[1]).toBe(`Cell ${PATH}: 2`);
    expect(text).toContain('row      三、本年度办理结果 / （三）不予公开 / 1.属于国家秘密');
    expect(text).toContain('column   总计');
    expect(text).toContain('printed  "\u00a02"');
    expect(text).toContain('row 5 of the table, cell 9 of the row, CSS path table > tr:nth-of-type(5)');
    expect(text).toContain('flag     alias_label: the printed label differs');
    expect(text).toContain(
      'R1 result.denied.state_secret (the total of the row must be the sum of its six applicants): fails, 2 is stated, 0 is what the other cells make',
    );
    expect(text).toContain('R2 total (the total of results must be the sum of all results): fails, 0 is stated, 2 is');
    expect(text).toContain(`landing  ${URL}  2024-02-01T00:00:00.000Z  SHA-256 ${page.fetched.sha256}`);
    expect(text).toContain(
      `The archived bytes: "${join(cwd, 'data', 'blobs', page.fetched.sha256.slice(0, 2), page.fetched.sha256)}". They are there and unchanged`,
    );
  });

  test('takes the name of the column in reports.csv, and prints JSON for a program', async () => {
    const { code, out } = await ogi(['explain', record.id, 't3__result__denied__state_secret__total', '--json'], {
      cwd,
    });
    expect(code).toBe(EXIT.done);
    expect(JSON.parse(out.join(''))).toMatchObject({
      record: { id: record.id, body: '云禾县教育局', fiscalYear: 2023 },
      cell: { path: PATH, value: 2, raw: '\u00a02', status: { code: 'value' }, flags: [{ code: 'alias_label' }] },
      way: { url: URL, trail: [{ role: 'home' }, { role: 'landing' }] },
      bytes: { state: 'whole' },
      correctionsNotApplied: [],
    });
  });

  test('its line for corrections.csv, filled in, corrects the cell everywhere and keeps the reading', async () => {
    const { out } = await ogi(['explain', record.id, PATH], { cwd });
    const [header = '', line = ''] = out.slice(-2).map((one) => one.trim());
    const filled = line
      .replace('VALUE', '0')
      .replace('WHY', 'the page prints 0')
      .replace('WHO', 'A. Reader')
      .replace('DATE', '2024-03-01');
    const file = join(cwd, 'data', 'corrections.csv');
    writeFileSync(file, `${header}\n${filled}\n`);
    const corrected = (await ogi(['explain', record.id, PATH], { cwd })).out.join('\n');
    expect(corrected).toContain(`Cell ${PATH}: 0`);
    expect(corrected).toContain('corrected by A. Reader on 2024-03-01 to "0": the page prints 0');
    expect(corrected).toContain('the reader had read 2; that reading stays in the store');
    expect(corrected).toContain(
      'R1 result.denied.state_secret (the total of the row must be the sum of its six applicants): holds',
    );
    expect((await ogi(['dump', '--out', 'release', '--json'], { cwd })).code).toBe(EXIT.done);
    const table = (name: string) => readTable(readFileSync(join(cwd, 'release', name), 'utf8'));
    const cells = table('cells.csv').filter((row) => row['flags']?.includes('corrected'));
    expect(cells).toMatchObject([
      { report_id: record.id, cell_path: PATH, value: '0', raw: '\u00a02', flags: 'alias_label;corrected' },
    ]);
    expect(table('corrections.csv')).toMatchObject([
      { report_id: record.id, cell_path: PATH, value: '0', read_value: '2', by: 'A. Reader' },
    ]);
    expect(table('reports.csv').map((row) => row['similarity_prev_year'])).toEqual(['NA', 'NA']);
    writeFileSync(file, `${header}\n${filled.replace(page.fetched.sha256, '0'.repeat(64))}\n`);
    const stale = (await ogi(['explain', record.id, PATH], { cwd })).out.join('\n');
    expect(stale).toContain(`Cell ${PATH}: 2`);
    expect(stale).toContain(`Line 2 of corrections.csv (${PATH}) is not applied: source_changed`);
    const warned = await ogi(['dump', '--out', 'release', '--json'], { cwd });
    expect([warned.code, warned.err[0]]).toEqual([EXIT.done, '1 line of corrections.csv not applied:']);
    writeFileSync(file, `${header}\n${line}\n`);
    const broken = await ogi(['explain', record.id, PATH], { cwd });
    expect([broken.code, broken.out]).toEqual([EXIT.usage, []]);
    expect(broken.err.join('')).toMatch(/^ogi: Cannot use ".*corrections.csv": line 2: value "VALUE" is not valid/u);
    rmSync(file);
  });
});

test.each([
  ['2', 'report 2'],
  ['a.docx', 'file "a.docx" in it'],
  ['a.docx#2', 'report 2 of the file "a.docx" in it'],
])('of a document that holds several reports it says which one (part %s)', async (part, words) => {
  const own = await folderWithStore(async (store) => {
    await store.documents.keep(page);
    await store.records.settle({ ...record, provenance: { ...record.provenance, part } });
  });
  const { out } = await ogi(['explain', record.id, PATH], { cwd: own });
  expect(out.join('\n')).toContain(`Read from ${URL} (${words}, since it holds several) by html/1`);
  const told: { way: { part: string } } = JSON.parse(
    (await ogi(['explain', record.id, '--json'], { cwd: own })).out.join(''),
  );
  expect(told.way.part).toBe(part);
});

test('ogi explain RECORD gives an overview', async () => {
  const { code, out } = await ogi(['explain', record.id], { cwd });
  expect(code).toBe(EXIT.done);
  const text = out.join('\n');
  expect(text).toContain('form     E4');
  expect(text).toContain('cells    200 value');
  expect(text).toContain('R1 result.denied.state_secret');
  expect(text).toContain('Read from http://www.yunhe.gov.test/2023.html by html/1 and normalizer/1');
});

describe('what is not known is one clear line with near matches', () => {
  test.each([
    [
      ['0123456789ba-2023'],
      'Cannot explain record "0123456789ba-2023": there is none in',
      'did you mean "0123456789ab-2023"',
    ],
    [
      ['0123456789ab'],
      'Cannot explain record "0123456789ab"',
      'did you mean "0123456789ab-2022", "0123456789ab-2023"?',
    ],
    [['0123456789ab-1999'], 'there is none', '"0123456789ab-2022"'],
    [['nonsense'], 'there is none', 'none of the 2 ids of the store is like it'],
    [[record.id, 't3.result.grantd.total'], 'it has no such cell', 'did you mean "t3.result.granted.total"'],
    [[record.id, 't2.art20_9.procurement.amount'], 'its form E4 has no such cell', 'another form has'],
  ])('%j', async (argv, what, advice) => {
    const { code, out, err } = await ogi(['explain', ...argv], { cwd });
    expect([code, out, err.length]).toEqual([EXIT.usage, [], 1]);
    expect(err[0]).toContain(what);
    expect(err[0]).toContain(advice);
  });

  test('a folder without a store is refused and not made', async () => {
    const { code, err } = await ogi(['explain', record.id, '--data', 'typo'], { cwd });
    expect(code).toBe(EXIT.usage);
    expect(err[0]).toContain('there is no store in');
  });
});
