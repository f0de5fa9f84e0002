import type { Waiting } from './frontier.ts';
import type { Inside } from './inside.ts';
import { scopeOf } from './scope.ts';
import { sourcesOf, sparesOf } from './sources.ts';
import { templatesOf } from './templates.ts';
import { follow } from './walk.ts';
import type { Walk } from './walk.ts';

/** Score of a request for a list's own content: before further pages and other lists. */
const SOURCE_SCORE = 95;

/** Requests and frames followed in a row at most. */
const MOST_HOPS = 5;

/** Links from which a page counts as a list that is there without its scripts. */
const LEAST_LINKS = 3;

/** Asks for the lists that scripts would bring into a page. */
export function askSources(walk: Walk, entry: Waiting, { page, groups }: Pick<Inside, 'page' | 'groups'>): void {
  if (entry.hops >= MOST_HOPS || entry.way !== 'link') return;
  const links = groups.reduce((sum, group) => sum + group.links.length, 0);
  const isShort = page.total !== null && page.total > links && !walk.fruitful.has(entry.url);
  const { addresses, learnt } = sourcesOf(page, {
    families: walk.families,
    isOwn: (address) => scopeOf(address, walk.home, walk.joined) === 'own',
    thin: links < LEAST_LINKS || isShort,
  });
  const fresh = addresses.filter((url) => !walk.frontier.knows(url));
  if (fresh.length > 0) walk.templates.set(entry.url, templatesOf(page.scripts, page.names));
  fresh.forEach((url, index) => {
    const id = index === 0 ? entry.url : `${entry.url} ${index}`;
    askSource(walk, entry, { url, id, page: links > 0 ? 2 : 1, why: learnt ? 'page:learnt' : 'page:source' });
  });
  const spares = sparesOf(page, walk.families);
  if (spares.length > 0) walk.spares.set(entry.url, { entry, addresses: spares });
}

/**
 * One targeted second look: lists that showed fewer entries than they claim, and whose software keeps the same entries
 * elsewhere too, are asked for there. Each list once; true if there is something to ask.
 */
export function askSpares(walk: Walk): boolean {
  let asked = 0;
  for (const { id } of walk.lists.short()) {
    const spare = walk.spares.get(id);
    walk.spares.delete(id);
    for (const url of spare?.addresses ?? []) {
      if (spare === undefined || walk.frontier.knows(url)) continue;
      askSource(walk, spare.entry, { url, id: `${id} ${url}`, page: 1, why: 'list:second_look' });
      asked += 1;
    }
  }
  return asked > 0;
}

function askSource(walk: Walk, entry: Waiting, to: { url: string; id: string; page: number; why: string }): void {
  const { context, hints, text, score, reasons } = entry;
  follow(walk, entry, {
    url: to.url,
    context,
    hints,
    text,
    hops: entry.hops + 1,
    score: Math.max(score, SOURCE_SCORE),
    role: entry.role === 'way' || entry.role === 'home' ? 'way' : 'list',
    list: { id: to.id, page: to.page },
    way: 'source',
    reasons: [...reasons, to.why],
  });
}
