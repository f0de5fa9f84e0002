import type { Candidate, Discovery } from '../model/portal.ts';
import { bareHost } from '../text/address.ts';
import { matchForm } from '../text/fold.ts';

/** Nominations of an earlier run below which a fall in number says nothing. */
const LEAST_BEFORE = 5;

/** Share of the earlier number below which a run is an alarm (PORTALS.md T27). */
const LEAST_SHARE = 0.7;

/**
 * What changed on a portal since it was discovered before. `added`: nominated for the first time; `moved`: the same title
 * under another address; `carried`: at the same path of the portal's new host; `lost`: nominated before, not now. `renamed`:
 * the portal's host before and now, null where it kept it. `alarm`: what a person has to be told, null if nothing.
 */
export interface Drift {
  added: Candidate[];
  moved: Pair[];
  carried: Pair[];
  lost: Candidate[];
  renamed: { before: string; now: string } | null;
  alarm: string | null;
}

/** One report as it was listed before and as it is listed now. */
interface Pair {
  before: Candidate;
  now: Candidate;
}

/** Compares two discoveries of one portal over the same years. */
export function compareDiscoveries(before: Discovery, now: Discovery): Drift {
  const renamed = renameOf(before, now);
  const addresses = new Set(before.candidates.map(({ url }) => url));
  const current = new Map(now.candidates.map((candidate) => [candidate.url, candidate]));
  const drift: Drift = { added: [], moved: [], carried: [], lost: [], renamed, alarm: alarmOf(before, now) };
  const taken = new Set<Candidate>();
  const pairs = (list: Pair[], old: Candidate, twin: Candidate): void => {
    taken.add(twin);
    list.push({ before: old, now: twin });
  };
  const missing = before.candidates.filter((old) => {
    const twin = renamed === null ? undefined : current.get(underNewHost(old.url, renamed));
    if (twin !== undefined && !current.has(old.url)) pairs(drift.carried, old, twin);
    return twin === undefined && !current.has(old.url);
  });
  const fresh = now.candidates.filter((candidate) => !addresses.has(candidate.url) && !taken.has(candidate));
  const byName = new Map<string, Candidate[]>();
  for (const candidate of fresh) byName.set(nameKey(candidate), [...(byName.get(nameKey(candidate)) ?? []), candidate]);
  for (const old of missing) {
    const twin = byName.get(nameKey(old))?.shift();
    if (twin === undefined) drift.lost.push(old);
    else pairs(drift.moved, old, twin);
  }
  drift.added = fresh.filter((candidate) => !taken.has(candidate));
  return drift;
}

/** The candidates of the later discovery, each with the address under which it was listed the time before, where that is another. */
export function withFormerly(candidates: readonly Candidate[], { moved, carried }: Drift): Candidate[] {
  const former = new Map([...moved, ...carried].map((pair) => [pair.now, pair.before.url]));
  return candidates.map((candidate) => {
    const formerly = former.get(candidate);
    return formerly === undefined ? candidate : { ...candidate, formerly };
  });
}

function renameOf(before: Discovery, now: Discovery): Drift['renamed'] {
  const [old, fresh] = [before.movedTo ?? before.home, now.movedTo ?? now.home];
  return bareHost(old) === bareHost(fresh) ? null : { before: old, now: fresh };
}

/** An address of the portal's old host as it is called on the new one; other addresses as they are. */
function underNewHost(address: string, renamed: { before: string; now: string }): string {
  if (bareHost(address) !== bareHost(renamed.before)) return address;
  const url = new URL(address);
  const { protocol, host } = new URL(renamed.now);
  return `${protocol}//${host}${url.pathname}${url.search}${url.hash}`;
}

/** What one report is called on its portal: its title; where that is bare, its year and body as well. */
function nameKey({ text, hints }: Candidate): string {
  return `${matchForm(text)}|${hints.year ?? ''}|${hints.body ?? ''}`;
}

function alarmOf(before: Discovery, now: Discovery): string | null {
  const [earlier, found] = [before.candidates.length, now.candidates.length];
  if (earlier < LEAST_BEFORE || found >= earlier * LEAST_SHARE) return null;
  return `${found} links to reports were found, ${earlier} the time before: lists went silent or moved where they were not found`;
}
