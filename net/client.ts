import { FetchError, GoneError } from '../errors.ts';
import type { Clock } from '../model/clock.ts';
import type { Page } from '../model/fetched.ts';
import type { HostMemory, HostReceipt } from '../model/host.ts';
import { sha256 } from '../text/hash.ts';
import type { PostBody } from '../text/request.ts';
import { readPost } from '../text/request.ts';
import type { Ask } from './exchange.ts';
import { exchange } from './exchange.ts';
import type { Resolve } from './guard.ts';
import { admitAddress, resolveBySystem } from './guard.ts';
import { openHostBook } from './hosts.ts';
import { openReceipts, type Receipts } from './receipt.ts';
import { nextHop } from './redirect.ts';
import { askWhole } from './resume.ts';
import { openRobots } from './robots.ts';
import { openSchemes } from './scheme.ts';
import { openTurns, type TurnKeeper } from './turn.ts';
import type { Answer } from './wire.ts';
import { openWire } from './wire.ts';

/**
 * Who asks, whom, and how gently. `allowedSuffixes`: ends of host names, `.gov.cn`; `allowPrivate`: loopback and private
 * addresses too; `proxyUrl`: forward proxy for everything, null for none (then names are resolved and checked here);
 * `hostDelayMs`: least gap between two requests to a host or its address, ms; `maxBytes`: largest body after decoding;
 * `timeoutMs`: longest wait for a connection, a head, and between two pieces of a body, ms, the whole answer ten times that;
 * `signal`: ends the run. `resolve` replaces the system's name resolution. `keeper` and `receipts`: turns and counts that are
 * shared with other workers; this client's own where absent.
 */
export interface ClientOptions {
  userAgent: string;
  allowedSuffixes: string[];
  allowPrivate: boolean;
  proxyUrl: string | null;
  hostDelayMs: number;
  maxBytes: number;
  timeoutMs: number;
  clock: Clock;
  hosts: HostMemory;
  signal?: AbortSignal;
  resolve?: Resolve;
  keeper?: TurnKeeper;
  receipts?: Receipts;
}

/** The one way out: every byte from outside comes through `get`. */
export interface Client {
  /**
   * One page, its redirects followed; an address that `postAddress` made is sent as a POST, and what it redirects to is
   * asked by GET. `referer`: the page on which the address stands. With `etag` or `lastModified` of an earlier answer an unchanged page comes as status
   * 304 without bytes. A host that cannot be reached under this scheme is tried once under the other; where both fail for
   * its certificate or protocol, DeclinedError `tls_error`. Of a large document whose connection breaks only the rest is asked for, in a
   * turn of its own. Throws FetchError (passing; `retryAfterMs`), GoneError (404, 410), DeclinedError (`scheme`,
   * `outside_suffix`, `private_address`, `robots`, `robots_path`, `status_…`, `challenge_…`, `block_page`: the last three and a
   * forbidden robots.txt close the host for 30 days), UnreadableError (`too_large`), ConfigError (the proxy wants
   * credentials), the signal's reason. `before` is called right before each request, when its turn has come: what it throws
   * ends the way with nothing more sent.
   */
  get(url: string, options?: Validators): Promise<Page>;
  /** What each host was asked so far, by host name. */
  receipt(): HostReceipt[];
  /** Ends all connections. */
  close(): Promise<void>;
}

/** Opens the client of one run. */
export function openClient(options: ClientOptions): Client {
  const { clock, proxyUrl, signal } = options;
  const rules = { ...options, resolves: proxyUrl === null };
  const receipts = options.receipts ?? openReceipts();
  const turns = openTurns({ clock, delayMs: options.hostDelayMs, signal, keeper: options.keeper });
  const hosts = openHostBook(options.hosts, clock);
  const wire = openWire({ proxyUrl, timeoutMs: options.timeoutMs, signal });
  const headers = {
    'user-agent': options.userAgent,
    accept: 'text/html,application/xhtml+xml,*/*;q=0.8',
    'accept-language': 'zh-CN,zh;q=0.9',
    'accept-encoding': 'gzip, deflate, br',
  };
  const resolve = options.resolve ?? resolveBySystem;
  const ask = (wanted: Ask): Promise<Answer> =>
    exchange(wanted, { rules, resolve, turns, hosts, receipts, wire, clock, headers });
  const robots = openRobots({
    ask,
    hosts,
    clock,
    userAgent: options.userAgent,
    setCrawlDelay: (hostname, ms) => turns.setCrawlDelay(hostname, ms),
    refused: (url) => receipts.refused(url),
  });

  const schemes = openSchemes();
  const walkFrom = async (start: URL, address: string, validators: Validators): Promise<Page> => {
    const walk = [start];
    for (let here = walk[0]; here !== undefined; here = walk.at(-1)) {
      await robots.permit(here);
      const limit = { maxBytes: options.maxBytes, overflow: 'refuse' as const };
      const post = walk.length === 1 ? readPost(address) : null;
      const own = { ...conditions(validators), ...refererOf(validators.referer), ...typeOf(post) };
      const { before } = validators;
      const answer = await askWhole({ url: here, purpose: 'page', headers: own, body: post?.body, before, limit }, ask);
      const next = nextHop(answer, walk);
      if (next === null) return pageOf(answer, { address, walk, conditional: isConditional(validators), clock });
      walk.push(schemes.doorOf(admitAddress(next, rules)));
    }
    throw new Error(`No address to ask for "${address}"`);
  };

  return {
    async get(address, validators = {}) {
      const start = schemes.doorOf(admitAddress(address, rules));
      try {
        return await walkFrom(start, address, validators);
      } catch (error) {
        const other = schemes.otherDoor(start, error);
        if (other === null) throw error;
        const page = await walkFrom(other, address, validators).catch((second: unknown) => {
          throw second instanceof FetchError ? schemes.failed(start, error) : second;
        });
        schemes.works(other);
        return page;
      }
    },
    receipt: () => receipts.all(),
    close: () => wire.close(),
  };
}

interface Validators {
  etag?: string;
  lastModified?: string;
  referer?: string;
  before?: () => Promise<void>;
}

/** The page a link stands on, as a browser names it: some lists answer nobody who does not say so (大汉 dataproxy.jsp). */
function refererOf(referer: string | undefined): Record<string, string> {
  if (referer === undefined || !URL.canParse(referer)) return {};
  const url = new URL(referer);
  url.hash = '';
  return /^https?:$/u.test(url.protocol) ? { referer: url.href } : {};
}

function typeOf(post: PostBody | null): Record<string, string> {
  if (post === null) return {};
  const type = post.type === 'json' ? 'application/json' : 'application/x-www-form-urlencoded';
  return { 'content-type': `${type}; charset=UTF-8` };
}

function conditions({ etag, lastModified }: Validators): Record<string, string> {
  return {
    ...(etag === undefined ? {} : { 'if-none-match': etag }),
    ...(lastModified === undefined ? {} : { 'if-modified-since': lastModified }),
  };
}

function isConditional(validators: Validators): boolean {
  return validators.etag !== undefined || validators.lastModified !== undefined;
}

function pageOf(
  answer: Answer,
  { address, walk, conditional, clock }: { address: string; walk: readonly URL[]; conditional: boolean; clock: Clock },
): Page {
  const { status, headers, bytes } = answer;
  const finalUrl = String(walk.at(-1));
  const from = finalUrl === address ? '' : ` (asked for as "${address}")`;
  if (status === 404 || status === 410) {
    throw new GoneError(`Cannot fetch "${finalUrl}"${from}: the host answered ${status}, the page is gone`);
  }
  const expected = (status >= 200 && status < 300 && status !== 206) || (status === 304 && conditional);
  if (!expected) {
    throw new FetchError(`Cannot fetch "${finalUrl}"${from}: the host answered ${status}, which was not asked for`);
  }
  return {
    fetched: {
      sha256: sha256(bytes),
      url: address,
      finalUrl,
      redirects: walk.slice(1, -1).map(String),
      status,
      headers,
      contentType: headers['content-type'] ?? '',
      size: bytes.length,
      fetchedAt: clock.now().toISOString(),
    },
    bytes,
  };
}
