import { extractorOf } from '../../extractors/list.ts';
import { DeclinedError, FetchError, GoneError, UnreadableError } from '../../errors.ts';
import { Format } from '../../model/document.ts';
import type { Job } from '../../model/job.ts';
import type { Outcome } from '../../model/outcome.ts';
import type { World } from '../../world.ts';
import { ofItsOwner } from './owner.ts';

/** A job that is about one document of a nomination. */
export type DocumentJob = Exclude<Job, { step: 'discover' }>;

/** What a known error means for a document: outcome kind, code and plain words; null for an error nobody foresaw. */
export function troubleOf(
  error: unknown,
): { kind: 'gone' | 'declined' | 'unreadable' | 'unreachable'; code: string; why: string } | null {
  if (error instanceof GoneError) return { kind: 'gone', code: 'gone', why: error.message };
  if (error instanceof DeclinedError) return { kind: 'declined', code: error.reason, why: error.message };
  if (error instanceof UnreadableError) return { kind: 'unreadable', code: error.reason, why: error.message };
  if (error instanceof FetchError) return { kind: 'unreachable', code: 'fetch', why: error.message };
  return null;
}

/**
 * Keeps a known error as the document's outcome and tells it, then goes on with the nomination's other documents.
 * An error nobody foresaw is thrown again.
 */
export async function settleTrouble(
  world: World,
  job: DocumentJob,
  error: unknown,
  sources: string[] = [],
): Promise<Job[]> {
  const trouble = troubleOf(error);
  if (trouble === null) throw error;
  const owned = isOwnPage(job) ? await ofItsOwner(world, job) : job;
  await world.store.outcomes.put({ ...outcomeFrame(world, owned), ...trouble, sources, versions: readerVersions() });
  world.tell({ ...trouble, portalId: job.portalId, url: job.url });
  return isOwnPage(job) ? [] : [normalizeJob(job)];
}

/** The parts of an outcome that every kind shares. */
export function outcomeFrame(world: World, job: DocumentJob): Omit<Outcome, 'kind' | 'sources'> {
  return {
    url: job.url,
    landing: job.candidate.url,
    portalId: job.portalId,
    recordId: null,
    code: null,
    why: null,
    versions: [],
    candidate: isOwnPage(job) ? job.candidate : null,
    at: world.clock.now().toISOString(),
  };
}

/** The version of every reader: a document that could not be read is read again when one of them rises. */
export function readerVersions(): string[] {
  return Format.options.map(extractorOf).filter((extractor) => extractor !== null);
}

/** Whether an outcome was made by the readers of today. */
export function isReadByTheSame(outcome: Outcome): boolean {
  return outcome.versions.join(' ') === readerVersions().join(' ');
}

/** Whether the job's document is the nominated page itself and not a file that it offers. */
export function isOwnPage(job: DocumentJob): boolean {
  return job.url === job.candidate.url;
}

/** The job that makes the record of this job's nomination. */
export function normalizeJob(job: DocumentJob): Job {
  const { portalId, since, url, candidate, refreshBefore, mayAsk } = job;
  return { step: 'normalize', portalId, since, url, candidate, refreshBefore, mayAsk };
}

/** Whether a file without text is lost for this harvest, and not merely still to be tried. */
export async function isLost(world: World, job: DocumentJob, outcome: Outcome): Promise<boolean> {
  if (outcome.kind !== 'unreadable') return outcome.at >= job.since;
  const answer = await world.store.documents.latest(outcome.url);
  return answer !== null && outcome.sources.includes(answer.fetched.sha256) && isReadByTheSame(outcome);
}
