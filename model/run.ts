import { z } from 'zod';

/** What a run counted. `found`: nominations; `read`: records written new or changed; `odd`: records with a notice or a failed exact check. */
export const RunCounts = z.object({
  found: z.int(),
  fetched: z.int(),
  read: z.int(),
  unchanged: z.int(),
  rejected: z.int(),
  odd: z.int(),
  unreadable: z.int(),
  declined: z.int(),
  failed: z.int(),
  bugs: z.int(),
});
/** See the validator of the same name. */
export type RunCounts = z.infer<typeof RunCounts>;

/** How a portal came out of a run, in one word: `ok`, `below_floor`, `declined`, `changed`, `unreachable`, `incomplete` (documents unreadable or missing). */
export const PortalVerdict = z.object({
  portalId: z.string(),
  home: z.string(),
  name: z.string().nullable(),
  verdict: z.enum(['ok', 'below_floor', 'declined', 'changed', 'unreachable', 'incomplete']),
  why: z.string(),
  found: z.int(),
  records: z.int(),
});
/** See the validator of the same name. */
export type PortalVerdict = z.infer<typeof PortalVerdict>;

/** One thing a person may want to look at. `id` is a function of code, subject and place, so that two nights can be compared. */
export const Issue = z.object({
  id: z.string(),
  code: z.string(),
  message: z.string(),
  subject: z.string(),
  level: z.enum(['notice', 'missing', 'bug']),
});
/** See the validator of the same name. */
export type Issue = z.infer<typeof Issue>;

/** A run: `finishedAt` null while it runs or when it was killed. Times ISO 8601, UTC. */
export const Run = z.object({
  id: z.string(),
  command: z.string(),
  software: z.string(),
  startedAt: z.string(),
  finishedAt: z.string().nullable(),
  counts: RunCounts,
  portals: z.array(PortalVerdict),
  hosts: z.array(
    z.object({
      host: z.string(),
      requests: z.int(),
      bytes: z.int(),
      smallestGapMs: z.number().nullable(),
      notModified: z.int(),
      refusals: z.int(),
    }),
  ),
});
/** See the validator of the same name. */
export type Run = z.infer<typeof Run>;

/** What a step tells while it works; shown live and counted. */
export type RunEvent =
  | { kind: 'page'; portalId: string; url: string; found: number }
  | { kind: 'found'; portalId: string; candidates: number }
  | { kind: 'fetched'; url: string; bytes: number; fromStore: boolean }
  | {
      kind: 'record';
      portalId: string | null;
      recordId: string;
      url: string;
      change: 'first' | 'changed' | 'unchanged';
      odd: boolean;
    }
  | {
      kind: 'rejected' | 'unreadable' | 'declined' | 'gone' | 'unreachable';
      portalId: string | null;
      url: string;
      code: string;
      why: string;
    }
  | { kind: 'portal'; portalId: string; verdict: PortalVerdict['verdict']; why: string }
  | { kind: 'notice'; subject: string; code: string; message: string }
  | { kind: 'bug'; subject: string; error: unknown };
