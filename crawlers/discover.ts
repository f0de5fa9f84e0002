import { ConfigError, PortalChangedError } from '../errors.ts';
import type { Gap } from '../model/gap.ts';
import type { Discovery, VisitedPage } from '../model/portal.ts';
import { bareHost, canonicalAddress } from '../text/address.ts';
import { crawl } from './crawl.ts';
import type { DrawnPage, PageDrawer } from './browser.ts';
import { askSpares } from './asking.ts';
import { gapsOf } from './gap-report.ts';
import type { AskPage } from './crawl.ts';
import { drawPage, nextDrawing, tellUndrawn, takeCalls } from './drawing.ts';
import { familiesWithout } from './families/list.ts';
import type { Waiting } from './frontier.ts';
import { askGaps, isLook } from './second-look.ts';
import { shortestTrails } from './trail.ts';
import { takeError, takePage } from './visit.ts';
import { askKnown, startWalk } from './walk.ts';
import type { Walk } from './walk.ts';

export type { AskPage } from './crawl.ts';

/** Requests before a column is found, and at most in one discovery (PORTALS.md 6.3). */
const BEFORE_COLUMN = 40;
const MOST_REQUESTS = 5000;
/** Requests inside columns that need no report to show for: year and body pages come before the first report. */
const INSIDE_FREE = 100;

/**
 * `ask`: gets a page, politely and through the store. `years`: reports known to be of other years are left, both ends
 * included. `without`: names of list families that are left out, to see how far the generic readers go (`families/list.ts`). `maxRequests`: pages at most, 5000 by default. `onPage` is told of each page and the reports found so far.
 */
export interface DiscoverOptions {
  ask: AskPage;
  years?: { from: number; to: number };
  maxRequests?: number;
  without?: readonly string[];
  /** Columns seen before, tried where the way from the home page leads to none. */
  known?: readonly string[];
  /** Second looks for missing reports that earlier days had and that still hold: they are not had again. */
  looked?: readonly Gap[];
  /** The government whose portal it is expected to be; another one's is refused. Null: nobody said. */
  name?: string | null;
  onPage?: (page: VisitedPage, found: number) => void;
  signal?: AbortSignal;
  /** Draws pages that are empty without their scripts; null where this machine has no browser. */
  drawer?: PageDrawer | null;
}

/**
 * Finds from a home page (or the column's own address) the annual-report column, its lists, and the links that are
 * reports. What it returns depends on the pages alone. Throws PortalChangedError when neither column nor report is found,
 * ConfigError for an address that is not http(s), and whatever the home page's request throws (DeclinedError, GoneError,
 * FetchError); trouble with other pages is part of the result.
 */
export async function discoverPortal(home: string, options: DiscoverOptions): Promise<Discovery> {
  const start = canonicalAddress(home);
  if (start === null) throw new ConfigError(`Cannot discover "${home}": expected an address with http:// or https://`);
  const walk = startWalk(start, {
    years: options.years,
    maxRequests: options.maxRequests ?? MOST_REQUESTS,
    families: familiesWithout(options.without ?? []),
    known: (options.known ?? []).flatMap((url) => canonicalAddress(url) ?? []),
    name: options.name ?? null,
    looked: options.looked ?? [],
  });
  const drawer = options.drawer ?? null;
  const now: { entry: Waiting | null; calls: DrawnPage['calls'] } = { entry: null, calls: [] };
  await crawl({
    ask: async (url) => {
      now.calls = [];
      if (drawer === null || now.entry?.way !== 'rendered') return options.ask(url, now.entry?.from ?? null);
      const { page, calls } = await drawPage(drawer, url, options.ask);
      now.calls = calls;
      return page;
    },
    signal: options.signal,
    next: () => {
      now.entry = nextPage(walk, drawer !== null);
      return now.entry === null ? null : now.entry.url;
    },
    handle: (url, answer) => {
      const { entry } = now;
      if (entry === null) throw new Error(`Crawlee answered "${url}", which was not asked for`);
      const before = walk.pages.length;
      if ('page' in answer) takePage(walk, entry, answer.page);
      else takeError(walk, entry, answer.error);
      takeCalls(walk, entry, now.calls);
      for (const page of walk.pages.slice(before)) options.onPage?.(page, walk.nominees.count);
    },
  });
  if (drawer === null) tellUndrawn(walk);
  return { ...conclude(walk), home: start };
}

/** The best page that may be asked for now, or null at the end. */
function nextPage(walk: Walk, mayDraw: boolean): Waiting | null {
  const found = walk.columns.length > 0 && walk.nominees.count > 0;
  if (walk.requests >= walk.maxRequests) return stop(walk, `${walk.maxRequests} requests`);
  const inside = walk.requests - walk.wayRequests;
  if (inside >= INSIDE_FREE + 2 * walk.nominees.count) {
    return stop(walk, `${inside} requests inside columns for ${walk.nominees.count} reports`);
  }
  const entry = walk.frontier.take(
    (waiting) =>
      !walk.declined.has(bareHost(waiting.url)) &&
      (waiting.role !== 'way' || !found || isLook(waiting)) &&
      (walk.columns.length > 0 || walk.wayRequests < BEFORE_COLUMN || waiting.reasons.includes('known:column')),
  );
  if (entry === null && walk.columns.length === 0 && askKnown(walk)) return nextPage(walk, mayDraw);
  if (entry === null) {
    if (askSpares(walk)) return nextPage(walk, mayDraw);
    const drawing = mayDraw ? nextDrawing(walk) : null;
    return drawing ?? (found && askGaps(walk) ? nextPage(walk, mayDraw) : null);
  }
  walk.requests += 1;
  if (walk.columns.length === 0) walk.wayRequests += 1;
  return entry;
}

function stop(walk: Walk, spent: string): null {
  const waiting = walk.frontier.best(1)[0];
  if (waiting !== undefined) {
    const message = `Stopped before "${waiting.url}" after ${spent}: the budget of this portal is spent`;
    walk.trouble.push({ url: waiting.url, error: 'BudgetSpent', message });
  }
  return null;
}

function conclude(walk: Walk): Discovery {
  for (const { nomination } of walk.branches.open()) {
    walk.nominees.add({ ...nomination, reasons: [...nomination.reasons, 'branch:not_tried'] }); // the reading decides
  }
  for (const { url, text, score, reasons } of walk.frontier.best(Number.MAX_SAFE_INTEGER)) {
    const why = walk.declined.has(bareHost(url)) ? 'host_declined' : 'not_needed';
    walk.nominees.reject({ url, text, score, reasons: [...reasons, why] });
  }
  if (walk.columns.length === 0) noColumn(walk);
  const visited = new Set(walk.pages.map((page) => page.url));
  return {
    home: walk.home,
    ...(walk.movedTo === null ? {} : { movedTo: walk.movedTo }),
    hub: walk.hub,
    columns: walk.columns,
    pages: walk.pages,
    candidates: walk.nominees.candidates(shortestTrails([...walk.steps.values()])),
    rejected: walk.nominees.rejected(visited),
    gaps: gapsOf(walk),
    trouble: walk.trouble,
    requests: walk.requests,
  };
}

/** Without a column: thrown if nothing at all was found, else part of the result. */
function noColumn(walk: Walk): void {
  const best = walk.nominees
    .rejected(new Set())
    .filter((link) => link.score > 0)
    .sort((a, b) => b.score - a.score || (a.url < b.url ? -1 : 1))
    .slice(0, 5)
    .map((link) => `"${link.text}" ${link.url} (${link.score}: ${link.reasons.join(', ')})`);
  const seen = best.length === 0 ? 'no link spoke of 信息公开' : `best links left: ${best.join('; ')}`;
  const failed = walk.trouble.map(({ message }) => ` One page failed: ${message}.`).slice(0, 2);
  const message =
    `Cannot find the annual-report column (政府信息公开年报) from "${walk.home}": looked at ${walk.requests} pages; ${seen}. ` +
    `Give the address of the column itself instead of the home page.${failed.join('')}`;
  if (walk.nominees.count === 0) throw new PortalChangedError(message);
  walk.trouble.push({ url: walk.home, error: 'PortalChangedError', message });
}
