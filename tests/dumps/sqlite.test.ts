import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import type { MissingReport } from '../../model/missing.ts';
import { projectRoot } from '../shared.ts';
import { buildRecord, cell, readTable } from './records.ts';
import { dumpOf, variedRecords } from './varied.ts';

const Rows = z.array(z.record(z.string(), z.union([z.string(), z.number(), z.null()])));
const Read = z.object({
  tables: z.record(z.string(), Rows),
  answers: z.record(z.string(), Rows),
  words: z.record(z.string(), z.array(z.int())),
  integrity: z.array(z.string()),
  dangling: z.array(z.unknown()),
  keys: z.record(z.string(), z.int()),
});

const missing: MissingReport = {
  bodyId: 'aaaaaaaaaaaa',
  name: '云禾县公安局',
  kind: 'department',
  level: 'county',
  divisionCode: '011234',
  fiscalYear: 2021,
  state: 'not_found',
  deadline: '2022-01-31',
  url: null,
  text: null,
  why: null,
  decidedAt: null,
  looked: {
    where: ['http://www.yunhe.gov.test/zfxxgk/gknb/'],
    at: '2024-03-01T00:00:00.000Z',
    pages: 12,
    failed: 1,
    verdicts: ['ok'],
  },
};

const NEW = 't3.new_received.total';

let read: z.infer<typeof Read>;
let texts: Map<string, string>;
beforeAll(async () => {
  const [second, first, third] = variedRecords();
  if (second === undefined || first === undefined || third === undefined) throw new Error('Three records are needed');
  const section = { ...first.sections[0], key: 'overview', heading: '总体情况', number: null, order: 0, at: null };
  const told = {
    ...first,
    sections: [{ ...section, state: 'present' as const, text: '依法公开政府信息，无行政复议。' }],
  };
  const scanned = buildRecord({
    bodyId: 'cccccccccccc',
    cells: { [NEW]: cell({ ...cell(4), flags: ['ocr_suspect'] }) },
  });
  const scan = { ...scanned, provenance: { ...scanned.provenance, via: 'pdf' as const, extractor: 'ocr/2' } };
  const dump = await dumpOf([second, told, third, scan], {
    formats: ['csv', 'sqlite'],
    expected: async () => ({ missing: [missing], groups: [] }),
  });
  texts = dump.texts;
  const script = join(projectRoot, 'tests', 'dumps', 'read_sqlite.py');
  const ran = spawnSync('python3', [script, join(dump.folder, 'reports.sqlite')], { encoding: 'utf8', maxBuffer: 1e9 });
  if (ran.status !== 0) throw new Error(ran.stderr);
  read = Read.parse(JSON.parse(ran.stdout));
});

describe('SQLite, read by Python', () => {
  test('the file is whole and no row points to nothing', () => {
    expect([read.integrity, read.dangling]).toEqual([['ok'], []]);
    expect([read.keys['cells'], read.keys['reports'], read.keys['sections']]).toEqual([1, 1, 1]);
  });

  test.each(['reports', 'cells', 'checks', 'extra_rows', 'series', 'bodies', 'missing', 'codebook'])(
    'table %s has the rows and values of CSV, empty and NA as null',
    (name) => {
      const rows = read.tables[name] ?? [];
      const csv = readTable(texts.get(`${name}.csv`));
      expect(rows).toHaveLength(csv.length);
      const key = (row: Record<string, unknown>) =>
        [row['report_id'], row['cell_path'] ?? row['series'] ?? row['column']].map(String).join(' ');
      const byKey = (a: Record<string, unknown>, b: Record<string, unknown>) => (key(a) < key(b) ? -1 : 1);
      const [ours, theirs] =
        name === 'cells' || name === 'series' ? [[...rows].sort(byKey), csv.sort(byKey)] : [rows, csv];
      const plain = (value: string | number | null) => (value === null ? '' : String(value).replace(/^'/u, ''));
      for (const [at, row] of ours.entries()) {
        for (const [column, value] of Object.entries(row)) {
          const printed = theirs[at]?.[column] ?? '';
          const expected =
            printed === 'NA'
              ? ''
              : printed.replace(/^'/u, '').replace(/^(?:true|false)$/u, (word) => (word === 'true' ? '1' : '0'));
          expect([name, at, column, plain(value)]).toEqual([name, at, column, expected]);
        }
      }
    },
  );

  test('words of two and of four characters are found in Chinese texts, others are not', () => {
    expect(read.words).toEqual({ 政府信息: [2], 公开: [2], 复议: [2] });
  });

  test('the questions in table how_to are answered', () => {
    const refused = read.answers['which reports refused most requests'] ?? [];
    expect(refused.map(({ body_name, refused: count }) => [body_name, count])[0]).toEqual(['云禾县公安局', 12]);
    expect(read.answers['which printed sums do not add up']).toEqual([
      expect.objectContaining({ fiscal_year: 2022, stated: 3, parts_make: 4, delta: -1 }),
    ]);
    expect(read.answers['who did not publish, as far as is known']).toEqual([
      expect.objectContaining({ body_name: '云禾县公安局', fiscal_year: 2021, state: 'not_found' }),
    ]);
    expect(read.answers['which bodies charged administrative fees']).toHaveLength(2);
    expect(read.answers['which reports were recognised from pictures, wholly or in some cells']).toEqual([
      expect.objectContaining({ report_id: 'cccccccccccc-2023', source_format: 'pdf', doubtful_cells: 1 }),
    ]);
  });
});
