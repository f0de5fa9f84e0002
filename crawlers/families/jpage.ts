import { resolveAddress } from '../../text/address.ts';
import { postAddress } from '../../text/request.ts';
import { totalInMarkup } from '../answers.ts';
import { encodeForm } from '../calls.ts';
import { literalText, readLiteral } from '../literal.ts';
import type { HtmlPage } from '../page.ts';
import type { ListFamily } from './family.ts';

/** Records asked for at a time: three times what the page shows, as its own script asks (PORTALS.md 1.5.2). */
const WINDOW = 60;

/**
 * 大汉 jcms: a column carries the first records of its lists as XML (`<datastore>`), which every page reader here unpacks;
 * the rest comes from `dataproxy.jsp` in windows of records. A page may hold several lists (units); what each says of itself
 * stands in a call `$('#101').jpage({proxyurl, totalRecord, ajaxParam})` or in the link of `<nextgroup>`.
 */
export const jpage: ListFamily = {
  name: 'jpage',
  fits: (page) => /dataproxy\.jsp/iu.test(page.html) && page.data === undefined,
  sources: (page) => {
    const stores = page.html.split(/(?=<datastore>)/iu).slice(1);
    const calls = unitsOf(page);
    const carried = stores.map((store) => (store.split(/<\/datastore>/iu)[0] ?? '').split(/<record>/iu).length - 1);
    if (calls.length > 0) {
      return calls.flatMap((call, index) =>
        windowOf(call, calls.length === stores.length ? (carried[index] ?? 0) : 0, page),
      );
    }
    return stores.flatMap((store, index) => {
      const link = /["']([^"']*dataproxy\.jsp\?[^"']*)["']/iu.exec(store)?.[1];
      if (link === undefined || !URL.canParse(link, page.base)) return [];
      const { pathname, searchParams } = new URL(link, page.base);
      searchParams.delete('page');
      const parameters = { col: '1', ...Object.fromEntries(searchParams), sourceContentType: '1' };
      return windowOf({ proxy: pathname, total: totalInMarkup(store), parameters }, carried[index] ?? 0, page);
    });
  },
};

interface Unit {
  proxy: string;
  total: number | null;
  parameters: Record<string, string>;
}

/** The units as the page's own script starts them. */
function unitsOf(page: HtmlPage): Unit[] {
  return [...page.scripts.matchAll(/\.jpage\s*\(\s*(?=\{)/gu)].flatMap((match) => {
    const value = readLiteral(page.scripts, match.index + match[0].length, page.names)?.value;
    if (value === null || typeof value !== 'object' || Array.isArray(value)) return [];
    const sent = value['ajaxParam'] ?? value['ajaxparam'];
    if (sent === null || typeof sent !== 'object' || Array.isArray(sent)) return [];
    const parameters = Object.fromEntries(Object.entries(sent).map(([key, item]) => [key, literalText(item)]));
    const total = Number(literalText(value['totalRecord'] ?? value['totalrecord']));
    return [{ proxy: literalText(value['proxyurl']), total: total > 0 ? total : null, parameters }];
  });
}

/** The request for the records that the page itself does not carry; none where it carries all. */
function windowOf({ proxy, total, parameters }: Unit, carried: number, page: HtmlPage): string[] {
  if (total !== null && carried >= total) return [];
  const path = `${proxy}?startrecord=${carried + 1}&endrecord=${carried + WINDOW}&perpage=${WINDOW / 3}`;
  const url = proxy === '' ? null : resolveAddress(path, page.base);
  const address = url === null ? null : postAddress(url, { type: 'form', body: encodeForm(parameters) });
  return address === null ? [] : [address];
}
