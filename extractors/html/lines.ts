import { isTag, isText, type AnyNode, type Element } from 'domhandler';
import { lowered, OBJECT, raised, struckOut } from '../../text/ornaments.ts';
import { attribute, isBlock, isHidden, isSilent, isStruck } from './dom.ts';

const WIDE = '[\\u3000-\\u303f\\u3400-\\u9fff\\uff00-\\uffef\\u2018-\\u201d\\u2026\\u2014]';
const BREAK_BETWEEN_WIDE = new RegExp(`(?<=${WIDE})[ \\t\\f]*[\\r\\n][ \\t\\r\\n\\f]*(?=${WIDE})`, 'gu');

/**
 * White space of the source as a browser shows it: runs become one space, none at the ends; a source line break between
 * two wide characters vanishes (CSS Text 3, segment breaks). NBSP and U+3000 are characters and stay.
 */
export function collapseSpace(raw: string): string {
  if (!/[ \t\r\n\f]/u.test(raw)) return raw;
  return (/[\r\n]/u.test(raw) ? raw.replace(BREAK_BETWEEN_WIDE, '') : raw)
    .replace(/[ \t\r\n\f]+/gu, ' ')
    .replace(/^ | $/gu, '');
}

/** Whether nothing but space (NBSP, U+3000 and zero-width characters included) stands there. */
export function isBlank(text: string): boolean {
  return /^[\s\u200b-\u200f\u2060\ufeff\u00ad]*$/u.test(text);
}

/** Elements that show something which is no text. */
const PICTURED = /^(?:img|svg|canvas|object|embed|applet|video|iframe)$/u;

/**
 * What an element shows: lines with `\n` between them, space collapsed, lines of nothing left out, lines of NBSP kept.
 * Raised, lowered and struck characters are written as Unicode has them, form fields show their value, pictures and
 * what a script writes become U+FFFC.
 */
export function shownText(element: Element): string {
  const lines: string[] = [];
  let raw = '';
  const end = (): void => {
    const line = collapseSpace(raw);
    if (line !== '') lines.push(line);
    raw = '';
  };
  const visit = (node: AnyNode, marked: (text: string) => string): void => {
    if (isText(node)) raw += marked(node.data);
    if (!isTag(node) || isHidden(node)) return;
    raw += standIn(node);
    if (isSilent(node)) return;
    if (node.name === 'br') return end();
    if (isBlock(node)) end();
    const inside = marking(node);
    for (const child of node.children) visit(child, inside === null ? marked : (text) => marked(inside(text)));
    if (isBlock(node)) end();
  };
  for (const child of element.children) visit(child, (text) => text);
  end();
  return lines.join('\n');
}

function marking(element: Element): ((text: string) => string) | null {
  if (element.name === 'sup') return raised;
  if (element.name === 'sub') return lowered;
  return isStruck(element) ? struckOut : null;
}

/** What stands for an element that shows something other than its text; '' for all others. */
function standIn(element: Element): string {
  if (element.name === 'input') {
    return /^(?:|text|number|tel|search)$/iu.test(attribute(element, 'type')) ? attribute(element, 'value') : '';
  }
  if (element.name === 'textarea' || element.name === 'select') return fieldText(element);
  if (element.name === 'script') return /document\s*\.\s*write/u.test(textIn(element)) ? OBJECT : '';
  return PICTURED.test(element.name) && !isSpacer(element) ? OBJECT : '';
}

function fieldText(element: Element): string {
  if (element.name === 'textarea') return textIn(element);
  const options = element.children.filter(isTag).filter((child) => child.name === 'option');
  const chosen = options.find((option) => 'selected' in option.attribs) ?? options[0];
  return chosen === undefined ? '' : textIn(chosen);
}

function textIn(element: Element): string {
  return element.children.map((child) => (isText(child) ? child.data : '')).join('');
}

/** Pictures of a pixel or two only push things apart. */
function isSpacer(element: Element): boolean {
  return ['width', 'height'].some((side) => /^[0-2](?:px)?$/u.test(attribute(element, side)));
}

/** Level 1–6 of an `h1` … `h6`, null for anything else. */
export function headingLevel(element: Element): number | null {
  const level = /^h([1-6])$/u.exec(element.name)?.[1];
  return level === undefined || attribute(element, 'role') === 'presentation' ? null : Number(level);
}
