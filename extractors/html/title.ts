import type { Element } from 'domhandler';
import { matchForm } from '../../text/fold.ts';
import { attribute, bareLength, bareText, elementsIn, isChrome, isSilent, rawText } from './dom.ts';

/** Class and id names of titles: `article-title`, `news_content_title`, `bt`. */
const NAMED = /(?:^|[\s_-])(?:article|news|content|info|detail|arc|art)?[_-]?(?:title|bt|biaoti)(?:$|[\s_-])/iu;

const REPORT = /公开|年报|报告/u;

/** Titles have been seen up to some 120 characters; what is longer is text that a title stands in. */
const LONGEST = 400;

/**
 * The printed title: what the meta tag announces, else the first `h1` that speaks of a report, else what is marked as
 * title, else the first `h1`. Heads of the portal and link texts are not looked at. Null where there is none.
 */
export function findTitle(root: Element, announced: string | undefined): string | null {
  const candidates = openToView(root).filter((element) => element.name !== 'a');
  const wanted = announced === undefined ? '' : matchForm(announced);
  const heads = candidates.filter((element) => element.name === 'h1' && bareText(element).length > 4);
  const title =
    (wanted === '' ? undefined : candidates.find((element) => matchForm(shortText(element)) === wanted)) ??
    heads.find((head) => REPORT.test(rawText(head))) ??
    candidates.find((element) => isNamedTitle(element) && REPORT.test(shortText(element))) ??
    heads[0];
  return title === undefined ? null : shortText(title).trim();
}

/** All elements below that are neither silent nor part of the portal's own head and menus. */
function openToView(root: Element): Element[] {
  const found: Element[] = [];
  const visit = (element: Element): void => {
    if (isSilent(element) || isChrome(element)) return;
    found.push(element);
    elementsIn(element).forEach(visit);
  };
  visit(root);
  return found;
}

function isNamedTitle(element: Element): boolean {
  return NAMED.test(`${attribute(element, 'class')} ${attribute(element, 'id')}`);
}

function shortText(element: Element): string {
  if (bareLength(element) > LONGEST) return '';
  const text = rawText(element);
  return text.length > LONGEST ? '' : text.replace(/\s+/gu, ' ');
}
