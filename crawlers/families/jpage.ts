import { resolveAddress } from '../../text/address.ts';
import { matchForm } from '../../text/fold.ts';
import { postAddress } from '../../text/request.ts';
import { totalInMarkup } from '../answers.ts';
import type { HtmlPage } from '../page.ts';
import { STRONG } from '../words.ts';
import type { ListFamily } from './family.ts';

/** Records asked for at a time; the script of the page does the same (PORTALS.md 1.5.2). */
const WINDOW = 60;

/**
 * 大汉 jcms: a column carries the first records of its lists as XML (`<datastore>`), which every page reader here unpacks;
 * the rest comes from `dataproxy.jsp` in windows of records. A page may hold several units; units without a report are left.
 */
export const jpage: ListFamily = {
  name: 'jpage',
  fits: (page) => /dataproxy\.jsp/iu.test(page.html) && /<datastore>/iu.test(page.html) && page.data === undefined,
  sources: (page) => {
    const units = page.html.split(/(?=<datastore>)/iu).slice(1);
    const named = units.filter((unit) => STRONG.test(matchForm(unit)));
    return (named.length > 0 ? named : units).flatMap((unit) => windowOf(unit, page));
  },
};

/** The request for the records that the page itself does not carry; none where it carries all. */
function windowOf(unit: string, page: HtmlPage): string[] {
  const link = /["']([^"']*dataproxy\.jsp\?[^"']*)["']/iu.exec(unit)?.[1];
  const url = link === undefined ? null : resolveAddress(link, page.base);
  if (url === null) return [];
  const carried = unit.split(/<record>/iu).length - 1;
  const total = totalInMarkup(unit);
  if (total !== null && carried >= total) return [];
  const { origin, pathname, searchParams } = new URL(url);
  searchParams.delete('page');
  const form = new URLSearchParams({ col: '1', ...Object.fromEntries(searchParams), sourceContentType: '1' });
  const proxy = `${origin}${pathname}?startrecord=${carried + 1}&endrecord=${carried + WINDOW}&perpage=${WINDOW / 3}`;
  const address = postAddress(proxy, { type: 'form', body: form.toString() });
  return address === null ? [] : [address];
}
