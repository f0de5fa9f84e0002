import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { sampleFolder } from './folder.ts';

const FailingCheck = z.object({
  id: z.enum(['R1', 'R2', 'R3', 'R4']),
  scope: z.string(),
  left: z.number(),
  right: z.number(),
});

const TrueCell = z.object({
  status: z.enum(['value', 'blank', 'placeholder']),
  value: z.number().nullable(),
  raw: z.string(),
  unit: z.string().nullable().optional(),
  yuan: z.string().nullable().optional(),
});

/**
 * What must be found for one report. `url` is the address that its lists give; `aliases` other addresses of the same
 * report; `files` attached files; `lists` the lists that show it; `via` the format whose cells are the truth;
 * `disagreements` cells that the attached DOCX prints otherwise. Dates ISO 8601; `indexNo` and `publisherOnPage` are null
 * where the report is a bare file. `cells`: cell path → meaning; `unit` and `yuan` only for money.
 */
export const TrueReport = z.object({
  key: z.string(),
  body: z.string(),
  bodyAliases: z.array(z.string()),
  fiscalYear: z.int(),
  template: z.enum(['E3', 'E4']),
  citedNotice: z.string(),
  title: z.string(),
  url: z.string(),
  aliases: z.array(z.string()),
  form: z.string(),
  via: z.enum(['html', 'docx', 'pdf']),
  files: z.array(z.string()),
  lists: z.array(z.string()),
  datePublished: z.string(),
  dateSigned: z.string(),
  indexNo: z.string().nullable(),
  publisherOnPage: z.string().nullable(),
  sections: z.record(z.string(), z.enum(['present', 'none_stated', 'empty', 'absent'])),
  failingChecks: z.array(FailingCheck),
  disagreements: z.array(z.object({ path: z.string(), page: z.string(), docx: z.string() })),
  cells: z.record(z.string(), TrueCell),
});
/** See the validator of the same name. */
export type TrueReport = z.infer<typeof TrueReport>;

const Negative = z.object({ url: z.string(), kind: z.string(), title: z.string(), why: z.string() });
/** A page or file that must not become a record, and why. */
export type Negative = z.infer<typeof Negative>;

/** The truth of the whole sample portal. `columns`: front page and lists of the annual-report column. */
export const Truth = z.object({
  home: z.string(),
  columns: z.array(z.string()),
  counts: z.object({
    reports: z.int(),
    bodies: z.int(),
    negatives: z.int(),
    cells: z.int(),
    byYear: z.record(z.string(), z.int()),
    byTemplate: z.record(z.string(), z.int()),
    byForm: z.record(z.string(), z.int()),
  }),
  reports: z.array(TrueReport),
  negatives: z.array(Negative),
});
/** See the validator of the same name. */
export type Truth = z.infer<typeof Truth>;

/** Reads sample/truth.json. Throws where it is absent or has another shape. */
export function readTruth(): Truth {
  return Truth.parse(JSON.parse(readFileSync(join(sampleFolder(), 'truth.json'), 'utf8')));
}
