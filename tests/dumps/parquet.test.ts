import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { DuckDBInstance } from '@duckdb/node-api';
import { z } from 'zod';
import { readTable } from './records.ts';
import { dumpOf, variedRecords } from './varied.ts';
import { CSV_TABLES } from '../../dumps/tables.ts';
import { openParquet } from '../../dumps/parquet/file.ts';
import { memorySink } from './records.ts';

type Json = string | number | boolean | null;
const Rows = z.array(z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])));

async function query(sql: string): Promise<Record<string, Json>[]> {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  const result = await connection.runAndReadAll(sql);
  return Rows.parse(result.getRowObjectsJson());
}

/** A value of CSV as DuckDB shows that of Parquet: null for empty and `NA`, numbers as numbers. */
function same(csv: string, parquet: Json, type: string): boolean {
  if (parquet === null) return csv === '' || csv === 'NA';
  if (type === 'boolean') return csv === String(parquet);
  if (type === 'datetime') return Date.parse(`${String(parquet).replace(' ', 'T')}Z`) === Date.parse(csv);
  if (type === 'integer' || type === 'number' || type === 'decimal') return Number(csv) === Number(parquet);
  return csv.replace(/^'/u, '') === String(parquet).replace(/^'/u, '');
}

describe('Parquet, read by DuckDB', () => {
  test('every table has the rows and values of the CSV table, typed', async () => {
    const { texts, folder } = await dumpOf(variedRecords(), { formats: ['csv', 'parquet'] });
    let compared = 0;
    for (const { name, columns } of CSV_TABLES) {
      const csv = readTable(texts.get(name));
      const parquet = await query(`SELECT * FROM '${join(folder, name.replace('.csv', '.parquet'))}'`);
      expect(parquet).toHaveLength(csv.length);
      for (const [at, row] of csv.entries()) {
        for (const { name: column, type = 'string' } of columns) {
          const [one, other] = [row[column] ?? '', parquet[at]?.[column] ?? null];
          if (!same(one, other, type))
            throw new Error(`${name} row ${at} ${column}: CSV ${one}, Parquet ${String(other)}`);
          compared += 1;
        }
      }
    }
    expect(compared).toBeGreaterThan(15_000);
  });

  test('a blank is null and a zero is 0, and the status says why it is null', async () => {
    const { folder } = await dumpOf(variedRecords(), { formats: ['parquet'] });
    const rows = await query(
      `SELECT status, count(*) AS n, count(value) AS numbers, sum(value) AS total FROM '${join(folder, 'cells.parquet')}' GROUP BY status ORDER BY status`,
    );
    expect(rows.map(({ status, numbers }) => [status, Number(numbers) > 0])).toEqual([
      ['blank', false],
      ['placeholder', false],
      ['row_missing', false],
      ['text', false],
      ['unreadable', false],
      ['value', true],
    ]);
  });

  test('columns have types: days are dates, yuan are exact decimals, figures doubles', async () => {
    const { folder } = await dumpOf(variedRecords(), { formats: ['parquet'] });
    const types = await query(`DESCRIBE SELECT * FROM '${join(folder, 'reports.parquet')}'`);
    const typeOf = (name: string) => types.find((one) => one['column_name'] === name)?.['column_type'];
    expect([
      typeOf('date_published'),
      typeOf('fiscal_year'),
      typeOf('t3__result__granted__total'),
      typeOf('t2__art20_8__fees__amount__yuan'),
      typeOf('template_mismatch'),
      typeOf('division_code'),
    ]).toEqual(['DATE', 'INTEGER', 'DOUBLE', 'DECIMAL(38,8)', 'BOOLEAN', 'VARCHAR']);
    const [sum] = await query(
      `SELECT sum(t2__art20_8__fees__amount__yuan)::VARCHAR AS yuan FROM '${join(folder, 'reports.parquet')}'`,
    );
    expect(sum).toEqual({ yuan: '592372689.50000000' });
  });

  test.each([
    ['a narrow table', { columns: 40, rows: 25_000, groups: 3 }],
    ['a wide table', { columns: 500, rows: 3_001, groups: 3 }],
  ])('rows of %s beyond one group stand in several groups, in their order', async (_, wanted) => {
    const { sink, bytes } = memorySink();
    const columns = Array.from({ length: wanted.columns }, (__, at) => ({
      name: `c${at}`,
      meaning: 'x',
      type: 'integer' as const,
    }));
    const file = await openParquet(sink, 'many.parquet', columns);
    for (let row = 0; row < wanted.rows; row += 1) await file.write([columns.map((__, at) => row * 100 + at)]);
    expect(await file.close()).toEqual({ name: 'many.parquet', rows: wanted.rows });
    const path = join(mkdtempSync(join(tmpdir(), 'ogi-parquet-')), 'many.parquet');
    writeFileSync(path, bytes.get('many.parquet') ?? '');
    const groups = await query(
      `SELECT count(DISTINCT row_group_id) AS groups FROM parquet_metadata('${path}') WHERE path_in_schema = 'c0'`,
    );
    expect(Number(groups[0]?.['groups'])).toBe(wanted.groups);
    const rows = await query(
      `SELECT count(*) AS n FROM read_parquet('${path}', file_row_number = true) WHERE c0 = 100 * file_row_number AND c39 = c0 + 39`,
    );
    expect(Number(rows[0]?.['n'])).toBe(wanted.rows);
  });
});
