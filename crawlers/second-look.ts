import { resolveAddress } from '../text/address.ts';
import { matchForm } from '../text/fold.ts';
import { addressKind } from './addresses.ts';
import { withQuery } from './calls.ts';
import type { Waiting } from './frontier.ts';
import { earlierLook, holesOf } from './gap-report.ts';
import { bodyKey } from './gaps.ts';
import type { Hole, Look } from './gaps.ts';
import type { PageLink } from './links.ts';
import type { HtmlPage } from './page.ts';
import { scopeOf } from './scope.ts';
import { isUnit } from './score.ts';
import { follow } from './walk.ts';
import type { Walk } from './walk.ts';

/** Other places looked at in one discovery, and searches among them: each costs a request or two. */
const MOST_LOOKS = 30;
const MOST_SEARCHES = 10;
/** Score of a second look: it comes when all else is done. */
const LOOK_SCORE = 60;

/** A place before it is asked for: the page that it was made from or stands on, and what is asked. */
type Place = Omit<Look, 'holes'> & { entry: Waiting; next: Partial<Waiting> };

/**
 * One targeted second look for each report that is missing though its neighbours are there, once in a discovery; true if there
 * is something to ask. A look that an earlier day had and that still holds is not had again.
 */
export function askGaps(walk: Walk): boolean {
  if (walk.holes.length > 0) return false;
  walk.holes = holesOf(walk);
  for (const hole of walk.holes) {
    if (earlierLook(walk, hole) !== null) continue;
    const place = placeFor(walk, hole);
    if (place === null) continue;
    const known = walk.looks.find(({ url }) => url === place.url);
    if (known !== undefined) known.holes.push(hole);
    else if (walk.looks.length < MOST_LOOKS) {
      const { how, url, entry, next } = place;
      walk.looks.push({ how, url, holes: [hole] });
      follow(walk, entry, { score: LOOK_SCORE, ...next, url, reasons: [`gap:${how}`] });
    }
  }
  return walk.looks.length > 0;
}

/** Whether a page is asked for as a second look. */
export function isLook({ reasons }: Waiting): boolean {
  return reasons[0]?.startsWith('gap:') === true;
}

function placeFor(walk: Walk, hole: Hole): Place | null {
  return yearPage(walk, hole) ?? ownPage(walk, hole) ?? searchFor(walk, hole);
}

/** The page of the missing year that no list links to: the address of its neighbour's page with this year in it. */
function yearPage(walk: Walk, { key, year }: Hole): Place | null {
  const ofBody = (entry: Waiting): boolean =>
    entry.context.body === undefined || bodyKey(entry.context.body, walk.place) === key;
  for (const other of [year - 1, year + 1]) {
    for (const entry of walk.listed.filter(
      (one) => one.context.year === other && ofBody(one) && addressKind(one.url) !== 'article',
    )) {
      const url = entry.url.replace(new RegExp(`(?<!\\d)${other}(?!\\d)`, 'gu'), String(year));
      const isAsked = walk.frontier.knows(url) && !walk.looks.some((look) => look.url === url);
      if (url === entry.url || isAsked) continue;
      const { depth, below, context } = entry;
      return { how: 'year_page', url, entry, next: { role: 'list', depth, below, context: { ...context, year } } };
    }
  }
  return null;
}

/**
 * The body's own page, to which a menu of the portal leads and which was not needed so far. A page to which the names of
 * several bodies lead is nobody's own.
 */
function ownPage(walk: Walk, { key, body }: Hole): Place | null {
  const link = walk.units.get(key);
  if (link === undefined || [...walk.units.values()].filter(({ url }) => url === link.url).length > 1) return null;
  const isAsked = walk.frontier.knows(link.url) && !walk.looks.some(({ url }) => url === link.url);
  if (isAsked) return null;
  const next = { role: 'way' as const, depth: 1, context: { body }, text: body, onlyGaps: true };
  return { how: 'own_page', url: link.url, entry: link.entry, next };
}

/** The portal's own search for body and year. */
function searchFor(walk: Walk, { body, year }: Hole): Place | null {
  const { search } = walk;
  if (search === null || walk.looks.filter(({ how }) => how === 'search').length >= MOST_SEARCHES) return null;
  const words = `${body}${year}年政府信息公开年度报告`;
  const url = withQuery(search.action, { ...search.fields, [search.words]: words });
  if (walk.frontier.knows(url)) return null;
  const next = { role: 'way' as const, depth: 1, context: { body }, text: words, onlyGaps: true };
  return { how: 'search', url, entry: search.entry, next };
}

/** Remembers what a page before the column offers for a second look: links to units, and a search. */
export function noteOffers(walk: Walk, entry: Waiting, page: HtmlPage, links: readonly PageLink[]): void {
  for (const { text, url } of links) {
    if (!isUnit(text) || /file|media|article/u.test(addressKind(url))) continue;
    const key = bodyKey(matchForm(text), walk.place);
    if (!walk.units.has(key) && scopeOf(url, walk.home, walk.joined) === 'own') walk.units.set(key, { url, entry });
  }
  walk.search ??= searchOn(walk, entry, page);
}

/** A search that is asked by address and in UTF-8; in another encoding the words would be others, and nothing found no word. */
function searchOn(walk: Walk, entry: Waiting, page: HtmlPage): Walk['search'] {
  const { $ } = page;
  if (!/charset\s*=\s*["']?utf-?8/iu.test(page.html)) return null;
  for (const form of $('form').get()) {
    const { action = '', method = 'get', id = '', class: names = '' } = form.attribs;
    const url = resolveAddress(action, page.base);
    const inputs = $(form).find('input[name]').get();
    const typed = inputs.filter(({ attribs }) => /^(?:|text|search)$/iu.test(attribs['type'] ?? ''));
    const [words] = typed.map(({ attribs }) => attribs['name'] ?? '');
    const isSearch = /search|sousuo|jiansuo|query|\/so?s?(?:[/.?]|$)/iu.test(`${action} ${id} ${names}`);
    if (url === null || words === undefined || typed.length > 1 || !isSearch || !/^get$/iu.test(method)) continue;
    if (scopeOf(url, walk.home, walk.joined) !== 'own') continue;
    const hidden = inputs.filter(({ attribs }) => /^hidden$/iu.test(attribs['type'] ?? ''));
    const fields = Object.fromEntries(hidden.map(({ attribs }) => [attribs['name'] ?? '', attribs['value'] ?? '']));
    return { action: url, fields, words, entry };
  }
  return null;
}
