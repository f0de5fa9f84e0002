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

/** The verdicts on a portal, the gravest last. */
export const VERDICTS = [
  'ok',
  'unfinished',
  'incomplete',
  'quiet',
  'broken_chain',
  'below_floor',
  'changed',
  'unreachable',
  'declined',
] as const;

/**
 * How a portal came out of a run, in one word. `ok`; `unfinished`: the run was stopped before it was through with it;
 * `incomplete`: documents unreadable or missing; `quiet`: the reports of last year are due and there is none, while there were
 * some of the years before; `broken_chain`: a page of a list could not be had, so what it lists is missing; `below_floor`; `changed`:
 * drifted, a person has to look; `unreachable`; `declined`.
 */
export const PortalVerdict = z.object({
  portalId: z.string(),
  home: z.string(),
  name: z.string().nullable(),
  verdict: z.enum(VERDICTS),
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

/** Why a run of the schedule was stopped before its end: its minutes were spent, or the hours came in which no portal is asked. */
export const RunLimit = z.enum(['budget', 'quiet_hours']);
/** See the validator of the same name. */
export type RunLimit = z.infer<typeof RunLimit>;

/**
 * A run: `finishedAt` null while it runs or when it was killed; `writtenAt`: when it last said how far it is. `stopped`: it
 * ended by a limit, with so many jobs left for the next one. Times ISO 8601, UTC.
 */
export const Run = z.object({
  id: z.string(),
  command: z.string(),
  software: z.string(),
  startedAt: z.string(),
  finishedAt: z.string().nullable(),
  writtenAt: z.string().optional(),
  stopped: z.object({ why: RunLimit, left: z.int() }).optional(),
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
  | { kind: 'broken_chain'; portalId: string; url: string; why: string }
  | { kind: 'notice'; subject: string; code: string; message: string }
  | { kind: 'bug'; subject: string; error: unknown };
