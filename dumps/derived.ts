import { DENIED_REASONS } from '../model/templates/denied.ts';
import type { Cell, ReportRecord } from '../model/record.ts';

/** The figures of records that are still in use: several tables ask for those of the same record. */
const KNOWN = new WeakMap<ReportRecord, readonly { strict: Operand; blanksAsZero: Operand }[]>();

/** A number of the form, or null where it cannot be used. */
type Operand = number | null;
type Get = (path: string) => Operand;

/** A figure computed from one report alone (DOMAIN.md 6). The denominator stands in the name. */
export interface DerivedFigure {
  name: string;
  definition: string;
  /** Null where any needed cell is null or the denominator is 0. `isPrinted`: the report shows this cell, empty or not. */
  from: (get: Get, isPrinted: (path: string) => boolean) => Operand;
}

const DENIED = DENIED_REASONS.map((key) => `denied.${key}`);
const UNABLE = ['not_held', 'needs_creation', 'still_unclear'].map((key) => `unable.${key}`);
const NOT_PROCESSED = ['petition', 'duplicate', 'publication', 'abusive_volume', 'reconfirm'].map(
  (key) => `not_processed.${key}`,
);
const UNDISCLOSED = [...DENIED, ...UNABLE, ...NOT_PROCESSED];
const OTHER = ['no_correction', 'fee_unpaid', 'other'].map((key) => `other_processing.${key}`);
const APPLICANTS = ['natural_person', 'business', 'research', 'public_interest_org', 'legal_service', 'other_org'];

const RESULT_PATHS = new Map<string, string>();

/** The path of a result's total; remembered, since a path put together anew is looked up slowly. */
function resultPath(row: string): string {
  const known = RESULT_PATHS.get(row);
  if (known !== undefined) return known;
  const path = `t3.result.${row}.total`;
  RESULT_PATHS.set(row, path);
  return path;
}

const closed = (get: Get): Operand => get('t3.result.total.total');
const results = (get: Get, rows: readonly string[]): Operand => {
  let total: Operand = 0;
  for (const row of rows) {
    const one = get(resultPath(row));
    if (one === null) return null;
    total += one;
  }
  return total;
};
const inflow = (get: Get): Operand => get('t3.new_received.total');
const suits = (get: Get, column: string): Operand =>
  sum([get(`t4.litigation_direct.${column}`), get(`t4.litigation_after_review.${column}`)]);

/** （六）其他处理: the single row where it is printed (2019 form and a deviation of 2021), else the three rows. */
function otherProcessing(get: Get, isPrinted: (path: string) => boolean): Operand {
  const single = 't3.result.other_processing.total';
  return isPrinted(single) ? get(single) : results(get, OTHER);
}

function rate(name: string, definition: string, parts: { of: DerivedFigure['from']; over: DerivedFigure['from'] }) {
  const from: DerivedFigure['from'] = (get, isPrinted) => ratio(parts.of(get, isPrinted), parts.over(get, isPrinted));
  return { name, definition, from };
}

/** Every derived figure, in the order of the wide table. */
export const DERIVED_FIGURES: readonly DerivedFigure[] = [
  { name: 'requests_handled', definition: 'requests closed in the year (results, total)', from: closed },
  { name: 'requests_inflow', definition: 'requests newly received in the year', from: inflow },
  rate('disclosure_rate_closed', '(disclosed + in part) / results, total', {
    of: (get) => results(get, ['granted', 'partial']),
    over: closed,
  }),
  rate('full_disclosure_rate_closed', 'disclosed / results, total', {
    of: (get) => results(get, ['granted']),
    over: closed,
  }),
  rate('denial_rate_closed', 'eight kinds of denial / results, total', {
    of: (get) => results(get, DENIED),
    over: closed,
  }),
  rate('unable_rate_closed', 'unable to provide / results, total', { of: (get) => results(get, UNABLE), over: closed }),
  rate('not_processed_rate_closed', 'not processed / results, total', {
    of: (get) => results(get, NOT_PROCESSED),
    over: closed,
  }),
  rate('other_rate_closed', 'other processing / results, total', { of: otherProcessing, over: closed }),
  rate('disclosure_rate_substantive', '(disclosed + in part) / (disclosed + in part + denied + unable)', {
    of: (get) => results(get, ['granted', 'partial']),
    over: (get) => results(get, ['granted', 'partial', ...DENIED, ...UNABLE]),
  }),
  ...DENIED.map((row) =>
    rate(`${keyOf(row)}_share_of_denied`, `${row} / all eight kinds of denial`, {
      of: (get) => results(get, [row]),
      over: (get) => results(get, DENIED),
    }),
  ),
  ...UNDISCLOSED.map((row) =>
    rate(`${keyOf(row)}_share_of_undisclosed`, `${row} / all sixteen rows denied, unable, not processed`, {
      of: (get) => results(get, [row]),
      over: (get) => results(get, UNDISCLOSED),
    }),
  ),
  ...APPLICANTS.map((column) =>
    rate(`${column}_share_of_new`, `new requests by ${column} / all new requests`, {
      of: (get) => get(`t3.new_received.${column}`),
      over: inflow,
    }),
  ),
  rate('backlog_rate', 'carried out / (new + carried in)', {
    of: (get) => get('t3.carried_out.total'),
    over: (get) => sum([inflow(get), get('t3.carried_in.total')]),
  }),
  rate('review_per_100', '100 × reviews / results, total', {
    of: (get) => times100(get('t4.review.total')),
    over: closed,
  }),
  rate('suits_per_100', '100 × suits (direct + after review) / results, total', {
    of: (get) => times100(suits(get, 'total')),
    over: closed,
  }),
  rate('correction_rate_review', 'corrected / (upheld + corrected + other); pending left out', {
    of: (get) => get('t4.review.corrected'),
    over: (get) => sum([get('t4.review.upheld'), get('t4.review.corrected'), get('t4.review.other')]),
  }),
  rate('pending_share_review', 'pending reviews / reviews', {
    of: (get) => get('t4.review.pending'),
    over: (get) => get('t4.review.total'),
  }),
  rate('pending_share_suits', 'pending suits / suits', {
    of: (get) => suits(get, 'pending'),
    over: (get) => suits(get, 'total'),
  }),
  rate('escalation', 'suits after review / reviews', {
    of: (get) => get('t4.litigation_after_review.total'),
    over: (get) => get('t4.review.total'),
  }),
  ...['rules', 'normative_docs'].map((row) => ({
    name: `in_force_net_${row}`,
    definition: `${row}: made − repealed in the year (2021 form only)`,
    from: (get: Get) => difference(get(`t2.art20_1.${row}.made`), get(`t2.art20_1.${row}.repealed`)),
  })),
];

/**
 * All derived figures of a record, in the order of `DERIVED_FIGURES`, rates rounded to six decimals. `strict`: null when
 * any needed cell has no value. `blanksAsZero`: cells that are blank or a placeholder (dash, 无) count as 0; text,
 * unreadable cells and missing rows or tables still give null.
 */
export function derivedFigures(record: ReportRecord): readonly { strict: Operand; blanksAsZero: Operand }[] {
  const known = KNOWN.get(record);
  if (known !== undefined) return known;
  const strict: Get = (path) => printed(record.cells[path]);
  const lenient: Get = (path) => (isEmpty(record.cells[path]) ? 0 : strict(path));
  const isPrinted = (path: string): boolean => record.cells[path]?.raw !== null && record.cells[path] !== undefined;
  const figures = DERIVED_FIGURES.map(({ from }) => ({
    strict: rounded(from(strict, isPrinted)),
    blanksAsZero: rounded(from(lenient, isPrinted)),
  }));
  KNOWN.set(record, figures);
  return figures;
}

/** Days from the end of the reporting year to publication; null where either is unknown. Negative: published before. */
export function daysToPublish({ fiscalYear, datePublished }: ReportRecord): number | null {
  if (fiscalYear === null || datePublished === null) return null;
  return (Date.parse(datePublished) - Date.UTC(fiscalYear, 11, 31)) / 86_400_000;
}

function printed(cell: Cell | undefined): Operand {
  return cell?.status === 'value' ? cell.value : null;
}

function isEmpty(cell: Cell | undefined): boolean {
  return cell?.status === 'blank' || cell?.status === 'placeholder';
}

function sum(operands: readonly Operand[]): Operand {
  return operands.reduce((total, one) => (total === null || one === null ? null : total + one), 0);
}

function difference(a: Operand, b: Operand): Operand {
  return a === null || b === null ? null : a - b;
}

function ratio(of: Operand, over: Operand): Operand {
  return of === null || over === null || over === 0 ? null : of / over;
}

function times100(operand: Operand): Operand {
  return operand === null ? null : operand * 100;
}

function rounded(value: Operand): Operand {
  return value === null ? null : Number(value.toFixed(6));
}

function keyOf(row: string): string {
  return row.slice(row.indexOf('.') + 1);
}
