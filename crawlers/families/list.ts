import type { HtmlPage } from '../page.ts';
import { cmsweb } from './cmsweb.ts';
import type { ListFamily } from './family.ts';
import { gkmlpt } from './gkmlpt.ts';
import { hanwebXxgk } from './hanweb-xxgk.ts';
import { jpaas } from './jpaas.ts';
import { jpage } from './jpage.ts';
import { lonsun } from './lonsun.ts';
import { nextLink } from './next-link.ts';
import { trs } from './trs.ts';
import { ucap } from './ucap.ts';
import { webforms } from './webforms.ts';

/**
 * The families in the order in which their fingerprints are tried; the last one fits every page. PORTALS.md 6.5. A portal
 * of another software is read by shape voting, calls learnt from its scripts, and a browser; to see how far these go alone,
 * `discoverPortal` takes the names of families that are to be left out (`without`).
 */
const LIST_FAMILIES: readonly ListFamily[] = [
  gkmlpt,
  jpage,
  hanwebXxgk,
  jpaas,
  lonsun,
  ucap,
  cmsweb,
  webforms,
  trs,
  nextLink,
];

/** All families but those named. */
export function familiesWithout(names: readonly string[]): ListFamily[] {
  return LIST_FAMILIES.filter((family) => !names.includes(family.name));
}

/** The families that fit a page, the most particular first. */
export function familiesOf(page: HtmlPage, among: readonly ListFamily[] = LIST_FAMILIES): ListFamily[] {
  return among.filter((family) => family.fits(page));
}
