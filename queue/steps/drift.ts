import { compareDiscoveries, type Drift } from '../../crawlers/drift.ts';
import { DeclinedError, FetchError, GoneError, UnreadableError } from '../../errors.ts';
import type { DiscoverJob } from '../../model/job.ts';
import type { Candidate, Discovery } from '../../model/portal.ts';
import type { World } from '../../world.ts';
import { askOnce } from './documents.ts';
import { readerVersions } from './outcomes.ts';

/** Addresses that are looked at in one run because no list shows them any more: each costs a request. */
const MOST_LOOKS = 30;

/** What became of a portal since it was discovered before, over the years that are asked for. */
export function driftOf(job: DiscoverJob, { before, now }: { before: Discovery; now: Discovery }): Drift {
  const wanted = before.candidates.filter((candidate) => isWanted(candidate, job));
  return compareDiscoveries({ ...before, candidates: wanted }, now);
}

/**
 * Tells it: new, moved, withdrawn and unlisted reports by name, a portal under another name, and an alarm where far fewer are
 * found. What no list shows is asked for once, since a broken list is no withdrawal; what is gone is kept as outcome `gone`.
 */
export async function tellDrift(world: World, job: DiscoverJob, drift: Drift): Promise<void> {
  const { added, moved, carried, lost, renamed, alarm } = drift;
  const notice = (code: string, { url, text }: Candidate, what: string): void =>
    world.tell({ kind: 'notice', subject: url, code, message: `"${nameIn(text)}" ${what}` });
  if (renamed !== null) tellRenamed(world, job, { renamed, carried: carried.length });
  for (const candidate of added) notice('report_new', candidate, 'is listed for the first time');
  for (const { before: old, now: twin } of moved) notice('report_moved', old, `moved to "${twin.url}"`);
  for (const candidate of lost.slice(0, MOST_LOOKS)) {
    const { isGone, what } = await lookFor(world, job, candidate);
    notice(isGone ? 'report_withdrawn' : 'report_unlisted', candidate, `is on no list any more; its page ${what}`);
  }
  for (const candidate of lost.slice(MOST_LOOKS)) {
    const what = `is on no list any more; its page was not looked at, being one of ${lost.length}`;
    notice('report_unlisted', candidate, what);
  }
  if (alarm !== null) world.tell({ kind: 'portal', portalId: job.portal.id, verdict: 'below_floor', why: alarm });
}

/** A title as a person writes it: spaces between Chinese characters are the page's, not the report's. */
function nameIn(text: string): string {
  return text.replace(/(?<=\p{Script=Han})\s+(?=\p{Script=Han})/gu, '').trim();
}

function tellRenamed(
  world: World,
  { portal }: DiscoverJob,
  { renamed, carried }: { renamed: NonNullable<Drift['renamed']>; carried: number },
): void {
  const message = `the portal moved from "${renamed.before}" to "${renamed.now}", and ${carried} reports with it under the same paths; correct its home page in the registry`;
  world.tell({ kind: 'notice', subject: portal.id, code: 'portal_moved', message });
}

function isWanted({ hints }: Candidate, { years }: DiscoverJob): boolean {
  return years === null || hints.year === undefined || (hints.year >= years.from && hints.year <= years.to);
}

async function lookFor(
  world: World,
  job: DiscoverJob,
  candidate: Candidate,
): Promise<{ isGone: boolean; what: string }> {
  try {
    await askOnce(world, candidate.url, job.since);
    return { isGone: false, what: 'is still there' };
  } catch (error) {
    if (error instanceof GoneError) {
      await keepGone(world, job, { candidate, why: error.message });
      return { isGone: true, what: 'is gone' };
    }
    const isKnown = [DeclinedError, FetchError, UnreadableError].some((kind) => error instanceof kind);
    if (isKnown && error instanceof Error) {
      return { isGone: false, what: `could not be looked at: ${error.message}` };
    }
    throw error;
  }
}

/** Keeps that a report was taken away, so that coverage counts it; its archived record stays. */
async function keepGone(
  world: World,
  { portal }: DiscoverJob,
  { candidate, why }: { candidate: Candidate; why: string },
): Promise<void> {
  const { url } = candidate;
  const known = await world.store.outcomes.get(url);
  await world.store.outcomes.put({
    url,
    landing: url,
    portalId: portal.id,
    recordId: known?.recordId ?? null,
    kind: 'gone',
    code: 'gone',
    why,
    sources: known?.sources ?? [],
    versions: readerVersions(),
    candidate,
    at: world.clock.now().toISOString(),
  });
}
