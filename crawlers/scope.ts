import { bareHost, ownDomain } from '../text/address.ts';
import { matchForm } from '../text/fold.ts';
import type { HtmlPage } from './page.ts';

/** `own`: the home's own domain with all below it; `sibling`: another government's; `external`: anything else. */
export type Scope = 'own' | 'sibling' | 'external';

/**
 * Where an address lies, seen from the home page (PORTALS.md 6.3, host scope). `joined`: domains of subordinate bodies that
 * a column of the portal led to and whose pages name its place.
 */
export function scopeOf(address: string, home: string, joined: ReadonlySet<string> = new Set()): Scope {
  const domain = ownDomain(address);
  const homeDomain = ownDomain(home);
  if (domain === homeDomain || joined.has(domain)) return 'own';
  const suffix = publicSuffix(homeDomain);
  return suffix !== null && publicSuffix(domain) === suffix && bareHost(address) !== suffix ? 'sibling' : 'external';
}

function publicSuffix(domain: string): string | null {
  const labels = domain.split('.');
  if (labels.length < 3 || /^[\d.]+$/u.test(domain)) return null;
  return labels.slice(1).join('.');
}

/** The name of the place that a portal serves, without its rank (云河县人民政府 → 云河), or null if it does not say. */
export function placeOf(page: HtmlPage): string | null {
  const name = matchForm(page.meta['sitename'] ?? page.title);
  const match = /([\p{Script=Han}]{2,8}?)(?:自治)?(?:省|市|县|区|州|盟|旗)(?:人民)?政府/u.exec(name);
  return match?.[1] ?? null;
}

/** Whether a page of another host says in its SiteName or title that it belongs to the place. */
export function namesPlace(page: HtmlPage, place: string): boolean {
  return matchForm(`${page.meta['sitename'] ?? ''} ${page.title}`).includes(place);
}
