import type { Element } from 'domhandler';
import type { Attachment } from '../../model/document.ts';
import { resolveAddress } from '../../text/address.ts';
import { matchForm } from '../../text/fold.ts';
import { attribute, descendants, isWithin, rawText } from './dom.ts';
import { scriptText } from './viewers.ts';

/** How the links of a pager are called; 下一篇 is a neighbour in the list and no page of this article. */
const NEXT = /^(?:下一?页|后一?页|[>›»]{1,2}|next)$/iu;
const NUMBERED = /^(?:[[(]?\d{1,2}[\])]?|第(?:\d{1,2}|[一二三四五六七八九十]{1,3})页)$/u;

/** Query parameters that number the pages of an article. */
const PAGE_KEY = /^(?:page|p|pn|pageno|page_?num|page_?index|cur_?page|current_?page|now_?page)$/iu;

/** `createPageHTML(3, 0, "t1", "html")`: page 2 is `t1_1.html`; with an element's id first, page 2 is `t1_2.html` (PORTALS.md 1.5.1). */
const CREATED =
  /createPage(?:HTML)?\s*\(\s*(?:(["'])[^"']*\1\s*,\s*)?(\d{1,2})\s*,\s*(\d{1,2})\s*,\s*["']([^"']+)["']\s*,\s*["'](\w+)["']/giu;

/** Pages that an article may have; what names more is a list. */
const MOST_PAGES = 40;

/** Further pages of an article; `unreachable`: it turns its pages by a script that names no address. */
export interface Paging {
  pages: Attachment[];
  unreachable: boolean;
}

/**
 * The pages of the article behind this one, as its pager names them: links called 下一页, 2, 第2页 and the script
 * `createPageHTML`, only where their address is that of this page with another number (`t1.html`, `t1_1.html`;
 * `?page=2`). Pages before this one are never among them. `page` is the number in the address, 0 where it has none.
 */
export function readPaging(root: Element, body: Element, { url, base }: { url: string; base: string }): Paging {
  const found = new Map<string, number>();
  const add = (href: string): void => {
    const address = resolveAddress(href, base) ?? fileAddress(href, base);
    const number = address === null ? null : laterNumber(url, address);
    if (address !== null && number !== null && found.size < MOST_PAGES) found.set(address, number);
  };
  let isTurnedByScript = false;
  for (const element of descendants(root)) {
    if (element.name === 'script') createdPages(scriptText(element)).forEach(add);
    if (element.name !== 'a') continue;
    const text = matchForm(rawText(element));
    if (!NEXT.test(text) && !NUMBERED.test(text)) continue;
    const href = attribute(element, 'href');
    const isScript = href === '' || href === '#' || /^javascript:/iu.test(href);
    if (isScript) isTurnedByScript ||= NEXT.test(text) && isWithin(element, body);
    else add(href);
  }
  const pages = [...found]
    .map(([address, page]): Attachment => ({ url: address, text: '', role: 'page', page }))
    .sort((a, b) => (a.page ?? 0) - (b.page ?? 0));
  return { pages, unreachable: isTurnedByScript && pages.length === 0 };
}

function createdPages(script: string): string[] {
  return [...script.matchAll(CREATED)].flatMap(([, quote, total = '0', , prefix = '', extension = '']) => {
    const first = quote === undefined ? 1 : 2;
    const count = Math.max(0, Math.min(Number(total), MOST_PAGES) - 1);
    return Array.from({ length: count }, (_, index) => `${prefix}_${first + index}.${extension}`);
  });
}

function fileAddress(href: string, base: string): string | null {
  return base.startsWith('file:') && URL.canParse(href, base) ? new URL(href, base).href : null;
}

/** The number of `other` where it is a page of the same article behind `own`; null where it is not. */
function laterNumber(own: string, other: string): number | null {
  if (!URL.canParse(own) || !URL.canParse(other)) return null;
  const mine = numberIn(new URL(own));
  for (const { stem, number } of numberIn(new URL(other))) {
    const same = mine.find((one) => one.stem === stem);
    if (same !== undefined) return number > same.number ? number : null;
  }
  return null;
}

/**
 * The ways to read an address as article and number of its page: as numbered by its query, by `_2` or `-2` behind its name,
 * by a file `2` in a folder of its name; last as an article without number.
 */
function numberIn(address: URL): { stem: string; number: number }[] {
  const { host, pathname, search } = address;
  const pairs = search
    .slice(1)
    .split('&')
    .filter((pair) => pair !== '');
  const rest = pairs
    .filter((pair) => !isPageNumber(pair))
    .sort()
    .join('&');
  const [, folder = '', name = '', extension = ''] = /^(.*\/)([^/]*?)(\.\w+)?$/u.exec(pathname) ?? [];
  const whole = (stem: string): string => `${host}${stem}${extension}?${rest}`;
  const turned = pairs.find(isPageNumber);
  if (turned !== undefined) return [{ stem: whole(folder + name), number: Number(turned.split('=')[1]) }];
  const suffixed = /^(.+)[_-](\d{1,2})$/u.exec(name);
  const inFolder = /^\d{1,2}$/u.test(name) && folder.length > 1;
  return [
    ...(suffixed === null ? [] : [{ stem: whole(folder + (suffixed[1] ?? '')), number: Number(suffixed[2]) }]),
    ...(inFolder ? [{ stem: whole(folder.slice(0, -1)), number: Number(name) }] : []),
    { stem: whole(folder + name), number: 0 },
  ];
}

function isPageNumber(pair: string): boolean {
  return PAGE_KEY.test(pair.split('=')[0] ?? '') && /=\d{1,2}$/u.test(pair);
}
