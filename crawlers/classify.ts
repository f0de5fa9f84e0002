import { matchForm } from '../text/fold.ts';
import { addressKind } from './addresses.ts';
import type { LinkGroup } from './groups.ts';
import type { PageLink } from './links.ts';
import { nameOf } from './page.ts';
import type { HtmlPage } from './page.ts';
import { isUnit } from './score.ts';
import { ABOUT_THE_REPORT, SKELETON, STRONG, YEAR_ONLY } from './words.ts';

/**
 * What a page is (PORTALS.md 6.1.4). `article`: a report itself, in the page or attached to it; `list`: links to reports;
 * `yearIndex`, `bodyIndex`: links to pages of one year or one body; `matrix`: a table of bodies × years; `shell`: nothing
 * in it without its scripts; `other`: none of these.
 */
export type PageKind = 'article' | 'list' | 'yearIndex' | 'bodyIndex' | 'matrix' | 'shell' | 'other';

/** Tells what a page is, by its text and by the groups that `voteGroups` found among its links. */
export function classifyPage(page: HtmlPage, links: readonly PageLink[], groups: readonly LinkGroup[]): PageKind {
  const main = links.filter((link) => !link.furniture);
  if (isReport(page, main)) return 'article';
  if (isMatrix(main)) return 'matrix';
  const texts = groups.flatMap((group) => group.links).map((link) => matchForm(link.text));
  const years = texts.filter((text) => YEAR_ONLY.test(text)).length;
  const units = texts.filter((text) => isUnit(text)).length;
  const titles = texts.filter((text) => STRONG.test(text)).length;
  if (titles >= 1 && titles >= Math.max(years, units)) return 'list';
  if (years >= 2 && years >= units) return 'yearIndex';
  if (units >= 2) return 'bodyIndex';
  if (page.text.length < 200 && main.length < 5 && page.scripts !== '') return 'shell';
  return groups.length > 0 ? 'list' : 'other';
}

/** Whether the page is the report: its skeleton stands in the text, or it bears the name and only attaches a file. */
export function isReport(page: HtmlPage, links: readonly PageLink[]): boolean {
  const bones = SKELETON.filter((bone) => bone.test(page.text)).length;
  if (bones >= 2) return true;
  const files = links.filter((link) => addressKind(link.url) === 'file');
  const attached = files.length >= 1 && files.length <= 4;
  if (!attached || !namesReport(nameOf(page))) return false;
  const listed = links.filter((link) => !files.includes(link) && STRONG.test(matchForm(link.text)));
  return listed.length < 2 && !listed.some((link) => addressKind(link.url) === 'article');
}

/** Whether a title is that of a report or its column, and not of a writing about it. */
function namesReport(title: string): boolean {
  const text = matchForm(title);
  return STRONG.test(text) && !ABOUT_THE_REPORT.some((rule) => rule.pattern.test(text));
}

/** Bodies down, years across: at least two rows with links under at least two years. */
function isMatrix(links: readonly PageLink[]): boolean {
  const cells = links.flatMap((link) => (link.cell === null ? [] : [link.cell]));
  const years = new Set(cells.map((cell) => matchForm(cell.column)).filter((text) => YEAR_ONLY.test(text)));
  const rows = new Set(cells.filter((cell) => YEAR_ONLY.test(matchForm(cell.column))).map((cell) => cell.row));
  return years.size >= 2 && rows.size >= 2;
}

/** What the page itself says for being the annual-report column, as reasons; empty if it says nothing. */
export function columnEvidence(page: HtmlPage): string[] {
  const reasons: string[] = [];
  if (/信息公开年报/u.test(page.meta['columntype'] ?? '')) reasons.push('page:column_type +100');
  if (namesReport(page.meta['columnname'] ?? '')) reasons.push('page:column_name +60');
  if (namesReport(page.title) || namesReport(page.heading)) reasons.push('page:title +60');
  if (
    page
      .$('[class*=crumb], [class*=position], [class*=location], .dqwz, #dqwz')
      .filter((_, box) => namesReport(page.$(box).text())).length > 0
  ) {
    reasons.push('page:breadcrumb +15');
  }
  return reasons;
}
