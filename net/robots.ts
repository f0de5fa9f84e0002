import { DeclinedError, FetchError } from '../errors.ts';
import type { Clock } from '../model/clock.ts';
import type { HostState } from '../model/host.ts';
import { decodeText } from '../text/decode.ts';
import type { Ask } from './exchange.ts';
import type { HostBook } from './hosts.ts';
import { hostKey } from './hosts.ts';
import { nextHop } from './redirect.ts';
import { looksLikeHtml } from './refusal.ts';
import type { ReadRules } from './rules.ts';
import { readRules, robotsAddress } from './rules.ts';
import type { Answer } from './wire.ts';

/** A robots.txt holds for 24 hours (RFC 9309 2.4), in milliseconds. */
const VALID_MS = 86_400_000;

/** Bytes read of a robots.txt; RFC 9309 2.5 asks for at least 500 KiB. */
const ROBOTS_BYTES = 512_000;

/** Milliseconds for which a robots.txt that could not be read is not asked for again, however many pages wait for it. */
const UNREADABLE_MS = 5000;

/** What the hosts allow. */
export interface Robots {
  /**
   * Returns if the address may be asked; the host's robots.txt is fetched first where none younger than 24 hours is known.
   * Throws DeclinedError: `robots_path` for one closed address, `robots` where the whole host is closed or answers 401 or
   * 403; FetchError while robots.txt cannot be read (RFC 9309 2.3.1.4).
   */
  permit(url: URL): Promise<void>;
}

interface RobotsParts {
  ask: (ask: Ask) => Promise<Answer>;
  hosts: HostBook;
  clock: Clock;
  userAgent: string;
  setCrawlDelay: (hostname: string, ms: number) => void;
  refused: (url: URL) => void;
}

type RobotsFile = NonNullable<HostState['robots']>;

interface Rules {
  text: string;
  read: ReadRules;
}

/** Robots rules for one run, remembered between runs through the host book. */
export function openRobots(parts: RobotsParts): Robots {
  const underway = new Map<string, Promise<RobotsFile>>();
  const failures = new Map<string, { error: unknown; until: number }>();
  const parsed = new Map<string, Rules>();

  const fetchOnce = async (url: URL): Promise<RobotsFile> => {
    try {
      const file = await fetchFile(url, parts);
      await parts.hosts.keepRobots(url, file);
      return file;
    } catch (error) {
      failures.set(hostKey(url), { error, until: parts.clock.now().getTime() + pauseAfter(error) });
      throw error;
    } finally {
      underway.delete(hostKey(url));
    }
  };
  const fileOf = async (url: URL): Promise<RobotsFile> => {
    const now = parts.clock.now().getTime();
    const known = parts.hosts.robots(url);
    if (known !== null && Date.parse(known.fetchedAt) + VALID_MS > now) return known;
    const failure = failures.get(hostKey(url));
    if (failure !== undefined && failure.until > now) throw failure.error;
    const running = underway.get(hostKey(url)) ?? fetchOnce(url);
    underway.set(hostKey(url), running);
    return running;
  };

  return {
    async permit(url) {
      await parts.hosts.recall(url);
      const refusal = parts.hosts.refusal(url);
      if (refusal !== null) throw refusal;
      const file = await fileOf(url).catch((error: unknown) => {
        throw unreadable(url, error, pauseAfter(error));
      });
      if (file.text === null) return;
      const kept = parsed.get(hostKey(url));
      const rules = kept?.text === file.text ? kept : { text: file.text, read: readRules(url, file.text) };
      parsed.set(hostKey(url), rules);
      obey(url, rules, parts);
    },
  };
}

function obey(url: URL, { text, read }: Rules, { userAgent, setCrawlDelay, refused }: RobotsParts): void {
  const delay = read.getCrawlDelay(userAgent);
  if (delay !== undefined && delay > 0) setCrawlDelay(url.hostname, delay * 1000);
  if (read.isAllowed(url.href, userAgent) !== false) return;
  refused(url);
  const closed = read.isAllowed(new URL('/', url).href, userAgent) === false && !/^\s*allow\s*:/imu.test(text);
  throw new DeclinedError(
    `Cannot ask "${url.href}": robots.txt of "${url.host}" closes ${closed ? 'the whole host' : 'this address'} to programs. ` +
      'Ask its owner for access, or bring its documents in with "ogi import".',
    closed ? 'robots' : 'robots_path',
  );
}

async function fetchFile(url: URL, { ask, clock }: RobotsParts): Promise<RobotsFile> {
  const walk = [robotsAddress(url)];
  for (let here = walk[0]; here !== undefined; here = walk.at(-1)) {
    const answer = await ask({ url: here, purpose: 'robots', limit: { maxBytes: ROBOTS_BYTES, overflow: 'cut' } });
    const next = nextHop(answer, walk);
    if (next === null) return { status: answer.status, text: rulesIn(answer), fetchedAt: clock.now().toISOString() };
    walk.push(next);
  }
  throw new Error(`No address for the robots.txt of "${url.href}"`);
}

/** Null where there is no file: any 4xx that is no refusal (RFC 9309 2.3.1.3), or a page of HTML in its place. */
function rulesIn({ status, headers, bytes, whole }: Answer): string | null {
  if (status < 200 || status >= 300 || looksLikeHtml(bytes)) return null;
  const { text } = decodeText(bytes, { header: headers['content-type'] });
  return whole ? text : text.slice(0, text.lastIndexOf('\n') + 1);
}

function pauseAfter(error: unknown): number {
  if (error instanceof FetchError) return Math.max(UNREADABLE_MS, error.retryAfterMs ?? 0);
  return VALID_MS;
}

/** The same kind of error, about the address that cannot be asked for want of a robots.txt. */
function unreadable(url: URL, error: unknown, retryAfterMs: number): unknown {
  if (!(error instanceof Error)) return error;
  const message = `Cannot ask "${url.href}" before its host's robots.txt is read. ${error.message}`;
  if (error instanceof FetchError) return new FetchError(message, { cause: error, retryAfterMs });
  if (error instanceof DeclinedError) return new DeclinedError(message, error.reason, { cause: error });
  return error;
}
