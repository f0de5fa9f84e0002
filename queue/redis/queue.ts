import { setTimeout as wait } from 'node:timers/promises';
import type { RunEvent } from '../../model/run.ts';
import { portalOf, type Queue } from '../queue.ts';
import { STEPS } from './board.ts';
import { openEventReader } from './events.ts';
import { startWork, type WorkOptions } from './work.ts';

/** What a queue of several workers needs. `tell`: is handed what the steps tell, on whatever machine they ran. */
export type RedisQueueOptions = Omit<WorkOptions, 'names'> & { tell: (event: RunEvent) => void };

/** How often it is looked whether all is done, ms. */
const LOOK_MS = 100;
/** How often lost jobs are looked for, ms. */
const RECONCILE_MS = 3_000;

/**
 * The queue in Redis, as a harvest sees it: this process works on all steps too, and so do all `ogi worker`s. It is idle
 * when no job of the portals that were added is open, wherever it runs.
 */
export function openRedisQueue(options: RedisQueueOptions): Queue {
  const { link, board, signal, tell } = options;
  const portals = new Set<string>();
  const events = openEventReader(link, tell);
  const work = startWork({ ...options, names: STEPS });
  const stopped: { fatal: unknown } = { fatal: null };
  work.done.catch((error: unknown) => {
    stopped.fatal = error;
  });
  const isOpen = async (): Promise<boolean> => {
    const open = await board.open([...portals]);
    // What a job tells is in Redis before the job is closed: read after the count, nothing is missed.
    await events.drain();
    return open > 0;
  };
  return {
    add: async (jobs) => {
      const named = jobs.map(portalOf);
      await events.follow(named);
      for (const portal of named) portals.add(portal);
      await board.add(jobs);
    },
    pending: () => board.open([...portals]),
    withdraw: async () => {
      const left = new Map<string, number>();
      for (const portal of portals) left.set(portal, await board.withdraw(portal));
      await events.drain();
      return left;
    },
    idle: async () => {
      for (let looked = Date.now(); !signal.aborted && stopped.fatal === null && (await isOpen());) {
        if (Date.now() - looked > RECONCILE_MS) {
          await board.reconcile([...portals]);
          looked = Date.now();
        }
        await wait(LOOK_MS);
      }
      if (signal.aborted || stopped.fatal !== null) await work.stop();
      if (stopped.fatal !== null) throw stopped.fatal;
    },
    close: () => work.stop(),
  };
}
