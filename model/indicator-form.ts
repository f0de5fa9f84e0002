/**
 * How well the wording of a row is proved (DOMAIN.md 1.3): `A` seen as printed, `A~` nearly so in a narrative, `S` title
 * or order seen, `recalled` not seen in any source.
 */
export type Evidence = 'A' | 'A~' | 'S' | 'recalled';

/**
 * A row of a statistical table. `key`: E2 path without `e2.`, or the printed code of a local form (`01`). `unit` as the
 * form prints it, null for a row that only heads others. `parent`: key of the row that this one is a part of, null at the
 * top. `label` with its numbering as printed, `其中：` left out.
 */
export interface IndicatorRow {
  readonly key: string;
  readonly label: string;
  readonly aliases?: readonly string[];
  readonly unit: string | null;
  readonly parent: string | null;
  readonly en: string;
  readonly mark: Evidence;
}

/** The row `total` is the sum of the rows `parts`; keys of the form. */
export interface IndicatorSum {
  readonly id: 'R5' | 'R6';
  readonly total: string;
  readonly parts: readonly string[];
}

/**
 * A statistical table as data: the national one of 2014 (E2) or a local one (L).
 */
export interface IndicatorForm {
  readonly id: 'E2' | 'L';
  /** `template.variant` of the record; null for the national table. */
  readonly variant: string | null;
  /** The norm or the place that the form comes from. */
  readonly source: string;
  readonly rows: readonly IndicatorRow[];
  readonly sums: readonly IndicatorSum[];
}

/** Rows that only head others: their unit and value are printed as `——`, and they are no indicator of the record. */
export function isHeaderRow(row: IndicatorRow): boolean {
  return row.unit === null;
}
