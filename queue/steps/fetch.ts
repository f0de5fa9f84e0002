import { GoneError, worthRetrying } from '../../errors.ts';
import type { FetchJob } from '../../model/job.ts';
import type { World } from '../../world.ts';
import type { Step } from '../queue.ts';
import { askMoved, askOnce } from './documents.ts';
import { isOwnPage, settleTrouble } from './outcomes.ts';

/** Follows one link politely and keeps the answer whole; what is stored already is not asked for again. */
export function fetchStep(world: World): Step<FetchJob> {
  return {
    run: async (job) => {
      try {
        if (!job.mayAsk && (await world.store.documents.latest(job.url)) === null) {
          throw new GoneError(`"${job.url}" is not among the imported files`);
        }
        const { page, fromStore } = await ask(world, job);
        world.tell({ kind: 'fetched', url: job.url, bytes: page.fetched.size, fromStore });
        return [{ ...job, step: 'extract', sha256: page.fetched.sha256 }];
      } catch (error) {
        if (worthRetrying(error)) throw error;
        return settleTrouble(world, job, error);
      }
    },
    gaveUp: (job, error) => settleTrouble(world, job, error),
  };
}

function ask(world: World, job: FetchJob): ReturnType<typeof askOnce> {
  const { url, candidate, refreshBefore: staleBefore } = job;
  const { formerly } = candidate;
  if (formerly === undefined || !isOwnPage(job)) return askOnce(world, url, staleBefore);
  return askMoved(world, url, { staleBefore, formerly });
}
