import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { dictionaryText } from '../../dumps/dictionary.ts';
import { codebookRows } from '../../dumps/csv/codebook.ts';
import { FORM_CELLS } from '../../dumps/form.ts';
import { comparisonOf, CROSSWALK } from '../../model/templates/crosswalk.ts';
import { isHeaderRow } from '../../model/indicator-form.ts';
import { E2_2014 } from '../../model/templates/e2-2014.ts';
import { projectRoot } from '../shared.ts';

describe('docs/dictionary.md', () => {
  const text = readFileSync(join(projectRoot, 'docs', 'dictionary.md'), 'utf8');

  test('is what `npm run dictionary` writes', () => {
    expect(text).toBe(dictionaryText());
  });

  test('has one line for every cell of every form and every line of the national table, none of them empty', () => {
    const national = E2_2014.rows.filter((row) => !isHeaderRow(row)).map((row) => `e2.${row.key}`);
    for (const path of [...FORM_CELLS.map((cell) => cell.path), ...national]) {
      const lines = text.split('\n').filter((line) => line.startsWith(`| \`${path}\` |`));
      expect(lines.filter((line) => line.split(/(?<!\\)\|/u).length === 9)).toHaveLength(1);
      expect(lines.filter((line) => /\| {2}\|/u.test(line))).toEqual([]);
    }
  });
});

describe('the crosswalk', () => {
  test('names only cells and lines that the forms have', () => {
    const known = new Set([
      ...FORM_CELLS.map((cell) => cell.path),
      ...FORM_CELLS.map((cell) => `${cell.table}.${cell.row}`),
      ...E2_2014.rows.map((row) => `e2.${row.key}`),
    ]);
    const named = CROSSWALK.flatMap((line) => [...line.e2, ...line.e3, ...line.e4]);
    expect(named.filter((path) => !known.has(path))).toEqual([]);
  });

  test.each<[string, unknown]>([
    ['t3.result.granted.total', { e2e3: 'approximate', e3e4: 'same', with: ['E2:e2.replies.granted'] }],
    ['t3.result.granted.business', { e2e3: null, e3e4: 'same', with: [] }],
    [
      'e2.replies.granted',
      { e2e3: 'approximate', e3e4: null, with: ['E3:t3.result.granted.total', 'E4:t3.result.granted.total'] },
    ],
    ['t2.art20_1.rules.in_force', { e3e4: 'unlike', with: ['E3:t2.art20_1.rules.total_disclosed'] }],
    ['t2.art20_8.fees.amount', { e3e4: 'unlike' }],
    [
      't3.result.other_processing.total',
      {
        e3e4: 'sum',
        with: ['no_correction', 'fee_unpaid', 'other'].map((key) => `E4:t3.result.other_processing.${key}.total`),
      },
    ],
    ['t3.result.denied.state_secret.total', { e2e3: 'approximate' }],
  ])('says of %s what it may be set against', (path, expected) => {
    expect(comparisonOf(path)).toMatchObject(Object(expected));
  });

  test('says nothing of what only one form has', () => {
    expect(comparisonOf('t2.art20_9.procurement.amount')).toBeNull();
    expect(comparisonOf('e2.training.courses')).toBeNull();
  });

  test('stands in the codebook, where cells that both later forms have are the same unless it says otherwise', () => {
    const rows = new Map(codebookRows().map((row) => [row[1], row.slice(-3)]));
    expect(rows.get('t3.carried_out.total')).toEqual([null, null, 'same']);
    expect(rows.get('t2.art20_5.licensing.decisions')).toEqual([null, null, 'approximate']);
    expect(rows.get('t2.art20_1.rules.repealed')).toEqual([null, null, null]);
    expect(rows.get('t4.review.total')).toEqual(['E2:e2.review.total', 'approximate', 'same']);
  });
});
