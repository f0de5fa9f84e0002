import { resolveAddress } from '../../text/address.ts';
import { callsOf } from '../calls.ts';
import { escapeHtml } from '../markup.ts';
import type { HtmlPage } from '../page.ts';
import type { Literal } from '../literal.ts';
import { literalText } from '../literal.ts';
import type { ListFamily } from './family.ts';

/**
 * 龙讯 openness: each body has `/public/column/<organId>?type=N&action=list`, where the vendor's type 3 is the annual report;
 * the list comes as a fragment from `/site/label/8888`, the bodies from a tree in JSON. PORTALS.md 1.5.6.
 */
export const lonsun: ListFamily = {
  name: 'lonsun',
  fits: (page) =>
    /\/public\/column\/|label\/8888|publicInfoList|getOrganTree/u.test(page.html) ||
    (page.data !== undefined && /"organId"/u.test(page.html)),
  embedded: (page) => (page.data === undefined ? null : organLinks(page.data)),
  sources: (page) => {
    if (page.data !== undefined) return [];
    const called = callsOf(page.scripts, page.base, page.names)
      .filter((call) => /getOrganTree|\/site\/label\/8888/u.test(call.path))
      .map((call) => call.address);
    const hasList = called.some((address) => address.includes('/site/label/'));
    return hasList ? called : [...called, ...labelOf(page).flatMap((path) => resolveAddress(path, page.base) ?? [])];
  },
};

/** The fragment's address made from the settings in the page, as the vendor's own script makes it. */
function labelOf(page: HtmlPage): string[] {
  if (!/publicInfoList/u.test(page.html)) return [];
  const organId = /\/public\/column\/(\d+)/u.exec(page.url)?.[1] ?? literalText(page.names.get('organId'));
  const { searchParams } = new URL(page.url);
  if (organId === '') return [];
  const parameters = new URLSearchParams({
    IsAjax: '1',
    dataType: 'html',
    labelName: 'publicInfoList',
    siteId: literalText(page.names.get('siteId')),
    pageSize: '20',
    pageIndex: '1',
    action: 'list',
    isDate: 'true',
    dateFormat: 'yyyy-MM-dd',
    length: '50',
    organId,
    type: searchParams.get('type') ?? '3',
    catId: searchParams.get('catId') ?? '',
    cId: '',
    result: '暂无相关信息',
    file: literalText(page.names.get('file')),
  });
  return [`/site/label/8888?${parameters.toString()}`];
}

function organLinks(data: Literal): string | null {
  const organs = organsIn(data);
  if (organs.length === 0) return null;
  const links = organs.map(
    ({ id, name }) => `<li><a href="/public/column/${id}?type=3&amp;action=list">${escapeHtml(name)}</a></li>`,
  );
  return `<ul class="organs">${links.join('')}</ul>`;
}

function organsIn(data: Literal): { id: string; name: string }[] {
  if (Array.isArray(data)) return data.flatMap((item) => organsIn(item));
  if (data === null || typeof data !== 'object') return [];
  const id = data['organId'];
  const name = data['name'] ?? data['organName'];
  const own =
    (typeof id === 'number' || typeof id === 'string') && typeof name === 'string' ? [{ id: String(id), name }] : [];
  return [...own, ...Object.values(data).flatMap((item) => (typeof item === 'object' ? organsIn(item) : []))];
}
