import { Redis } from 'ioredis';
import { ConfigError } from '../../errors.ts';
import { openPatience, type Patience } from './patience.ts';

/** An open way to Redis, with the settings that every part of the queue needs. */
export interface RedisLink extends Patience {
  client: Redis;
  /** What every key begins with, without the colon behind it. */
  prefix: string;
  /** The address without its password, for messages. */
  place: string;
  /** A key of ours: the parts with colons between, behind the prefix. */
  key(...parts: string[]): string;
  close(): Promise<void>;
}

/** What a server says of itself. `policy`: what it does when it is full; null where it does not say. */
export interface RedisServer {
  version: string;
  policy: string | null;
  /** Its clock minus that of this machine, ms. */
  aheadMs: number;
}

/** How to reach a server and whom to tell when it is away. */
export interface RedisOptions {
  url: string;
  prefix: string;
  signal: AbortSignal;
  /** Told in one line when Redis goes away, is full, or comes back. */
  onTrouble: (line: string) => void;
}

/** How long a server may take to answer at the start, ms. */
const PATIENCE_MS = 3_000;
/** Longest wait between two tries to reach a server that went away, ms. */
const RECONNECT_MS = 5_000;
/** How long a stopped process waits for a server that is away, to hand back what it holds, ms. */
const GRACE_MS = 5_000;
/** Clocks of workers may be this far apart, ms: a file that fails is tried for longer before it is given up. */
const MOST_SKEW_MS = 5_000;
/** Lua with TIME before writes, XADD with approximate trimming and GETEX need it. */
const LEAST_VERSION = [6, 2] as const;

/**
 * Connects and looks whether the server will do. Throws ConfigError where it cannot be reached, refuses the password, is too
 * old, or would throw jobs away when it is full. Once connected, an outage is waited for.
 */
export async function connectRedis(options: RedisOptions): Promise<RedisLink> {
  const place = withoutSecret(options.url);
  requireFit(await askServer(options.url), place);
  const client = new Redis(options.url, {
    maxRetriesPerRequest: null,
    retryStrategy: (times) => Math.min(RECONNECT_MS, times * 200),
  });
  watch(client, place, options);
  const patience = openPatience({ ...options, place });
  const giveUp = (): void => {
    if (client.status === 'ready') return;
    patience.end();
    client.disconnect();
  };
  options.signal.addEventListener('abort', () => void setTimeout(giveUp, GRACE_MS).unref(), { once: true });
  return {
    ...patience,
    client,
    prefix: options.prefix,
    place,
    key: (...parts) => [options.prefix, ...parts].join(':'),
    close: async () => {
      patience.end();
      if (client.status === 'ready') await client.quit().catch(() => undefined);
      client.disconnect();
    },
  };
}

/** What the server says of itself. Throws ConfigError that says why it does not answer. */
export async function askServer(url: string): Promise<RedisServer> {
  const client = new Redis(url, {
    lazyConnect: true,
    connectTimeout: PATIENCE_MS,
    commandTimeout: PATIENCE_MS,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  // The error that the socket met says more than "connection is closed", which the call gets.
  let failure: unknown = null;
  client.on('error', (error: unknown) => {
    failure = error;
  });
  try {
    await client.connect();
    await client.ping();
    const told = await client.info();
    return {
      version: /redis_version:(\S+)/u.exec(told)?.[1] ?? 'of unknown version',
      policy: /maxmemory_policy:(\S+)/u.exec(told)?.[1] ?? null,
      aheadMs: aheadOf(/server_time_usec:(\d+)/u.exec(told)?.[1]),
    };
  } catch (error) {
    throw new ConfigError(refusalLine(withoutSecret(url), failure ?? error), { cause: error });
  } finally {
    client.disconnect();
  }
}

/** How far a clock in µs is ahead of this machine's, ms; 0 where the server does not tell it. */
function aheadOf(microseconds: string | undefined): number {
  return microseconds === undefined ? 0 : Math.round(Number(microseconds) / 1000 - Date.now());
}

function refusalLine(place: string, error: unknown): string {
  const said = error instanceof Error ? error.message : String(error);
  if (/WRONGPASS|NOAUTH|invalid password|without any password|invalid username/iu.test(said)) {
    return `Cannot use Redis at "${place}": it refuses the user or password (${said}); correct them in OGI_REDIS_URL (redis://user:password@host:port)`;
  }
  if (/NOPERM/u.test(said)) {
    return `Cannot use Redis at "${place}": this user may not do what a queue needs (${said}); give it the rights "~* +@all"`;
  }
  const why = /timed out|ETIMEDOUT/iu.test(said) ? `silent for ${PATIENCE_MS / 1000} s` : said;
  return `Cannot reach Redis at "${place}": ${why}; start the server, or correct or unset OGI_REDIS_URL (--redis-url)`;
}

function requireFit({ version, policy, aheadMs }: RedisServer, place: string): void {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major < LEAST_VERSION[0] || (major === LEAST_VERSION[0] && minor < LEAST_VERSION[1])) {
    throw new ConfigError(
      `Cannot use Redis at "${place}": it is version ${version}; expected ${LEAST_VERSION.join('.')} or later`,
    );
  }
  const fault = policyFault(policy);
  if (fault !== null) throw new ConfigError(`Cannot use Redis at "${place}": ${fault}`);
  if (Math.abs(aheadMs) <= MOST_SKEW_MS) return;
  throw new ConfigError(
    `Cannot work with Redis at "${place}": its clock and that of this machine are ${Math.round(Math.abs(aheadMs) / 1000)} s apart, ` +
      `expected ${MOST_SKEW_MS / 1000} s at most, since workers tell by the time what was fetched in this harvest; set both by NTP`,
  );
}

/** What is wrong with how a server behaves when it is full, and the fix; null if nothing. */
export function policyFault(policy: string | null): string | null {
  if (policy === null || policy === 'noeviction') return null;
  return (
    `its maxmemory-policy is "${policy}", so that it would throw jobs away when it is full; ` +
    'expected "noeviction" (redis-cli CONFIG SET maxmemory-policy noeviction, and the same line in redis.conf)'
  );
}

/** Says once that the server went away and once that it is back. */
function watch(client: Redis, place: string, { onTrouble }: RedisOptions): void {
  let isAway = false;
  client.on('error', (error: Error) => {
    if (isAway) return;
    isAway = true;
    onTrouble(`Redis at "${place}" is away (${error.message}); waiting for it, nothing is lost`);
  });
  client.on('close', () => {
    if (isAway || client.status === 'end') return;
    isAway = true;
    onTrouble(`Redis at "${place}" is away; waiting for it, nothing is lost`);
  });
  client.on('ready', () => {
    if (isAway) onTrouble(`Redis at "${place}" is back`);
    isAway = false;
  });
}

/** An address without user and password. */
export function withoutSecret(address: string): string {
  const url = new URL(address);
  url.username = '';
  url.password = '';
  return url.href;
}

/** Runs a pipeline and gives its results; rejects with the first error of one of its commands. */
export async function runAll(pipeline: ReturnType<RedisLink['client']['pipeline']>): Promise<unknown[]> {
  const results = (await pipeline.exec()) ?? [];
  for (const [error] of results) if (error !== null) throw error;
  return results.map(([, value]) => value);
}
