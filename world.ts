import { randomUUID } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import type { Config } from './config.ts';
import { ConfigError } from './errors.ts';
import { openReaderPool, type ReaderPool } from './extractors/pool.ts';
import type { Clock } from './model/clock.ts';
import type { RunEvent } from './model/run.ts';
import { openClient, type Client } from './net/client.ts';
import { openFolder } from './storage/folder.ts';
import { openStore, type Store } from './storage/store.ts';

/** Everything that reaches outside: network, store, readers, clock. Built once, handed to every step. */
export interface World {
  config: Config;
  store: Store;
  client: Client;
  reader: ReaderPool;
  clock: Clock;
  /** Name and version of this program, as records carry it. */
  software: string;
  signal: AbortSignal;
  /** Tells what just happened; shown live and counted. */
  tell(event: RunEvent): void;
  /** A short random name part. */
  unique(): string;
  close(): Promise<void>;
}

/** Resident memory one reading process may hold, MiB. Pdfjs with its CJK maps needs about 230 on a usual report. */
const READER_MB = 1_024;

/** Opens the store and the client. Throws ConfigError where the data folder cannot be used. */
export async function openWorld(
  config: Config,
  options: { software: string; signal: AbortSignal; tell: (event: RunEvent) => void },
): Promise<World> {
  refuseUnbuilt(config);
  const store = openStore(await openFolder(config.dataDir, randomUUID));
  const client = openClient({
    userAgent: config.userAgent,
    allowedSuffixes: config.allowedSuffixes,
    allowPrivate: config.allowPrivate,
    proxyUrl: config.proxyUrl,
    hostDelayMs: config.hostDelayMs,
    maxBytes: maxBytesOf(config),
    timeoutMs: config.deadlineS * 1_000,
    clock: systemClock,
    hosts: store.hosts,
    signal: options.signal,
  });
  const reader = openReader(config);
  return {
    config,
    store,
    client,
    reader,
    clock: systemClock,
    software: options.software,
    signal: options.signal,
    tell: options.tell,
    unique: () => randomUUID().slice(0, 8),
    close: async () => {
      await Promise.all([client.close(), reader.close()]);
    },
  };
}

/** The pool of reading processes that the settings ask for. */
export function openReader(config: Config): ReaderPool {
  return openReaderPool({
    processes: Math.max(1, Math.min(config.concurrency, availableParallelism())),
    deadlineMs: config.deadlineS * 1_000,
    maxResidentMb: READER_MB,
    maxBytes: maxBytesOf(config),
  });
}

function maxBytesOf(config: Config): number {
  return config.maxDocumentMb * 1_000_000;
}

/** Settings that DESIGN.md names and that this version cannot follow yet: better refused than overlooked. */
function refuseUnbuilt({ redisUrl, s3Url }: Config): void {
  const set = redisUrl === null ? (s3Url === null ? null : 'OGI_S3_URL (--s3-url)') : 'OGI_REDIS_URL (--redis-url)';
  if (set === null) return;
  throw new ConfigError(`Cannot follow ${set}: this version works on one machine with a data folder; leave it unset`);
}

/** The real time. */
const systemClock: Clock = {
  now: () => new Date(),
  sleep: async (ms, signal) => {
    await wait(ms, undefined, { signal });
  },
};
