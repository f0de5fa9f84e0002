import { describe, expect, test } from '@jest/globals';
import { DERIVED_FIGURES, daysToPublish, derivedFigures } from '../../dumps/derived.ts';
import type { Cell, ReportRecord } from '../../model/record.ts';
import { BLANK, buildRecord, cell } from './records.ts';

function figure(record: ReportRecord, name: string): (number | null)[] {
  const at = DERIVED_FIGURES.findIndex((one) => one.name === name);
  const found = derivedFigures(record)[at];
  if (found === undefined) throw new Error(`No figure "${name}"`);
  return [found.strict, found.blanksAsZero];
}

/** The FY2024 report whose table DOMAIN.md H14 and 2.1 quote, as far as it is quoted, totals only. */
const totals: Record<string, number> = {
  't3.new_received': 3511,
  't3.carried_in': 121,
  't3.result.granted': 1000,
  't3.result.partial': 500,
  't3.result.denied.process_info': 200,
  't3.result.denied.admin_query': 50,
  't3.result.unable.not_held': 250,
  't3.result.not_processed.petition': 31,
  't3.result.other_processing.no_correction': 77,
  't3.result.other_processing.fee_unpaid': 38,
  't3.result.other_processing.other': 354,
  't3.result.total': 2500,
  't3.carried_out': 96,
  't4.review': 259,
  't4.litigation_direct': 28,
  't4.litigation_after_review': 38,
};

function report(more: Record<string, Cell> = {}): ReportRecord {
  const printed = Object.fromEntries(Object.entries(totals).map(([row, count]) => [`${row}.total`, cell(count)]));
  const review = { 't4.review.upheld': cell(119), 't4.review.corrected': cell(25), 't4.review.other': cell(91) };
  return buildRecord({ cells: { ...printed, ...review, 't4.review.pending': cell(24), ...more } });
}

describe('derived figures', () => {
  test.each([
    ['requests_handled', 2500],
    ['requests_inflow', 3511],
    ['disclosure_rate_closed', 0.6],
    ['full_disclosure_rate_closed', 0.4],
    ['denial_rate_closed', 0.1],
    ['unable_rate_closed', 0.1],
    ['not_processed_rate_closed', 0.0124],
    ['other_rate_closed', 0.1876],
    ['disclosure_rate_substantive', 0.75],
    ['process_info_share_of_denied', 0.8],
    ['state_secret_share_of_denied', 0],
    ['not_held_share_of_undisclosed', 0.47081],
    ['backlog_rate', 0.026432],
    ['review_per_100', 10.36],
    ['suits_per_100', 2.64],
    ['correction_rate_review', 0.106383],
    ['pending_share_review', 0.092664],
    ['escalation', 0.146718],
  ])('%s is %d, and the same with blanks as 0 where nothing is blank', (name, expected) => {
    expect(figure(report(), name)).toEqual([expected, expected]);
  });

  test('in_force_net is made minus repealed, and unknown on the form of 2019', () => {
    const cells = { 't2.art20_1.normative_docs.made': cell(50), 't2.art20_1.normative_docs.repealed': cell(227) };
    expect(figure(report(cells), 'in_force_net_normative_docs')).toEqual([-177, -177]);
    expect(figure(buildRecord({ template: 'E3' }), 'in_force_net_rules')).toEqual([null, null]);
  });

  test('a blank makes a figure unknown, and its twin counts it as 0', () => {
    expect(figure(report({ 't3.result.denied.process_info.total': BLANK }), 'denial_rate_closed')).toEqual([
      null,
      0.02,
    ]);
    const dash = cell({ status: 'placeholder', raw: '-', flags: ['dash'] });
    expect(figure(report({ 't3.result.granted.total': dash }), 'disclosure_rate_closed')).toEqual([null, 0.2]);
  });

  test.each(['text', 'unreadable', 'row_missing', 'table_missing'] as const)(
    'a cell with status %s makes both unknown',
    (status) => {
      const missing = status.endsWith('missing');
      const odd = cell({ status, raw: missing ? null : '若干', at: missing ? null : { block: 0 } });
      expect(figure(report({ 't3.result.granted.total': odd }), 'full_disclosure_rate_closed')).toEqual([null, null]);
    },
  );

  test('nothing is divided by zero', () => {
    expect(figure(report({ 't3.result.total.total': cell(0) }), 'disclosure_rate_closed')).toEqual([null, null]);
    expect(figure(report({ 't3.result.total.total': BLANK }), 'review_per_100')).toEqual([null, null]);
  });

  test('other processing is taken from the single row where that is the one printed', () => {
    const unprinted = cell({ status: 'row_missing', raw: null, at: null });
    const rows = ['no_correction', 'fee_unpaid', 'other'].map((key) => [
      `t3.result.other_processing.${key}.total`,
      unprinted,
    ]);
    const single = { ...Object.fromEntries(rows), 't3.result.other_processing.total': cell(25) };
    expect(figure(report(single), 'other_rate_closed')).toEqual([0.01, 0.01]);
    const blank = { ...single, 't3.result.other_processing.total': BLANK };
    expect(figure(report(blank), 'other_rate_closed')).toEqual([null, 0]);
    const other = { 't3.result.other_processing.total': cell(8), 't3.result.total.total': cell(16) };
    expect(figure(buildRecord({ template: 'E3', cells: other }), 'other_rate_closed')).toEqual([0.5, 0.5]);
  });

  test('no name stands twice', () => {
    const names = DERIVED_FIGURES.map((one) => one.name);
    expect(new Set(names).size).toBe(names.length);
  });
});

function published(datePublished: string | null): ReportRecord {
  return buildRecord({ year: 2023, fields: { datePublished } });
}

test('days to publication count from the end of the reporting year, over leap days', () => {
  expect(daysToPublish(published('2024-01-31'))).toBe(31);
  expect(daysToPublish(published('2024-03-31'))).toBe(91);
  expect(daysToPublish(published(null))).toBeNull();
});
