import { resolveAddress } from '../../text/address.ts';
import { postAddress } from '../../text/request.ts';
import { encodeForm } from '../calls.ts';
import { escapeHtml } from '../markup.ts';
import type { HtmlPage } from '../page.ts';
import type { ListFamily } from './family.ts';

/**
 * 大汉 xxgk: the catalogue of one body comes by `loadDynamic('/module/xxgk/search.jsp?infotypeId=…&area=…')`, a POST that
 * answers rows of a table; the reports of one area over the years come by `xxgkAnnualReport.jsp`, chosen by a select.
 * PORTALS.md 1.5.3.
 */
export const hanwebXxgk: ListFamily = {
  name: 'hanweb_xxgk',
  fits: (page) => /\/module\/xxgk\/(?:search|xxgkAnnualReport)\.jsp/iu.test(page.html + page.url),
  embedded: yearsOfModule,
  sources: (page) => {
    if (page.url.includes('/module/xxgk/')) return [];
    const written = [...page.scripts.matchAll(/["']([^"']*\/module\/xxgk\/search\.jsp\?[^"']*)["']/giu)];
    return [...new Set(written.map((match) => match[1] ?? ''))].flatMap((path) => searchOf(path, page));
  },
};

/** The POST that the page's script sends, with every field of its form. */
function searchOf(path: string, page: HtmlPage): string[] {
  const url = resolveAddress(path, page.base);
  if (url === null) return [];
  const { origin, pathname, searchParams } = new URL(url);
  const fields = {
    infotypeId: '',
    jdid: '1',
    divid: 'divlist',
    vc_title: '',
    vc_number: '',
    currpage: '1',
    vc_filenumber: '',
    vc_all: '',
    texttype: '',
    fbtime: '',
    area: '',
    ...Object.fromEntries(searchParams),
  };
  const address = postAddress(`${origin}${pathname}`, { type: 'form', body: encodeForm(fields) });
  return address === null ? [] : [address];
}

/** The years of the select as links; the module has no list. */
function yearsOfModule(page: HtmlPage): string | null {
  const own = /\/module\/xxgk\/xxgkAnnualReport\.jsp/iu.test(page.url);
  const years = page
    .$('select[name=fbtime] option')
    .map((_, option) => page.$(option).attr('value') ?? '')
    .get()
    .filter((year) => /^20\d\d$/u.test(year));
  if (!own || years.length === 0) return null;
  const links = years.map((year) => {
    const url = new URL(page.url);
    url.searchParams.set('fbtime', year);
    return `<li><a href="${escapeHtml(url.href)}">${year}年政府信息公开工作年度报告</a></li>`;
  });
  return `<ul class="years">${links.join('')}</ul>`;
}
