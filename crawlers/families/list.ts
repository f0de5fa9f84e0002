import type { HtmlPage } from '../page.ts';
import type { ListFamily } from './family.ts';
import { nextLink } from './next-link.ts';
import { trs } from './trs.ts';

/** The families in the order in which their fingerprints are tried; the last one fits every page. PORTALS.md 6.5. */
const LIST_FAMILIES: readonly ListFamily[] = [trs, nextLink];

/** The families that fit a page, the most particular first. */
export function familiesOf(page: HtmlPage): ListFamily[] {
  return LIST_FAMILIES.filter((family) => family.fits(page));
}
