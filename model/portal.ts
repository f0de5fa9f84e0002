import { z } from 'zod';
import { Gap } from './gap.ts';
import { TrailStep } from './record.ts';

/**
 * A government site of the registry, or a home page that a user typed. `floor`, `ceiling`: numbers of reports beyond which a
 * run is an alarm; `column`: the annual-report column where one was seen, looked at first. The rest as in `readPortals`.
 */
export interface Portal {
  id: string;
  name: string | null;
  home: string;
  floor: number | null;
  ceiling?: number | null;
  column?: string | null;
  family?: string;
  scope?: string;
  encoding?: string;
  seen?: string;
  checked?: string;
}

/**
 * A link that discovery nominates as a report. `text`: the link's whole visible text or title. `score` and `reasons`: why.
 * `trail`: the way from the home page, without the candidate itself. `hints`: what list and context say of body, year
 * and publication date (evidence for metadata, never proof). `formerly`: the address under which the same report was listed
 * the time before.
 */
export const Candidate = z.object({
  url: z.string(),
  text: z.string(),
  score: z.number(),
  reasons: z.array(z.string()),
  trail: z.array(TrailStep),
  hints: z.object({ body: z.string().optional(), year: z.int().optional(), date: z.string().optional() }),
  formerly: z.string().optional(),
});
/** See the validator of the same name. */
export type Candidate = z.infer<typeof Candidate>;

/** A link that was looked at and left, with the reason; shown by `ogi discover`. */
export const RejectedLink = z.object({
  url: z.string(),
  text: z.string(),
  score: z.number(),
  reasons: z.array(z.string()),
});
/** See the validator of the same name. */
export type RejectedLink = z.infer<typeof RejectedLink>;

/** A page that discovery asked for, and what it was taken for. `links`: links found on it. */
export const VisitedPage = z.object({
  url: z.string(),
  role: z.enum(['home', 'hub', 'column', 'list', 'other']),
  kind: z.string(),
  title: z.string(),
  depth: z.int(),
  links: z.int(),
  from: z.string().nullable(),
});
/** See the validator of the same name. */
export type VisitedPage = z.infer<typeof VisitedPage>;

/**
 * What discovery found on a portal, in the order of discovery. `trouble`: pages that could not be had, with the error;
 * `isFurtherPage`: one of a list of several pages. `movedTo`: the home page under the portal's new name, where the old one
 * only says that the portal moved. `gaps`: reports that are missing though their neighbours are there; absent in what older
 * versions stored.
 */
export const Discovery = z.object({
  home: z.string(),
  movedTo: z.string().optional(),
  hub: z.string().nullable(),
  columns: z.array(z.string()),
  pages: z.array(VisitedPage),
  candidates: z.array(Candidate),
  rejected: z.array(RejectedLink),
  trouble: z.array(
    z.object({ url: z.string(), error: z.string(), message: z.string(), isFurtherPage: z.boolean().optional() }),
  ),
  requests: z.int(),
  gaps: z.array(Gap).optional(),
});
/** See the validator of the same name. */
export type Discovery = z.infer<typeof Discovery>;
