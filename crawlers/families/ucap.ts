import { resolveAddress } from '../../text/address.ts';
import { callsOf } from '../calls.ts';
import type { HtmlPage } from '../page.ts';
import type { ListFamily } from './family.ts';

/**
 * 开普 UCAP: channels are 32 hexadecimal digits and answer `/common/search/<channel>?…&_isJson=true`; the portals of southern
 * Jiangsu ask `/szinf/interfacesWebManu/…`, the tax offices `/getFileListByCodeId`, both by POST. The numbered pages
 * `xxgk_list_2.shtml` are those of `trs`. PORTALS.md 1.5.8.
 */
export const ucap: ListFamily = {
  name: 'ucap',
  fits: (page) =>
    /\/common\/search\/|interfacesWebManu|getFileListByCodeId|UCAP/u.test(page.html) && page.data === undefined,
  sources: (page) => {
    const called = callsOf(page.scripts, page.base, page.names)
      .filter((call) => /\/common\/search\/|interfacesWebManu|getFileListByCodeId/u.test(call.path))
      .map((call) => call.address);
    return called.length > 0 ? called : searchesOf(page);
  },
};

/** The search of the channel that the page names, as the software's own script writes it. */
function searchesOf(page: HtmlPage): string[] {
  const written = [...page.html.matchAll(/\/common\/search\/[0-9a-f]{32}[^"'\s<]*/giu)].map((match) => match[0]);
  const channel = /channelId["']?\s*[:=]\s*["']([0-9a-f]{32})["']/iu.exec(page.html)?.[1];
  const made =
    channel === undefined || !/UCAP|common\/search/u.test(page.html)
      ? []
      : [`/common/search/${channel}?page=1&_pageSize=15&_isAgg=true&_isJson=true&_template=index`];
  const paths = written.length > 0 ? written : made;
  return [...new Set(paths)].flatMap((path) => {
    const whole = path.includes('?') ? path : `${path}?page=1&_pageSize=15&_isAgg=true&_isJson=true&_template=index`;
    return resolveAddress(whole.replace(/&amp;/gu, '&'), page.base) ?? [];
  });
}
