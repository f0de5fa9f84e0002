/** Query parameters that say who asks or when, never what (PORTALS.md 6.4). */
const NOISE = /^(?:_|rand|_random|random|t|v|spm|from|token|timestamp)$/iu;

/**
 * The address under which a page is remembered: http(s) only, lower-case host without trailing dot, no default port, no
 * fragment (routes such as `#/a` and `#2629` stay), no session id, noise parameters dropped, the others sorted. Escapes
 * of the query stay byte for byte, since old portals write GBK there. Returns null for anything that is not http(s).
 */
export function canonicalAddress(address: string): string | null {
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return null;
  const host = url.host.replace(/\.(?=$|:)/u, '');
  const path = url.pathname.replace(/;jsessionid=[^/;]*/giu, '').replace(/\/\(S\([^)]*\)\)/u, '');
  const query = url.search
    .slice(1)
    .split('&')
    .filter((pair) => pair !== '' && !NOISE.test(pair.split('=')[0] ?? ''));
  query.sort();
  const route = /^#(?:!?\/.+|\d+)$/u.test(url.hash) ? url.hash : '';
  return `${url.protocol}//${host}${path}${query.length > 0 ? `?${query.join('&')}` : ''}${route}`;
}

/**
 * An address found on a page made absolute and canonical, with the usual slips mended (spaces and line breaks, back-slashes,
 * doubly escaped `&amp;`). Null for `javascript:`, `mailto:`, bare fragments and what cannot be read.
 */
export function resolveAddress(href: string, base: string): string | null {
  const clean = href
    .trim()
    .replace(/[\r\n\t]+/gu, '')
    .replace(/\\/gu, '/')
    .replace(/&amp;/giu, '&');
  if (clean === '' || clean.startsWith('#') || /^(?:javascript|mailto|tel|data|about):/iu.test(clean)) return null;
  return URL.canParse(clean, base) ? canonicalAddress(new URL(clean, base).href) : null;
}

/** Host without `www.` and port, lower case: `www.yunhe.gov.cn:8080` → `yunhe.gov.cn`. Empty for what is no address. */
export function bareHost(address: string): string {
  return URL.canParse(address) ? new URL(address).hostname.replace(/^www\./u, '').replace(/\.$/u, '') : '';
}

/**
 * The domain that one government owns: the label before `gov.cn` (or another two-label public suffix of the same shape,
 * such as `gov.test`) with it: `slj.bd.gov.cn` → `bd.gov.cn`. An IP address is its own domain.
 */
export function ownDomain(address: string): string {
  const host = bareHost(address);
  if (/^[\d.]+$|:/u.test(host)) return host;
  const labels = host.split('.');
  const suffix = /^(?:gov|com|edu|org|net|ac)$/u.test(labels.at(-2) ?? '') ? 2 : 1;
  return labels.slice(-(suffix + 1)).join('.');
}

/** The address with digits → `9` and hexadecimal runs → `h`: siblings of one list share it. Query values are dropped. */
export function addressShape(address: string): string {
  if (!URL.canParse(address)) return '';
  const url = new URL(address);
  const keys = [...new Set(url.searchParams.keys())].sort().join('&');
  const path = url.pathname.replace(/[0-9a-f]{8,}(?:-[0-9a-f]{4,})*/giu, 'h').replace(/\d+/gu, '9');
  return `${url.host}${path}${keys === '' ? '' : `?${keys}`}`;
}
