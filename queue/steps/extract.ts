import type { ExtractJob, Job } from '../../model/job.ts';
import { filesOf, offersOf } from '../../normalizer/files.ts';
import type { SourceDocument } from '../../normalizer/normalize.ts';
import type { World } from '../../world.ts';
import type { Step } from '../queue.ts';
import { followNomination } from '../nomination.ts';
import { sourceOf, storedSource, textOf } from './documents.ts';
import { isLost, isOwnPage, isReadByTheSame, normalizeJob, settleTrouble } from './outcomes.ts';

/** Turns stored bytes into blocks and sends for the files that a nominated page, or a further page of its article, offers. */
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
        const files = await filesToFetch(world, job, sourceOf(reading, answer.fetched));
        const { sha256: _sha256, ...rest } = job;
        return [...files.map((url): Job => ({ ...rest, step: 'fetch', url })), normalizeJob(job)];
      } catch (error) {
        return settleTrouble(world, job, error, [job.sha256]);
      }
    },
    gaveUp: (job, error) => settleTrouble(world, job, error, [job.sha256]),
  };
}

/** Addresses that belong to the nomination and, as far as is known now, were not asked for in this harvest. */
async function filesToFetch(world: World, job: ExtractJob, source: SourceDocument): Promise<string[]> {
  if (isOwnPage(job)) return filesOf(source).map(({ url }) => url);
  const landing = offersOf(source).length === 0 ? null : await storedSource(world, job.candidate.url);
  if (landing === null) return [];
  const wanted: string[] = [];
  await followNomination(landing, async (url) => {
    if (!(await isWanting(world, job, url))) return storedSource(world, url);
    wanted.push(url);
    return null;
  });
  return wanted;
}

async function isWanting(world: World, job: ExtractJob, url: string): Promise<boolean> {
  const outcome = await world.store.outcomes.get(url);
  if (outcome !== null && (await isLost(world, job, outcome))) return false;
  const answer = await world.store.documents.latest(url);
  if (answer === null || (job.refreshBefore !== null && answer.askedAt < job.refreshBefore)) return true;
  return (await storedSource(world, url)) === null;
}
