import type { Candidate, Portal } from './portal.ts';

/** From a portal's home page to its nominated reports. Pages fetched at or after `since` (ISO 8601) are not asked again. */
export interface DiscoverJob {
  step: 'discover';
  portal: Portal;
  since: string;
  /** Documents fetched before this moment are asked again; null: what is stored is not asked again. */
  refreshBefore: string | null;
  years: { from: number; to: number } | null;
}

/** What a document's jobs carry along: the nomination it belongs to. */
interface DocumentJob {
  portalId: string | null;
  /** Start of the harvest (ISO 8601, UTC): what became unreachable before it is tried again. */
  since: string;
  /** The address of this document; the candidate's own, or that of a file which the candidate's page offers. */
  url: string;
  candidate: Candidate;
  refreshBefore: string | null;
  /** False for an import: what is not stored is not asked for. */
  mayAsk: boolean;
}

/** Fetches one document politely and keeps the answer whole. */
export interface FetchJob extends DocumentJob {
  step: 'fetch';
}

/** Turns stored bytes into blocks. */
export interface ExtractJob extends DocumentJob {
  step: 'extract';
  sha256: string;
}

/** Turns the blocks of one nomination and its files into a record; runs once more for each file that arrives. */
export interface NormalizeJob extends DocumentJob {
  step: 'normalize';
}

/** A piece of work. Its id (`jobId`) is a function of its content, so the same work is never queued twice. */
export type Job = DiscoverJob | FetchJob | ExtractJob | NormalizeJob;

/** The deterministic id of a job. Two portals that lead to one page have a job each, so that each counts it. */
export function jobId(job: Job): string {
  if (job.step === 'discover') return `discover|${job.portal.id}`;
  const { portalId, candidate } = job;
  return `${job.step}|${portalId ?? ''}|${candidate.url}|${job.url}${job.step === 'extract' ? `|${job.sha256}` : ''}`;
}
