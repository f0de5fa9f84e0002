import { matchForm } from '../text/fold.ts';
import { siblingShape } from './addresses.ts';
import type { PageLink } from './links.ts';
import { isUnit } from './score.ts';
import { STRONG, YEAR_ONLY } from './words.ts';

/** Links that are siblings: same way down the DOM and same shape of address. `votes`: how much they look like reports. */
export interface LinkGroup {
  key: string;
  links: PageLink[];
  votes: number;
}

/** The key of the group a link belongs to on its page. */
export function groupKey(link: PageLink): string {
  return `${link.path} ${siblingShape(link.url)}`;
}

/**
 * Shape voting, the generic list reader (PORTALS.md 6.5): groups links by DOM path and address shape, and keeps the groups
 * of which at least half look like reports (年, 报告, 公开 or a unit's name), most votes first. A date in the row is half
 * a vote. A group of one counts only if it bears the report's whole name.
 */
export function voteGroups(links: readonly PageLink[]): LinkGroup[] {
  const groups = new Map<string, PageLink[]>();
  for (const link of links) {
    if (link.furniture) continue;
    const key = groupKey(link);
    const members = groups.get(key);
    if (members === undefined) groups.set(key, [link]);
    else members.push(link);
  }
  return [...groups]
    .map(([key, members]) => ({ key, links: members, ...countVotes(members) }))
    .filter((group) => group.alike * 2 >= group.links.length && (group.alike >= 2 || group.strong >= 1))
    .map(({ key, links: members, alike, dated }) => ({ key, links: members, votes: alike + dated / 2 }))
    .sort((a, b) => b.votes - a.votes || (a.key < b.key ? -1 : 1));
}

function countVotes(links: readonly PageLink[]): { alike: number; strong: number; dated: number } {
  return {
    alike: links.filter(looksLikeReport).length,
    strong: links.filter((link) => STRONG.test(matchForm(link.text))).length,
    dated: links.filter((link) => link.date !== null).length,
  };
}

/** In a table of bodies and years the link itself says 查看 or nothing; there the head of its column speaks. */
function looksLikeReport(link: PageLink): boolean {
  const text = matchForm(link.text);
  const inTable = link.cell !== null && YEAR_ONLY.test(matchForm(link.cell.column));
  return inTable || /年|报告|公开/u.test(text) || YEAR_ONLY.test(text) || isUnit(text);
}
