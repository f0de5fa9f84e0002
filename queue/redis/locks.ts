import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { openTurns } from '../../storage/turns.ts';
import type { RedisLink } from './connect.ts';

/**
 * Does `act` while nobody else, in this process or in another worker, does one of the same name. `isMine` says whether that
 * still holds: no longer where this process was away for so long that another one has begun.
 */
export type Alone = <T>(name: string, act: (isMine: () => Promise<boolean>) => Promise<T>) => Promise<T>;

/** How long a worker that died keeps a lock, ms. */
const LEASE_MS = 12_000;
/** Renewals within a lease: two may be missed. */
const RENEWALS = 3;
/** First and longest wait between two looks at a lock that is taken, ms. */
const LOOKS_MS = { first: 5, longest: 250 };

/** Takes a lock or makes its lease longer. KEYS: the lock. ARGV: token, lease in ms. Gives 0 where it is another's. */
const TAKE = `if redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then return 1 end
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return 1
`;
/** Gives a lock back. KEYS: the lock. ARGV: token. */
const LEAVE = `if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end
return 1
`;

/** What is alone in this process only, where there is no other. */
export function aloneHere(): Alone {
  const inTurn = openTurns();
  return (name, act) => inTurn(name, () => act(() => Promise.resolve(true)));
}

/**
 * Locks in Redis. A lock is a lease that its holder renews; the lock of a worker that died lapses. Waiting ends with the
 * signal's reason.
 */
export function aloneAmongWorkers(link: RedisLink, signal: AbortSignal, leaseMs = LEASE_MS): Alone {
  const inTurn = openTurns();
  return (name, act) =>
    inTurn(name, async () => {
      const [key, token] = [link.key('lock', name), randomUUID()];
      const take = (): Promise<unknown> => link.client.eval(TAKE, 1, key, token, leaseMs);
      const isMine = async (): Promise<boolean> => (await link.patiently(take)) === 1;
      for (let ms = LOOKS_MS.first; !(await isMine()); ms = Math.min(LOOKS_MS.longest, ms * 2)) {
        await wait(ms + Math.random() * ms, undefined, { signal });
      }
      const renewal = setInterval(() => void take().catch(() => undefined), leaseMs / RENEWALS);
      renewal.unref();
      try {
        return await act(isMine);
      } finally {
        clearInterval(renewal);
        // Sent before whatever this worker asks Redis next; a server that is away forgets the lock by itself.
        link.client.eval(LEAVE, 1, key, token).catch(() => undefined);
      }
    });
}
