import type { Job } from '../../model/job.ts';
import { portalOf } from '../queue.ts';
import type { Board } from './board.ts';

/** Jobs of one harvest that may be open in Redis before it adds further ones of its own; a job takes about 2.3 kB there. */
const MOST_OPEN = 30_000;
/** Discoveries that may wait for a worker before further ones are added. */
const MOST_WAITING = 64;

/** The jobs with which a harvest begins, on their way to Redis. */
export interface Feed {
  put(jobs: readonly Job[]): void;
  /** Adds what there is room for, where `open` jobs of this harvest are open. */
  pour(open: number): Promise<void>;
  /** Jobs that are still here, by portal. */
  left(): Map<string, number>;
}

/**
 * Hands a harvest's first jobs to Redis bit by bit: one portal makes up to a thousand jobs, and a harvest of three thousand portals
 * would put all reports of the country into Redis at once, long before anybody can fetch them. `before` is called with the portals
 * of jobs before these are added.
 */
export function openFeed(board: Board, before: (portals: readonly string[]) => Promise<void>): Feed {
  let jobs: readonly Job[] = [];
  return {
    put: (more) => {
      jobs = [...jobs, ...more];
    },
    pour: async (open) => {
      if (jobs.length === 0 || open >= MOST_OPEN) return;
      const room = MOST_WAITING - (await board.waiting('discover'));
      // No more than that at one look: what was added may have become a thousand jobs each by the next.
      const next = jobs.slice(0, Math.max(0, room));
      if (next.length === 0) return;
      await before(next.map(portalOf));
      await board.add(next);
      jobs = jobs.slice(next.length);
    },
    left: () => {
      const left = new Map<string, number>();
      for (const job of jobs) left.set(portalOf(job), (left.get(portalOf(job)) ?? 0) + 1);
      return left;
    },
  };
}
