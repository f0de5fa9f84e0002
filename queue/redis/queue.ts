import { setTimeout as wait } from 'node:timers/promises';
import type { RunEvent } from '../../model/run.ts';
import type { Queue } from '../queue.ts';
import { STEPS } from './board.ts';
import { openEventReader } from './events.ts';
import { openFeed } from './feed.ts';
import { startWork, type WorkOptions } from './work.ts';

/** What a queue of several workers needs. `tell`: is handed what the steps tell, on whatever machine they ran. */
export type RedisQueueOptions = Omit<WorkOptions, 'names'> & { tell: (event: RunEvent) => void };

/** How often it is looked whether all is done, ms. */
const LOOK_MS = 100;
/** When nothing moves, lost jobs are looked for this often, ms. */
const RECONCILE_MS = 3_000;

/**
 * The queue in Redis, as a harvest sees it: this process works on all steps too, and so do all `ogi worker`s. It is idle
 * when no job of the portals that were added is open, wherever it runs.
 */
export function openRedisQueue(options: RedisQueueOptions): Queue {
  const { link, board, signal, tell } = options;
  /** Portals of which jobs are open as far as is known. */
  const portals = new Set<string>();
  const events = openEventReader(link, tell);
  const feed = openFeed(board, async (named) => {
    await events.follow(named);
    for (const portal of named) portals.add(portal);
  });
  const work = startWork({ ...options, names: STEPS });
  const stopped: { fatal: unknown } = { fatal: null };
  work.done.catch((error: unknown) => {
    stopped.fatal = error;
  });
  let going: Promise<void> = Promise.resolve();
  const countOpen = async (): Promise<number> => {
    const asked = [...portals];
    const counts = await board.open(asked);
    // What a job tells is in Redis before the job is closed: read after the count, nothing is missed.
    await events.drain();
    const done = asked.filter((_, at) => counts[at] === 0);
    for (const portal of done) portals.delete(portal);
    await events.leave(done);
    return sumOf(counts);
  };
  /** Adds what there is room for; gives how many jobs were open, 0 where nothing is left. One call after the other: a portal is named before its jobs are. */
  const goOn = (): Promise<number> => {
    const next = going.then(async () => {
      const open = await countOpen();
      await feed.pour(open);
      return portals.size === 0 && feed.left().size === 0 ? 0 : Math.max(1, open);
    });
    going = next.then(
      () => undefined,
      () => undefined,
    );
    return next;
  };
  return {
    add: async (jobs) => {
      feed.put(jobs);
      await goOn();
    },
    pending: async () => sumOf([...(await board.open([...portals])), ...feed.left().values()]),
    withdraw: async () => {
      const left = feed.left();
      for (const portal of portals) left.set(portal, (left.get(portal) ?? 0) + (await board.withdraw(portal)));
      await events.drain();
      return left;
    },
    idle: async () => {
      await untilDone({
        goOn,
        reconcile: () => board.reconcile([...portals]),
        isStopped: () => signal.aborted || stopped.fatal !== null,
      });
      if (signal.aborted || stopped.fatal !== null) await work.stop();
      if (stopped.fatal !== null) throw stopped.fatal;
    },
    close: () => work.stop(),
  };
}

/** Looks again and again until nothing is left or it is stopped. `goOn` gives how many jobs are open. */
async function untilDone(act: {
  goOn: () => Promise<number>;
  reconcile: () => Promise<void>;
  isStopped: () => boolean;
}): Promise<void> {
  const last = { open: 0, at: Date.now() };
  while (!act.isStopped()) {
    const open = await act.goOn();
    if (open === 0) return;
    // Lost jobs are looked for when nothing moves: to look at thousands of jobs every time would cost more than they do.
    if (open !== last.open) Object.assign(last, { open, at: Date.now() });
    if (Date.now() - last.at > RECONCILE_MS) {
      await act.reconcile();
      last.at = Date.now();
    }
    await wait(LOOK_MS);
  }
}

function sumOf(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}
