import { matchForm } from '../text/fold.ts';
import type { AreaHint } from './area-hints.ts';
import { codesAbove, type Division, divisionsOfCode, stemOf } from './divisions.ts';
import { readPlace, standing } from './place-in-name.ts';

/** What is printed around a body's name. `portal`: SiteName, breadcrumb, publisher and the list's words; `text`: the report. */
export interface PlaceEvidence {
  siteName: string | null;
  portal: readonly string[];
  /** The registry's id of the portal; `cn-36` is the portal of province 36. */
  portalId: string | null;
  text: string;
}

/** The one place that is left, and what left it; `division` null where several remain (`left`). */
export interface Narrowed {
  division: Division | null;
  method: 'title' | 'portal' | 'text' | 'uscc';
  left: readonly Division[];
}

/** Chooses among places of the same name by what is printed of the places above them: portal, text, then a valid credit code. */
export function narrowPlace(
  divisions: readonly Division[],
  evidence: PlaceEvidence & { hints: readonly AreaHint[] },
): Narrowed {
  const portal = matchForm(evidence.portal.join('\n'));
  const text = matchForm(evidence.text);
  const steps: readonly (readonly [Narrowed['method'], (division: Division) => boolean])[] = [
    ['title', () => true],
    ['portal', (one) => namesAbove(one).some((name) => portal.includes(name)) || isOfPortal(one, evidence.portalId)],
    ['text', (one) => namesAbove(one).some((name) => printsTogether(text, name, one.name))],
    ['uscc', (one) => evidence.hints.some((hint) => hint.code === one.code)],
  ];
  let left = divisions;
  for (const [method, supports] of steps) {
    const supported = left.filter(supports);
    if (supported.length > 0) left = supported;
    const [only] = left;
    if (only !== undefined && left.length === 1) return { division: only, method, left };
  }
  return { division: null, method: 'title', left };
}

/** The division whose government the site says it is (SiteName); null where it says none or one of several. */
export function placeOfSite(evidence: PlaceEvidence & { year: number | null }): Division | null {
  const site = matchForm(evidence.siteName ?? '').replace(/^(?:欢迎访问|中国·?)/u, '');
  const place = readPlace(site);
  const left = standing(place.candidates, evidence.year);
  if (left.length === 0 || place.foreign !== null) return null;
  return narrowPlace(left, { ...evidence, hints: [] }).division;
}

/** Names of prefecture and province above a division, as any revision had them. */
function namesAbove(division: Division): string[] {
  return codesAbove(division.code).flatMap((code) => divisionsOfCode(code).map(({ name }) => name));
}

function printsTogether(text: string, above: string, name: string): boolean {
  return text.includes(above + name) || text.includes(stemOf(above) + name);
}

function isOfPortal(division: Division, portalId: string | null): boolean {
  const digits = /^cn-(\d{2,6})$/u.exec(portalId ?? '')?.[1];
  return digits !== undefined && division.code.startsWith(digits);
}
