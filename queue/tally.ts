import type { Issue, PortalVerdict, RunCounts, RunEvent } from '../model/run.ts';
import type { Portal } from '../model/portal.ts';
import { sha256 } from '../text/hash.ts';

/** What a run has counted so far, fed by the events of its steps. */
export interface Tally {
  counts: RunCounts;
  issues: Issue[];
  /** Takes in one event. */
  add(event: RunEvent): void;
  /**
   * How each portal came out; to be asked when the run is done. `now`: the present moment, which tells whether reports are due;
   * null where a quiet portal is no alarm (a run over some years only, or a portal that nobody watches).
   */
  verdicts(portals: readonly Portal[], now: Date | null): PortalVerdict[];
}

interface PortalTally {
  found: number;
  records: Set<string>;
  declined: number;
  lost: number;
  /** Further pages of lists that could not be had. */
  holes: number;
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
    const fresh: PortalTally = { found: 0, records: new Set(), declined: 0, lost: 0, holes: 0, stopped: null };
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
    verdicts: (asked, now) => asked.map((one) => verdictOf(one, portal(one.id), now)),
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
    case 'broken_chain':
      portal(event.portalId).holes += 1;
      issue('missing', 'broken_chain', event.url, event.why);
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

function verdictOf(portal: Portal, tally: PortalTally, now: Date | null): PortalVerdict {
  const frame = {
    portalId: portal.id,
    home: portal.home,
    name: portal.name,
    found: tally.found,
    records: tally.records.size,
  };
  const rule = RULES.map((one) => one(portal, tally, now)).find((found) => found !== null);
  return { ...frame, ...(rule ?? { verdict: 'ok', why: `${frame.records} reports` }) };
}

type Ruling = Pick<PortalVerdict, 'verdict' | 'why'>;

/** The rules on how a portal came out, the gravest first: the first that holds is the verdict. */
const RULES: readonly ((portal: Portal, tally: PortalTally, now: Date | null) => Ruling | null)[] = [
  (_portal, { stopped }) => (stopped === null ? null : { verdict: stopped.verdict, why: stopped.why }),
  (_portal, { declined }) =>
    declined === 0
      ? null
      : { verdict: 'declined', why: `the host refused ${declined} of its documents and is left alone` },
  ({ floor }, { records }) =>
    floor === null || records.size >= floor
      ? null
      : { verdict: 'below_floor', why: `expected at least ${floor} reports, found ${records.size}` },
  ({ ceiling }, { records }) =>
    typeof ceiling !== 'number' || records.size <= ceiling
      ? null
      : {
          verdict: 'changed',
          why: `expected at most ${ceiling} reports, found ${records.size}: something else may have been taken for reports`,
        },
  (_portal, { records, found }) =>
    records.size > 0 ? null : { verdict: 'changed', why: `${found} links looked like reports, none of them was one` },
  (_portal, { holes }) =>
    holes === 0
      ? null
      : { verdict: 'broken_chain', why: `${holes} pages of its lists could not be had; what they list is missing` },
  (_portal, { records }, now) => quietRuling(records, now),
  (_portal, { lost }) =>
    lost === 0 ? null : { verdict: 'incomplete', why: `${lost} documents could not be had or read` },
];

/** Governments publish by 31 March, bodies by 31 January (Regulation 2019, Art. 49, 50): from this month on (0-based) all is due. */
const ALL_DUE_FROM_MONTH = 3;

/** Whether a portal has gone quiet: nothing of last year although it is due, while there is something of the two years before. */
function quietRuling(records: ReadonlySet<string>, now: Date | null): Ruling | null {
  if (now === null || now.getUTCMonth() < ALL_DUE_FROM_MONTH) return null;
  const last = now.getUTCFullYear() - 1;
  const of = (year: number): number => [...records].filter((id) => id.split('-')[1] === String(year)).length;
  const before = of(last - 1) + of(last - 2);
  if (of(last) > 0 || before === 0) return null;
  return { verdict: 'quiet', why: `no report on ${last}, which is due, but ${before} on the two years before` };
}
