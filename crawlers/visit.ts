import type { Page } from '../model/fetched.ts';
import type { VisitedPage } from '../model/portal.ts';
import { bareHost, ownDomain } from '../text/address.ts';
import { DeclinedError, FetchError, GoneError, UnreadableError } from '../errors.ts';
import { classifyPage, columnEvidence, isReport } from './classify.ts';
import type { Waiting } from './frontier.ts';
import { mayFill } from './gap-report.ts';
import { markHubMenu } from './hub.ts';
import { countLeads, readInside, takeInside, turnPages, turnTo } from './inside.ts';
import type { Inside } from './inside.ts';
import { readLinks } from './links.ts';
import type { PageLink } from './links.ts';
import { movedTo, requirePlace } from './moved.ts';
import { nameOf, readPage } from './page.ts';
import type { HtmlPage } from './page.ts';
import { namesPlace, placeOf, scopeOf } from './scope.ts';
import { askSources } from './asking.ts';
import { noteOffers } from './second-look.ts';
import { framesOf, pointsTo } from './shells.ts';
import { unfoldPage } from './unfold.ts';
import { follow, nominatePage, noteVisit } from './walk.ts';
import type { Walk } from './walk.ts';
import { takeWayLinks } from './way.ts';
import { matchForm } from '../text/fold.ts';
import { STRONG } from './words.ts';

/** Pointers and frames followed in a row at most (PORTALS.md T12). */
const MOST_HOPS = 5;

/** Times that a page which did not answer is asked for again, after all others of its kind (PORTALS.md T31). */
const MOST_FAILURES = 2;

/** A page on the way with fewer links than this is made by its scripts (PORTALS.md 6.1.3). */
const BARE_PAGE = 5;

/** Links from which a list may go on over further pages. */
const FULL_LIST = 8;

/** Reasons of a DeclinedError that concern one address and not its host. */
const OF_ONE_ADDRESS = /^(?:robots_path|scheme|outside_suffix|private_address)$/u;

/** Takes in the answer to a page that was asked for. */
export function takePage(walk: Walk, entry: Waiting, answer: Page): void {
  const read = readPage(answer);
  const templates = entry.from === null || entry.way !== 'source' ? [] : (walk.templates.get(entry.from) ?? []);
  const page = read.kind === 'html' ? unfoldPage(read, walk.families, templates) : read;
  const known = walk.bytes.get(page.sha256);
  walk.bytes.set(page.sha256, known ?? entry.url);
  walk.frontier.close(page.finalUrl);
  if (page.kind === 'file') return takeFile(walk, entry);
  const isRepeated = known !== undefined && entry.way !== 'rendered';
  if (page.kind !== 'html' || isRepeated) {
    settle(walk, entry, 'list');
    if (entry.list !== null && !walk.lists.wasGone(entry.list.id)) dropList(walk, entry.list.id);
    return noteVisit(walk, entry, { role: roleOf(entry), kind: isRepeated ? 'same' : 'other' });
  }
  if (entry.role === 'home') {
    if (takeMove(walk, entry, page)) return;
    walk.place = placeOf(page);
    if (walk.name !== null) requirePlace(page, walk.name);
    if (scopeOf(page.finalUrl, walk.home, walk.joined) === 'sibling') {
      walk.home = page.finalUrl; // the portal moved and redirects
      walk.movedTo = page.finalUrl;
    }
  }
  if (isForeign(walk, entry, page)) {
    const { url, text, score, reasons } = entry;
    walk.nominees.reject({ url, text, score, reasons: [...reasons, 'other_portal'] });
    return noteVisit(walk, entry, { role: 'other', kind: 'other_portal', page });
  }
  if (!takeHops(walk, entry, page)) takeHtml(walk, entry, page);
}

/** Takes in an error that came instead of a page. The home page's errors and bugs are thrown on. */
export function takeError(walk: Walk, entry: Waiting, error: unknown): void {
  const ours = [DeclinedError, FetchError, GoneError, UnreadableError].some((kind) => error instanceof kind);
  const isLost = entry.role === 'home' && (walk.known.length === 0 || error instanceof DeclinedError);
  if (isLost || !ours || !(error instanceof Error)) throw error;
  if (error instanceof FetchError && entry.failures < MOST_FAILURES) {
    walk.frontier.again({ ...entry, failures: entry.failures + 1 });
    return;
  }
  if (error instanceof GoneError && walk.looks.some(({ url }) => url === entry.url)) return; // told as the result of the look
  // A further page that is gone is the usual end of a list that counts wrongly; one that fails is a hole in it.
  const isFurtherPage = entry.list !== null && error instanceof FetchError;
  walk.trouble.push({
    url: entry.url,
    error: error.name,
    message: error.message,
    ...(isFurtherPage ? { isFurtherPage } : {}),
  });
  if (error instanceof DeclinedError && !OF_ONE_ADDRESS.test(error.reason)) walk.declined.add(bareHost(entry.url));
  if (entry.branch !== null) {
    const another = walk.branches.another(entry.branch);
    if (another !== null) follow(walk, { ...entry, url: another.waiting.from ?? entry.url }, another.waiting);
    else if (STRONG.test(matchForm(entry.text))) nominateVisited(walk, entry, entry.text); // the harvest notes what became of it
  }
  if (entry.list === null) return;
  const { id, page } = entry.list;
  const spare = error instanceof GoneError ? walk.lists.takeSpare(id, entry.url) : null;
  if (spare !== null) turnTo(walk, { ...entry, url: entry.from ?? entry.url }, { url: spare, id, page });
  else if (!walk.lists.wasGone(id)) dropList(walk, id);
}

function dropList(walk: Walk, id: string): void {
  walk.frontier.drop((waiting) => waiting.list?.id === id);
}

/** A document where a page was expected is the report itself. */
function takeFile(walk: Walk, entry: Waiting): void {
  if (entry.role !== 'way') nominateVisited(walk, entry, entry.text);
  settle(walk, entry, 'report');
  noteVisit(walk, entry, { role: roleOf(entry), kind: 'file' });
}

function roleOf(entry: Waiting): VisitedPage['role'] {
  return entry.role === 'way' || entry.role === 'column' ? 'other' : entry.role;
}

/** Whether a page is another government's. The host of a subordinate body is joined to the portal. */
function isForeign(walk: Walk, entry: Waiting, page: HtmlPage): boolean {
  const scope = scopeOf(page.finalUrl, walk.home, walk.joined);
  if (entry.role === 'home' || scope === 'own') return false;
  const isSubordinate = entry.foreign && scope === 'sibling' && walk.place !== null && namesPlace(page, walk.place);
  if (isSubordinate) walk.joined.add(ownDomain(page.finalUrl));
  return !isSubordinate;
}

/**
 * Follows a notice that the portal has moved, where it names one address and that is a government's of the same kind; true if
 * it is such a notice. A notice that cannot be followed is told.
 */
function takeMove(walk: Walk, entry: Waiting, page: HtmlPage): boolean {
  const targets = movedTo(page, walk.home);
  const [target] = targets;
  if (target === undefined) return false;
  noteVisit(walk, entry, { role: 'home', kind: 'moved', page });
  if (targets.length > 1 || scopeOf(target, walk.home) !== 'sibling' || entry.hops >= MOST_HOPS) {
    const named = targets.map((url) => `"${url}"`).join(', ');
    const message = `"${entry.url}" says that the portal moved to ${named}, which is not followed: it is not the one address of a government of the same kind. Look at it and correct the home page`;
    walk.trouble.push({ url: entry.url, error: 'PortalMoved', message });
    return true;
  }
  walk.home = target;
  walk.movedTo = target;
  follow(walk, entry, { url: target, hops: entry.hops + 1, depth: entry.depth, reasons: ['page:moved'] });
  return true;
}

/** Follows a page that only points elsewhere, or the frames that hold its content; true if it did. */
function takeHops(walk: Walk, entry: Waiting, page: HtmlPage): boolean {
  if (entry.hops >= MOST_HOPS) return false;
  const target = pointsTo(page);
  const frames = target === null ? framesOf(page) : [];
  const inScope = [target, ...frames]
    .filter((url) => url !== null)
    .filter((url) => scopeOf(url, walk.home, walk.joined) === 'own');
  const isFrameset = page.$('frameset').length > 0;
  if (inScope.length === 0) return false;
  const passive = target !== null || isFrameset;
  if (passive) noteVisit(walk, entry, { role: roleOf(entry), kind: target === null ? 'frames' : 'pointer', page });
  const role = entry.role === 'home' ? 'way' : entry.role;
  for (const url of inScope) {
    const { context, hints, branch, list, text, score, reasons } = entry;
    const hop = { url, role, context, hints, branch, list, hops: entry.hops + 1, text, score: Math.max(score, 45) };
    if (passive) follow(walk, entry, { ...hop, reasons: [...reasons, 'page:hop'] });
    else walk.frontier.add({ ...entry, ...hop, from: entry.url });
  }
  return passive;
}

function takeHtml(walk: Walk, entry: Waiting, page: HtmlPage): void {
  const { links, isHub } = markHubMenu(readLinks(page));
  if (entry.role === 'list') return takeInner(walk, entry, { page, links });
  if (entry.role === 'column' || isColumnItself(page, links)) {
    const inside = readInside(walk, entry, { page, links });
    if (isColumn(entry, inside)) return takeColumn(walk, entry, inside, links);
  }
  if (isHub) walk.hub ??= entry.url;
  const role = entry.role === 'home' ? 'home' : isHub ? 'hub' : 'other';
  noteVisit(walk, entry, { role, kind: isHub ? 'hub' : 'other', page, links });
  noteOffers(walk, entry, page, links);
  takeWayLinks(walk, entry, page, links);
  if (links.length < BARE_PAGE && entry.way === 'link' && /<script\b/iu.test(page.html)) {
    askSources(walk, { ...entry, role: 'way' }, { page, groups: [] });
    walk.blank.push({ entry, waits: true });
  }
}

/** Whether a page that was not asked for as a column is one: the user may have typed its address. */
function isColumnItself(page: HtmlPage, links: readonly PageLink[]): boolean {
  if (isReport(page, links)) return true;
  if (columnEvidence(page).some((reason) => !reason.startsWith('page:breadcrumb'))) return true;
  const main = links.filter((link) => !link.furniture);
  const titles = main.filter((link) => STRONG.test(matchForm(link.text))).length;
  return titles >= 5 && titles * 5 >= main.length * 2;
}

/** A page asked for as a column is one if it says so, is a report, or has links that lead on to reports. */
function isColumn(entry: Waiting, inside: Inside): boolean {
  if (columnEvidence(inside.page).length > 0 || isReport(inside.page, inside.items)) return true;
  return entry.role === 'column' && countLeads(inside) > 0 && inside.groups.length > 0;
}

function takeColumn(walk: Walk, entry: Waiting, inside: Inside, links: readonly PageLink[]): void {
  const kind = classifyPage(inside.page, inside.items, inside.groups);
  walk.columns.push(entry.url);
  noteVisit(walk, entry, { role: entry.role === 'home' ? 'home' : 'column', kind, page: inside.page, links });
  keep(walk, { ...entry, below: 0 }, inside, kind);
}

function takeInner(walk: Walk, entry: Waiting, { page, links }: { page: HtmlPage; links: PageLink[] }): void {
  const inside = readInside(walk, entry, { page, links });
  const kind = classifyPage(page, inside.items, inside.groups);
  settle(walk, entry, kind === 'article' ? 'report' : 'list');
  noteVisit(walk, entry, { role: 'list', kind, page, links });
  keep(walk, entry, inside, kind);
}

function keep(walk: Walk, entry: Waiting, inside: Inside, kind: string): void {
  const isArticle = kind === 'article';
  if (!isArticle && entry.way === 'link' && entry.list === null) walk.listed.push(entry);
  if (isArticle) nominateVisited(walk, entry, nameOf(inside.page));
  takeInside(walk, entry, inside, isArticle);
  if (!isArticle) turnPages(walk, entry, inside);
  if (isArticle) return;
  askSources(walk, entry, inside);
  const hasMore = countLeads(inside) > 0;
  if (entry.way === 'source' && hasMore && entry.from !== null) walk.fruitful.add(entry.from);
  if (entry.way === 'link' && mayBeDrawn(inside, hasMore)) {
    const waits = !hasMore && (kind === 'shell' || /加载中|正在加载|loading/iu.test(inside.page.text));
    walk.blank.push({ entry, waits });
  }
}

/** Whether a browser may show more of a page: it has scripts and no links, or a full list whose pager is made by a script. */
function mayBeDrawn({ page, groups }: Inside, hasLeads: boolean): boolean {
  if (page.scripts.trim() === '' && !/<script\b[^>]*\bsrc=/iu.test(page.html)) return false;
  const listed = groups.reduce((sum, group) => sum + group.links.length, 0);
  return !hasLeads || (listed >= FULL_LIST && /pag(?:e|er|ing|ination)|fenye|下一?页/iu.test(page.scripts));
}

/** Nominates a visited page as the report, unless a second look led there and it is known already. */
function nominateVisited(walk: Walk, entry: Waiting, name: string): void {
  if (!entry.onlyGaps || mayFill(walk, entry, { text: name, hints: entry.hints })) nominatePage(walk, entry, name);
}

function settle(walk: Walk, entry: Waiting, kind: 'report' | 'list'): void {
  if (entry.branch === null) return;
  for (const { nomination, waiting } of walk.branches.settle(entry.branch, kind)) {
    if (kind === 'report') walk.nominees.add(nomination);
    else follow(walk, { ...entry, url: waiting.from ?? entry.url }, waiting);
  }
}
