import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { CSV_TABLES } from '../../dumps/tables.ts';
import { FORMATS, writeDump } from '../../dumps/dump.ts';
import { ConfigError } from '../../errors.ts';
import { ReportRecord } from '../../model/record.ts';
import { cellPaths } from '../../model/template.ts';
import { TEMPLATES } from '../../model/templates/list.ts';
import { projectRoot } from '../shared.ts';
import { BLANK, buildRecord, cell, memorySink, readCsv, readTable, stream } from './records.ts';

async function dumped(records: ReportRecord[], options: { formats?: string[]; bom?: boolean } = {}) {
  const { sink, texts } = memorySink();
  const written = await writeDump(stream(...records), sink, {
    formats: options.formats ?? ['csv', 'jsonl'],
    bom: options.bom ?? false,
  });
  return { written, texts, table: (name: string) => readTable(texts.get(name)) };
}

async function rowOf(record: ReportRecord): Promise<Record<string, string>> {
  const [row = {}] = (await dumped([record], { formats: ['csv'] })).table('reports.csv');
  return row;
}

/** What stands beside the data in every dump, in the order in which it is written. */
const TEXTS = [
  'README.md',
  'codebook.md',
  'CITATION.cff',
  'datapackage.json',
  'croissant.json',
  'SHA256SUMS',
  'dump.json',
];

const GRANTED = 't3.result.granted.total';
const WIDE = 't3__result__granted__total';

describe('what a dump consists of', () => {
  test('every file is listed with its rows, and the manifest closes the dump', async () => {
    const { written, texts } = await dumped([buildRecord({}), buildRecord({ template: 'E3' })]);
    expect(written.records).toBe(2);
    expect(written.files.map(({ name, rows }) => ({ name, rows }))).toEqual([
      { name: 'reports.csv', rows: 2 },
      { name: 'cells.csv', rows: 398 },
      { name: 'checks.csv', rows: 0 },
      { name: 'indicators.csv', rows: 0 },
      { name: 'extra_rows.csv', rows: 0 },
      { name: 'series.csv', rows: 44 },
      { name: 'corrections.csv', rows: 0 },
      { name: 'bodies.csv', rows: 1 },
      { name: 'missing.csv', rows: 0 },
      { name: 'coverage.csv', rows: 0 },
      { name: 'codebook.csv', rows: readCsv(texts.get('reports.csv') ?? '')[0]?.length },
      { name: 'reports.jsonl', rows: 2 },
      { name: 'sections.jsonl', rows: 2 },
      ...TEXTS.slice(0, -1).map((name) => ({ name, rows: 0 })),
      { name: 'dump.json', rows: 0 },
    ]);
    expect([...texts.keys()].at(-1)).toBe('dump.json');
    expect(texts.size).toBe(written.files.length);
  });

  test('only the formats that were asked for are written', async () => {
    const { texts } = await dumped([buildRecord({})], { formats: ['jsonl'] });
    expect([...texts.keys()]).toEqual(['reports.jsonl', 'sections.jsonl', ...TEXTS]);
  });

  test.each([[['csv', 'xls']], [[]]])('formats %j are refused with the known ones named', async (formats) => {
    const { sink } = memorySink();
    const dump = writeDump(stream(), sink, { formats, bom: false });
    await expect(dump).rejects.toThrow(ConfigError);
    await expect(dump).rejects.toThrow(`expected some of ${FORMATS.join(', ')}`);
  });

  test('the same records give the same bytes, whatever the order of their keys', async () => {
    const record = buildRecord({ cells: { [GRANTED]: cell(7) } });
    const turned: ReportRecord = { ...record, cells: Object.fromEntries(Object.entries(record.cells).reverse()) };
    const [first, second] = [await dumped([record]), await dumped([turned])];
    expect([...second.texts]).toEqual([...first.texts]);
  });

  test('a store without records gives tables with headers only', async () => {
    const { texts, written } = await dumped([]);
    expect(written.records).toBe(0);
    for (const { name, columns } of CSV_TABLES.filter((table) => table.name !== 'codebook.csv')) {
      expect(readCsv(texts.get(name) ?? '')).toEqual([columns.map((column) => column.name)]);
    }
    expect(texts.get('reports.jsonl')).toBe('');
    expect(texts.get('README.md')).toContain('Reports by fiscal year: none.');
  });
});

describe('reports.jsonl', () => {
  test('each line is a whole record that the validator accepts and that equals what went in', async () => {
    const records = [buildRecord({ year: 2022 }), buildRecord({ cells: { [GRANTED]: cell('=1+1') } })];
    const { texts } = await dumped(records, { formats: ['jsonl'], bom: true });
    const lines = (texts.get('reports.jsonl') ?? '').trimEnd().split('\n');
    expect(lines.map((line) => ReportRecord.parse(JSON.parse(line)))).toEqual(records);
  });
});

describe('cells.csv', () => {
  test('has exactly the columns of DOMAIN.md 5.2', async () => {
    const { texts } = await dumped([]);
    expect(texts.get('cells.csv')?.replaceAll('"', '').trim()).toBe(
      'report_id,body_id,division_code,level,kind,fiscal_year,template,table,cell_path,row_key,col_key,row_label_zh,' +
        'col_label_zh,status,value,raw,unit,yuan,flags,source_url,text_sha256',
    );
  });

  test('lists the cells in the order of the printed form, with labels below their groups', async () => {
    const rows = (await dumped([buildRecord({ template: 'E3' })])).table('cells.csv');
    const form = TEMPLATES.find((template) => template.id === 'E3');
    expect(rows.map((row) => row['cell_path'])).toEqual(
      form === undefined ? [] : cellPaths(form).map(({ path }) => path),
    );
    const other = rows.find((row) => row['cell_path'] === 't3.result.denied.law_prohibited.other_org');
    expect(other).toMatchObject({
      report_id: '0123456789ab-2020',
      division_code: '011234',
      table: 't3',
      row_key: 'result.denied.law_prohibited',
      col_key: 'other_org',
      row_label_zh: '三、本年度办理结果 / （三）不予公开 / 2.其他法律行政法规禁止公开',
      col_label_zh: '其他',
      status: 'value',
      value: '0',
      raw: '0',
    });
  });

  test('tells blank, zero, text and what is not printed apart', async () => {
    const missing = cell({ status: 'row_missing', raw: null, at: null });
    const cells = {
      't3.new_received.total': BLANK,
      't3.carried_in.total': cell({ status: 'placeholder', raw: '无', flags: ['none_word'] }),
      't3.result.granted.total': cell('若干件'),
      't3.result.partial.total': missing,
      't3.result.total.total': cell({ status: 'unreadable', raw: '1l' }),
    };
    const rows = (await dumped([buildRecord({ cells })])).table('cells.csv');
    const told = Object.keys(cells).map((path) => {
      const row = rows.find((one) => one['cell_path'] === path);
      return [row?.['status'], row?.['value'], row?.['raw'], row?.['flags']];
    });
    expect(told).toEqual([
      ['blank', '', '', ''],
      ['placeholder', '', '无', 'none_word'],
      ['text', '', '若干件', ''],
      ['row_missing', 'NA', '', ''],
      ['unreadable', '', '1l', ''],
    ]);
  });

  test('a printed empty cell is an empty text, and no cell is nothing at all', async () => {
    const cells = {
      't3.new_received.total': BLANK,
      't3.carried_in.total': cell({ status: 'row_missing', raw: null, at: null }),
    };
    const { texts } = await dumped([buildRecord({ cells })]);
    const lines = (texts.get('cells.csv') ?? '').split('\n');
    expect(lines.find((line) => line.includes('"t3.new_received.total"'))).toContain(',"blank",,"",,');
    expect(lines.find((line) => line.includes('"t3.carried_in.total"'))).toContain(',"row_missing",NA,,,');
  });

  test('cells outside all forms are kept and the README says that the wide table lacks them', async () => {
    const { texts, table } = await dumped([buildRecord({ cells: { 't3.result.denied._subtotal.total': cell(5) } })]);
    const row = table('cells.csv').at(-1);
    expect(row).toMatchObject({ cell_path: 't3.result.denied._subtotal.total', row_label_zh: '', value: '5' });
    expect(texts.get('README.md')).toContain('1 cells lie outside the official forms');
  });
});

describe('reports.csv', () => {
  test('empty, NA and 0 are three different things, and the status of a total decides', async () => {
    const status = `${WIDE}__status`;
    const read = async (one: Parameters<typeof cell>[0]) => {
      const row = await rowOf(buildRecord({ cells: { [GRANTED]: cell(one) } }));
      return [row[WIDE], row[status]];
    };
    expect(await read(0)).toEqual(['0', 'value']);
    expect(await read({ status: 'blank', raw: '' })).toEqual(['', 'blank']);
    expect(await read({ status: 'placeholder', raw: '/' })).toEqual(['', 'placeholder']);
    expect(await read('若干')).toEqual(['', 'text']);
    expect(await read({ status: 'unreadable', raw: '?' })).toEqual(['', 'unreadable']);
    expect(await read({ status: 'row_missing', raw: null, at: null })).toEqual(['NA', 'row_missing']);
    expect(await read({ status: 'table_missing', raw: null, at: null })).toEqual(['NA', 'table_missing']);
  });

  test('a cell of another form is NA with status not_in_template', async () => {
    const row = await rowOf(buildRecord({ template: 'E3' }));
    expect(row['t3__result__other_processing__other__total']).toBe('NA');
    expect(row['t3__result__other_processing__other__total__status']).toBe('not_in_template');
    expect(row['t3__result__other_processing__total']).toBe('0');
    expect(row['t2__art20_1__rules__in_force']).toBe('NA');
  });

  test('has a column for every cell of every form, and a status only beside totals', async () => {
    const { texts } = await dumped([]);
    const header = readCsv(texts.get('reports.csv') ?? '')[0] ?? [];
    const paths = TEMPLATES.flatMap((template) => cellPaths(template).map(({ path }) => path));
    for (const path of paths) expect(header).toContain(path.replaceAll('.', '__'));
    const statuses = header.filter((name) => name.endsWith('__status'));
    expect(statuses.every((name) => name.endsWith('__total__status'))).toBe(true);
    expect(statuses).toHaveLength(29);
    expect(new Set(header).size).toBe(header.length);
    expect(header.slice(-9)).toEqual([
      'checks_failed_exact',
      'checks_failed_usual',
      'checks_indeterminate',
      'cells_blank',
      'cells_placeholder',
      'cells_unreadable',
      'template',
      'text_chars',
      'similarity_prev_year',
    ]);
  });

  test('money stands in its printed unit with the exact amount in yuan beside it', async () => {
    const amount = cell({ status: 'value', value: 59237.2449, raw: '59237.2449', unit: '万元', yuan: '592372449' });
    const row = await rowOf(buildRecord({ cells: { 't2.art20_8.fees.amount': amount } }));
    expect(row['t2__art20_8__fees__amount']).toBe('59237.2449');
    expect(row['t2__art20_8__fees__amount__unit']).toBe('万元');
    expect(row['t2__art20_8__fees__amount__yuan']).toBe('592372449');
    expect(row['t2__art20_9__procurement__amount__yuan']).toBe('NA');
  });

  test('negative numbers stay numbers', async () => {
    const path = 't2.art20_5.licensing.change';
    const { texts, table } = await dumped([buildRecord({ template: 'E3', cells: { [path]: cell(-57) } })]);
    expect(table('reports.csv')[0]?.['t2__art20_5__licensing__change']).toBe('-57');
    const line = (texts.get('cells.csv') ?? '').split('\n').find((one) => one.includes(`"${path}"`));
    expect(line).toContain(`,"value",-57,"'-57",`);
  });

  test('counts checks, blanks and characters', async () => {
    const check = { scope: 'x', left: 1, right: 2, delta: -1, status: 'fail', blankPolicy: 'none', cells: [GRANTED] };
    const open = { ...check, left: null, right: null, delta: null, status: 'indeterminate', blankPolicy: null };
    const fields = {
      checks: [
        { ...check, id: 'R1', strength: 'exact' },
        { ...check, id: 'U1', strength: 'usual' },
        { ...check, id: 'S1', strength: 'soft' },
        { ...open, id: 'R2', strength: 'exact', reason: 'all_blank' },
      ],
    };
    const record = ReportRecord.parse({ ...buildRecord({ cells: { [GRANTED]: BLANK } }), ...fields });
    const { table } = await dumped([record]);
    expect(table('reports.csv')[0]).toMatchObject({
      checks_failed_exact: '1',
      checks_failed_usual: '1',
      checks_indeterminate: '1',
      cells_blank: '1',
      cells_placeholder: '0',
      text_chars: '3',
      days_to_publish: '20',
      days_late: '0',
      similarity_prev_year: 'NA',
      template: 'E4',
    });
    expect(table('checks.csv').at(-1)).toMatchObject({
      check_id: 'R2',
      left: '',
      blank_policy: '',
      reason: 'all_blank',
    });
    expect(table('checks.csv')[0]).toMatchObject({ check_id: 'R1', left: '1', right: '2', delta: '-1' });
  });
});

test('of a document that holds several reports, wide and long table say which one', async () => {
  const { provenance } = buildRecord({});
  const joined = buildRecord({ fields: { provenance: { ...provenance, part: 'a.docx#2', extractor: 'docx/4' } } });
  const { table } = await dumped([joined], { formats: ['csv'] });
  const [row] = table('reports.csv');
  expect([row?.['source_url'], row?.['source_part'], row?.['source_extractor']]).toEqual([
    provenance.url,
    'a.docx#2',
    'docx/4',
  ]);
  expect(table('cells.csv')[0]?.['source_url']).toBe(`${provenance.url}#a.docx#2`);
  expect((await rowOf(buildRecord({})))['source_part']).toBe('');
});

describe('formula injection', () => {
  test.each(['=1+1', '+1', '-', '-57', '@SUM(A1)', '\tx', '\rx', '\nx', '＝1+1', '＋1', '－', '＠x', "'=1", "'"])(
    'the printed text %j gets one apostrophe in front, which can be taken off again',
    async (raw) => {
      const { table } = await dumped([buildRecord({ cells: { [GRANTED]: cell(raw) } })]);
      const written = table('cells.csv').find((row) => row['cell_path'] === GRANTED)?.['raw'];
      expect(written).toBe(`'${raw}`);
      expect(written?.replace(/^'/u, '')).toBe(raw);
    },
  );

  test.each(['1=1', '5－3', 'a,b "c"\nd', ' =1'])('the printed text %j stays as it is', async (raw) => {
    const { table } = await dumped([buildRecord({ cells: { [GRANTED]: cell(raw) } })]);
    expect(table('cells.csv').find((row) => row['cell_path'] === GRANTED)?.['raw']).toBe(raw);
  });

  test('titles, names, addresses and labels of extra rows are guarded too', async () => {
    const danger = '=HYPERLINK("http://evil.test")';
    const record = buildRecord({
      fields: {
        title: danger,
        extraRows: [{ table: 't2', label: danger, cells: [cell(danger)] }],
        indicators: [{ path: danger, label: danger, code: '01', unit: null, column: 'year', cell: cell(danger) }],
      },
    });
    const { texts } = await dumped([{ ...record, body: { ...record.body, nameNormalised: danger } }], {
      formats: ['csv'],
    });
    const fields = [...texts].filter(([name]) => name.endsWith('.csv')).flatMap(([, text]) => readCsv(text).flat());
    expect(fields.filter((field) => field === `'${danger}`)).toHaveLength(8);
    expect(fields.filter((field) => field.startsWith('='))).toEqual([]);
  });
});

describe('bodies.csv', () => {
  test('has one row a body with the name of its newest report and the span of its years', async () => {
    const newest = buildRecord({ year: 2023 });
    const records = [
      { ...newest, body: { ...newest.body, nameNormalised: '云禾县教育和体育局' } },
      buildRecord({ year: 2021 }),
      buildRecord({ year: 2022, bodyId: '000000000000' }),
    ];
    const { table } = await dumped(records);
    expect(table('bodies.csv')).toEqual([
      expect.objectContaining({ body_id: '000000000000', reports: '1', first_year: '2022', last_year: '2022' }),
      expect.objectContaining({
        body_id: '0123456789ab',
        body_name: '云禾县教育和体育局',
        reports: '2',
        first_year: '2021',
        last_year: '2023',
      }),
    ]);
  });
});

describe('read by another program', () => {
  const python = spawnSync('python3', ['--version']);
  const withPython = python.status === 0 ? test : test.skip;

  withPython('Python reads every CSV file back to the same fields, behind its byte order mark', async () => {
    const cells = { [GRANTED]: cell('a,"b"\r\n=c'), 't3.carried_in.total': BLANK };
    const { texts } = await dumped([buildRecord({ cells }), buildRecord({ template: 'E3' })], { bom: true });
    const folder = mkdtempSync(join(tmpdir(), 'ogi-dump-'));
    const names = CSV_TABLES.map(({ name }) => name);
    for (const name of names) writeFileSync(join(folder, name), texts.get(name) ?? '');
    const script =
      'import csv,json,sys\n' +
      'read=lambda path: list(csv.reader(open(path,encoding="utf-8-sig",newline="")))\n' +
      'print(json.dumps([read(path) for path in sys.argv[1:]]))';
    const paths = names.map((name) => join(folder, name));
    const read = spawnSync('python3', ['-c', script, ...paths], { encoding: 'utf8', maxBuffer: 1e9 });
    expect(read.stderr).toBe('');
    const byPython: unknown[] = JSON.parse(read.stdout);
    for (const [index, name] of names.entries()) {
      const text = texts.get(name) ?? '';
      expect(text.startsWith('\ufeff')).toBe(true);
      expect(byPython[index]).toEqual(readCsv(text.slice(1)));
    }
  });

  test('without the option no file starts with a byte order mark', async () => {
    const { texts } = await dumped([buildRecord({})]);
    for (const text of texts.values()) expect(text.startsWith('\ufeff')).toBe(false);
  });
});

describe('the dictionary', () => {
  test('codebook.csv explains each column of reports.csv, with labels in both languages for each cell', async () => {
    const { texts, table } = await dumped([]);
    const rows = table('codebook.csv');
    expect(rows.map((row) => row['column'])).toEqual(readCsv(texts.get('reports.csv') ?? '')[0]);
    expect(rows.filter((row) => row['definition'] === '')).toEqual([]);
    expect(rows.find((row) => row['column'] === 't2__art20_1__normative_docs__in_force')).toMatchObject({
      cell_path: 't2.art20_1.normative_docs.in_force',
      table: 't2',
      row_label_zh: expect.stringContaining('行政规范性文件'),
      col_label_zh: '现行有效件数',
      label_en: 'Normative documents (art. 20 (1)), in force',
      unit: 'count',
      templates: 'E4',
    });
    expect(rows.find((row) => row['column'] === 't2__art20_8__fees__amount')).toMatchObject({ unit: '万元' });
    expect(rows.find((row) => row['column'] === 't3__result__other_processing__total')).toMatchObject({
      templates: 'E3;E4:one_other_row',
    });
  });

  test('docs/data-dictionary.md names every file, and every column that is no cell', () => {
    const text = readFileSync(join(projectRoot, 'docs', 'data-dictionary.md'), 'utf8');
    for (const { name, columns } of CSV_TABLES) {
      expect(text).toContain(`\`${name}\``);
      for (const column of columns.filter((one) => !/^t\d__/u.test(one.name)))
        expect(text).toContain(`\`${column.name}\``);
    }
  });
});
