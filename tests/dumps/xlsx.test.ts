import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { reportsTable } from '../../dumps/csv/reports.ts';
import { openSheet } from '../../dumps/xlsx/sheet.ts';
import { writeWorkbook } from '../../dumps/xlsx/workbook.ts';
import { projectRoot } from '../shared.ts';
import { memorySink, readCsv, readTable } from './records.ts';
import { dumpOf, variedRecords } from './varied.ts';

const Sheets = z.record(
  z.string(),
  z.object({
    rows: z.array(z.record(z.string(), z.tuple([z.string(), z.string()]))),
    frozen: z.string().nullable(),
    filter: z.string().nullable(),
    widths: z.int(),
  }),
);

function readByPython(path: string): z.infer<typeof Sheets> {
  const ran = spawnSync('python3', [join(projectRoot, 'tests', 'dumps', 'read_xlsx.py'), path], {
    encoding: 'utf8',
    maxBuffer: 1e9,
  });
  if (ran.status !== 0) throw new Error(ran.stderr);
  return Sheets.parse(JSON.parse(ran.stdout));
}

/** Another LibreOffice than the one of the system may be named by OGI_TEST_SOFFICE; without Calc there is no reading sheets. */
const soffice = process.env['OGI_TEST_SOFFICE'] ?? 'soffice';
const hasCalc = soffice !== 'soffice' || existsSync('/usr/lib/libreoffice/program/libsclo.so');
const withCalc = hasCalc ? test : test.skip;

/** A sheet of the workbook as LibreOffice reads it, by way of CSV. `sheet` from 1. */
function readByLibreOffice(path: string, sheet: number): string[][] {
  const out = mkdtempSync(join(tmpdir(), 'ogi-calc-'));
  const filter = `csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,${sheet}`;
  const profile = `-env:UserInstallation=file://${out}/profile`;
  const words = [profile, '--headless', '--convert-to', filter, '--outdir', out, path];
  const ran = spawnSync(soffice, words, { encoding: 'utf8', timeout: 120_000, env: { ...process.env, HOME: out } });
  const made = readdirSync(out).find((name) => name.endsWith('.csv'));
  if (made === undefined) throw new Error(`LibreOffice wrote no CSV: ${ran.stdout} ${ran.stderr}`);
  return readCsv(readFileSync(join(out, made), 'utf8'));
}

const FIGURES = '全部数据 All figures';

describe('XLSX', () => {
  let path = '';
  let wide: Record<string, string>[] = [];
  beforeAll(async () => {
    const { folder, texts } = await dumpOf(variedRecords(), { formats: ['csv', 'xlsx'] });
    path = join(folder, 'reports.xlsx');
    wide = readTable(texts.get('reports.csv'));
  });

  test('read by Python: every figure is there, numbers as numbers, codes as text, no formula anywhere', () => {
    const sheet = readByPython(path)[FIGURES];
    const [head, ...rows] = sheet?.rows ?? [];
    expect(rows).toHaveLength(wide.length);
    const names = reportsTable.columns.map((_, at) => head?.[at]?.[1].split('\n').at(-1));
    expect(names).toEqual(reportsTable.columns.map((column) => column.name));
    for (const [at, row] of rows.entries()) {
      for (const [place, { name, type = 'string' }] of reportsTable.columns.entries()) {
        const [kind, value] = row[place] ?? ['', ''];
        const printed = wide[at]?.[name] ?? '';
        if (type === 'date' && printed !== '') {
          expect(new Date(Date.UTC(1899, 11, 30 + Number(value))).toISOString().slice(0, 10)).toBe(printed);
        } else if (type === 'boolean') expect([kind, value]).toEqual(['b', printed === 'true' ? '1' : '0']);
        else if (kind === 'n') expect(Number(value)).toBe(Number(printed));
        else expect(value.replace(/^'/u, '')).toBe(printed.replace(/^'/u, ''));
        if (kind === 'n') expect(['integer', 'number', 'decimal', 'date']).toContain(type);
      }
    }
  });

  test('a blank is an empty cell, a zero is 0, and what the form lacks is NA', () => {
    const sheet = readByPython(path)[FIGURES];
    const at = (name: string) => reportsTable.columns.findIndex((column) => column.name === name);
    const row = sheet?.rows[2];
    expect([
      row?.[at('t3__new_received__total')],
      row?.[at('t3__new_received__business')],
      row?.[at('t3__result__partial__total')],
    ]).toEqual([undefined, ['n', '0'], ['inlineStr', 'NA']]);
  });

  test('the ready lists stand in front: who refused most, which sums fail, who did not publish', () => {
    const sheets = readByPython(path);
    expect(Object.keys(sheets)).toEqual([
      '说明 Start here',
      '不予公开·机构 Refused by body',
      '不予公开最多 Refused most',
      '勾稽不符 Sums that fail',
      '未发布或逾期 Not published',
      '覆盖 Coverage',
      '概览 Overview',
      FIGURES,
      '字典 Codebook',
    ]);
    const first = sheets['不予公开最多 Refused most']?.rows[1];
    expect([first?.[1]?.[1], first?.[3]?.[1], first?.[5]?.[1]]).toEqual(['云禾县公安局', '12', '0.3']);
    const body = sheets['不予公开·机构 Refused by body']?.rows[1];
    expect([0, 1, 3, 4, 6].map((at) => body?.[at]?.[1])).toEqual(['1', '云禾县公安局', '12', '40', '2023']);
    const asked = sheets['说明 Start here']?.rows.map((row) => row[1]?.[1] ?? '') ?? [];
    for (const name of Object.keys(sheets).slice(1, 6)) {
      expect(asked.filter((answer) => answer.includes(`"${name}"`))).toHaveLength(1);
    }
    const failed = sheets['勾稽不符 Sums that fail']?.rows[1];
    expect([failed?.[2]?.[1], failed?.[3]?.[1], failed?.[4]?.[1]]).toEqual(['3', '4', '-1']);
    expect(sheets['概览 Overview']).toMatchObject({ frozen: '1', filter: 'A1:Y4', widths: 25 });
  });

  withCalc('read by LibreOffice: the same figures', () => {
    const [head = [], ...lines] = readByLibreOffice(path, 8);
    const names = head.map((name) => name.split('\n').at(-1));
    for (const [at, line] of lines.entries()) {
      const figures = line.map((value, place) => [names[place] ?? '', value] as const);
      for (const [name, value] of figures.filter(([one]) => /^t\d__.*(?<!__unit|__status)$/u.test(one))) {
        const printed = wide[at]?.[name] ?? '';
        expect([name, value === '' || value === 'NA' ? value : Number(value)]).toEqual([
          name,
          printed === '' || printed === 'NA' ? printed : Number(printed),
        ]);
      }
    }
    expect(lines).toHaveLength(3);
  });

  test('a sheet that is full goes on in another with the same head', async () => {
    const { sink, bytes } = memorySink();
    const form = { name: '清单 List', columns: [{ head: 'Row', width: 8 }] };
    const sheet = await openSheet(form, { scratch: (name) => sink.scratch(name), key: 'list', maxRows: 4 });
    for (let row = 1; row <= 7; row += 1) await sheet.write([row]);
    const file = await sink.open('list.xlsx');
    await writeWorkbook(file, await sheet.close());
    await file.close();
    const written = join(mkdtempSync(join(tmpdir(), 'ogi-xlsx-')), 'list.xlsx');
    writeFileSync(written, bytes.get('list.xlsx') ?? '');
    const values = Object.entries(readByPython(written)).map(([name, { rows }]) => [
      name,
      rows.map((row) => row[0]?.[1]),
    ]);
    expect(values).toEqual([
      ['清单 List', ['Row', '1', '2', '3']],
      ['清单 List (2)', ['Row', '4', '5', '6']],
      ['清单 List (3)', ['Row', '7']],
    ]);
  });
});
