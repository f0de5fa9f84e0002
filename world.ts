import { randomUUID } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import type { Config } from './config.ts';
import { findChromium, openDrawer, type PageDrawer } from './crawlers/browser.ts';
import { openReaderPool, type ReaderPool } from './extractors/pool.ts';
import type { Clock } from './model/clock.ts';
import type { HostReceipt } from './model/host.ts';
import type { RunEvent } from './model/run.ts';
import { openClient, type Client, type ClientOptions } from './net/client.ts';
import { connectRedis, type RedisLink } from './queue/redis/connect.ts';
import { openSharedHosts, openSharedReceipts } from './queue/redis/hosts.ts';
import { aloneAmongWorkers, aloneHere, type Alone } from './queue/redis/locks.ts';
import { requireSameStore } from './queue/redis/same-store.ts';
import { openSharedKeeper } from './queue/redis/turns.ts';
import type { Drive } from './storage/drive.ts';
import { openFolder } from './storage/folder.ts';
import { openS3 } from './storage/s3.ts';
import { settlingKey } from './storage/records.ts';
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
  /** The way to the other workers; null where this process works alone. */
  redis: RedisLink | null;
  /** What draws pages that scripts make; null where this machine has no browser. The caller closes it. Throws ConfigError. */
  openDrawer(): Promise<PageDrawer | null>;
  /** Keeps those apart who do the same at the same time, here and in other workers. */
  alone: Alone;
  /** What each host was asked since this world was opened: by all workers where there are several. */
  receipt(): Promise<HostReceipt[]>;
  /** Tells what just happened; shown live and counted. */
  tell(event: RunEvent): void;
  /** A short random name part. */
  unique(): string;
  close(): Promise<void>;
}

/** Resident memory one reading process may hold, MiB. Pdfjs with its CJK maps needs about 230 on a usual report. */
const READER_MB = 1_024;

/** What a world is opened with. */
export interface WorldOptions {
  software: string;
  signal: AbortSignal;
  tell: (event: RunEvent) => void;
  /**
   * For whoever asks hosts or works on jobs: where Redis is set, turns, refusals and jobs are shared with all other workers
   * through it, and it is told in one line when Redis is in trouble. Commands that only read the store leave it out.
   */
  onTrouble?: (line: string) => void;
  /** Told in one line when the server of the store is in trouble and waited for; `onTrouble` where absent. */
  onStoreTrouble?: (line: string) => void;
}

/** Opens the store and the client. Throws ConfigError where the store cannot be used, or Redis or the browser where it is asked for. */
export async function openWorld(config: Config, options: WorldOptions): Promise<World> {
  const { signal } = options;
  // A browser that is named and not there is told before anything is asked, and not as a fault of the first portal.
  if (options.onTrouble !== undefined && config.browserPath !== null) await findBrowser(config);
  const drive = await openDrive(config, options);
  const own = openStore(drive);
  const others = options.onTrouble === undefined ? null : await joinOthers(config, { own, drive }, options);
  const store = others?.store ?? own;
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
    signal,
    ...others?.shared,
  });
  const reader = openReader(config);
  return {
    config,
    store,
    client,
    reader,
    clock: systemClock,
    software: options.software,
    signal,
    redis: others?.link ?? null,
    openDrawer: () => openOwnDrawer(config),
    alone: others?.alone ?? aloneHere(),
    receipt: others?.receipt ?? (() => Promise.resolve(client.receipt())),
    tell: options.tell,
    unique: () => randomUUID().slice(0, 8),
    close: async () => {
      await Promise.all([client.close(), reader.close()]);
      await others?.leave();
    },
  };
}

function findBrowser({ browserPath }: Config): Promise<string | null> {
  return findChromium({ named: browserPath, searchPath: process.env['PATH'] ?? '' });
}

async function openOwnDrawer(config: Config): Promise<PageDrawer | null> {
  const executablePath = await findBrowser(config);
  return executablePath === null ? null : openDrawer({ executablePath, userAgent: config.userAgent });
}

/** What several workers share: jobs, turns, refusals, counts, and who settles a record. */
interface Others {
  link: RedisLink;
  store: Store;
  shared: Required<Pick<ClientOptions, 'keeper' | 'receipts'>>;
  alone: Alone;
  receipt: () => Promise<HostReceipt[]>;
  leave: () => Promise<void>;
}

async function joinOthers(
  { redisUrl, redisPrefix, hostDelayMs }: Config,
  { own, drive }: { own: Store; drive: Drive },
  { signal, onTrouble = () => undefined }: Pick<WorldOptions, 'signal' | 'onTrouble'>,
): Promise<Others | null> {
  if (redisUrl === null) return null;
  const link = await connectRedis({ url: redisUrl, prefix: redisPrefix, signal, onTrouble });
  try {
    await requireSameStore(link, drive);
  } catch (error) {
    await link.close();
    throw error;
  }
  const keeper = openSharedKeeper({ link, delayMs: hostDelayMs, signal });
  const receipts = await openSharedReceipts(link);
  const alone = aloneAmongWorkers(link, signal);
  return {
    link,
    store: { ...own, hosts: openSharedHosts(link, own.hosts), records: settledAlone(own.records, alone) },
    shared: { keeper, receipts },
    alone,
    receipt: () => receipts.shared(),
    leave: async () => {
      await keeper.settled();
      await link.close();
    },
  };
}

/** Records of one body and year are settled by one worker at a time: each looks at all of them and may move some. */
function settledAlone(records: Store['records'], alone: Alone): Store['records'] {
  return {
    ...records,
    settle: (record, formerly) => alone(`record ${settlingKey(record)}`, () => records.settle(record, formerly)),
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

/** Where the store's bytes are: the bucket where one is set, else the data folder. Throws ConfigError where it cannot be used. */
export function openDrive(
  { dataDir, s3Url }: Pick<Config, 'dataDir' | 's3Url'>,
  { signal, onTrouble, onStoreTrouble = onTrouble }: Pick<WorldOptions, 'signal' | 'onTrouble' | 'onStoreTrouble'>,
): Promise<Drive> {
  if (s3Url === null) return openFolder(dataDir, randomUUID);
  return openS3({ url: s3Url, signal, onTrouble: onStoreTrouble ?? (() => undefined) });
}

/** The real time. */
const systemClock: Clock = {
  now: () => new Date(),
  sleep: async (ms, signal) => {
    await wait(ms, undefined, { signal });
  },
};
