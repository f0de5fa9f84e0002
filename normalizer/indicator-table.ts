import type { IndicatorForm } from '../model/indicator-form.ts';
import type { Indicator } from '../model/record.ts';
import type { MatchedRow } from './indicator-match.ts';

/** A line with the row of the form that it is (null = none), and what it gives to the record, one entry a column. */
export interface IndicatorLine {
  matched: MatchedRow;
  indicators: Indicator[];
}

/** A statistical table of the document; `form` is L without rows where it is none of the known local tables. */
export interface IndicatorTable {
  block: number;
  form: IndicatorForm;
  /** Keys and printed headers of its columns of figures. */
  columns: { key: string; header: string }[];
  lines: IndicatorLine[];
}
