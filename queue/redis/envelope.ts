import { z } from 'zod';
import type { Job } from '../../model/job.ts';
import { Candidate } from '../../model/portal.ts';
import { PortalVerdict, type RunEvent } from '../../model/run.ts';

const documentJob = {
  portalId: z.string().nullable(),
  since: z.string(),
  url: z.string(),
  candidate: Candidate,
  refreshBefore: z.string().nullable(),
  mayAsk: z.boolean(),
};
const JobForm: z.ZodType<Job> = z.discriminatedUnion('step', [
  z.object({
    step: z.literal('discover'),
    portal: z.object({
      id: z.string(),
      name: z.string().nullable(),
      home: z.string(),
      floor: z.number().nullable(),
      ceiling: z.number().nullable().exactOptional(),
      column: z.string().nullable().exactOptional(),
      family: z.string().exactOptional(),
      scope: z.string().exactOptional(),
      encoding: z.string().exactOptional(),
      seen: z.string().exactOptional(),
      checked: z.string().exactOptional(),
    }),
    since: z.string(),
    refreshBefore: z.string().nullable(),
    years: z.object({ from: z.int(), to: z.int() }).nullable(),
  }),
  z.object({ step: z.literal('fetch'), ...documentJob }),
  z.object({ step: z.literal('extract'), ...documentJob, sha256: z.string() }),
  z.object({ step: z.literal('normalize'), ...documentJob }),
]);

const lost = { portalId: z.string().nullable(), url: z.string(), code: z.string(), why: z.string() };
const Told = z.object({ name: z.string(), message: z.string(), stack: z.string() });
const EventForm = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('page'), portalId: z.string(), url: z.string(), found: z.int() }),
  z.object({ kind: z.literal('found'), portalId: z.string(), candidates: z.int() }),
  z.object({ kind: z.literal('fetched'), url: z.string(), bytes: z.int(), fromStore: z.boolean() }),
  z.object({
    kind: z.literal('record'),
    portalId: z.string().nullable(),
    recordId: z.string(),
    url: z.string(),
    change: z.enum(['first', 'changed', 'unchanged']),
    odd: z.boolean(),
  }),
  z.object({ kind: z.enum(['rejected', 'unreadable', 'declined', 'gone', 'unreachable']), ...lost }),
  z.object({
    kind: z.literal('portal'),
    portalId: z.string(),
    verdict: PortalVerdict.shape.verdict,
    why: z.string(),
  }),
  z.object({ kind: z.literal('broken_chain'), portalId: z.string(), url: z.string(), why: z.string() }),
  z.object({ kind: z.literal('notice'), subject: z.string(), code: z.string(), message: z.string() }),
  z.object({ kind: z.literal('bug'), subject: z.string(), error: Told }),
]);

/** A job as it came out of Redis. Throws where it is none of this version. */
export function readJob(data: unknown): Job {
  return JobForm.parse(data);
}

/** An event as text for Redis; of an error only name, message and stack travel. */
export function packEvent(event: RunEvent): string {
  return JSON.stringify(event.kind === 'bug' ? { ...event, error: toldError(event.error) } : event);
}

/** An event out of Redis. Throws where it is none of this version. */
export function unpackEvent(text: string): RunEvent {
  const event = EventForm.parse(JSON.parse(text));
  if (event.kind !== 'bug') return event;
  const error = new Error(event.error.message);
  error.name = event.error.name;
  error.stack = event.error.stack;
  return { ...event, error };
}

function toldError(error: unknown): z.infer<typeof Told> {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error), stack: String(error) };
  return { name: error.name, message: error.message, stack: error.stack ?? error.message };
}
