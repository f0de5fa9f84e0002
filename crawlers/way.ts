import { matchForm } from '../text/fold.ts';
import { addressKind, isCalendar } from './addresses.ts';
import type { Waiting } from './frontier.ts';
import { mayFill } from './gap-report.ts';
import type { PageLink } from './links.ts';
import type { HtmlPage } from './page.ts';
import { scopeOf } from './scope.ts';
import { COLUMN, FOLLOW, isUnit, scoreLink } from './score.ts';
import type { LinkScore } from './score.ts';
import { follow } from './walk.ts';
import type { Walk } from './walk.ts';
import { MIRROR, STRONG } from './words.ts';
import { yearInText } from './years.ts';

/** Clicks from the home page to the column at most (PORTALS.md 6.3). */
const MOST_CLICKS = 5;

/** Takes the links of a page before the column: columns, pages on the way to one, and reports that are linked directly. */
export function takeWayLinks(walk: Walk, entry: Waiting, page: HtmlPage, links: readonly PageLink[]): void {
  const crumb = /政府信息公开/u.test(page.meta['columnname'] ?? '') || /政府信息公开/u.test(page.title);
  for (const link of links) {
    walk.outside.add(link.url);
    if (link.text === '' || addressKind(link.url) === 'media') continue;
    const score = scoreLink(link, {
      inColumn: false,
      menu: link.menu,
      crumb,
      home: walk.home,
      joined: walk.joined,
      depth: entry.depth,
    });
    const why = takeLink(walk, entry, { link, score });
    if (why !== null) leave(walk, link, score, why);
  }
}

/** Takes one link; returns the reason if it is left, null if it was taken. */
function takeLink(walk: Walk, entry: Waiting, { link, score }: { link: PageLink; score: LinkScore }): string | null {
  const scope = scopeOf(link.url, walk.home, walk.joined);
  if (scope !== 'own') return scope === 'sibling' ? 'other_portal' : 'external';
  if (MIRROR.test(matchForm(link.text))) return 'mirror';
  if (isCalendar(link.url)) return 'calendar';
  if (score.refused) return 'not_a_report';
  if (score.named && score.score >= COLUMN) return takeNamed(walk, entry, { link, score });
  if (score.rule === 'hub_block') return 'hub_block'; // it proves the hub; the column never lies behind it
  if (score.score < FOLLOW || score.rule === '') return 'below_follow';
  if (entry.depth >= MOST_CLICKS || addressKind(link.url) === 'file') return 'too_far';
  follow(walk, entry, {
    url: link.url,
    text: link.text,
    score: score.score,
    reasons: score.reasons,
    role: 'way',
    depth: entry.depth + 1,
  });
  return null;
}

/** A link that names the report: its column, or one report by title. */
function takeNamed(walk: Walk, entry: Waiting, { link, score }: { link: PageLink; score: LinkScore }): string | null {
  const common = { url: link.url, text: link.text, score: score.score, reasons: score.reasons };
  if (isTitle(link, score)) {
    const year = yearInText(link.text);
    if (year !== null && walk.years !== undefined && (year < walk.years.from || year > walk.years.to)) {
      return 'year_outside';
    }
    const hints = { ...(year === null ? {} : { year }), ...(link.date === null ? {} : { date: link.date }) };
    if (entry.onlyGaps && !mayFill(walk, entry, { text: link.text, hints })) return 'known_already';
    walk.nominees.add({ ...common, hints, on: entry.url });
    return null;
  }
  follow(walk, entry, { ...common, role: 'column', depth: entry.depth + 1 });
  return null;
}

/** Whether the link is the title of one report: a document, or a year or body before the name and no list's address. */
function isTitle(link: PageLink, score: LinkScore): boolean {
  const address = addressKind(link.url);
  if (!score.strong || address === 'directory') return false;
  if (address === 'file') return true;
  const before = matchForm(link.text).split(STRONG)[0] ?? '';
  const body = before.replace(/(?:20\d\d年?度?|政府)+$/u, '');
  const dated = yearInText(link.text) !== null;
  return address === 'article' ? dated || isUnit(body) : dated && body.length >= 3;
}

/** Links without any word of ours are not worth a line: a home page has hundreds. */
function leave(walk: Walk, link: PageLink, score: LinkScore, why: string): void {
  const telling = score.rule !== '' || score.named || score.refused;
  if (telling) {
    walk.nominees.reject({ url: link.url, text: link.text, score: score.score, reasons: [...score.reasons, why] });
  }
}
