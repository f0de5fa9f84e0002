import type { AskPage } from '../../crawlers/discover.ts';
import { discoverPortal } from '../../crawlers/discover.ts';
import type { PageDrawer } from '../../crawlers/browser.ts';
import { DeclinedError, FetchError, GoneError } from '../../errors.ts';
import type { Page } from '../../model/fetched.ts';
import type { Candidate, Discovery } from '../../model/portal.ts';
import { canonicalAddress } from '../../text/address.ts';
import { sha256 } from '../../text/hash.ts';
import { readPost } from '../../text/request.ts';
import type { Built } from '../replicas/core/replica.ts';
import type { Site } from '../replicas/core/site.ts';

/** Asks a replica without a network: its pages as they would come over the wire. `asked`: every address, in order. */
function askReplica(site: Site): { ask: AskPage; asked: string[] } {
  const asked: string[] = [];
  const ask: AskPage = async (address, from) => {
    asked.push(address);
    const post = readPost(address);
    let url = post?.url ?? address.split('#')[0] ?? address;
    for (let hop = 0; hop < 6; hop += 1) {
      const isPost = post !== null && hop === 0;
      const answer = await answerOf(site, url, { body: isPost ? post.body : null, from });
      const headers = lowerCase(answer.headers ?? {});
      const status = answer.status ?? 200;
      const to = headers['location'];
      if (status >= 300 && status < 400 && to !== undefined) url = new URL(to, url).href;
      else return pageOf({ address, url, status, headers, body: answer.body });
    }
    throw new FetchError(`Cannot get "${address}": it redirects without end`);
  };
  return { ask, asked };
}

async function answerOf(site: Site, url: string, more: { body: string | null; from: string | null }) {
  const { host, pathname, search, protocol } = new URL(url);
  if (!site.hosts.has(host)) throw new FetchError(`Cannot get "${url}": there is no such host`);
  return site.answer({
    scheme: protocol === 'https:' ? 'https' : 'http',
    host,
    path: pathname + search,
    method: more.body === null ? 'GET' : 'POST',
    headers: { referer: more.from?.split('#')[0] ?? '' },
    form: new URLSearchParams(more.body ?? ''),
    at: 0,
  });
}

function lowerCase(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

function pageOf(answer: {
  address: string;
  url: string;
  status: number;
  headers: Record<string, string>;
  body: string | Uint8Array;
}): Page {
  const { address, url, status, headers, body } = answer;
  if (status === 404) throw new GoneError(`Cannot get "${url}": 404`);
  if ([403, 405, 412, 468, 521].includes(status)) throw new DeclinedError(`Cannot get "${url}"`, `status_${status}`);
  if (status !== 200) throw new FetchError(`Cannot get "${url}": ${status}`);
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
  return {
    fetched: {
      sha256: sha256(bytes),
      url: address,
      finalUrl: url,
      redirects: [],
      status,
      headers,
      contentType: headers['content-type'] ?? 'text/html; charset=utf-8',
      size: bytes.length,
      fetchedAt: '2026-01-01T00:00:00.000Z',
    },
    bytes,
  };
}

/** What a discovery of a replica's home pages found of its truth. `requests`: pages asked for to find the links. */
export interface Found {
  recall: number;
  missing: string[];
  decoys: string[];
  strangers: string[];
  requests: number;
  discoveries: Discovery[];
}

/** Discovers a replica from its home pages and compares the links with its truth. */
export async function discoverReplica(
  { site, truth }: Built,
  options: { without?: readonly string[]; drawer?: PageDrawer } = {},
): Promise<Found> {
  const { ask, asked } = askReplica(site);
  const discoveries: Discovery[] = [];
  for (const home of truth.homes) discoveries.push(await discoverPortal(home, { ask, ...options }));
  const candidates: Candidate[] = discoveries.flatMap((discovery) => discovery.candidates);
  const nominated = new Set(candidates.map(({ url }) => url));
  const plain = (url: string): string => canonicalAddress(url) ?? url;
  const of = (report: { url: string; aliases: string[]; files: string[] }): string[] =>
    [report.url, ...report.aliases, ...report.files].map(plain);
  const missing = truth.reports.filter((report) => !of(report).some((url) => nominated.has(url)));
  const known = new Set(truth.reports.flatMap(of));
  const negatives = new Set(truth.negatives.map(({ url }) => plain(url)));
  return {
    recall: 1 - missing.length / truth.reports.length,
    missing: missing.map(({ url }) => url),
    decoys: [...nominated].filter((url) => negatives.has(url)),
    strangers: [...nominated].filter((url) => !known.has(url) && !negatives.has(url)),
    requests: asked.length,
    discoveries,
  };
}
