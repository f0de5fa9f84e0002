import type { Locator } from './notice.ts';

/**
 * One line of `corrections.csv`: what a person read in the source where the reader read something else. `line` 1-based, the
 * header is line 1. `value`: what the source prints there, read by the rules of every cell; `blank` = printed empty.
 * `sha256`: bytes that the cell was read from. `at`: place of the cell, null for one that the reader did not find.
 * `read`: what the reader had printed as `raw`, null where the file does not say. `date` ISO 8601 (day).
 */
export interface Correction {
  line: number;
  record: string;
  cellPath: string;
  value: string;
  why: string;
  by: string;
  date: string;
  sha256: string;
  at: Locator | null;
  read: string | null;
}

/** The word in `value` that says the cell is printed empty: nothing at all is more likely forgotten than meant. */
export const BLANK_WORD = 'blank';

/** Columns of `corrections.csv`, in order; `read` may be missing. */
export const CORRECTION_COLUMNS = [
  'record',
  'cell_path',
  'value',
  'why',
  'by',
  'date',
  'sha256',
  'locator',
  'read',
] as const;

/** Why a correction is not applied; `agrees`: the reader now reads the same. */
export type StaleReason =
  'record_unknown' | 'source_changed' | 'cell_unknown' | 'moved' | 'reads_otherwise' | 'agrees' | 'doubled';

/** A correction that is not applied, with the reason in plain words. */
export interface StaleCorrection {
  correction: Correction;
  reason: StaleReason;
  why: string;
}
