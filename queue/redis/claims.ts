import { randomUUID } from 'node:crypto';
import type { RedisLink } from './connect.ts';

/** Portals that one run has for itself, so that no other scheduled run harvests them at the same time. */
export interface Claims {
  /** Those of the portals (ids) that nobody else has; from now on they are this run's, until `release`. */
  take(portals: readonly string[]): Promise<string[]>;
  release(): Promise<void>;
}

/** How long a claim outlives a process that died, ms: less than its run stays with it, so that whoever takes that over is free to. */
const LEASE_MS = 14_000;

/** Lengthens claims that are still ours: KEYS claims, ARGV owner and ms. */
const RENEW = `for _, key in ipairs(KEYS) do
  if redis.call('GET', key) == ARGV[1] then redis.call('PEXPIRE', key, ARGV[2]) end
end`;
/** Gives claims back that are still ours: KEYS claims, ARGV owner. */
const RELEASE = `for _, key in ipairs(KEYS) do
  if redis.call('GET', key) == ARGV[1] then redis.call('DEL', key) end
end`;

/** Claims of one run, shared by all schedulers of the queue. They are renewed until they are released. */
export function openClaims(link: RedisLink, leaseMs = LEASE_MS): Claims {
  const owner = randomUUID();
  const mine: string[] = [];
  const call = async (script: string, ...words: string[]): Promise<void> => {
    if (mine.length > 0) await link.client.eval(script, mine.length, ...mine, owner, ...words);
  };
  const renewing = setInterval(() => void call(RENEW, String(leaseMs)).catch(() => undefined), leaseMs / 3);
  return {
    take: async (portals) => {
      const taken: string[] = [];
      for (const portal of portals) {
        const key = link.key('claim', portal);
        const answer = await link.patiently(() => link.client.set(key, owner, 'PX', leaseMs, 'NX'));
        if (answer !== 'OK') continue;
        mine.push(key);
        taken.push(portal);
      }
      return taken;
    },
    release: async () => {
      clearInterval(renewing);
      await call(RELEASE).catch(() => undefined); // a server that is away forgets them by itself when the lease ends
    },
  };
}
