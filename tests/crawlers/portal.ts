import type { AskPage } from '../../crawlers/discover.ts';
import { DeclinedError, FetchError, GoneError } from '../../errors.ts';
import { sha256 } from '../../text/hash.ts';

/** Pages by address: HTML, bytes, a redirect to another address, or an error's name. */
export type Pages = Record<
  string,
  string | Uint8Array | { to: string } | { error: 'declined' | 'robots' | 'fetch' | 'gone' | 'bug' }
>;

/** A portal of pages kept in memory, asked without a network; `asked` lists the addresses in the order of asking. */
export function portalOf(
  pages: Pages,
  options: { header?: string; delay?: () => number } = {},
): { ask: AskPage; asked: string[] } {
  const asked: string[] = [];
  const ask: AskPage = async (url) => {
    asked.push(url);
    const wait = options.delay?.() ?? 0;
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    const found = pages[url];
    if (found === undefined) throw new GoneError(`Cannot get "${url}": the server answered 404`);
    if (typeof found === 'object' && 'error' in found) throw errorOf(found.error, url);
    const finalUrl = typeof found === 'object' && 'to' in found ? found.to : url;
    const content = typeof found === 'object' && 'to' in found ? (pages[found.to] ?? '') : found;
    if (typeof content !== 'string' && !(content instanceof Uint8Array)) throw new Error(`"${url}" leads nowhere`);
    const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
    const contentType = options.header ?? 'text/html; charset=utf-8';
    return {
      fetched: {
        sha256: sha256(bytes),
        url,
        finalUrl,
        redirects: [],
        status: 200,
        headers: {},
        contentType,
        size: bytes.length,
        fetchedAt: '2025-02-01T00:00:00.000Z',
      },
      bytes,
    };
  };
  return { ask, asked };
}

function errorOf(kind: 'declined' | 'robots' | 'fetch' | 'gone' | 'bug', url: string): Error {
  if (kind === 'declined') return new DeclinedError(`Cannot get "${url}": the host refuses`, '412');
  if (kind === 'robots') return new DeclinedError(`Cannot get "${url}": robots.txt closes it`, 'robots_path');
  if (kind === 'fetch') return new FetchError(`Cannot get "${url}": the host does not answer`);
  if (kind === 'gone') return new GoneError(`Cannot get "${url}": 404`);
  return new TypeError('a bug');
}

/** A page with a title and a body, as short as can be. */
export function html(title: string, body: string, head = ''): string {
  return `<!doctype html><html><head><meta charset="utf-8"><title>${title}</title>${head}</head><body>${body}</body></html>`;
}

/** A list of links: `[address, text]` or `[address, text, date]`. */
export function list(links: readonly (readonly [string, string, string?])[]): string {
  const rows = links.map(
    ([url, text, date]) => `<li><a href="${url}">${text}</a>${date === undefined ? '' : `<span>${date}</span>`}</li>`,
  );
  return `<ul class="list">${rows.join('')}</ul>`;
}

/** The text of a report, just enough to be recognised. */
export const REPORT_TEXT =
  '<p>一、总体情况</p><p>二、主动公开政府信息情况</p><p>三、收到和处理政府信息公开申请情况</p><p>六、其他需要报告的事项</p>';

/** The menu with the five blocks of the hub. */
export function hubMenu(column: string): string {
  return `<div class="gl-nav"><a href="/zwgk/zn/">政府信息公开指南</a><a href="/zwgk/zd/">政府信息公开制度</a>
    <a href="/zwgk/fd/">法定主动公开内容</a><a href="${column}">政府信息公开年报</a><a href="/zwgk/ysq/">依申请公开</a></div>`;
}
