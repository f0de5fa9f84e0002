import { expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { readDocument } from '../../extractors/read.ts';
import { readCells } from '../../normalizer/cells.ts';
import { describeWithShared, shared } from '../shared.ts';

const Gold = z.object({
  indicators: z.object({
    rows: z.array(
      z.object({
        path: z.string(),
        label_raw: z.string(),
        unit: z.string(),
        year_value: z.number(),
        cumulative_value: z.number(),
      }),
    ),
  }),
});

describeWithShared('the form of Fujian, every line as in the gold and no other', () => {
  test.each(['pingtan2011x', 'pingtan2014', 'pingtan2017'])('%s', async (id) => {
    const bytes = readFileSync(shared('documents', 'real', `${id}.txt`));
    const { value } = await readDocument(bytes, { url: `file:${id}.txt`, name: `${id}.txt` });
    const { indicators, template, notices } = readCells(value);
    const gold = Gold.parse(JSON.parse(readFileSync(shared('gold', `${id}.json`), 'utf8')));
    expect(
      indicators.map(({ path, label, unit, column, cell }) => [path, label, unit, column, cell.status, cell.value]),
    ).toEqual(
      gold.indicators.rows.flatMap((row) => [
        [row.path, row.label_raw, row.unit, 'year', 'value', row.year_value],
        [row.path, row.label_raw, row.unit, 'cumulative', 'value', row.cumulative_value],
      ]),
    );
    expect(template).toEqual({ detected: 'L', variant: 'L3_fujian' });
    expect(notices).toEqual([]);
  });
});
