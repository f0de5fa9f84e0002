import { load } from 'cheerio';
import { matchForm } from '../text/fold.ts';
import { answerMarkup } from './answers.ts';
import type { ListFamily } from './families/family.ts';
import { readLiteral } from './literal.ts';
import type { HtmlPage } from './page.ts';
import { fillTemplate } from './templates.ts';
import type { Template } from './templates.ts';

/** Values given in a page's scripts that are looked at, and links from which one counts as a list. */
const MOST_VALUES = 40;
const LEAST_LINKS = 3;

/**
 * Brings the links that a page or an answer carries outside its markup into it: JSON of an answer, records of XML, lists
 * in the page's scripts. Families that know the form go first, then any list of titles with addresses counts, then the
 * `templates` with which the page that asked for the answer turns it into links.
 */
export function unfoldPage(
  page: HtmlPage,
  families: readonly ListFamily[],
  templates: readonly Template[] = [],
): HtmlPage {
  const fitting = families.filter((family) => family.fits(page));
  const known = fitting.map((family) => family.embedded?.(page) ?? null).filter((markup) => markup !== null);
  if (page.data !== undefined) {
    const { data } = page;
    const answer = answerMarkup(data);
    const filled =
      answer.links > 0
        ? ''
        : (templates.map((template) => fillTemplate(template, data)).find((rows) => rows !== '') ?? '');
    const markup = known.length > 0 ? known.join('') : answer.markup + filled;
    return withMarkup({ ...page, total: answer.total }, markup);
  }
  const own = known.length > 0 ? '' : valuesIn(page);
  const records =
    /<record>\s*<!\[CDATA\[/iu.test(page.html) && !/<(?:html|script)\b/iu.test(page.html) ? recordsOf(page.html) : '';
  const markup = `${known.join('')}${own}${records}`;
  return markup === '' ? page : withMarkup(page, markup);
}

function withMarkup(page: HtmlPage, markup: string): HtmlPage {
  const isAnswer = page.data !== undefined || !/<body\b/iu.test(page.html);
  if (!isAnswer) {
    page.$('body').append(markup);
    return page;
  }
  const $ = load(markup);
  $('script, style').remove();
  return { ...page, $, text: matchForm($('body').text()) };
}

/** Lists of links among the values that scripts of the page give to names (`window._CONFIG = {…}`, `var list = […]`). */
function valuesIn(page: HtmlPage): string {
  let markup = '';
  let count = 0;
  for (const match of page.scripts.matchAll(/[=(]\s*(?=\{\s*['"\w]|\[\s*\{)/gu)) {
    if (count >= MOST_VALUES) break;
    count += 1;
    const read = readLiteral(page.scripts, match.index + match[0].length, page.names);
    if (read === null) continue;
    const answer = answerMarkup(read.value);
    if (answer.links >= LEAST_LINKS) markup += answer.markup;
  }
  return markup;
}

/** An answer in the XML of 大汉: `<recordset><record><![CDATA[<li>…</li>]]></record>…`. */
function recordsOf(xml: string): string {
  const records = [...xml.matchAll(/<record>\s*<!\[CDATA\[([\s\S]*?)\]\]>\s*<\/record>/giu)].map((match) => match[1]);
  return `<ul class="answer">${records.join('')}</ul>`;
}
