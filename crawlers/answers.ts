import { escapeHtml } from './markup.ts';
import type { Literal } from './literal.ts';

/** How deep the lists of an answer may lie, and how many links one answer may give. */
const DEEPEST = 10;
const MOST_LINKS = 20_000;

/** What an answer that is no page says: its links as markup, and how many entries its list has in all, if it says so. */
export interface AnswerMarkup {
  markup: string;
  links: number;
  total: number | null;
}

const TITLES =
  /^(?:vc_|doc|info|list|show|f_|s_)?_?(?:title|subject|headline)$|^(?:name|text|label|catalogname|chnlname|filename|mc|bt)$/iu;
const ADDRESSES = /^(?:.*url.*|.*link|href|path|src|address|domain_?path|puburl|filepath)$/iu;
const DATES = /(?:time|date|rq|day)/iu;
const UNITS = /^(?:publisher|.*org(?:name|anname)?|.*dept(?:name)?|department|unit(?:name)?|source|fbjg|author)$/iu;
const TOTALS = /^(?:total(?:_?(?:count|records?|rows?|num|elements))?|all_?rows?|post_count|record_?count|count)$/iu;

/**
 * Turns the value of a JSON answer, or of a literal in a page's script, into markup that the link readers understand
 * (API learning, PORTALS.md 6.5): strings of HTML as they are, and lists of objects that have a title-like and a url-like
 * field as rows of links with date and unit.
 */
export function answerMarkup(value: Literal): AnswerMarkup {
  const found: AnswerMarkup = { markup: '', links: 0, total: null };
  collect(value, found, 0);
  return found;
}

function collect(value: Literal, found: AnswerMarkup, depth: number): void {
  if (depth > DEEPEST || found.links > MOST_LINKS || value === null) return;
  if (typeof value === 'string') {
    if (!/<(?:a|li|tr|option)\b/iu.test(value)) return;
    found.markup += `<div class="answer">${value}</div>`;
    found.links += value.split(/<a\b/iu).length - 1;
    found.total ??= totalInMarkup(value);
    return;
  }
  if (Array.isArray(value)) {
    const rows = value.map(rowOf).filter((row) => row !== null);
    if (rows.length > 0) {
      found.markup += `<ul class="answer">${rows.join('')}</ul>`;
      found.links += rows.length;
    }
    for (const item of value) if (typeof item === 'object') collect(item, found, depth + 1);
    return;
  }
  if (typeof value !== 'object') return;
  for (const [key, item] of Object.entries(value)) {
    const number = typeof item === 'string' && /^\d{1,6}$/u.test(item) ? Number(item) : item;
    if (typeof number === 'number' && TOTALS.test(key) && number > 0) found.total = Math.max(found.total ?? 0, number);
    collect(item, found, depth + 1);
  }
}

/** A row of the list, if the object has both a title and an address. */
function rowOf(item: Literal): string | null {
  if (item === null || typeof item !== 'object' || Array.isArray(item)) return null;
  const texts = Object.entries(item).flatMap(([key, value]) =>
    typeof value === 'string' && value.trim() !== '' ? [[key, value.trim()] as const] : [],
  );
  const title = texts.find(([key, value]) => TITLES.test(key) && /\p{Script=Han}|\d{4}/u.test(value))?.[1];
  const addresses = texts.filter(([key, value]) => ADDRESSES.test(key) && isAddress(value));
  const url = (addresses.find(([key]) => /^(?:url|link|href)$/iu.test(key)) ?? addresses[0])?.[1];
  if (title === undefined || url === undefined) return null;
  const date = dateOf(item);
  const unit = texts.find(([key, value]) => UNITS.test(key) && /\p{Script=Han}/u.test(value))?.[1];
  const shown = title.replace(/<[^>]*>/gu, '');
  return `<li><a href="${escapeHtml(url)}" title="${escapeHtml(shown)}">${escapeHtml(shown)}</a>${
    unit === undefined ? '' : `<em class="unit">${escapeHtml(unit)}</em>`
  }${date === null ? '' : `<span>${date}</span>`}</li>`;
}

function isAddress(text: string): boolean {
  return /^(?:https?:)?\/\/?[^\s<>]+$|^\.{1,2}\/[^\s<>]+$|^[\w./-]+\.(?:s?html?|jsp|aspx?|jhtml|pdf|docx?)(?:[?#][^\s<>]*)?$/iu.test(
    text,
  );
}

function dateOf(item: { [key: string]: Literal }): string | null {
  for (const [key, value] of Object.entries(item)) {
    if (!DATES.test(key)) continue;
    const written = typeof value === 'string' ? /20\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}/u.exec(value)?.[0] : undefined;
    if (written !== undefined) return written;
    const stamp = typeof value === 'number' ? value : Number(value);
    if (stamp > 1_000_000_000 && stamp < 10_000_000_000) return new Date(stamp * 1000).toISOString().slice(0, 10);
    if (stamp > 1_000_000_000_000 && stamp < 10_000_000_000_000) return new Date(stamp).toISOString().slice(0, 10);
  }
  return null;
}

/** Forms in which markup says how many entries a list has. */
const CLAIMS: readonly RegExp[] = [
  /<totalrecord>\s*(\d+)/giu,
  /共\s*(?:有\s*)?(?:<[^>]*>\s*)*(\d+)\s*(?:<[^>]*>\s*)*(?:条|个记录|项)/gu,
  /\bpagination\b[^>]*\bcount\s*=\s*\\?["'](\d+)/giu,
];

/** The largest number of entries that a list in the markup claims: `共 27 条`, `count="120"`, `<totalrecord>131`; null for none. */
export function totalInMarkup(markup: string): number | null {
  const claims = CLAIMS.flatMap((form) => [...markup.matchAll(form)].map((match) => Number(match[1])));
  return claims.length === 0 ? null : Math.max(...claims);
}
