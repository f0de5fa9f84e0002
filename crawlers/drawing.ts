import { bareHost } from '../text/address.ts';
import type { Page } from '../model/fetched.ts';
import type { DrawnPage, PageDrawer } from './browser.ts';
import type { AskPage } from './crawl.ts';
import type { Waiting } from './frontier.ts';
import { readLinks } from './links.ts';
import { readPage } from './page.ts';
import { unfoldPage } from './unfold.ts';
import { follow } from './walk.ts';
import type { Walk } from './walk.ts';

/** Pages of one portal that a browser draws at most: each costs several requests. */
const MOST_DRAWN = 80;

/** Pages drawn although some of their scripts' requests were read: others may bring the list of bodies. */
const DRAWN_ALL_THE_SAME = 4;

/** Name of the trouble that a missing browser is; `ogi doctor` names the fix. */
export const BROWSER_MISSING = 'BrowserMissing';

/** A page as the browser shows it, in place of the bytes that came for it (its hash stays that of the bytes). */
export async function drawPage(
  drawer: PageDrawer,
  url: string,
  ask: AskPage,
): Promise<{ page: Page; calls: DrawnPage['calls'] }> {
  const original = await ask(url, null);
  const { html, calls } = await drawer.draw(url, ask);
  const fetched = { ...original.fetched, contentType: 'text/html; charset=utf-8' };
  return { page: { fetched, bytes: new TextEncoder().encode(html) }, calls };
}

/** The next page that only a browser can show, or null: its scripts' own requests were tried and brought nothing. */
export function nextDrawing(walk: Walk): Waiting | null {
  if (walk.drawn >= MOST_DRAWN || walk.requests >= walk.maxRequests) return null;
  const entry = takeBlank(walk);
  if (entry === null) return null;
  walk.drawn += 1;
  walk.requests += 1;
  return { ...entry, way: 'rendered' };
}

function takeBlank(walk: Walk): Waiting | null {
  for (let blank = walk.blank.shift(); blank !== undefined; blank = walk.blank.shift()) {
    const { entry } = blank;
    const isTold = walk.fruitful.has(entry.url) && !(blank.waits && walk.drawn < DRAWN_ALL_THE_SAME);
    if (!isTold && !walk.declined.has(bareHost(entry.url))) return entry;
  }
  return null;
}

/** Follows the requests that a drawn page made and that brought links: their further pages come without a browser. */
export function takeCalls(walk: Walk, entry: Waiting, calls: DrawnPage['calls']): void {
  for (const { address, page } of calls) {
    const read = readPage(page);
    if (read.kind !== 'html' || walk.frontier.knows(address)) continue;
    if (readLinks(unfoldPage(read, walk.families)).length === 0) continue;
    const role = entry.role === 'way' || entry.role === 'home' ? 'way' : 'list';
    follow(walk, entry, {
      ...entry,
      url: address,
      role,
      way: 'source',
      reasons: [...entry.reasons, 'page:drawn_call'],
    });
  }
}

/** Without a browser: says which pages were left empty, if the portal hides its reports behind them. */
export function tellUndrawn(walk: Walk): void {
  const blank = walk.blank
    .filter(
      ({ entry, waits }) => !walk.fruitful.has(entry.url) && (waits ? isMeant(walk, entry) : walk.nominees.count === 0),
    )
    .map(({ entry }) => entry);
  const [first] = blank;
  if (first === undefined) return;
  const message =
    `Cannot read "${first.url}"${blank.length > 1 ? ` and ${blank.length - 1} more pages` : ''}: scripts make the content, and ` +
    'this machine has no browser to draw it. Install one (apt-get install chromium; "ogi doctor" shows whether it is found) and run again.';
  walk.trouble.push({ url: first.url, error: BROWSER_MISSING, message });
}

/** A page of a column, or one before it while no column was found. */
function isMeant(walk: Walk, entry: Waiting): boolean {
  return entry.role === 'list' || entry.role === 'column' || walk.columns.length === 0;
}
