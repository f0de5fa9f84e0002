import { DeclinedError, FetchError, GoneError, worthRetrying } from '../../errors.ts';
import type { Page } from '../../model/fetched.ts';
import type { FetchJob } from '../../model/job.ts';
import { asksForLetters } from '../../net/refusal.ts';
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
        const { page, fromStore } = await askForDocument(world, job);
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

/**
 * The document itself. Throws DeclinedError `captcha_file` where the server wants letters typed before it gives the file: nobody
 * types them, and its other files are asked for as before. Throws FetchError where it sends its home page instead, which is how
 * some hosts answer who asks too fast (PORTALS.md T8); what is stored of that is never taken for the document.
 */
async function askForDocument(world: World, job: FetchJob): ReturnType<typeof askOnce> {
  let answer = await ask(world, job);
  if (answer.fromStore && job.mayAsk && isHomeInstead(job, answer.page)) {
    answer = await askOnce(world, job.url, world.clock.now().toISOString());
  }
  const { fetched, bytes } = answer.page;
  if (isHomeInstead(job, answer.page)) {
    throw new FetchError(
      `Cannot fetch "${job.url}": the host sent its home page instead, as if it were asked too fast`,
    );
  }
  if (asksForLetters({ headers: fetched.headers, bytes })) {
    const why = `Cannot fetch "${job.url}": the host asks for the letters of a picture (CAPTCHA) before it gives this file; look at it in a browser`;
    throw new DeclinedError(why, 'captcha_file');
  }
  return answer;
}

/** Whether the bytes are those of a home page or hub on the way to the document. */
function isHomeInstead({ candidate, url }: FetchJob, { fetched }: Page): boolean {
  return candidate.trail.some(
    (step) => (step.role === 'home' || step.role === 'hub') && step.sha256 === fetched.sha256 && step.url !== url,
  );
}
