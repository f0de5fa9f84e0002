import { matchForm } from '../../text/fold.ts';
import { addressShape } from '../../text/address.ts';
import type { PageLink } from '../links.ts';
import type { HtmlPage } from '../page.ts';
import type { ListFamily, PagerPlan } from './family.ts';

const NEXT = /^(?:下一页|下页|后一页|下一頁|下頁|next|nextpage|›|>|»|下一页>+|下页>+)$/iu;
const PAGER_BOX = /pag(?:e|ing|ination)|fenye|p_pages|p_next|turn/iu;

/**
 * Any list with a link to its next page (VSB `span.p_next`, WebForms without postback, own-built ones): the link is
 * followed and never computed, since VSB numbers its pages downwards (PORTALS.md 1.5.7). Without a next link the numbers
 * in a pager's box serve. Fits every page; it stands last in the list of families.
 */
export const nextLink: ListFamily = {
  name: 'next_link',
  fits: () => true,
  pager: readPager,
};

function readPager(page: HtmlPage, links: readonly PageLink[]): PagerPlan | null {
  const next = links.filter((link) => NEXT.test(matchForm(link.text)) && isTurn(link, page));
  const numbered = links.filter((link) => /^\d{1,3}$/u.test(matchForm(link.text)) && PAGER_BOX.test(boxesOf(link)));
  const urls = [...new Set((next.length > 0 ? next : numbered).map((link) => link.url))];
  const further = urls.filter((url) => url !== page.url && url !== page.finalUrl);
  return further.length === 0 ? null : { urls: further, spare: null, last: null };
}

/** `>` alone also ends breadcrumbs and sliders: it counts only in a pager's box. */
function isTurn(link: PageLink, page: HtmlPage): boolean {
  const worded = /[\p{Script=Han}a-z]/iu.test(matchForm(link.text));
  return worded || PAGER_BOX.test(boxesOf(link)) || addressShape(link.url) === addressShape(page.url);
}

function boxesOf(link: PageLink): string {
  const names: string[] = [];
  for (let box = link.element?.parent ?? null; box !== null && 'attribs' in box; box = box.parent) {
    names.push(box.attribs['class'] ?? '', box.attribs['id'] ?? '');
    if (names.length >= 8) break;
  }
  return names.join(' ');
}
