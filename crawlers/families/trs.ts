import { resolveAddress } from '../../text/address.ts';
import type { HtmlPage } from '../page.ts';
import type { ListFamily, PagerPlan } from './family.ts';

/** Most pages of one list (PORTALS.md 6.3). */
const MOST_PAGES = 200;

/**
 * TRS WCM and what learnt from it: lists written out as `index.html`, `index_1.html`, … with the pager in a script.
 * `createPageHTML(9, 0, "index", "html")` counts from 0, page 2 is `index_1`; `createPageHTML('page_div', 9, 1, 'index',
 * 'html', 180)` (Hunan, UCAP of southern Jiangsu) counts from 1, page 2 is `index_2`. PORTALS.md 1.5.1, 1.5.8.
 */
export const trs: ListFamily = {
  name: 'trs',
  fits: (page) => /createPage(?:HTML)?\s*\(/u.test(page.scripts),
  pager: readPager,
};

function readPager(page: HtmlPage): PagerPlan | null {
  const call = [...page.scripts.matchAll(/(?<!function\s)createPage(?:HTML)?\s*\(([^()]*)\)/gu)].find((match) =>
    /["']/u.test(match[1] ?? ''),
  );
  if (call === undefined) return null;
  const args = (call[1] ?? '').split(',').map((part) => part.trim());
  const fromOne = /^["']/u.test(args[0] ?? '');
  const [total, , prefix, extension] = (fromOne ? args.slice(1) : args).map((part) => valueOf(part, page.scripts));
  const pages = Math.min(Number(total), MOST_PAGES);
  if (prefix === undefined || extension === undefined || !Number.isInteger(pages)) return null;
  const address = (number: number): string | null => resolveAddress(`${prefix}_${number}.${extension}`, page.base);
  const first = fromOne ? 2 : 1;
  const urls = Array.from({ length: Math.max(pages - 1, 0) }, (_, index) => address(first + index));
  const known = urls.filter((url) => url !== null);
  const [ifGone, ask] = fromOne ? [known.at(-1), address(1)] : [known[0], address(pages)];
  const spare = ifGone === undefined || ask === null || ask === undefined ? null : { ifGone, ask };
  return { urls: known, spare, last: pages };
}

/** An argument as it stands, or the value of the variable it names (`var countPage = 9`). */
function valueOf(argument: string, scripts: string): string {
  const literal = /^["'](.*)["']$/u.exec(argument)?.[1] ?? (/^\d+$/u.test(argument) ? argument : null);
  if (literal !== null) return literal;
  const variable = new RegExp(`${argument.replace(/[^\\w$]/gu, '')}\\s*=\\s*["']?([\\w]+)`, 'u').exec(scripts);
  return variable?.[1] ?? argument;
}
