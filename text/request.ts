import { canonicalAddress } from './address.ts';

/** What a POST sends. `form`: `a=1&b=2`, already escaped in the portal's own encoding (ASCII); `json`: JSON text. */
export interface PostBody {
  type: 'form' | 'json';
  body: string;
}

const MARK = /^#!\/POST\/(form|json)\/(.*)$/u;

/**
 * A POST written as one address, `http://a/b#!/POST/form/<escaped body>`, so that lists which answer POST only are
 * remembered, stored and shown on a trail like any page. Null for what is not http(s).
 */
export function postAddress(url: string, { type, body }: PostBody): string | null {
  const plain = canonicalAddress(url);
  if (plain === null) return null;
  const [bare = plain] = plain.split('#');
  return `${bare}#!/POST/${type}/${encodeURIComponent(body)}`;
}

/** What an address that `postAddress` made stands for; null for every other address, which is a GET. */
export function readPost(address: string): (PostBody & { url: string }) | null {
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  const [, type, escaped] = MARK.exec(url.hash) ?? [];
  if (escaped === undefined || (type !== 'form' && type !== 'json')) return null;
  url.hash = '';
  return { url: url.href, type, body: decodeURIComponent(escaped) };
}
