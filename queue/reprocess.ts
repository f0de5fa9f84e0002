import { ConfigError } from '../errors.ts';
import { isCurrentExtractor } from '../extractors/list.ts';
import type { NormalizeJob } from '../model/job.ts';
import type { Outcome } from '../model/outcome.ts';
import { NORMALIZER } from '../normalizer/normalize.ts';
import type { World } from '../world.ts';
import { inOrder } from './in-order.ts';
import { textOf } from './steps/documents.ts';
import { decide } from './steps/normalize.ts';
import { isReadByTheSame, outcomeFrame, readerVersions } from './steps/outcomes.ts';
import { readInPool, readStored, type LostDocument, type StoredReading } from './stored-reading.ts';

/** What a reprocessing looked at. `known`: nominations in the store; `due`: those that were read again. */
export interface Reprocessed {
  known: number;
  due: number;
}

/** `all`: whatever the versions; `startedAt`: ISO 8601, UTC; `onDone`: told after each nomination. */
export interface ReprocessOptions {
  all: boolean;
  startedAt: string;
  onDone: (done: number, due: number) => void;
}

/** An outcome of a nomination itself and not of a file that it offers. */
type Nomination = Outcome & { candidate: NonNullable<Outcome['candidate']> };

/**
 * Reads nominations again from stored bytes, without a request: those that another version of a reader or of the normaliser
 * decided, or all. A record gets a new version only where its content changed. What it finds is told to `world`. Where bytes
 * are missing or damaged, the record stays as it is.
 */
export async function reprocess(world: World, options: ReprocessOptions): Promise<Reprocessed> {
  const { known, due } = await dueNominations(world, options.all);
  const limit = world.config.concurrency;
  let done = 0;
  for await (const _ of inOrder(due, { limit, signal: world.signal }, (url) => redoOrTell(world, url, options))) {
    done += 1;
    options.onDone(done, due.length);
  }
  return { known, due: due.length };
}

/** Addresses whose decision another version made; a page too one of whose files could not be read by an older reader. */
async function dueNominations(world: World, all: boolean): Promise<{ known: number; due: string[] }> {
  const due = new Set<string>();
  let known = 0;
  for await (const outcome of world.store.outcomes.all()) {
    if (outcome.candidate === null) {
      if (outcome.kind === 'unreadable' && !isReadByTheSame(outcome)) due.add(outcome.landing);
      continue;
    }
    known += 1;
    if (all || isDue(outcome) || (await isOfOlderSchema(world, outcome))) due.add(outcome.url);
  }
  return { known, due: [...due].sort() };
}

/** Another version decided it, or a reader for its format may have come since (then the normaliser never saw it). */
function isDue(outcome: Outcome): boolean {
  const { versions } = outcome;
  if (versions.some((version) => version !== NORMALIZER && !isCurrentExtractor(version))) return true;
  return !versions.includes(NORMALIZER) && !isReadByTheSame(outcome);
}

/** The record was written by a version whose records this one no longer reads. */
async function isOfOlderSchema({ store }: World, { recordId, parts = [] }: Outcome): Promise<boolean> {
  for (const id of new Set([recordId, ...parts.map((part) => part.recordId)])) {
    if (id !== null && (await store.records.isOlder(id))) return true;
  }
  return false;
}

async function redoOrTell(world: World, url: string, options: ReprocessOptions): Promise<void> {
  try {
    const outcome = await world.store.outcomes.get(url);
    if (outcome !== null && isNomination(outcome)) await redo(world, outcome, options);
  } catch (error) {
    if (error instanceof ConfigError || world.signal.aborted) throw error;
    world.tell({ kind: 'bug', subject: url, error });
  }
}

function isNomination(outcome: Outcome): outcome is Nomination {
  return outcome.candidate !== null;
}

async function redo(world: World, outcome: Nomination, { all, startedAt }: ReprocessOptions): Promise<void> {
  const reading = await readStored(world, outcome.url, {
    pick: async (url) => (await world.store.documents.latest(url))?.fetched ?? null,
    read: all ? readAndKeep(world) : (fetched) => textOf(world, fetched),
  });
  const job = jobOf(outcome, startedAt);
  const faults = reading.lost.filter(({ isStoreFault }) => isStoreFault);
  for (const lost of reading.lost) tellLost(world, outcome, lost);
  // A record without the file that is damaged would be another record: the old one stays.
  if (faults.length > 0) return;
  for (const lost of reading.lost) await world.store.outcomes.put(unreadable(world, { ...job, url: lost.url }, lost));
  if (reading.landing === null) return;
  const { landing, files } = reading;
  await decide(world, job, { landing, files, lost: await lostFiles(world, reading) }, { anew: true });
  await settleFiles(world, outcome, reading);
}

function readAndKeep(world: World): ReturnType<typeof readInPool> {
  const read = readInPool(world);
  return async (fetched, bytes) => {
    const reading = await read(fetched, bytes);
    await world.store.documents.keepText(reading);
    return reading;
  };
}

function jobOf({ url, portalId, candidate }: Nomination, since: string): NormalizeJob {
  return { step: 'normalize', portalId, since, url, candidate, refreshBefore: null, mayAsk: false };
}

function tellLost(world: World, { portalId }: Outcome, { url, code, why }: LostDocument): void {
  world.tell({ kind: 'unreadable', portalId, url, code, why });
}

function unreadable(world: World, job: NormalizeJob, { code, why, sha256 }: LostDocument): Outcome {
  return { ...outcomeFrame(world, job), kind: 'unreadable', code, why, sources: [sha256], versions: readerVersions() };
}

/** What became of the files that were not read, as a harvest hands it on. */
async function lostFiles(world: World, { unread }: StoredReading): Promise<Outcome[]> {
  const outcomes = await Promise.all(unread.map((url) => world.store.outcomes.get(url)));
  return outcomes.filter((outcome) => outcome !== null);
}

/** A page that its portal took away stays known as such; a file that could not be read before and now can is part of the record. */
async function settleFiles(world: World, before: Nomination, { files }: StoredReading): Promise<void> {
  const decided = await world.store.outcomes.get(before.url);
  if (decided === null) return;
  for (const { url } of files) {
    const file = await world.store.outcomes.get(url);
    if (file === null || file.candidate !== null || file.kind !== 'unreadable') continue;
    const { kind, recordId, code, why, versions } = decided;
    await world.store.outcomes.put({ ...file, kind, recordId, code, why, versions });
  }
  if (before.kind === 'gone' || before.kind === 'declined' || before.kind === 'unreachable') {
    await world.store.outcomes.put({ ...before, recordId: decided.recordId, versions: readerVersions() });
  }
}
