import { stripSpace } from '../../text/fold.ts';
import type { StreamRow } from '../stream-table.ts';

/** What is no text of the page, with all that stands in it. */
const SILENT = /<!--[^]*?(?:-->|$)|<(script|style|noscript|template|textarea|select)\b[^]*?(?:<\/\1\s*>|$)/giu;
const TAG = /<(\/?)([a-z][a-z0-9:-]*)((?:[^<>"']|"[^"]{0,4000}"|'[^']{0,4000}'){0,1000})>|<![^<>]*>/giu;
/** Marks of text that a browser may not show: what the row then shows cannot be told from the source alone. */
const MAY_HIDE = /display\s*:\s*none|visibility\s*:\s*hidden|mso-hide|font-size\s*:\s*0|\bhidden\b/iu;
const STRUCK: ReadonlySet<string> = new Set(['del', 's', 'strike', 'img', 'input', 'object', 'svg']);
const NAMED: Readonly<Record<string, string>> = {
  nbsp: ' ',
  ensp: ' ',
  emsp: ' ',
  thinsp: ' ',
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  minus: '−',
  ndash: '–',
  mdash: '—',
  ldquo: '“',
  rdquo: '”',
  middot: '·',
};

/**
 * The second reading of a page: the rows of its tables in the order of the source, read from the text itself without a
 * tree, spans or style sheets: `<tr>` begins a row, `<td>` and `<th>` a cell, whose words are joined. Rows that hold
 * struck or hidden text, an image, or a character that is not known here are left out, and so are rows without values.
 */
export function flattenedRows(page: string): StreamRow[] {
  const source = page.replace(SILENT, ' ');
  const rows: StreamRow[] = [];
  let row: string[] | null = null;
  let isSure = true;
  let isOpen = false;
  let from = 0;
  const take = (to: number): void => {
    const last = (row?.length ?? 0) - 1;
    if (row !== null && isOpen) row[last] = `${row[last] ?? ''}${source.slice(from, to)}`;
  };
  const close = (): void => {
    const tokens = row === null || !isSure ? null : tokensOf(row);
    if (tokens !== null && isWorthKeeping(tokens)) rows.push(tokens);
    [row, isOpen] = [null, false];
  };
  for (const { 0: tag, 1: slash, 2: found = '', 3: rest = '', index } of source.matchAll(TAG)) {
    take(index);
    from = index + tag.length;
    const name = found.toLowerCase();
    if (name === 'tr') {
      close();
      if (slash !== '/') [row, isSure] = [[], true];
    } else if (name === 'table') {
      close();
    } else if (name === 'td' || name === 'th') {
      isOpen = slash !== '/' && row !== null;
      if (isOpen) row?.push('');
    }
    if (row !== null && isSure && (MAY_HIDE.test(rest) || STRUCK.has(name))) isSure = false;
  }
  return rows;
}

/** The cells' texts without white space; null where a character reference or a tag was not understood. */
function tokensOf(cells: readonly string[]): string[] | null {
  const tokens = cells.map((cell) => stripSpace(decoded(cell)));
  return tokens.some((token) => /&#?\w+;|[<>]/u.test(token)) ? null : tokens;
}

function decoded(text: string): string {
  return text.replace(/&(#x[\da-f]{1,6}|#\d{1,7}|[a-z]+);?/giu, (whole, name: string) => {
    if (!name.startsWith('#')) return NAMED[name.toLowerCase()] ?? whole;
    const code = /^#x/iu.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
    return code > 0 && code <= 0x10_ffff ? String.fromCodePoint(code) : whole;
  });
}

/** Whether the row may hold values: it has a cell with a digit, or an empty one. */
function isWorthKeeping(tokens: readonly string[]): boolean {
  return tokens.length > 1 && tokens.some((token) => /\d/u.test(token) || token === '');
}
