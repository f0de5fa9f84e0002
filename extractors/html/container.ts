import { isText, type Element } from 'domhandler';
import { matchForm } from '../../text/fold.ts';
import { bodyPlacesIn } from './body-places.ts';
import {
  ancestors,
  bareLength,
  bareText,
  commonAncestor,
  descendants,
  elementsIn,
  isBlock,
  isChrome,
  isHidden,
  isSilent,
  isWithin,
  rawText,
} from './dom.ts';
import { isReportTable, roleOfTable } from './tables.ts';

/** A heading of the form: number and one of its words (DOMAIN.md 1.1, legacy headings included). */
const SECTION =
  /^[一二三四五六七八九十]{1,2}[、.．,，](?=.{2,40}$).*(?:总体情况|概述|概况|基本情况|主动公开|申请|复议|诉讼|问题|其他需要|需要报告|收费|附表|统计表)/u;

/** What cannot become the number that a heading begins with, however its characters are folded. */
const NO_NUMBER = /^[\s\u200b-\u200f\u2060\u00ad]*[!-~\uff01-\uff5e“”《【（、。\u4e00-\u9fff]/u;
const NUMBER = /^[\s\u200b-\u200f\u2060\u00ad]*[一二三四五六七八九十]/u;

/** White space aside; folding its characters may make a text longer, hardly ever shorter. */
const LONGEST_HEADING = 100;

/** A table or heading of the report on this page. Equal signatures are copies of the same thing. */
interface Landmark {
  element: Element;
  signature: string;
}

/** Where the article's body is, and how that was decided. */
export interface BodyChoice {
  body: Element;
  /** `selector` = a known container, `landmarks` = the smallest element around headings and tables, `page` = the whole page. */
  by: 'selector' | 'landmarks' | 'page';
  /** The report stands on the page twice (desktop and mobile); only the first copy is in `body`. */
  twice: boolean;
  /** The page hides the body and shows it by script. */
  hidden: boolean;
  /** A table or heading of a report lies in it, hidden ones included. */
  holdsReport: boolean;
}

/**
 * The element that holds the article's body. A known container is only taken if it holds every report table and heading
 * that the page has.
 */
export function findBody(root: Element): BodyChoice {
  const page = elementsIn(root).find((child) => child.name === 'body') ?? root;
  let landmarks = landmarksIn(page, false);
  const hidden = landmarks.length === 0;
  if (hidden) landmarks = landmarksIn(page, true);
  const chosen = landmarks.length === 0 ? firstFilled(bodyPlacesIn(root)) : firstHolder(landmarks, bodyPlacesIn(root));
  const outer = chosen ?? (distinct(landmarks).length > 1 ? widen(firstCopies(landmarks)) : null);
  const copy = outer === null ? null : singleCopy(outer, landmarks);
  const body = copy ?? outer ?? page;
  return {
    body,
    by: chosen === null ? (outer === null ? 'page' : 'landmarks') : 'selector',
    twice: copy !== null || (landmarks.length > 1 && everyTwice(landmarks)),
    hidden: hidden && landmarks.length > 0,
    holdsReport: landmarks.some(({ element }) => isWithin(element, body)) || holdsLandmark(body),
  };
}

/** Whether any table or heading of a report lies in the element. */
export function holdsLandmark(element: Element): boolean {
  return landmarksIn(element, true).length > 0;
}

function landmarksIn(page: Element, evenHidden: boolean): Landmark[] {
  const found: Landmark[] = [];
  const visit = (element: Element): void => {
    if (isSilent(element) || element.name === 'a' || (!evenHidden && isHidden(element))) return;
    if (element.name === 'table' && roleOfTable(element) === 'data') {
      if (isReportTable(element)) found.push({ element, signature: `table ${bareText(element)}` });
      return;
    }
    const before = found.length;
    elementsIn(element).forEach(visit);
    if (found.length > before) return;
    const isLine = bareLength(element) <= LONGEST_HEADING && !elementsIn(element).some(isBlock);
    const texts = [...(isLine ? [rawText(element)] : []), ...element.children.filter(isText).map((node) => node.data)];
    const heading = texts
      .filter((text) => text.trim() !== '' && (NUMBER.test(text) || !NO_NUMBER.test(text)))
      .map(matchForm)
      .find((text) => text.length <= 45 && SECTION.test(text));
    if (heading !== undefined) found.push({ element, signature: `heading ${heading}` });
  };
  visit(page);
  return found;
}

function distinct(landmarks: readonly Landmark[]): string[] {
  return [...new Set(landmarks.map((landmark) => landmark.signature))];
}

function within(landmarks: readonly Landmark[], element: Element): Landmark[] {
  return landmarks.filter((landmark) => isWithin(landmark.element, element));
}

function firstHolder(landmarks: readonly Landmark[], places: readonly Element[][]): Element | null {
  const all = distinct(landmarks).length;
  return places.flat().find((element) => distinct(within(landmarks, element)).length === all) ?? null;
}

/** For pages without any report on them: a known container that is not empty. */
function firstFilled(places: readonly Element[][]): Element | null {
  const filled = places
    .flat()
    .find(
      (element) =>
        !ancestors(element).some(isChrome) &&
        (bareText(element).length > 0 || descendants(element).some((inner) => /^(?:img|iframe)$/u.test(inner.name))),
    );
  return filled ?? null;
}

function firstCopies(landmarks: readonly Landmark[]): Element[] {
  return copies(landmarks, 0);
}

function copies(landmarks: readonly Landmark[], index: number): Element[] {
  return distinct(landmarks).flatMap((signature) => {
    const copy = landmarks.filter((landmark) => landmark.signature === signature)[index];
    return copy === undefined ? [] : [copy.element];
  });
}

/** The smallest element around the given ones that can hold a whole article. */
function widen(elements: readonly Element[]): Element | null {
  let around = commonAncestor(elements);
  while (around !== null && /^(?:table|tbody|thead|tr|p|span|font|b|strong|h\d|center)$/u.test(around.name)) {
    around = ancestors(around)[0] ?? null;
  }
  return around;
}

function everyTwice(landmarks: readonly Landmark[]): boolean {
  return distinct(landmarks).every(
    (signature) => landmarks.filter((landmark) => landmark.signature === signature).length > 1,
  );
}

/** The first of two equal copies of the report inside the element; null unless there are two. */
function singleCopy(outer: Element, landmarks: readonly Landmark[]): Element | null {
  const inside = within(landmarks, outer);
  if (distinct(inside).length < 2 || !everyTwice(inside)) return null;
  const first = widen(copies(inside, 0));
  const second = widen(copies(inside, 1));
  if (first === null || second === null || isWithin(first, second) || isWithin(second, first)) return null;
  const a = bareText(first);
  const b = bareText(second);
  return a.slice(0, 100) === b.slice(0, 100) && Math.abs(a.length - b.length) <= a.length * 0.05 ? first : null;
}
