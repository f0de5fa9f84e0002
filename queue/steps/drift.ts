import { compareDiscoveries } from '../../crawlers/drift.ts';
import { DeclinedError, FetchError, GoneError, UnreadableError } from '../../errors.ts';
import type { DiscoverJob } from '../../model/job.ts';
import type { Candidate, Discovery } from '../../model/portal.ts';
import type { World } from '../../world.ts';
import { askOnce } from './documents.ts';

/** Addresses that are looked at in one run because no list shows them any more: each costs a request. */
const MOST_LOOKS = 30;

/**
 * Tells what became of a portal since it was discovered before: new, moved, withdrawn and unlisted reports by name, and an
 * alarm where far fewer are found. What no list shows is asked for once, since a broken list is no withdrawal.
 */
export async function tellDrift(
  world: World,
  job: DiscoverJob,
  { before, now }: { before: Discovery; now: Discovery },
): Promise<void> {
  const wanted = { ...before, candidates: before.candidates.filter((candidate) => isWanted(candidate, job)) };
  const { added, moved, lost, alarm } = compareDiscoveries(wanted, now);
  const notice = (code: string, { url, text }: Candidate, what: string): void =>
    world.tell({ kind: 'notice', subject: url, code, message: `"${text}" ${what}` });
  for (const candidate of added) notice('report_new', candidate, 'is listed for the first time');
  for (const { before: old, now: twin } of moved) notice('report_moved', old, `moved to "${twin.url}"`);
  for (const candidate of lost.slice(0, MOST_LOOKS)) {
    const what = await lookFor(world, job, candidate);
    notice(
      what === 'is gone' ? 'report_withdrawn' : 'report_unlisted',
      candidate,
      `is on no list any more; its page ${what}`,
    );
  }
  for (const candidate of lost.slice(MOST_LOOKS)) {
    notice(
      'report_unlisted',
      candidate,
      `is on no list any more; its page was not looked at, being one of ${lost.length}`,
    );
  }
  if (alarm !== null) world.tell({ kind: 'portal', portalId: job.portal.id, verdict: 'below_floor', why: alarm });
}

function isWanted({ hints }: Candidate, { years }: DiscoverJob): boolean {
  return years === null || hints.year === undefined || (hints.year >= years.from && hints.year <= years.to);
}

async function lookFor(world: World, job: DiscoverJob, { url }: Candidate): Promise<string> {
  try {
    await askOnce(world, url, job.since);
    return 'is still there';
  } catch (error) {
    if (error instanceof GoneError) return 'is gone';
    const isKnown = [DeclinedError, FetchError, UnreadableError].some((kind) => error instanceof kind);
    if (isKnown && error instanceof Error) return `could not be looked at: ${error.message}`;
    throw error;
  }
}
