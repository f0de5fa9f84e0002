import { foldWidth, stripSpace } from '../text/fold.ts';
import { looksLikeBody } from './body-kind.ts';
import { sameBody } from './body-name.ts';
import { bodyInTitle, yearsInTitle } from './title.ts';

/** Whose report on which year it is, as far as its titles say; null where they do not. */
export interface ReportName {
  body: string | null;
  year: number | null;
}

/** What the titles of a report say, the first that says it. */
export function nameInTitles(titles: readonly string[]): ReportName {
  const bodies = titles.map(bodyInTitle).filter((name) => name !== null);
  const [body = null] = bodies.filter((name) => looksLikeBody(stripSpace(foldWidth(name))));
  const [year = null] = titles.flatMap(yearsInTitle);
  return { body, year };
}

/** Whether two names are certainly those of different reports: other bodies, or other years. What one does not say is no difference. */
export function namesAnother(one: ReportName, other: ReportName): boolean {
  return isOtherBody(one.body, other.body) || isOtherYear(one.year, other.year);
}

/** Whether both are named and cannot be the same: 云禾县教育局 and 教育局 can, a government and its office cannot. */
export function isOtherBody(one: string | null, other: string | null): boolean {
  if (one === null || other === null) return false;
  const [left, right] = [plainName(one), plainName(other)];
  return left.at(-1) !== right.at(-1) || !sameBody(left, right);
}

/** 云禾县 for 云禾县人民政府; brackets behind the name say nothing of the body. */
function plainName(name: string): string {
  return name.replace(/[（(][^（）()]*[）)]$/u, '').replace(/(?:人民)?政府$/u, '');
}

function isOtherYear(one: number | null, other: number | null): boolean {
  return one !== null && other !== null && one !== other;
}
