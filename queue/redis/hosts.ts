import { HostState, type HostMemory, type HostReceipt } from '../../model/host.ts';
import { openReceipts, type Receipts } from '../../net/receipt.ts';
import { stableJson } from '../../text/json.ts';
import type { RedisLink } from './connect.ts';

/** How long what is known of a host stays in Redis, s; the store remembers longer. */
const KEPT_S = 86_400;
/** After a pause of this length in ms the smallest gap of a host is counted anew. */
const SESSION_MS = 3_600_000;

/** Keeps the later refusal and the later robots.txt of two states. KEYS: the host. ARGV: the state that is saved, ms kept. */
const MERGE = `local new = cjson.decode(ARGV[1])
local text = redis.call('GET', KEYS[1])
if text then
  local old = cjson.decode(text)
  if old.declinedUntil ~= cjson.null and (new.declinedUntil == cjson.null or new.declinedUntil < old.declinedUntil) then
    new.declinedUntil, new.declinedReason = old.declinedUntil, old.declinedReason
  end
  if old.robots ~= cjson.null and (new.robots == cjson.null or new.robots.fetchedAt < old.robots.fetchedAt) then
    new.robots = old.robots
  end
end
local merged = cjson.encode(new)
redis.call('SET', KEYS[1], merged, 'EX', ARGV[2])
return merged
`;

/**
 * The memory of hosts for several workers: a refusal or a robots.txt that one learns is known to all with their next
 * request. The store keeps it beyond a day, and whatever order two workers write in, it ends with what Redis has.
 */
export function openSharedHosts(link: RedisLink, store: HostMemory): HostMemory {
  const keyOf = (host: string): string => link.key('host', host);
  const read = async (host: string): Promise<HostState | null> => {
    const text = await link.patiently(() => link.client.get(keyOf(host)));
    return text === null ? null : HostState.parse(JSON.parse(text));
  };
  return {
    isShared: true,
    load: async (host) => (await read(host)) ?? store.load(host),
    save: async (state) => {
      const merged = await link.patiently(() =>
        link.client.eval(MERGE, 1, keyOf(state.host), stableJson(state), KEPT_S),
      );
      let written = HostState.parse(JSON.parse(String(merged)));
      for (;;) {
        await store.save(written);
        const now = await read(state.host);
        if (now === null || stableJson(now) === stableJson(written)) return;
        written = now;
      }
    },
  };
}

/** Counts a request. KEYS: the counts. ARGV: host, ms since the last one ('' unknown), ms of a pause that ends a session. */
const STARTED = `redis.call('HINCRBY', KEYS[1], ARGV[1] .. ' requests', 1)
local field, gap = ARGV[1] .. ' gap', tonumber(ARGV[2])
if gap and gap > tonumber(ARGV[3]) then redis.call('HDEL', KEYS[1], field) end
if gap and gap <= tonumber(ARGV[3]) then
  local old = redis.call('HGET', KEYS[1], field)
  if not old or tonumber(old) > gap then redis.call('HSET', KEYS[1], field, gap) end
end
return 1
`;

/** Counts of requests that all workers add to. */
export interface SharedReceipts extends Receipts {
  /**
   * What all workers asked since this was opened, by host; hosts that nobody asked are left out. The gap is the smallest
   * between any two of them, at least since the host was last left alone for an hour.
   */
  shared(): Promise<HostReceipt[]>;
}

/** Opens the counts: from now on. */
export async function openSharedReceipts(link: RedisLink): Promise<SharedReceipts> {
  const key = link.key('asked');
  const own = openReceipts();
  const sent = new Set<Promise<unknown>>();
  const send = (act: () => Promise<unknown>): void => {
    const done = link
      .patiently(act)
      .catch(() => undefined)
      .finally(() => sent.delete(done));
    sent.add(done);
  };
  const add = (url: URL, what: string, by: number): void => {
    if (by > 0) send(() => link.client.hincrby(key, `${url.host} ${what}`, by));
  };
  const before = await link.patiently(() => link.client.hgetall(key));
  return {
    started: (url, sinceLastMs) => {
      own.started(url, sinceLastMs);
      send(() => link.client.eval(STARTED, 1, key, url.host, sinceLastMs ?? '', SESSION_MS));
    },
    received: (url, bytes, notModified) => {
      own.received(url, bytes, notModified);
      add(url, 'bytes', bytes);
      add(url, 'notModified', notModified ? 1 : 0);
    },
    refused: (url) => {
      own.refused(url);
      add(url, 'refusals', 1);
    },
    all: () => own.all(),
    shared: async () => {
      await Promise.all(sent);
      return difference(before, await link.patiently(() => link.client.hgetall(key)));
    },
  };
}

function difference(before: Readonly<Record<string, string>>, now: Readonly<Record<string, string>>): HostReceipt[] {
  const hosts = Object.keys(now)
    .filter((name) => name.endsWith(' requests'))
    .map((name) => name.slice(0, name.lastIndexOf(' ')));
  const grown = (name: string): number => Number(now[name] ?? 0) - Number(before[name] ?? 0);
  return hosts
    .map((host) => ({
      host,
      requests: grown(`${host} requests`),
      bytes: grown(`${host} bytes`),
      smallestGapMs: now[`${host} gap`] === undefined ? null : Number(now[`${host} gap`]),
      notModified: grown(`${host} notModified`),
      refusals: grown(`${host} refusals`),
    }))
    .filter(({ requests, refusals }) => requests + refusals > 0)
    .sort((a, b) => (a.host < b.host ? -1 : 1));
}
