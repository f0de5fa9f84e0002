import { familiesOf, familiesWithout } from '../../../crawlers/families/list.ts';
import { readLinks } from '../../../crawlers/links.ts';
import { readPage } from '../../../crawlers/page.ts';
import type { HtmlPage } from '../../../crawlers/page.ts';
import { sourcesOf } from '../../../crawlers/sources.ts';
import { unfoldPage } from '../../../crawlers/unfold.ts';
import { sha256 } from '../../../text/hash.ts';
import { readPost } from '../../../text/request.ts';

/** A saved page, or the answer that a script of it got, as discovery sees it. */
export function savedPage(url: string, content: string, contentType = 'text/html; charset=utf-8'): HtmlPage {
  const bytes = new TextEncoder().encode(content);
  const fetched = { sha256: sha256(bytes), url, finalUrl: url, redirects: [], status: 200, headers: {}, fetchedAt: '' };
  const page = readPage({ fetched: { ...fetched, contentType, size: bytes.length }, bytes });
  if (page.kind !== 'html') throw new Error(`"${url}" is no page but ${page.kind}`);
  return unfoldPage(page, familiesWithout([]));
}

/** Text and path of each link that is found in the page. */
export function linksIn(page: HtmlPage): string[] {
  const { origin } = new URL(page.url);
  return readLinks(page).map(({ text, url }) => `${text} ${url.replace(origin, '')}`);
}

/** Requests that the page's lists are asked for with: `GET path` or `POST path body`. */
export function requestsOf(page: HtmlPage): string[] {
  const { addresses } = sourcesOf(page, { families: familiesWithout([]), isOwn: () => true, thin: true });
  return addresses.map(shown);
}

/** Further pages that the list names, in the same form. */
export function pagesOf(page: HtmlPage): string[] {
  for (const family of familiesOf(page)) {
    const plan = family.pager?.(page, readLinks(page)) ?? null;
    if (plan !== null) return plan.urls.map(shown);
  }
  return [];
}

/** A request in the form `GET path` or `POST path body`. */
export function shown(address: string): string {
  const post = readPost(address);
  const url = new URL(post?.url ?? address);
  return post === null ? `GET ${url.pathname}${url.search}` : `POST ${url.pathname}${url.search} ${post.body}`;
}
