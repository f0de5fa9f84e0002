import { matchForm } from '../text/fold.ts';
import { isCreditCode } from './index-number.ts';

/** A division code that the page carries without naming a place. `from`: where, for people. */
export interface AreaHint {
  code: string;
  from: string;
}

/**
 * Hints on the division of a body (DOMAIN.md 4.1, 4.4): characters 3–8 of a valid unified social credit code in front of the
 * 索引号 (the registering authority's division), and the first six digits of the site's SiteIDCode. Both may be stale.
 */
export function areaHints(indexNo: string | null, siteIdCode: string | null): AreaHint[] {
  const credit = /^([0-9A-Z]{18})(?=[/\s-]|$)/u.exec(matchForm(indexNo ?? ''))?.[1];
  const site = /^(\d{6})\d{4}$/u.exec(matchForm(siteIdCode ?? ''))?.[1];
  const area = credit !== undefined && isCreditCode(credit) ? credit.slice(2, 8) : null;
  return [
    ...(area !== null && /^[1-6]\d{5}$/u.test(area) ? [{ code: area, from: `索引号 "${indexNo}"` }] : []),
    ...(site === undefined ? [] : [{ code: site, from: `SiteIDCode "${siteIdCode}"` }]),
  ];
}
