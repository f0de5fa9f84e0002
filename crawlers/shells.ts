import { resolveAddress } from '../text/address.ts';
import type { HtmlPage } from './page.ts';

/** Characters of visible text below which a page may be a mere pointer to another (shells of 160 bytes are seen). */
const SHELL_TEXT = 200;

/**
 * Where a page without content of its own sends the reader: meta refresh, `location.replace`, `location.href =`
 * (PORTALS.md T12). Null for a page with content, and where it names no other address.
 */
export function pointsTo(page: HtmlPage): string | null {
  const refresh = page
    .$('meta[http-equiv]')
    .filter((_, element) => /^refresh$/iu.test(element.attribs['http-equiv'] ?? ''));
  const delay = /^\s*(\d+)\s*[;,]\s*url\s*=\s*['"]?([^'"]+)/iu.exec(refresh.attr('content') ?? '');
  const moved = /location(?:\.href)?\s*=\s*['"]([^'"]+)['"]|location\.(?:replace|assign)\(\s*['"]([^'"]+)['"]/u.exec(
    page.scripts,
  );
  const thin = page.text.length < SHELL_TEXT && page.$('a[href]').length < 5;
  const target = delay !== null && Number(delay[1]) <= 10 ? delay[2] : thin ? (moved?.[1] ?? moved?.[2]) : undefined;
  if (target === undefined || (!thin && delay === null)) return null;
  const url = resolveAddress(target, page.base);
  return url === page.url || url === page.finalUrl ? null : url;
}

/** Addresses of the frames that hold the page's content: every frame of a frameset; iframes where the page itself is bare. */
export function framesOf(page: HtmlPage): string[] {
  const { $ } = page;
  const isSet = $('frameset').length > 0;
  const bare = $('a[href]').length < 10;
  if (!isSet && !bare) return [];
  const sources = $(isSet ? 'frame[src]' : 'iframe[src]')
    .map((_, element) => resolveAddress($(element).attr('src') ?? '', page.base))
    .get();
  return [...new Set(sources)];
}
