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
 * One kind of list software: what it does that no reader of links can guess. `fits` looks at the raw page (or answer) for
 * the family's fingerprint. Everything else is optional, and null leaves it to the generic readers:
 * - `embedded`: links that the page carries outside its markup, as markup;
 * - `sources`: requests that the page's own script makes for its lists, as `AskPage` takes them; where a family names some,
 *   calls learnt from the scripts are not tried;
 * - `spares`: requests that bring the same entries another way, made where a list turned out shorter than it claims;
 * - `readItems`: the list's links in its order, instead of shape voting;
 * - `pager`: further pages, instead of the next-page links and page numbers that any list may have.
 */
export interface ListFamily {
  name: string;
  fits(page: HtmlPage): boolean;
  embedded?(page: HtmlPage): string | null;
  sources?(page: HtmlPage): string[] | null;
  spares?(page: HtmlPage): string[];
  readItems?(page: HtmlPage, links: readonly PageLink[]): PageLink[] | null;
  pager?(page: HtmlPage, links: readonly PageLink[]): PagerPlan | null;
}
