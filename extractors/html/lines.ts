import { isTag, isText, type AnyNode, type Element } from 'domhandler';
import { attribute, isBlock, isHidden, isSilent } from './dom.ts';

const WIDE = '[\\u3000-\\u303f\\u3400-\\u9fff\\uff00-\\uffef\\u2018-\\u201d\\u2026\\u2014]';
const BREAK_BETWEEN_WIDE = new RegExp(`(?<=${WIDE})[ \\t\\f]*[\\r\\n][ \\t\\r\\n\\f]*(?=${WIDE})`, 'gu');

/**
 * White space of the source as a browser shows it: runs become one space, none at the ends; a source line break between
 * two wide characters vanishes (CSS Text 3, segment breaks). NBSP and U+3000 are characters and stay.
 */
export function collapseSpace(raw: string): string {
  return (/[\r\n]/u.test(raw) ? raw.replace(BREAK_BETWEEN_WIDE, '') : raw)
    .replace(/[ \t\r\n\f]+/gu, ' ')
    .replace(/^ | $/gu, '');
}

/** Whether nothing but space (NBSP, U+3000 and zero-width characters included) stands there. */
export function isBlank(text: string): boolean {
  return /^[\s\u200b-\u200f\u2060\ufeff\u00ad]*$/u.test(text);
}

/** What an element shows: lines with `\n` between them, space collapsed, lines of nothing left out, lines of NBSP kept. */
export function shownText(element: Element): string {
  const lines: string[] = [];
  let raw = '';
  const end = (): void => {
    const line = collapseSpace(raw);
    if (line !== '') lines.push(line);
    raw = '';
  };
  const visit = (node: AnyNode): void => {
    if (isText(node)) raw += node.data;
    if (!isTag(node) || isSilent(node) || isHidden(node)) return;
    if (node.name === 'br') return end();
    if (isBlock(node)) end();
    node.children.forEach(visit);
    if (isBlock(node)) end();
  };
  element.children.forEach(visit);
  end();
  return lines.join('\n');
}

/** Level 1–6 of an `h1` … `h6`, null for anything else. */
export function headingLevel(element: Element): number | null {
  const level = /^h([1-6])$/u.exec(element.name)?.[1];
  return level === undefined || attribute(element, 'role') === 'presentation' ? null : Number(level);
}
