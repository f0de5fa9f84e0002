import type { ExtractJob, Job } from '../../model/job.ts';
import { filesOf } from '../../normalizer/files.ts';
import type { World } from '../../world.ts';
import type { Step } from '../queue.ts';
import { sourceOf, textOf } from './documents.ts';
import { isOwnPage, isReadByTheSame, normalizeJob, settleTrouble } from './outcomes.ts';

/** Turns stored bytes into blocks and, for a nominated page, sends for the files that it offers. */
export function extractStep(world: World): Step<ExtractJob> {
  return {
    run: async (job) => {
      const answer = await world.store.documents.latest(job.url);
      if (answer === null) throw new Error(`Cannot read "${job.url}": no answer of it is in "${world.store.place}"`);
      const known = await world.store.outcomes.get(job.url);
      // A scan is tried again: this machine may have been given a recogniser since.
      const isSettled = known?.kind === 'unreadable' && known.code !== 'scan';
      if (isSettled && known.sources.includes(job.sha256) && isReadByTheSame(known)) {
        const { code, why } = known;
        world.tell({
          kind: 'unreadable',
          portalId: job.portalId,
          url: job.url,
          code: code ?? 'unreadable',
          why: why ?? 'no reason kept',
        });
        return isOwnPage(job) ? [] : [normalizeJob(job)];
      }
      try {
        const reading = await textOf(world, answer.fetched);
        const files = isOwnPage(job) ? filesOf(sourceOf(reading, answer.fetched)) : [];
        const { sha256: _sha256, ...rest } = job;
        return [...files.map((url): Job => ({ ...rest, step: 'fetch', url })), normalizeJob(job)];
      } catch (error) {
        return settleTrouble(world, job, error, [job.sha256]);
      }
    },
    gaveUp: (job, error) => settleTrouble(world, job, error, [job.sha256]),
  };
}
