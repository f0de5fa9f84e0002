import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';

/** One request to a replica. `path` with its query, byte for byte as it was sent; `at`: ms since 1970. */
export interface Ask {
  scheme: 'http' | 'https';
  /** Lower case, with the port where it is not the scheme's own. */
  host: string;
  path: string;
  method: string;
  headers: Readonly<Record<string, string>>;
  /** Body of a POST as text. */
  form: URLSearchParams;
  at: number;
}

/** What a replica answers; `status` 200 and Content-Type `text/html; charset=utf-8` by default. `send` writes it by hand. */
export interface Answer {
  status?: number;
  headers?: Record<string, string>;
  body: string | Uint8Array;
  send?: (response: ServerResponse) => void;
}

type Page = string | Answer;
type Maker = Page | (() => Page | Promise<Page>);
type Rule = (ask: Ask) => Page | null | undefined | Promise<Page | null | undefined>;

/** How a host may be reached. `tls`: what its handshake shows; `legacy` breaks off every handshake. */
export interface Door {
  http: boolean;
  tls: 'none' | 'good' | 'self' | 'other_name' | 'legacy';
}

/** The pages of one replica, by host. */
export interface Site {
  hosts: Map<string, Door>;
  /** Opens a host: over http alone unless said otherwise. */
  open(host: string, door?: Partial<Door>): void;
  /** A page at an address (scheme left out of account), made when it is first asked for. Throws where one stands already. */
  set(address: string, page: Maker): void;
  /** A rule for a host, tried before its pages; null leaves the request to the next rule. */
  on(host: string, rule: Rule): void;
  /** The same pages under another host, without a redirect. */
  alias(host: string, original: string): void;
  /** Whether a page is kept at the address. */
  has(address: string): boolean;
  /** Addresses of all pages, as `http://…`. */
  addresses(): string[];
  answer(ask: Ask): Promise<Answer>;
}

/** Opens a site without a host. */
export function openSite(): Site {
  const hosts = new Map<string, Door>();
  const pages = new Map<string, Maker>();
  const rules: { host: string; rule: Rule }[] = [];
  const aliases = new Map<string, string>();
  const stored = async (host: string, path: string): Promise<Page | null> => {
    const key = host + sorted(path);
    const maker = pages.get(key);
    if (maker === undefined) return null;
    if (typeof maker !== 'function') return maker;
    const made = await maker();
    pages.set(key, made);
    return made;
  };
  return {
    hosts,
    open: (host, door = {}) => void hosts.set(host, { http: true, tls: 'none', ...door }),
    set(address, page) {
      const key = keyOf(address);
      if (pages.has(key)) throw new Error(`Cannot put a page at "${address}": one stands there already`);
      pages.set(key, page);
    },
    on: (host, rule) => void rules.push({ host, rule }),
    alias: (host, original) => void aliases.set(host, original),
    has: (address) => pages.has(keyOf(address)),
    addresses: () => [...pages.keys()].map((key) => `http://${key}`),
    async answer(ask) {
      const host = aliases.get(ask.host) ?? ask.host;
      for (const { rule } of rules.filter((one) => one.host === host)) {
        const found = await rule({ ...ask, host });
        if (found !== null && found !== undefined) return finish(found, ask);
      }
      const found = (await stored(host, ask.path)) ?? (await stored(host, `${ask.path}index.html`));
      return found === null ? notFound() : finish(found, ask);
    },
  };
}

/** A plain 404 as servers write it. */
export function notFound(): Answer {
  return { status: 404, body: '<html><head><title>404 Not Found</title></head><body>404 Not Found</body></html>' };
}

/** An answer that sends elsewhere. */
export function redirect(to: string, status = 302): Answer {
  return { status, headers: { location: to }, body: '' };
}

function keyOf(address: string): string {
  const [, key = ''] = /^https?:\/\/([^#]*)/u.exec(address) ?? [];
  if (key === '') throw new Error(`Cannot use "${address}" as the address of a page: expected http://host/path`);
  return sorted(key.includes('/') ? key : `${key}/`);
}

/** The same address whatever the order of its query, as servers take it; escapes stay byte for byte. */
function sorted(address: string): string {
  const [path = '', query] = address.split(/\?(.*)/su);
  return query === undefined ? path : `${path}?${query.split('&').sort().join('&')}`;
}

/** Adds validators to a plain 200, and answers 304 to those who bring them. */
function finish(page: Page, ask: Ask): Answer {
  const answer = typeof page === 'string' ? { body: page } : page;
  if ((answer.status ?? 200) !== 200 || answer.send !== undefined) return answer;
  const etag = `"${createHash('sha256').update(answer.body).digest('hex').slice(0, 16)}"`;
  const headers = { etag, ...answer.headers };
  return ask.headers['if-none-match'] === etag ? { status: 304, headers, body: '' } : { ...answer, headers };
}
