import type { Clock } from '../model/clock.ts';
import type { Run } from '../model/run.ts';
import type { Store } from '../storage/store.ts';
import type { Board, StepCounts, StepName } from './redis/board.ts';
import { failedShare, verdictOf, type RunSummary } from './summary.ts';

/** A host of a run, with what the store remembers of it. `declinedUntil`: it refused us and is left alone until then. */
type HostOfRun = Run['hosts'][number] & { declinedUntil: string | null; declinedReason: string | null };

/** How a harvester stands, for those who run it. Times ISO 8601, UTC. */
export interface Operations {
  at: string;
  place: string;
  /** Newest first. */
  runs: Run[];
  /** The newest run in one word, and the share of it that could not be had or read; null where there is no run. */
  verdict: RunSummary['verdict'] | 'running' | null;
  failedShare: number | null;
  /** Documents that the newest run settled, each minute; null where there is no run. */
  documentsPerMinute: number | null;
  /** Hosts that the newest run asked. */
  hosts: HostOfRun[];
  /** Jobs by step; null without Redis. */
  queues: Record<StepName, StepCounts> | null;
  /** The job that waits or runs longest; null where none does. */
  oldest: { step: StepName; since: string } | null;
}

/** A run whose record was not written for so long is not running but was killed, ms; a run writes every ten seconds. */
const SILENT_MS = 120_000;

/** How the harvester stands now, with its newest `count` runs. `board`: the queues in Redis, null without. */
export async function operationsOf(
  { store, board, clock }: { store: Store; board: Board | null; clock: Clock },
  count: number,
): Promise<Operations> {
  const runs = await store.runs.latest(count);
  const [newest] = runs;
  const now = clock.now();
  return {
    at: now.toISOString(),
    place: store.place,
    runs,
    verdict: newest === undefined ? null : isRunning(newest, now) ? 'running' : verdictOf(newest),
    failedShare: newest === undefined ? null : failedShare(newest.counts),
    documentsPerMinute: newest === undefined ? null : perMinute(newest),
    hosts: await Promise.all((newest?.hosts ?? []).map((host) => withMemory(store, host))),
    queues: board === null ? null : await board.counts(),
    oldest: board === null ? null : await board.oldest(),
  };
}

/** Whether a run is still going on, as far as the store tells. */
export function isRunning({ finishedAt, writtenAt, startedAt }: Run, now: Date): boolean {
  return finishedAt === null && now.getTime() - Date.parse(writtenAt ?? startedAt) < SILENT_MS;
}

function perMinute({ startedAt, finishedAt, writtenAt, counts }: Run): number | null {
  const minutes = (Date.parse(finishedAt ?? writtenAt ?? startedAt) - Date.parse(startedAt)) / 60_000;
  const { read, unchanged, rejected, unreadable, declined, failed } = counts;
  return minutes <= 0 ? null : (read + unchanged + rejected + unreadable + declined + failed) / minutes;
}

async function withMemory(store: Store, host: Run['hosts'][number]): Promise<HostOfRun> {
  const known = await store.hosts.load(host.host);
  return { ...host, declinedUntil: known?.declinedUntil ?? null, declinedReason: known?.declinedReason ?? null };
}
