import type { Issue, PortalVerdict, RunCounts, RunEvent } from '../model/run.ts';
import type { Portal } from '../model/portal.ts';
import { sha256 } from '../text/hash.ts';

/** What a run has counted so far, fed by the events of its steps. */
export interface Tally {
  counts: RunCounts;
  issues: Issue[];
  /** Takes in one event. */
  add(event: RunEvent): void;
  /** How each portal came out; to be asked when the run is done. */
  verdicts(portals: readonly Portal[]): PortalVerdict[];
}

interface PortalTally {
  found: number;
  records: Set<string>;
  declined: number;
  lost: number;
  stopped: { verdict: PortalVerdict['verdict']; why: string } | null;
}

/** Refusals that concern one address and not its host. */
const ONE_ADDRESS: ReadonlySet<string> = new Set([
  'robots_path',
  'outside_suffix',
  'private_address',
  'scheme',
  'captcha_file',
]);

/** An empty tally. */
export function startTally(): Tally {
  const counts: RunCounts = {
    found: 0,
    fetched: 0,
    read: 0,
    unchanged: 0,
    rejected: 0,
    odd: 0,
    unreadable: 0,
    declined: 0,
    failed: 0,
    bugs: 0,
  };
  const issues = new Map<string, Issue>();
  const portals = new Map<string, PortalTally>();
  const portal = (id: string | null): PortalTally => {
    const known = portals.get(id ?? '');
    if (known !== undefined) return known;
    const fresh: PortalTally = { found: 0, records: new Set(), declined: 0, lost: 0, stopped: null };
    portals.set(id ?? '', fresh);
    return fresh;
  };
  const issue = (level: Issue['level'], code: string, subject: string, message: string): void => {
    const id = sha256(`${code}|${subject}|${level === 'notice' ? message : ''}`).slice(0, 12);
    issues.set(id, { id, code, subject, message, level });
  };
  const settled = new Set<string>();
  const isNews = (url: string): boolean => {
    const known = settled.has(url);
    settled.add(url);
    return !known;
  };
  return {
    counts,
    get issues() {
      return [...issues.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
    },
    add: (event) => addEvent(event, { counts, portal, issue, isNews }),
    verdicts: (asked) => asked.map((one) => verdictOf(one, portal(one.id))),
  };
}

interface Books {
  counts: RunCounts;
  /** True the first time a document is settled: a page with files is settled once more for each file that arrives. */
  isNews: (url: string) => boolean;
  portal: (id: string | null) => PortalTally;
  issue: (level: Issue['level'], code: string, subject: string, message: string) => void;
}

function addEvent(event: RunEvent, { counts, portal, issue, isNews }: Books): void {
  switch (event.kind) {
    case 'page':
      return;
    case 'found':
      // A discovery whose worker died is told twice; the later one holds.
      counts.found += event.candidates - portal(event.portalId).found;
      portal(event.portalId).found = event.candidates;
      return;
    case 'fetched':
      if (!event.fromStore) counts.fetched += 1;
      return;
    case 'record':
      portal(event.portalId).records.add(event.recordId);
      if (!isNews(event.url)) return;
      if (event.change === 'unchanged') counts.unchanged += 1;
      else counts.read += 1;
      if (event.odd) counts.odd += 1;
      return;
    case 'rejected':
      if (isNews(event.url)) counts.rejected += 1;
      return;
    case 'unreadable':
    case 'declined':
    case 'gone':
    case 'unreachable':
      issue('missing', `${event.kind}_${event.code}`, event.url, event.why);
      if (!isNews(event.url)) return;
      counts[event.kind === 'unreadable' || event.kind === 'declined' ? event.kind : 'failed'] += 1;
      if (event.kind === 'declined' && !ONE_ADDRESS.has(event.code)) portal(event.portalId).declined += 1;
      else portal(event.portalId).lost += 1;
      return;
    case 'portal':
      portal(event.portalId).stopped = event;
      issue('missing', `portal_${event.verdict}`, event.portalId, event.why);
      return;
    case 'notice':
      issue('notice', event.code, event.subject, event.message);
      return;
    case 'bug':
      counts.bugs += 1;
      issue(
        'bug',
        'bug',
        event.subject,
        event.error instanceof Error ? (event.error.stack ?? event.error.message) : String(event.error),
      );
  }
}

function verdictOf(portal: Portal, tally: PortalTally): PortalVerdict {
  const frame = {
    portalId: portal.id,
    home: portal.home,
    name: portal.name,
    found: tally.found,
    records: tally.records.size,
  };
  if (tally.stopped !== null) return { ...frame, verdict: tally.stopped.verdict, why: tally.stopped.why };
  if (tally.declined > 0) {
    return {
      ...frame,
      verdict: 'declined',
      why: `the host refused ${tally.declined} of its documents and is left alone`,
    };
  }
  if (portal.floor !== null && frame.records < portal.floor) {
    return {
      ...frame,
      verdict: 'below_floor',
      why: `expected at least ${portal.floor} reports, found ${frame.records}`,
    };
  }
  if (typeof portal.ceiling === 'number' && frame.records > portal.ceiling) {
    const why = `expected at most ${portal.ceiling} reports, found ${frame.records}: something else may have been taken for reports`;
    return { ...frame, verdict: 'changed', why };
  }
  if (frame.records === 0)
    return { ...frame, verdict: 'changed', why: `${tally.found} links looked like reports, none of them was one` };
  if (tally.lost > 0)
    return { ...frame, verdict: 'incomplete', why: `${tally.lost} documents could not be had or read` };
  return { ...frame, verdict: 'ok', why: `${frame.records} reports` };
}
