import { readPost } from '../text/request.ts';
import { addressKind } from './addresses.ts';
import { callsOf } from './calls.ts';
import type { ListFamily } from './families/family.ts';
import { familiesOf } from './families/list.ts';
import type { HtmlPage } from './page.ts';

/** Learnt calls that one page may cost. */
const MOST_LEARNT = 5;

/** Calls that count, watch, log in or answer what somebody typed. */
const NO_LIST =
  /hit|click|count(?!y)|visit|stat(?:istic|s)\b|log(?:in|out|ger)?\b|weather|user|comment|captcha|vcode|vote|like|share|track|token|sso|suggest|hotword|config\b|lang|heartbeat/iu;
const LIKE_A_LIST =
  /list|query|search|unit|article|annual|data|info|report|page|column|channel|xxgk|gk|nb|label|public/iu;

/** Requests that bring the lists of a page, and whether a family named them or they were learnt from its scripts. */
export interface Sources {
  addresses: string[];
  learnt: boolean;
}

/**
 * What the page's own script would ask for to fill its lists (PORTALS.md 6.5, fetch ladder): a family that knows the
 * software names it; `thin` pages of unknown software are asked what their scripts call, the most list-like first. `isOwn`: whether an
 * address lies on the portal.
 */
export function sourcesOf(
  page: HtmlPage,
  { families, isOwn, thin }: { families: readonly ListFamily[]; isOwn: (address: string) => boolean; thin: boolean },
): Sources {
  if (page.data !== undefined) return { addresses: [], learnt: false };
  for (const family of familiesOf(page, families)) {
    const addresses = family.sources?.(page) ?? [];
    if (addresses.length > 0)
      return { addresses: [...new Set(addresses)].filter((url) => isOwn(plain(url))), learnt: false };
  }
  if (!thin) return { addresses: [], learnt: false };
  const calls = callsOf(page.scripts, page.base, page.names)
    .filter(
      ({ address, path }) =>
        isOwn(plain(address)) && !NO_LIST.test(path) && !/file|media/u.test(addressKind(plain(address))),
    )
    .sort((a, b) => Number(LIKE_A_LIST.test(b.path)) - Number(LIKE_A_LIST.test(a.path)));
  return { addresses: calls.map(({ address }) => address).slice(0, MOST_LEARNT), learnt: true };
}

/** Other requests for the same entries, for the case that the first ones break off. */
export function sparesOf(page: HtmlPage, families: readonly ListFamily[]): string[] {
  return familiesOf(page, families).flatMap((family) => family.spares?.(page) ?? []);
}

function plain(address: string): string {
  return readPost(address)?.url ?? address;
}
