import { DeclinedError, FetchError } from '../errors.ts';
import type { Clock } from '../model/clock.ts';
import type { HostMemory, HostState } from '../model/host.ts';

/** How long a host that refused is left alone, in milliseconds: 30 days (PORTALS.md 3.3). */
const DECLINED_MS = 30 * 86_400_000;

/** Requests to one host on one day (UTC) at most; the rest waits for the next (PORTALS.md 3.3). */
const MOST_A_DAY = 2000;

/** Requests after which the day's count is written down; a run that is killed forgets fewer. */
const WRITE_EVERY = 20;

const DAY_MS = 86_400_000;

/** What is known of the hosts of one run; loaded from the memory (once, unless it is shared), written through. */
export interface HostBook {
  /** Fetches what earlier runs learned of this address's host; must come before the others. */
  recall(url: URL): Promise<void>;
  /** The error to throw if the host refused us within the last 30 days; null if it may be asked. */
  refusal(url: URL): DeclinedError | null;
  /** Remembers a refusal, before anything else is asked. */
  decline(url: URL, reason: string): Promise<void>;
  /** Counts a request. */
  asked(url: URL): Promise<void>;
  /** The error to throw if the host was asked as often today as it may be; null otherwise. */
  spent(url: URL): FetchError | null;
  robots(url: URL): HostState['robots'];
  keepRobots(url: URL, robots: HostState['robots']): Promise<void>;
}

/** A book over one memory. Keys carry the port always (`www.a.gov.test:80`), since robots.txt differs by port and scheme. */
export function openHostBook(memory: HostMemory, clock: Clock): HostBook {
  const known = new Map<string, HostState>();
  const stateOf = (url: URL): HostState => known.get(hostKey(url)) ?? unknownHost(hostKey(url));
  const keep = async (state: HostState): Promise<void> => {
    known.set(state.host, state);
    await memory.save(state);
  };
  return {
    async recall(url) {
      for (const host of doors(url)) {
        if (known.has(host) && memory.isShared !== true) continue;
        const before = known.get(host);
        const state = await memory.load(host);
        // Somebody else in this process may have learned more while the memory was read.
        if (known.get(host) === before) known.set(host, state ?? unknownHost(host));
      }
    },
    refusal(url) {
      const now = clock.now().getTime();
      for (const host of doors(url)) {
        const until = known.get(host)?.declinedUntil ?? null;
        if (until !== null && Date.parse(until) > now) return remembered(url, until, known.get(host)?.declinedReason);
      }
      return null;
    },
    decline(url, reason) {
      const declinedUntil = new Date(clock.now().getTime() + DECLINED_MS).toISOString();
      return keep({ ...stateOf(url), declinedUntil, declinedReason: reason });
    },
    async asked(url) {
      const state = stateOf(url);
      const day = dayOf(clock.now());
      const count = (state.asked?.day === day ? state.asked.count : 0) + 1;
      const next = { ...state, asked: { day, count } };
      if (count % WRITE_EVERY === 0 || memory.isShared === true) await keep(next);
      else known.set(next.host, next);
    },
    spent(url) {
      const { asked } = stateOf(url);
      const now = clock.now();
      if (asked === undefined || asked.day !== dayOf(now) || asked.count < MOST_A_DAY) return null;
      return new FetchError(
        `Cannot fetch "${url.href}" today: "${url.hostname}" was asked ${asked.count} times, as often as a host is on one day. Run again tomorrow: what is stored is not asked again.`,
        { retryAfterMs: DAY_MS - (now.getTime() % DAY_MS) },
      );
    },
    robots: (url) => stateOf(url).robots,
    keepRobots: (url, robots) => keep({ ...stateOf(url), robots }),
  };
}

/** Name with port, lower case, the port written out always. */
export function hostKey(url: URL): string {
  return `${url.hostname}:${url.port === '' ? defaultPort(url) : url.port}`;
}

function dayOf(time: Date): string {
  return time.toISOString().slice(0, 10);
}

function defaultPort(url: URL): string {
  return url.protocol === 'https:' ? '443' : '80';
}

/** A host that refuses on http is not asked on https either, and the other way round. */
function doors(url: URL): string[] {
  return url.port === ''
    ? [hostKey(url), `${url.hostname}:${url.protocol === 'https:' ? '80' : '443'}`]
    : [hostKey(url)];
}

function unknownHost(host: string): HostState {
  return { host, robots: null, declinedUntil: null, declinedReason: null };
}

function remembered(url: URL, until: string, reason: string | null | undefined): DeclinedError {
  return new DeclinedError(
    `Cannot ask "${url.href}": "${url.hostname}" refused us (${reason ?? 'unknown'}) and is left alone until ${until}. ` +
      'Ask its owner for access, or bring its documents in with "ogi import".',
    reason ?? 'unknown',
  );
}
