/** Where an answer lies in an archive. `offset`, `length`: bytes of its gzip member; `fetchedAt` ISO 8601, UTC. */
export interface CdxEntry {
  url: string;
  fetchedAt: string;
  status: number;
  mime: string;
  digest: string;
  offset: number;
  length: number;
}

/** A line of CDXJ: sort-friendly address, time in fourteen digits, JSON. Offsets and lengths are texts there, by custom. */
export function cdxLine({ url, fetchedAt, status, mime, digest, offset, length }: CdxEntry, filename: string): string {
  const json = { url, mime, status: String(status), digest, length: String(length), offset: String(offset), filename };
  return `${surtOf(url)} ${timestampOf(fetchedAt)} ${JSON.stringify(json)}`;
}

/** `2024-02-01T00:00:00.000Z` → 20240201000000. */
export function timestampOf(iso: string): string {
  return new Date(iso).toISOString().replaceAll(/\D/gu, '').slice(0, 14);
}

/**
 * http://www.yunhe.gov.test/a.html?b=1 → test,gov,yunhe)/a.html?b=1: the host turned round without www, path and query in lower
 * case, parts of the query sorted, as replay programs look it up. Other addresses stand as they are.
 */
export function surtOf(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (parsed === null || !/^https?:$/u.test(parsed.protocol)) return url.replaceAll(' ', '%20');
  const host = parsed.hostname.toLowerCase().replace(/^www\d*\./u, '');
  const port = parsed.port === '' ? '' : `:${parsed.port}`;
  const query = parsed.search === '' ? '' : `?${parsed.search.slice(1).split('&').sort().join('&')}`;
  return `${host.split('.').reverse().join(',')}${port})${parsed.pathname}${query}`.toLowerCase();
}
