import type { PageDrawer } from '../../crawlers/browser.ts';
import { discoverPortal } from '../../crawlers/discover.ts';
import { BROWSER_MISSING } from '../../crawlers/drawing.ts';
import { withFormerly } from '../../crawlers/drift.ts';
import { DeclinedError, FetchError, GoneError, PortalChangedError } from '../../errors.ts';
import type { Gap } from '../../model/gap.ts';
import type { DiscoverJob, Job } from '../../model/job.ts';
import type { Candidate, Discovery, Portal } from '../../model/portal.ts';
import type { TrailStep } from '../../model/record.ts';
import type { PortalVerdict } from '../../model/run.ts';
import type { World } from '../../world.ts';
import { gapWords } from '../looks.ts';
import { looksThatHold } from '../revisit.ts';
import type { Step } from '../queue.ts';
import { askOnce } from './documents.ts';
import { driftOf, tellDrift } from './drift.ts';

/** From the home page to the nominated reports; each of them becomes a fetch. */
export function discoverStep(world: World): Step<DiscoverJob> {
  return {
    run: async (job) => {
      const { portal } = job;
      const before = (await world.store.portals.get(portal.id))?.discovery ?? null;
      const found = await discover(world, job, before);
      const drift = before === null ? null : driftOf(job, { before, now: found });
      const discovery = drift === null ? found : { ...found, candidates: withFormerly(found.candidates, drift) };
      world.tell({ kind: 'found', portalId: portal.id, candidates: discovery.candidates.length });
      for (const trouble of discovery.trouble) tellTrouble(world, portal, trouble);
      for (const gap of discovery.gaps ?? []) tellGap(world, portal, gap);
      if (drift !== null) await tellDrift(world, job, drift);
      // Remembered last: a process that dies before has told of the drift twice, and never not at all.
      await world.store.portals.put({
        ...portalFrame(portal, job.since),
        discoveredAt: world.clock.now().toISOString(),
        discovery,
      });
      return discovery.candidates.map((candidate) => fetchJob(job, candidate));
    },
    gaveUp: async (job, error) => {
      const verdict = verdictOf(error);
      if (verdict === null) throw error;
      const why = error instanceof Error ? error.message : String(error);
      world.tell({ kind: 'portal', portalId: job.portal.id, verdict, why });
      return [];
    },
  };
}

/** What is remembered of a portal while its harvest runs. */
export function portalFrame(portal: Portal, runStartedAt: string) {
  return { id: portal.id, name: portal.name, home: portal.home, runStartedAt, runFinishedAt: null };
}

/** What could not be looked at. Where a browser is missing, reports are missing too: the portal comes out incomplete. */
function tellTrouble(world: World, portal: Portal, trouble: Discovery['trouble'][number]): void {
  const { url, error, message, isFurtherPage } = trouble;
  if (isFurtherPage === true) return world.tell({ kind: 'broken_chain', portalId: portal.id, url, why: message });
  if (error !== BROWSER_MISSING) return world.tell({ kind: 'notice', subject: url, code: error, message });
  world.tell({ kind: 'unreadable', portalId: portal.id, url, code: 'browser_missing', why: message });
}

/** A report that no list shows though those beside it are there, and what the second look for it came to. */
function tellGap(world: World, { id }: Portal, gap: Gap): void {
  const code = gap.result === 'found' ? 'report_gap_filled' : 'report_gap';
  world.tell({ kind: 'notice', subject: id, code, message: gapWords(gap) });
}

async function discover(world: World, job: DiscoverJob, before: Discovery | null): Promise<Discovery> {
  const drawer = await world.openDrawer();
  const { column } = job.portal;
  const known = [...(column === undefined || column === null ? [] : [column]), ...(before?.columns ?? [])];
  const looked = looksThatHold(before?.gaps ?? [], world.clock.now());
  try {
    const discovery = await discoverWith(world, job, { drawer, known, looked });
    return { ...discovery, gaps: [...dated(discovery.gaps ?? [], world), ...gapsBeyond(job, before)] };
  } finally {
    await drawer?.close();
  }
}

/** A look whose page was gone has no answer to take the time from: it was just now. */
function dated(gaps: readonly Gap[], world: World): Gap[] {
  const now = world.clock.now().toISOString();
  return gaps.map((gap) => (gap.look === null ? gap : { ...gap, look: { ...gap.look, at: gap.look.at ?? now } }));
}

/** Gaps of years that this harvest does not ask for, as they were. */
function gapsBeyond({ years }: DiscoverJob, before: Discovery | null): Gap[] {
  if (years === null) return [];
  return (before?.gaps ?? []).filter(({ year }) => year < years.from || year > years.to);
}

async function discoverWith(
  world: World,
  job: DiscoverJob,
  options: { drawer: PageDrawer | null; known: string[]; looked: Gap[] },
): Promise<Discovery> {
  const discovery = await discoverPortal(job.portal.home, {
    ...options,
    name: job.portal.name,
    ask: async (url, from) => (await askOnce(world, url, job.since, from)).page,
    ...(job.years === null ? {} : { years: job.years }),
    onPage: (page, found) => world.tell({ kind: 'page', portalId: job.portal.id, url: page.url, found }),
    signal: world.signal,
  });
  const candidates = await Promise.all(
    discovery.candidates.map(async (candidate) => ({ ...candidate, trail: await datedTrail(world, candidate.trail) })),
  );
  return { ...discovery, candidates };
}

/** The way to a candidate with the hash and time of each page on it, so that it can be walked again. */
async function datedTrail(world: World, trail: readonly TrailStep[]): Promise<TrailStep[]> {
  return Promise.all(
    trail.map(async (step) => {
      const answer = await world.store.documents.latest(step.url);
      return answer === null ? step : { ...step, sha256: answer.fetched.sha256, fetchedAt: answer.fetched.fetchedAt };
    }),
  );
}

function fetchJob(job: DiscoverJob, candidate: Candidate): Job {
  const { portal, since, refreshBefore } = job;
  return { step: 'fetch', portalId: portal.id, since, url: candidate.url, candidate, refreshBefore, mayAsk: true };
}

function verdictOf(error: unknown): PortalVerdict['verdict'] | null {
  if (error instanceof DeclinedError) return 'declined';
  if (error instanceof PortalChangedError) return 'changed';
  if (error instanceof GoneError || error instanceof FetchError) return 'unreachable';
  return null;
}
