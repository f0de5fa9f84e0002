import type { RunEvent } from '../../model/run.ts';
import type { RedisLink } from './connect.ts';
import { packEvent, unpackEvent } from './envelope.ts';

/** Events of a portal that are kept for a harvest to read, at least; one that reads keeps up with far fewer. */
const KEPT = 200_000;
/** How long they are kept when nobody reads, s. */
const KEPT_S = 86_400;
/** How long they are kept when the harvest is through with the portal, s: another one may be reading them still. */
const LEFT_S = 60;
/** Events read at once. */
const CHUNK = 1_000;

/** Adds an event and keeps the stream from lapsing. KEYS: the stream. ARGV: events kept, the event, s kept. */
const TELL = `redis.call('XADD', KEYS[1], 'MAXLEN', '~', ARGV[1], '*', 'event', ARGV[2])
redis.call('EXPIRE', KEYS[1], ARGV[3])
return 1
`;

/** Sends what a step tells to whoever harvests the portal, on whatever machine. Resolves when Redis has it. */
export async function publishEvent(link: RedisLink, portal: string, event: RunEvent): Promise<void> {
  const key = link.key('events', portal);
  const told = packEvent(event);
  await link.patiently(() => link.client.eval(TELL, 1, key, KEPT, told, KEPT_S));
}

/** Reads the events of some portals from now on. */
export interface EventReader {
  /** Begins with what is told from now on. */
  follow(portals: readonly string[]): Promise<void>;
  /** Reads no more of these portals; what was told of them is forgotten a minute later. */
  leave(portals: readonly string[]): Promise<void>;
  /** Hands on everything told since the last call. */
  drain(): Promise<void>;
}

/** A reader that hands every event to `tell`. */
export function openEventReader(link: RedisLink, tell: (event: RunEvent) => void): EventReader {
  const last = new Map<string, string>();
  const drainSome = async (): Promise<number> => {
    const keys = [...last.keys()];
    if (keys.length === 0) return 0;
    const found = await link.patiently(() =>
      link.client.xread('COUNT', CHUNK, 'STREAMS', ...keys, ...keys.map((key) => last.get(key) ?? '0-0')),
    );
    let count = 0;
    for (const [key, entries] of found ?? []) {
      for (const [id, fields] of entries) {
        last.set(key, id);
        count += 1;
        tell(unpackEvent(fields[1] ?? ''));
      }
    }
    return count;
  };
  return {
    follow: async (portals) => {
      for (const portal of portals) {
        const key = link.key('events', portal);
        if (last.has(key)) continue;
        const newest = await link.patiently(() => link.client.xrevrange(key, '+', '-', 'COUNT', 1));
        last.set(key, newest[0]?.[0] ?? '0-0');
      }
    },
    leave: async (portals) => {
      for (const portal of portals) {
        const key = link.key('events', portal);
        last.delete(key);
        await link.patiently(() => link.client.expire(key, LEFT_S));
      }
    },
    drain: async () => {
      while ((await drainSome()) > 0);
    },
  };
}
