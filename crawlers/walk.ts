import type { Gap } from '../model/gap.ts';
import type { VisitedPage } from '../model/portal.ts';
import { Branches } from './branches.ts';
import type { ListFamily } from './families/family.ts';
import { Frontier } from './frontier.ts';
import type { Waiting } from './frontier.ts';
import type { PageLink } from './links.ts';
import type { Hole, Look } from './gaps.ts';
import { Lists } from './lists.ts';
import { Nominees } from './nominees.ts';
import type { Nomination } from './nominees.ts';
import type { HtmlPage } from './page.ts';
import type { Template } from './templates.ts';
import type { TrailPage } from './trail.ts';

/** Page that could not be had, with the name of the error and its message. */
interface Trouble {
  url: string;
  error: string;
  message: string;
  /** It is a further page of a list: what it and the pages behind it list is missing. */
  isFurtherPage?: boolean;
}

/**
 * The state of one discovery. `home`: where the portal's scope is measured from. `outside`: addresses linked from pages before the column, which are menus when they come
 * again inside it. `place`: name of the place the portal serves. `bytes`: SHA-256 of every page taken, with its address.
 * `wayRequests`: requests before the first column was found. `blank`: pages with scripts and nothing to follow, which a
 * browser may have to draw (`waits`: the page itself says that something is to come); `fruitful`: those whose scripts' own requests brought something; `drawn`: pages drawn. `templates`: how pages whose
 * scripts ask for lists turn the answers into links, by page.
 * `joined`: see `scopeOf`. `spares`: other ways to a list's entries, by list.
 * `listed`: pages of lists that links led to; `units`: pages of bodies that menus lead to, by key of the body; `search`: the
 * portal's own search (action, hidden fields, name of the field for words); `holes`: missing reports, found when the lists are
 * read; `looks`: second looks for them; `looked`: those of earlier days that still hold.
 * `known`: columns seen before, asked for where the way from the home page leads to none. `name`: the government that the
 * portal is expected to be, null where nobody said; `movedTo`: the home page to which a notice on the old one led.
 */
export interface Walk {
  home: string;
  years: { from: number; to: number } | undefined;
  maxRequests: number;
  families: readonly ListFamily[];
  frontier: Frontier;
  nominees: Nominees;
  branches: Branches;
  lists: Lists;
  pages: VisitedPage[];
  steps: Map<string, TrailPage & { to: Set<string> }>;
  hub: string | null;
  columns: string[];
  trouble: Trouble[];
  outside: Set<string>;
  place: string | null;
  bytes: Map<string, string>;
  declined: Set<string>;
  shapes: Map<string, number>;
  requests: number;
  wayRequests: number;
  blank: { entry: Waiting; waits: boolean }[];
  fruitful: Set<string>;
  drawn: number;
  templates: Map<string, Template[]>;
  joined: Set<string>;
  spares: Map<string, { entry: Waiting; addresses: string[] }>;
  known: string[];
  name: string | null;
  movedTo: string | null;
  listed: Waiting[];
  units: Map<string, { url: string; entry: Waiting }>;
  search: { action: string; fields: Record<string, string>; words: string; entry: Waiting } | null;
  holes: Hole[];
  looks: Look[];
  looked: readonly Gap[];
}

/** A discovery that has not asked for anything yet. */
export function startWalk(
  home: string,
  options: Pick<Walk, 'years' | 'maxRequests' | 'families' | 'known' | 'name' | 'looked'>,
): Walk {
  const frontier = new Frontier();
  frontier.add(blankEntry(home));
  return {
    home,
    ...options,
    frontier,
    nominees: new Nominees(),
    branches: new Branches(),
    lists: new Lists(),
    pages: [],
    steps: new Map(),
    hub: null,
    columns: [],
    trouble: [],
    outside: new Set(),
    place: null,
    bytes: new Map(),
    declined: new Set(),
    shapes: new Map(),
    requests: 0,
    wayRequests: 0,
    blank: [],
    fruitful: new Set(),
    drawn: 0,
    templates: new Map(),
    joined: new Set(),
    spares: new Map(),
    movedTo: null,
    listed: [],
    units: new Map(),
    search: null,
    holes: [],
    looks: [],
  };
}

/** The entry of a page that nothing led to. */
function blankEntry(url: string): Waiting {
  return {
    url,
    text: '',
    score: 0,
    reasons: [],
    role: 'home',
    depth: 0,
    below: 0,
    from: null,
    context: {},
    hints: {},
    list: null,
    branch: null,
    hops: 0,
    foreign: false,
    failures: 0,
    way: 'link',
    onlyGaps: false,
  };
}

/** Asks for the columns that were seen before, once; true if there are any. */
export function askKnown(walk: Walk): boolean {
  const known = walk.known.splice(0).filter((url) => !walk.frontier.has(url));
  for (const url of known) {
    walk.steps.get(walk.home)?.to.add(url);
    walk.frontier.add({ ...blankEntry(url), role: 'column', depth: 1, from: walk.home, reasons: ['known:column'] });
  }
  return known.length > 0;
}

/** Writes a page down as visited, for the report and for the trails. */
export function noteVisit(
  walk: Walk,
  entry: Waiting,
  visit: { role: VisitedPage['role']; kind: string; page?: HtmlPage; links?: readonly PageLink[] },
): void {
  const { page, links = [] } = visit;
  walk.pages.push({
    url: entry.url,
    role: visit.role,
    kind: visit.kind,
    title: page?.title ?? '',
    depth: entry.depth,
    links: links.length,
    from: entry.from,
  });
  if (page === undefined) return;
  walk.steps.set(entry.url, {
    url: entry.url,
    role: visit.role === 'other' ? 'hub' : visit.role,
    sha256: page.sha256,
    fetchedAt: page.fetchedAt,
    to: new Set(links.map((link) => link.url)),
  });
}

/** Adds a page to ask for, as reached from `entry`, and the step to it for the trails. */
export function follow(walk: Walk, entry: Waiting, next: Partial<Waiting> & Pick<Waiting, 'url'>): void {
  walk.steps.get(entry.url)?.to.add(next.url);
  walk.frontier.add({
    ...entry,
    from: entry.url,
    list: null,
    branch: null,
    hints: {},
    foreign: false,
    hops: 0,
    failures: 0,
    way: 'link',
    ...next,
  });
}

/** Nominates the page itself as the report: a column of one article, or a branch that ended in one. */
export function nominatePage(walk: Walk, entry: Waiting, name: string): void {
  const nomination: Nomination = {
    url: entry.url,
    text: entry.text === '' || entry.role === 'column' ? name : entry.text,
    score: entry.score,
    reasons: [...entry.reasons, 'page:report'],
    hints: { ...entry.context, ...entry.hints },
    on: entry.from,
  };
  walk.nominees.add(nomination);
}
