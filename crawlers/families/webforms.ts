import { postAddress } from '../../text/request.ts';
import { encodeForm } from '../calls.ts';
import type { PageLink } from '../links.ts';
import type { HtmlPage } from '../page.ts';
import type { ListFamily, PagerPlan } from './family.ts';

/**
 * ASP.NET WebForms: the next page is `__doPostBack('MoreInfoList1$Pager','2')`, a POST of the page's own form with its
 * `__VIEWSTATE`. The next page is asked with the state of the page before it. PORTALS.md 1.5.10.
 */
export const webforms: ListFamily = {
  name: 'webforms',
  fits: (page) => /__VIEWSTATE/u.test(page.html) && /__doPostBack/u.test(page.html),
  pager: readPager,
};

function readPager(page: HtmlPage, _links: readonly PageLink[]): PagerPlan | null {
  const turns = page
    .$('a[href*=__doPostBack], a[onclick*=__doPostBack]')
    .get()
    .flatMap((element) =>
      turnOf(page.$(element).text(), `${element.attribs['href'] ?? ''} ${element.attribs['onclick'] ?? ''}`),
    );
  const shown = shownPage(page);
  const next =
    turns.find((turn) => /^(?:下一?页|后页|next|>|›)$/iu.test(turn.text)) ??
    turns.find((turn) => turn.number === shown + 1);
  if (next === undefined) return null;
  const body = encodeForm({ ...hiddenOf(page), __EVENTTARGET: next.target, __EVENTARGUMENT: next.argument });
  const [plain = page.url] = page.url.split('#');
  const address = postAddress(plain, { type: 'form', body });
  return address === null ? null : { urls: [address], spare: null, last: null };
}

interface Turn {
  text: string;
  target: string;
  argument: string;
  number: number;
}

function turnOf(text: string, script: string): Turn[] {
  const call = /__doPostBack\(\s*(?:'|&#39;)([^']*?)(?:'|&#39;)\s*,\s*(?:'|&#39;)([^']*?)(?:'|&#39;)/u.exec(script);
  const [, target, argument] = call ?? [];
  if (target === undefined || argument === undefined || !/pag|list|grid/iu.test(target)) return [];
  return [{ text: text.trim(), target, argument, number: Number(/\d+$/u.exec(argument)?.[0] ?? text.trim()) }];
}

/** The number of the page shown: the one in the pager that is no link; 1 where none is told. */
function shownPage(page: HtmlPage): number {
  const pager = page.$('a[href*=__doPostBack], a[onclick*=__doPostBack]').last().parent();
  const current = pager
    .find('span, b, strong, font, em')
    .get()
    .map((element) => page.$(element).text().trim())
    .find((text) => /^\d+$/u.test(text));
  return current === undefined ? 1 : Number(current);
}

function hiddenOf(page: HtmlPage): Record<string, string> {
  const fields: Record<string, string> = {};
  page.$('input[type=hidden][name]').each((_, element) => {
    fields[element.attribs['name'] ?? ''] = element.attribs['value'] ?? '';
  });
  return fields;
}
