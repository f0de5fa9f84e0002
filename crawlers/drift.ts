import type { Candidate, Discovery } from '../model/portal.ts';
import { matchForm } from '../text/fold.ts';

/** Nominations of an earlier run below which a fall in number says nothing. */
const LEAST_BEFORE = 5;

/** Share of the earlier number below which a run is an alarm (PORTALS.md T27). */
const LEAST_SHARE = 0.7;

/**
 * What changed on a portal since it was discovered before. `added`: nominated for the first time; `moved`: the same title
 * under another address; `lost`: nominated before, not now. `alarm`: what a person has to be told, null if nothing.
 */
export interface Drift {
  added: Candidate[];
  moved: { before: Candidate; now: Candidate }[];
  lost: Candidate[];
  alarm: string | null;
}

/** Compares two discoveries of one portal over the same years. */
export function compareDiscoveries(before: Discovery, now: Discovery): Drift {
  const addresses = new Set(before.candidates.map(({ url }) => url));
  const current = new Set(now.candidates.map(({ url }) => url));
  const missing = before.candidates.filter(({ url }) => !current.has(url));
  const fresh = now.candidates.filter(({ url }) => !addresses.has(url));
  const moved: Drift['moved'] = [];
  const taken = new Set<Candidate>();
  for (const old of missing) {
    const twin = fresh.find((candidate) => !taken.has(candidate) && isSameReport(old, candidate));
    if (twin === undefined) continue;
    taken.add(twin);
    moved.push({ before: old, now: twin });
  }
  const gone = new Set(moved.map((pair) => pair.before));
  return {
    added: fresh.filter((candidate) => !taken.has(candidate)),
    moved,
    lost: missing.filter((candidate) => !gone.has(candidate)),
    alarm: alarmOf(before, now),
  };
}

/** The same title; where it is the name of a unit or the bare name of the report, the same year and body as well. */
function isSameReport(a: Candidate, b: Candidate): boolean {
  return (
    matchForm(a.text) === matchForm(b.text) &&
    (a.hints.year ?? null) === (b.hints.year ?? null) &&
    (a.hints.body ?? null) === (b.hints.body ?? null)
  );
}

function alarmOf(before: Discovery, now: Discovery): string | null {
  const [earlier, found] = [before.candidates.length, now.candidates.length];
  if (earlier < LEAST_BEFORE || found >= earlier * LEAST_SHARE) return null;
  return `${found} links to reports were found, ${earlier} the time before: lists went silent or moved where they were not found`;
}
