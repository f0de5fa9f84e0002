import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { FetchError } from '../../errors.ts';
import { freshPace, type Hold, type Pace, type TurnKeeper } from '../../net/turn.ts';
import type { RedisLink } from './connect.ts';
import { BEGIN, COME_BACK, ENTER, GIVE_UP, LEAVE, RENEW } from './turn-scripts.ts';

/** How long a worker that died keeps its turns, ms. */
const LEASE_MS = 12_000;
/** Renewals within a lease: two may be missed. */
const RENEWALS = 3;
/** A worker that waits for a turn and has not asked for this long is taken for dead, ms. */
const ALIVE_MS = 5_000;
/** First and longest wait between two looks at a turn that is taken, ms. */
const LOOKS_MS = { first: 5, longest: 250 };

/** So many may wait for a host's turn beside the one who has it; whoever comes then does something else first. */
const MOST_WAITING = 2;

/**
 * Ms after which a job should come back because enough others wait for this host; 0 where it may go on. A job that waits in line
 * keeps a place of its worker: without this, one slow host would end up with all places of all workers. `delayMs`: least gap.
 */
export async function crowdedFor(link: RedisLink, host: string, delayMs: number): Promise<number> {
  const keys = [link.key('line', host), link.key('turn', host), link.key('back', host)];
  return Number(await link.patiently(() => link.client.eval(COME_BACK, 3, ...keys, delayMs, MOST_WAITING)));
}

/** Shared turns, and how to wait until all of them are given back. */
export interface SharedKeeper extends TurnKeeper {
  /** Resolves when every turn that was left is given back in Redis. */
  settled(): Promise<void>;
}

/** What keeps turns across workers. `delayMs`: least gap of this worker; `leaseMs` other than the usual one is for tests. */
export interface SharedTurnOptions {
  link: RedisLink;
  delayMs: number;
  signal: AbortSignal;
  leaseMs?: number;
}

/**
 * Turns in Redis: whoever holds a key is alone with it among all workers on all machines, first come, first served. A turn
 * is a lease that its holder renews; when the holder dies the next one gets in after the lease, and the gap counts from its
 * end. All times are those of the Redis server, so clocks of machines need not agree. Of a key that nothing is known about
 * (first request of the day, Redis emptied) one gap is waited for.
 */
export function openSharedKeeper(options: SharedTurnOptions): SharedKeeper {
  const leaving = new Set<Promise<void>>();
  return {
    enter: async (keys) => {
      const token = randomUUID();
      const taken = await take(keys, token, options);
      return openHold({ keys, token, ...taken, leaving }, options);
    },
    settled: async () => {
      await Promise.all(leaving);
    },
  };
}

/** `serials`: the number of each turn, which grows with every one who comes. */
interface Taken {
  paces: Pace[];
  serials: number[];
}

async function take(keys: readonly string[], token: string, options: SharedTurnOptions): Promise<Taken> {
  const { link, signal, delayMs, leaseMs = LEASE_MS } = options;
  const names = [...keys.map((key) => link.key('turn', key)), ...keys.map((key) => link.key('line', key))];
  const longest = Math.min(LOOKS_MS.longest, Math.max(LOOKS_MS.first, delayMs / 4));
  try {
    for (let ms = LOOKS_MS.first; ; ms = Math.min(longest, ms * 2)) {
      signal.throwIfAborted();
      const answer = await link.patiently(() =>
        link.client.eval(ENTER, names.length, ...names, token, leaseMs, ALIVE_MS, link.key('waits', '')),
      );
      if (Array.isArray(answer)) {
        const all = answer.map((fields: unknown) => (Array.isArray(fields) ? fields.map(String) : []));
        return { paces: all.map((fields) => paceOf(fields, delayMs)), serials: all.map((fields) => Number(fields[6])) };
      }
      await wait(ms + Math.random() * ms, undefined, { signal });
    }
  } catch (error) {
    // Whoever stops waiting leaves the line; where that fails its place lapses by itself.
    await link.client.eval(GIVE_UP, keys.length, ...names.slice(keys.length), token).catch(() => undefined);
    throw signal.aborted ? signal.reason : error;
  }
}

/** A pace out of Redis, whose times are counted from the server's now. Read a moment later, they come out later: safe. */
function paceOf(fields: readonly string[], delayMs: number): Pace {
  const now = Date.now();
  const [started, slow, answered, held, gap, smooth] = fields;
  const time = (printed: string | undefined, absent: number): number =>
    printed === undefined || printed === '' ? absent : now + Number(printed);
  const fresh = freshPace(delayMs);
  return {
    startedAt: time(started, fresh.startedAt),
    slowUntil: time(slow, fresh.slowUntil),
    answeredAt: time(answered, now),
    heldUntil: time(held, fresh.heldUntil),
    gapMs: Math.max(delayMs, Number(gap ?? 0)),
    smoothAnswers: Number(smooth ?? 0),
  };
}

interface Held extends Taken {
  keys: readonly string[];
  token: string;
  leaving: Set<Promise<void>>;
}

function openHold({ keys, token, paces, serials, leaving }: Held, options: SharedTurnOptions): Hold {
  const { link, leaseMs = LEASE_MS } = options;
  const names = keys.map((key) => link.key('turn', key));
  const renewal = setInterval(() => {
    void link.client.eval(RENEW, names.length, ...names, token, leaseMs, ...serials).catch(() => undefined);
  }, leaseMs / RENEWALS);
  renewal.unref();
  return {
    paces,
    begin: async () => {
      const mine = await link.patiently(() => link.client.eval(BEGIN, names.length, ...names, token, leaseMs));
      if (mine === 1) return;
      throw new FetchError(
        `Lost the turn for "${keys[0] ?? ''}" to another worker before anything was sent; this one was away too long`,
      );
    },
    leave: () => {
      clearInterval(renewal);
      const now = Date.now();
      const left = paces.flatMap((pace) => [
        ...[pace.startedAt, pace.slowUntil, pace.answeredAt, pace.heldUntil].map((time) =>
          time > 0 ? Math.ceil(time - now) : '',
        ),
        Math.ceil(pace.gapMs),
        pace.smoothAnswers,
      ]);
      const act = link
        .patiently(() => link.client.eval(LEAVE, names.length, ...names, token, ...left))
        .then(
          () => undefined,
          // The link closes: the lease lapses by itself, and its end counts as the answer.
          () => undefined,
        )
        .finally(() => leaving.delete(act));
      leaving.add(act);
    },
  };
}
