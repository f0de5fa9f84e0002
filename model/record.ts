import { z } from 'zod';
import { Format } from './document.ts';
import { Locator, Notice } from './notice.ts';

/** What a cell of the form holds: DOMAIN.md 5.1. `blank` is an empty cell and never 0. */
export const CellStatus = z.enum([
  'value',
  'blank',
  'placeholder',
  'text',
  'unreadable',
  'row_missing',
  'table_missing',
]);
/** See the validator of the same name. */
export type CellStatus = z.infer<typeof CellStatus>;

/**
 * A person's correction on top of a reading (`corrections.csv`). `read`: what the reader had made of the cell, which stays
 * the stored reading; `printed`: what the person read there; `date` ISO 8601.
 */
const CellCorrection = z.object({
  read: z.object({
    status: CellStatus,
    value: z.number().nullable(),
    unit: z.string().nullable(),
    yuan: z.string().nullable().optional(),
  }),
  printed: z.string(),
  why: z.string(),
  by: z.string(),
  date: z.string(),
});

/**
 * One cell of the form. `value`: count, or amount in `unit`; null unless status is `value`. `raw`: exactly as printed,
 * at most 200 characters, '' for an empty cell, null only for `*_missing`. `unit` as printed in cell or header.
 * `yuan` (money cells only): exact decimal string in yuan without exponent, separators or trailing zeros; null if the
 * unit is unknown. `flags` sorted. `at`: the cell in the extracted document, null for `*_missing`.
 * `correction`: only where a person corrected the reading; status, value, unit and yuan are then the person's, `raw` is not.
 */
export const Cell = z.object({
  status: CellStatus,
  value: z.number().nullable(),
  raw: z.string().max(200).nullable(),
  unit: z.string().nullable(),
  yuan: z.string().nullable().optional(),
  flags: z.array(z.string()).optional(),
  reading: z.enum(['confirmed', 'single', 'chosen']).optional(),
  at: Locator.nullable(),
  correction: CellCorrection.optional(),
});
/** See the validator of the same name. */
export type Cell = z.infer<typeof Cell>;

/**
 * One instance of a check. `left` = the stated side, `right` = the summed side, `delta` = left − right; these three and
 * `blankPolicy` are null when indeterminate. `blankPolicy` 'zero': a blank was counted as 0. `cells`: paths of the
 * operands, stated side first. DOMAIN.md 2.
 */
export const CheckResult = z.object({
  id: z.string(),
  scope: z.string(),
  left: z.number().nullable(),
  right: z.number().nullable(),
  delta: z.number().nullable(),
  status: z.enum(['pass', 'fail', 'indeterminate']),
  blankPolicy: z.enum(['none', 'zero']).nullable(),
  strength: z.enum(['exact', 'usual', 'soft']),
  reason: z.string().optional(),
  cells: z.array(z.string()),
});
/** See the validator of the same name. */
export type CheckResult = z.infer<typeof CheckResult>;

/** A section by its key of DOMAIN.md 1.1. `absent`: heading and at null, order −1. `number` as printed, e.g. `三`. */
export const Section = z.object({
  key: z.string(),
  heading: z.string().nullable(),
  number: z.string().nullable(),
  order: z.int(),
  state: z.enum(['present', 'none_stated', 'empty', 'absent']),
  text: z.string().nullable(),
  at: Locator.nullable(),
});
/** See the validator of the same name. */
export type Section = z.infer<typeof Section>;

/** A row that the form does not have (or a repeated one), kept as printed. `table`: t2, t3 or t4. */
export const ExtraRow = z.object({ table: z.string(), label: z.string(), cells: z.array(Cell) });
/** See the validator of the same name. */
export type ExtraRow = z.infer<typeof ExtraRow>;

/** A number stated in the text, with the words it stands in. */
export const NarrativeFact = z.object({
  key: z.string(),
  value: z.number(),
  unit: z.string().nullable(),
  quote: z.string(),
  at: Locator,
});
/** See the validator of the same name. */
export type NarrativeFact = z.infer<typeof NarrativeFact>;

/**
 * One value of a statistical table (E2 or L). `path`: `e2.<key>` for the national lines, `e2.ext.<label>` for others of
 * that table; in local tables the printed labels of the nesting joined by ` > `, `其中：` left out. `label`, `code`, `unit` as
 * printed, null where not printed. `column`: `year`, `cumulative` (历年累计), `current` (本期实际), else the printed header.
 */
export const Indicator = z.object({
  path: z.string(),
  label: z.string(),
  code: z.string().nullable(),
  unit: z.string().nullable(),
  column: z.string(),
  cell: Cell,
});
/** See the validator of the same name. */
export type Indicator = z.infer<typeof Indicator>;

/** One step of the way from the portal's home page to the document. */
export const TrailStep = z.object({
  role: z.enum(['home', 'hub', 'column', 'list', 'landing', 'file']),
  url: z.string(),
  sha256: z.string().optional(),
  fetchedAt: z.string().optional(),
});
/** See the validator of the same name. */
export type TrailStep = z.infer<typeof TrailStep>;

/**
 * Another form of the same report; `agrees`: every cell reads the same as in the primary one. `elsewhere`: no file of the
 * record's own page but a page on another host that publishes the same report, nominated and read on its own.
 */
export const Rendition = z.object({
  url: z.string(),
  sha256: z.string(),
  via: Format,
  agrees: z.boolean(),
  elsewhere: z.literal(true).optional(),
});
/** See the validator of the same name. */
export type Rendition = z.infer<typeof Rendition>;

/**
 * The way from the portal's list to this record; enough to repeat it by hand. Times are ISO 8601, UTC. `part`: which report
 * of the document at `url` it is, where that holds several: its number in the document (from 1), the name of a file in a
 * bundle, or both (`a.docx#2`); absent where the document is one report.
 */
export const Provenance = z.object({
  portalId: z.string().nullable(),
  trail: z.array(TrailStep),
  url: z.string(),
  part: z.string().optional(),
  finalUrl: z.string(),
  sha256: z.string(),
  fetchedAt: z.string().nullable(),
  httpStatus: z.int().nullable(),
  contentType: z.string(),
  charset: z.string().nullable(),
  via: Format,
  extractor: z.string(),
  normalizer: z.string(),
  software: z.string(),
  renditions: z.array(Rendition),
});
/** See the validator of the same name. */
export type Provenance = z.infer<typeof Provenance>;

/**
 * The issuing body: names as printed and normalised. `divisionCode`: GB/T 2260 (for a development zone the statistical
 * code), as of the reporting year; `townCode`: 9 digits of the statistical table, null outside towns and zones. `codeMethod`:
 * what settled the place: `title` (the name itself), `portal`, `text`, `uscc` (a credit code chose among places of the same
 * name), `manual`, `none`. `codeConfidence`: 0 to 1, a rank and no probability; `codeRevision`: YYYYMM, the newest revision
 * of the tables that has this code under this name. Both null where `codeMethod` is `none`.
 */
const Body = z.object({
  nameInTitle: z.string().nullable(),
  nameSigned: z.string().nullable(),
  nameNormalised: z.string().nullable(),
  kind: z.string(),
  level: z.string(),
  divisionCode: z.string().nullable(),
  townCode: z.string().nullable(),
  codeMethod: z.string(),
  codeConfidence: z.number().min(0).max(1).nullable(),
  codeRevision: z
    .string()
    .regex(/^\d{6}$/)
    .nullable(),
  parentBodyId: z.string().nullable(),
});

/** Which form the tables follow, and which one the year asks for. */
const TemplateMatch = z.object({
  detected: z.enum(['E1', 'E2', 'E3', 'E4', 'L', 'mixed', 'none']),
  variant: z.string().nullable(),
  expected: z.string(),
  citedNotice: z.string().nullable(),
  mismatch: z.boolean(),
});
const isoDate = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

/** One report: one fiscal year of one body. Schema "ogi-report/1"; every field is explained in docs/record.md. */
export const ReportRecord = z.object({
  schema: z.literal('ogi-report/1'),
  id: z.string(),
  version: z.int().positive(),
  versionReason: z.enum(['first', 'source', 'reader', 'correction']),
  bodyId: z.string(),
  body: Body,
  fiscalYear: z.int().min(2007).max(2100).nullable(),
  fiscalYearSource: z.string().nullable(),
  periodStart: isoDate.nullable(),
  periodEnd: isoDate.nullable(),
  scope: z.enum(['own', 'region', 'unknown']),
  title: z.string().nullable(),
  docNo: z.string().nullable(),
  indexNo: z.string().nullable(),
  publisherOnPage: z.string().nullable(),
  datePublished: isoDate.nullable(),
  datePublishedSource: z.string().nullable(),
  dateSigned: isoDate.nullable(),
  deadlineStatutory: isoDate.nullable(),
  deadlineLocal: isoDate.nullable(),
  daysLate: z.int().nonnegative().nullable(),
  template: TemplateMatch,
  sections: z.array(Section),
  cells: z.record(z.string(), Cell),
  extraRows: z.array(ExtraRow),
  indicators: z.array(Indicator),
  narrativeFacts: z.array(NarrativeFact),
  checks: z.array(CheckResult),
  notices: z.array(Notice),
  provenance: Provenance,
});
/** See the validator of the same name. */
export type ReportRecord = z.infer<typeof ReportRecord>;
