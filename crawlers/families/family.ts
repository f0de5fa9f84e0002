import type { PageLink } from '../links.ts';
import type { HtmlPage } from '../page.ts';

/**
 * Further pages of a list. `urls` in the order of the list, page 2 first. `spare`: where the numbering may be the other
 * one, which page proves it wrong when it is gone, and which one to ask for then. `last`: the number of pages that the
 * page claims, null if it names none (then each page names its next).
 */
export interface PagerPlan {
  urls: string[];
  spare: { ifGone: string; ask: string } | null;
  last: number | null;
}

/**
 * One kind of list software. `fits` looks at the raw page for the family's fingerprint; `readItems` returns the list's
 * links in its order, or null to leave them to shape voting; `pager` returns the further pages, or null to leave them to
 * the next-page links that any page may have.
 */
export interface ListFamily {
  name: string;
  fits(page: HtmlPage): boolean;
  readItems(page: HtmlPage, links: readonly PageLink[]): PageLink[] | null;
  pager(page: HtmlPage, links: readonly PageLink[]): PagerPlan | null;
}
