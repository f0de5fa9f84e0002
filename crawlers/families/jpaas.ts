import { load } from 'cheerio';
import { resolveAddress } from '../../text/address.ts';
import { withQuery } from '../calls.ts';
import { readLiteral } from '../literal.ts';
import type { HtmlPage } from '../page.ts';
import type { ListFamily } from './family.ts';

/** Records a page of the list, as the software's own script asks. */
const PAGE_SIZE = 15;

/**
 * 大汉 jpaas: the list stands behind `<script parsetype="bulidstatic" url="…/build/unit" queryData="{…}">`; its answer is
 * JSON with the markup inside, further pages by `paramJson={"pageNo":2,"pageSize":15}`. PORTALS.md 1.5.4.
 */
export const jpaas: ListFamily = {
  name: 'jpaas',
  fits: (page) => /build\/unit/iu.test(page.html) && /querydata\s*=/iu.test(page.html),
  sources: (page) => {
    const $ = load(page.html);
    return $('[querydata]')
      .get()
      .flatMap((element) => unitOf(element.attribs['url'] ?? '', element.attribs['querydata'] ?? '', page));
  },
};

function unitOf(path: string, data: string, page: HtmlPage): string[] {
  const url = resolveAddress(path, page.base);
  const read = readLiteral(data, 0);
  if (url === null || read === null || read.value === null || typeof read.value !== 'object') return [];
  const parameters = Object.fromEntries(
    Object.entries(read.value).flatMap(([key, value]) => (typeof value === 'string' ? [[key, value]] : [])),
  );
  if (/导航|位置|面包屑/u.test(parameters['tagId'] ?? '')) return []; // menus, by the name of their tag
  const paramJson = JSON.stringify({ pageNo: 1, pageSize: PAGE_SIZE });
  return [withQuery(url, { ...parameters, paramJson })];
}
