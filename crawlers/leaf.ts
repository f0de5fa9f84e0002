import { canonicalAddress } from '../text/address.ts';
import { postAddress, readPost } from '../text/request.ts';

/** Parameters that number the pages of a list. */
const PAGE_NUMBER = /^(?:page|page_?no|page_?index|page_?num(?:ber)?|curr?_?page|current_?page|cpage|pn|p|page_?id)$/iu;

/**
 * The request for the next page of a list that a script asks for: the page number in query, form or JSON (`page=1`,
 * `paramJson={"pageNo":1}`) raised by one, or the window `startrecord … endrecord` moved on. Null where nothing counts pages.
 */
export function nextLeaf(address: string): string | null {
  const post = readPost(address);
  if (post === null) return turnQuery(address);
  const body = post.type === 'json' ? turnJson(post.body) : turnForm(post.body);
  if (body !== null) return postAddress(post.url, { type: post.type, body });
  const url = turnQuery(post.url);
  return url === null ? null : postAddress(url, post);
}

function turnQuery(address: string): string | null {
  const [base = '', query = ''] = address.split('#')[0]?.split('?') ?? [];
  const turned = query === '' ? null : turnForm(query);
  return turned === null ? null : canonicalAddress(`${base}?${turned}`);
}

function turnForm(form: string): string | null {
  const pairs = form.split('&').map((pair): [string, string] => {
    const at = pair.indexOf('=');
    return at < 0 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)];
  });
  const valueOf = (name: RegExp): number | null => {
    const value = pairs.find(([key]) => name.test(key))?.[1];
    return value !== undefined && /^\d+$/u.test(value) ? Number(value) : null;
  };
  const start = valueOf(/^startrecord$/iu);
  const end = valueOf(/^endrecord$/iu);
  let turned = false;
  const next = pairs.map(([key, value]) => {
    if (start !== null && end !== null) {
      if (!/^(?:start|end)record$/iu.test(key)) return `${key}=${value}`;
      turned = true;
      return `${key}=${Number(value) + (end - start + 1)}`;
    }
    if (PAGE_NUMBER.test(key) && /^\d{1,4}$/u.test(value)) {
      turned = true;
      return `${key}=${Number(value) + 1}`;
    }
    const inner = /^(?:%7B|\{)/iu.test(value) ? turnJson(decodeQuietly(value)) : null;
    if (inner === null) return `${key}=${value}`;
    turned = true;
    return `${key}=${encodeURIComponent(inner)}`;
  });
  return turned ? next.join('&') : null;
}

function turnJson(json: string): string | null {
  let turned = false;
  const next = json.replace(
    /"([A-Za-z_]+)"\s*:\s*("?)(\d{1,4})\2/gu,
    (whole, key: string, quote: string, value: string) => {
      if (!PAGE_NUMBER.test(key)) return whole;
      turned = true;
      return `"${key}":${quote}${Number(value) + 1}${quote}`;
    },
  );
  return turned ? next : null;
}

function decodeQuietly(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // GBK escapes: the raw form serves as well
  }
}
