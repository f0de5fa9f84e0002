import { bareHost } from '../text/address.ts';
import { sha256 } from '../text/hash.ts';

/** Id of a body (DESIGN.md 3, "Ids"): a function of the landing page's host and the normalised name, of nothing else. */
export function bodyIdOf(landingUrl: string, name: string): string {
  const host = bareHost(landingUrl);
  return sha256(`${host === '' ? 'local' : host}|${name}`).slice(0, 12);
}
