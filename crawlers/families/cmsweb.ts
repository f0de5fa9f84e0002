import { resolveAddress } from '../../text/address.ts';
import type { HtmlPage } from '../page.ts';
import type { ListFamily, PagerPlan } from './family.ts';

/** Most pages of one list (PORTALS.md 6.3). */
const MOST_PAGES = 200;

/**
 * cmsweb (淮安): lists `index.html`, `index_2.html`, … whose pager is `nsetpage(1,31,20,…)`: shown page, entries in all,
 * entries a page. PORTALS.md 1.5.9.
 */
export const cmsweb: ListFamily = {
  name: 'cmsweb',
  fits: (page) => /\bnsetpage\s*\(/u.test(page.scripts),
  pager: readPager,
};

function readPager(page: HtmlPage): PagerPlan | null {
  const call = /\bnsetpage\s*\(\s*(\d+)\s*,\s*(\d+)\s*,\s*(\d+)/u.exec(page.scripts);
  const [total, size] = [Number(call?.[2]), Number(call?.[3])];
  if (call === null || size <= 0) return null;
  const last = Math.min(Math.ceil(total / size), MOST_PAGES);
  const numbers = Array.from({ length: Math.max(0, last - 1) }, (_, index) => index + 2);
  const urls = numbers.flatMap((number) => resolveAddress(`index_${number}.html`, page.base) ?? []);
  return { urls, spare: null, last };
}
