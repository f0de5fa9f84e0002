import { z } from 'zod';
import { Candidate } from './portal.ts';

/** One report of several: `url` and `part` as in its provenance; `code` and `why` where it gave no record. */
const PartOutcome = z.object({
  url: z.string(),
  part: z.string().optional(),
  kind: z.enum(['record', 'rejected', 'unreadable']),
  recordId: z.string().nullable(),
  code: z.string().nullable(),
  why: z.string().nullable(),
});
/** See the validator of the same name. */
export type PartOutcome = z.infer<typeof PartOutcome>;

/**
 * What became of an address that discovery nominated, or of a file that such a page offers. `landing`: the nominated
 * address (equal to `url` for the nomination itself). `code`: stable reason, such as `website_report`, `scan`, `robots`;
 * `why`: plain words. `sources`: SHA-256 of every document the decision rests on, in order; `versions`: extractors and
 * normalizer that made it. An outcome `unreachable` is tried again in the next run, the others only when bytes or
 * versions change. `parts`: what became of each report, where the nomination holds several (then `recordId` is the first's).
 * `at`: ISO 8601, UTC.
 */
export const Outcome = z.object({
  url: z.string(),
  landing: z.string(),
  portalId: z.string().nullable(),
  kind: z.enum(['record', 'rejected', 'unreadable', 'declined', 'gone', 'unreachable']),
  recordId: z.string().nullable(),
  code: z.string().nullable(),
  why: z.string().nullable(),
  sources: z.array(z.string()),
  versions: z.array(z.string()),
  parts: z.array(PartOutcome).optional(),
  candidate: Candidate.nullable(),
  at: z.string(),
});
/** See the validator of the same name. */
export type Outcome = z.infer<typeof Outcome>;
