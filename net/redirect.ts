import { FetchError } from '../errors.ts';
import type { Answer } from './wire.ts';

/** Redirects followed from one address. */
const MOST_HOPS = 5;

const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/**
 * Where an answer leads on; null if it leads nowhere. `asked`: all addresses of this walk so far, this one last.
 * Throws FetchError for a redirect without a readable target, a loop, or more than 5 hops.
 */
export function nextHop(answer: Pick<Answer, 'status' | 'headers'>, asked: readonly URL[]): URL | null {
  const here = asked.at(-1);
  if (here === undefined || !REDIRECTS.has(answer.status)) return null;
  const location = escapeRawBytes(answer.headers['location'] ?? '');
  if (location === '' || !URL.canParse(location, here)) {
    throw walkFault(asked, `it answered ${answer.status} with the target "${location}", which is no address`);
  }
  const next = new URL(location, here);
  next.hash = '';
  if (asked.some((url) => url.href === next.href))
    throw walkFault(asked, `its redirects lead in a circle to "${next.href}"`);
  if (asked.length > MOST_HOPS) throw walkFault(asked, `more than ${MOST_HOPS} redirects, the next to "${next.href}"`);
  return next;
}

/** Header bytes come as Latin-1; old portals put UTF-8 or GBK there, which must reach the next request byte for byte. */
function escapeRawBytes(location: string): string {
  return location.trim().replace(/[\u0080-\u00ff]/gu, (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase()}`);
}

function walkFault(asked: readonly URL[], found: string): FetchError {
  return new FetchError(`Cannot fetch "${String(asked[0])}": ${found}. Look at it in a browser.`);
}
