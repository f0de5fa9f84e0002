import { addressShape } from '../text/address.ts';
import { matchForm } from '../text/fold.ts';
import { columnEvidence } from './classify.ts';
import type { ListFamily, PagerPlan } from './families/family.ts';
import { familiesOf } from './families/list.ts';
import type { Context, Waiting } from './frontier.ts';
import { mayFill } from './gap-report.ts';
import { groupKey, voteGroups } from './groups.ts';
import type { LinkGroup } from './groups.ts';
import { judgeInColumn } from './judge.ts';
import type { ColumnPlace, Verdict } from './judge.ts';
import { nextLeaf } from './leaf.ts';
import type { PageLink } from './links.ts';
import { nameOf, tidy } from './page.ts';
import type { HtmlPage } from './page.ts';
import { isUnit } from './score.ts';
import { follow } from './walk.ts';
import type { Walk } from './walk.ts';
import { HUB_BLOCKS, STRONG, YEAR_ONLY } from './words.ts';
import { yearInText } from './years.ts';

/** Levels below the column at most; followed addresses of one shape that differ in the query only (PORTALS.md 6.3). */
const MOST_LEVELS = 4;
const MOST_OF_ONE_SHAPE = 300;
/** Score of a list's further page: after year and body pages of the same column, before other columns. */
const PAGER_SCORE = 90;

/** A page inside a column, taken apart. `items`: its links without the portal's menus; `groups`: its lists. */
export interface Inside {
  page: HtmlPage;
  items: PageLink[];
  groups: LinkGroup[];
  verdicts: { link: PageLink; verdict: Verdict }[];
}

/** Takes a page inside a column apart and judges each of its links; nothing is kept yet. */
export function readInside(
  walk: Walk,
  entry: Waiting,
  { page, links }: { page: HtmlPage; links: readonly PageLink[] },
): Inside {
  const self = new Set([entry.url, page.url, page.finalUrl]);
  const items = links.filter((link) => !link.furniture && !self.has(link.url) && !isMenu(walk, link));
  const groups = groupsOf(page, items, walk.families);
  const listed = new Set(groups.flatMap((group) => group.links));
  const counts = new Map<string, number>();
  for (const link of items) counts.set(groupKey(link), (counts.get(groupKey(link)) ?? 0) + 1);
  const portal = page.meta['sitename'] ?? '';
  const place: Omit<ColumnPlace, 'listed' | 'alone'> = {
    home: walk.home,
    joined: walk.joined,
    depth: entry.depth,
    crumb: columnEvidence(page).length > 0,
    context: entry.context,
    unitAbove:
      [...nameOf(page).split(/[-_|—]/u), page.meta['columnname'] ?? '']
        .map(tidy)
        .find((name) => isUnit(name) && name !== portal) ?? '',
    portal,
    years: walk.years,
  };
  const verdicts = items.map((link) => ({
    link,
    verdict: judgeInColumn(link, { ...place, listed: listed.has(link), alone: counts.get(groupKey(link)) === 1 }),
  }));
  return { page, items, groups, verdicts };
}

/** Links of pages before the column are menus here, unless they name a report or a year. */
function isMenu(walk: Walk, link: PageLink): boolean {
  const text = matchForm(link.text);
  if (link.menu !== 'none' && HUB_BLOCKS.some((block) => block.name !== 'report' && block.pattern.test(text)))
    return true;
  return walk.outside.has(link.url) && !STRONG.test(text) && !YEAR_ONLY.test(text);
}

function groupsOf(page: HtmlPage, items: readonly PageLink[], families: readonly ListFamily[]): LinkGroup[] {
  for (const family of familiesOf(page, families)) {
    const links = family.readItems?.(page, items) ?? null;
    if (links !== null) return [{ key: family.name, links, votes: links.length }];
  }
  return voteGroups(items);
}

/** How many links of the page lead on to reports. */
export function countLeads(inside: Inside): number {
  return inside.verdicts.filter(({ verdict }) => /^(?:nominate|follow|try)$/u.test(verdict.kind)).length;
}

/**
 * Keeps what was judged: candidates, pages to follow, links left. A page that is itself a report (`isReport`) leads on to
 * pages, and to its own likes of other years (a choice of years above the text).
 */
export function takeInside(walk: Walk, entry: Waiting, inside: Inside, isReport: boolean): void {
  const own = addressShape(entry.url);
  for (const { link, verdict } of inside.verdicts) {
    const isOtherYear = yearInText(link.text) !== null && addressShape(link.url) === own && own.includes('?');
    if (isReport && verdict.kind !== 'follow' && !isOtherYear) continue;
    takeVerdict(walk, entry, link, verdict);
  }
}

function takeVerdict(walk: Walk, entry: Waiting, link: PageLink, verdict: Verdict): void {
  if (verdict.kind === 'pass') return;
  const { score, reasons } = verdict;
  const common = { url: link.url, text: link.text, score, reasons };
  if (verdict.kind === 'reject') {
    if (reasons.includes('year_outside') && yearInText(link.text) !== null) walk.nominees.exclude(link.url);
    return walk.nominees.reject(common);
  }
  if (entry.onlyGaps && verdict.kind !== 'follow' && !mayFill(walk, entry, { text: link.text, hints: verdict.hints })) {
    return walk.nominees.reject({ ...common, reasons: [...reasons, 'known_already'] });
  }
  if (verdict.kind === 'nominate') {
    walk.nominees.add({ ...common, hints: verdict.hints, on: entry.url });
    return;
  }
  const why = barred(walk, entry, link.url);
  if (why !== null) return walk.nominees.reject({ ...common, reasons: [...reasons, why] });
  const context = mergeContext(entry.context, verdict.context);
  const next = { ...common, role: 'list' as const, depth: entry.depth + 1, below: entry.below + 1, context };
  if (verdict.kind === 'follow') return follow(walk, entry, { ...next, foreign: verdict.foreign });
  const waiting: Waiting = {
    ...entry,
    ...next,
    from: entry.url,
    list: null,
    foreign: false,
    hops: 0,
    failures: 0,
    way: 'link',
    branch: verdict.branch,
    hints: verdict.hints,
  };
  const nomination = { ...common, hints: verdict.hints, on: entry.url };
  const known = walk.frontier.has(link.url) ? 'pending' : walk.branches.ask(verdict.branch, { nomination, waiting });
  if (known === 'report') walk.nominees.add(nomination);
  if (known === 'list' || known === 'new') follow(walk, entry, waiting);
}

function barred(walk: Walk, entry: Waiting, url: string): string | null {
  if (entry.below >= MOST_LEVELS) return 'too_deep';
  if (!url.includes('?')) return null;
  const shape = addressShape(url);
  const count = (walk.shapes.get(shape) ?? 0) + 1;
  walk.shapes.set(shape, count);
  return count > MOST_OF_ONE_SHAPE ? 'endless_shape' : null;
}

/** A year tab on a page of another year leads away from that page's body. */
function mergeContext(known: Context, added: Context): Context {
  const moved = added.year !== undefined && known.year !== undefined && known.year !== added.year;
  return moved ? added : { ...known, ...added };
}

/** Adds the further pages of the list on this page, and ends a list that has nothing new. */
export function turnPages(walk: Walk, entry: Waiting, inside: Inside): void {
  const urls = inside.groups.flatMap((group) => group.links).map((link) => link.url);
  const id = entry.list?.id ?? entry.url;
  if (entry.list === null && urls.length === 0) return;
  walk.lists.claim(id, inside.page.total);
  if (entry.way !== 'rendered' && !walk.lists.goesOn(id, urls)) {
    walk.frontier.drop((waiting) => waiting.list?.id === id);
    return;
  }
  const plan = pagerOf(walk, entry, inside);
  if (plan === null) return;
  walk.fruitful.add(entry.url);
  walk.lists.keepSpare(id, plan.spare);
  const first = entry.list === null || plan.last !== null ? 2 : entry.list.page + 1;
  plan.urls.forEach((url, index) => turnTo(walk, entry, { url, id, page: first + index }));
}

/** The further pages that a family reads from the page, or the next one of an answer that a script asked for. */
function pagerOf(walk: Walk, entry: Waiting, inside: Inside): PagerPlan | null {
  for (const family of familiesOf(inside.page, walk.families)) {
    const plan = family.pager?.(inside.page, inside.items) ?? null;
    if (plan !== null) return plan;
  }
  const links = inside.groups.reduce((sum, group) => sum + group.links.length, 0);
  const id = entry.list?.id ?? entry.url;
  if (entry.way !== 'source' || links === 0 || walk.lists.isComplete(id)) return null;
  const next = nextLeaf(entry.url);
  return next === null ? null : { urls: [next], spare: null, last: null };
}

/** Asks for one further page of a list. */
export function turnTo(walk: Walk, entry: Waiting, to: { url: string; id: string; page: number }): void {
  follow(walk, entry, {
    url: to.url,
    score: PAGER_SCORE,
    reasons: [`list:page ${to.page}`],
    role: 'list',
    depth: entry.depth + 1,
    list: { id: to.id, page: to.page },
    way: entry.way === 'source' ? 'source' : 'link',
  });
}
