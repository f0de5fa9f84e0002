import { describe, expect, test } from '@jest/globals';
import { isSamePlace, locatorText, parseLocator } from '../../model/locator-text.ts';
import type { Correction } from '../../model/correction.ts';
import type { Locator } from '../../model/notice.ts';
import { ReportRecord } from '../../model/record.ts';
import { runChecks } from '../../normalizer/checks.ts';
import { correctRecord } from '../../normalizer/corrections.ts';
import { buildRecord, cell } from '../dumps/records.ts';

const PATH = 't3.result.granted.total';
const FEES = 't2.art20_8.fees.amount';

function correction(record: ReportRecord, more: Partial<Correction> = {}): Correction {
  const cellPath = more.cellPath ?? PATH;
  return {
    line: 2,
    record: record.id,
    cellPath,
    value: '7',
    why: 'the page prints 7',
    by: 'A. Reader',
    date: '2024-03-01',
    sha256: record.provenance.sha256,
    at: record.cells[cellPath]?.at ?? null,
    read: record.cells[cellPath]?.raw ?? null,
    ...more,
  };
}

function checked(record: ReportRecord): ReportRecord {
  return { ...record, checks: runChecks({ template: record.template, cells: record.cells }) };
}

function rowSum(record: ReportRecord, scope: string) {
  return record.checks.find((check) => check.id === 'R1' && check.scope === scope);
}

const base = checked(
  buildRecord({
    cells: {
      [PATH]: cell({ status: 'unreadable', raw: '7?', at: { block: 3, row: 4, col: 9 } }),
      't3.result.granted.natural_person': cell(7),
    },
  }),
);

describe('a correction that fits', () => {
  const { record, stale } = correctRecord(base, [correction(base)]);

  test('keeps the reading beside it, is flagged, and fits the model', () => {
    expect(stale).toEqual([]);
    expect(record.cells[PATH]).toEqual({
      status: 'value',
      value: 7,
      raw: '7?',
      unit: null,
      at: { block: 3, row: 4, col: 9 },
      flags: ['corrected'],
      correction: {
        read: { status: 'unreadable', value: null, unit: null },
        printed: '7',
        why: 'the page prints 7',
        by: 'A. Reader',
        date: '2024-03-01',
      },
    });
    expect(ReportRecord.parse(record)).toEqual(record);
    expect([record.version, record.versionReason]).toEqual([base.version, 'correction']);
  });

  test('has the checks over it computed again, and all others untouched', () => {
    expect(rowSum(base, 'result.granted')).toMatchObject({ status: 'indeterminate', reason: 'not_numeric' });
    expect(rowSum(record, 'result.granted')).toMatchObject({ status: 'pass', left: 7, right: 7 });
    expect(rowSum(record, 'new_received')).toBe(rowSum(base, 'new_received'));
    expect(record.checks).toHaveLength(base.checks.length);
  });

  test('leaves the reading itself as it was', () => {
    expect(base.cells[PATH]?.value).toBeNull();
    expect(base.versionReason).toBe('first');
  });
});

test('money is read with its unit, and blank says that the cell is printed empty', () => {
  const record = buildRecord({
    cells: { [FEES]: cell({ status: 'value', value: 3, raw: '3', unit: '万元', yuan: '30000' }) },
  });
  const money = correctRecord(record, [correction(record, { cellPath: FEES, value: '35000元' })]).record.cells[FEES];
  expect(money).toMatchObject({ value: 35_000, unit: '元', yuan: '35000', raw: '3' });
  const own = correctRecord(record, [correction(record, { cellPath: FEES, value: '3.5' })]).record.cells[FEES];
  expect(own).toMatchObject({ value: 3.5, unit: '万元', yuan: '35000' });
  const empty = correctRecord(record, [correction(record, { cellPath: FEES, value: 'blank' })]).record.cells[FEES];
  expect(empty).toMatchObject({ status: 'blank', value: null, yuan: null, flags: ['corrected'] });
});

test('what the text says is compared with the corrected cell', () => {
  const soft = {
    id: 'S1',
    scope: 'granted',
    left: 7,
    right: 3,
    delta: 4,
    status: 'fail' as const,
    blankPolicy: 'none' as const,
    strength: 'soft' as const,
    reason: 'text_differs',
    cells: [PATH],
  };
  const record = { ...buildRecord({ cells: { [PATH]: cell(3) } }), checks: [soft] };
  const { reason: _reason, ...rest } = soft;
  expect(correctRecord(record, [correction(record)]).record.checks.filter(({ id }) => id === 'S1')).toEqual([
    { ...rest, right: 7, delta: 0, status: 'pass' },
  ]);
});

describe('a correction that does not fit any more is not applied and says why', () => {
  test.each<[string, Partial<Correction>]>([
    ['source_changed', { sha256: '0'.repeat(64) }],
    ['cell_unknown', { cellPath: 't2.art20_9.procurement.projects' }],
    ['moved', { at: { block: 3, row: 5, col: 9 } }],
    ['moved', { at: null }],
    ['reads_otherwise', { read: '1?' }],
  ])('%s', (reason, more) => {
    const { record, stale } = correctRecord(base, [correction(base, more)]);
    expect(stale.map((one) => one.reason)).toEqual([reason]);
    expect(record).toBe(base);
  });

  test('agrees: the reader now reads the same', () => {
    const record = buildRecord({ cells: { [PATH]: cell(7) } });
    expect(correctRecord(record, [correction(record)]).stale.map((one) => one.reason)).toEqual(['agrees']);
  });

  test('doubled: the first line counts', () => {
    const { record, stale } = correctRecord(base, [correction(base), correction(base, { line: 3, value: '8' })]);
    expect(record.cells[PATH]?.value).toBe(7);
    expect(stale.map((one) => [one.reason, one.correction.line])).toEqual([['doubled', 3]]);
  });
});

describe('places', () => {
  test.each<Locator>([
    { block: 2 },
    { block: 0, row: 0, col: 0 },
    { block: 2, row: 5, col: 9, page: 1, box: [72, 100.5, 90, 112] },
    { block: 2, row: 5, col: 9, path: 'body > div:nth-of-type(2) > td' },
  ])('%j is written and read back', (at) => {
    expect(parseLocator(locatorText(at))).toEqual(at);
  });

  test.each(['', 'row=5', 'block=x', 'block=1;box=1,2', 'somewhere'])('"%s" is no place', (text) => {
    expect(parseLocator(text)).toBeNull();
  });

  test('are the same by box or path where another version of the reader counts blocks otherwise', () => {
    const box: Locator['box'] = [10, 10, 20, 20];
    expect(isSamePlace({ block: 1, page: 1, box }, { block: 4, page: 1, box: [11, 9, 21, 19] })).toBe(true);
    expect(isSamePlace({ block: 1, page: 1, box }, { block: 1, page: 2, box })).toBe(false);
    expect(isSamePlace({ block: 1, row: 2, col: 3, path: 'td' }, { block: 2, row: 2, col: 3, path: 'td' })).toBe(true);
    expect(isSamePlace({ block: 1, row: 2, col: 3 }, { block: 2, row: 2, col: 3 })).toBe(false);
  });
});
