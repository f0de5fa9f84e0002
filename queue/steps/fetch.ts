import { DeclinedError, FetchError, GoneError, worthRetrying } from '../../errors.ts';
import type { Page } from '../../model/fetched.ts';
import type { FetchJob } from '../../model/job.ts';
import { asksForLetters, saysExpired } from '../../net/refusal.ts';
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
        const { url, page, fromStore } = await askForDocument(world, job);
        world.tell({ kind: 'fetched', url, bytes: page.fetched.size, fromStore });
        return [{ ...job, step: 'extract', url, sha256: page.fetched.sha256 }];
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

/** An answer with the address that it belongs to. */
interface Fetched {
  url: string;
  page: Page;
  fromStore: boolean;
}

/**
 * The document itself; where the link to a file holds no more and its page names another one meanwhile, that page, to be read
 * again. Throws DeclinedError `captcha_file` where the server wants letters typed before it gives the file: nobody
 * types them, and its other files are asked for as before. Throws FetchError where it sends its home page instead, which is how
 * some hosts answer who asks too fast (PORTALS.md T8); what is stored of that is never taken for the document.
 */
async function askForDocument(world: World, job: FetchJob): Promise<Fetched> {
  let answer = await ask(world, job);
  if (job.mayAsk && !isOwnPage(job) && isExpired(answer.page)) {
    const landing = await askAnew(world, job);
    if (landing !== null) return { url: job.candidate.url, ...landing };
    answer = await askOnce(world, job.url, world.clock.now().toISOString());
  }
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
  if (!isOwnPage(job) && isExpired(answer.page)) {
    throw new FetchError(
      `Cannot fetch "${job.url}": its host says that the link holds no more, right after its page was asked`,
    );
  }
  return { url: job.url, ...answer };
}

/** Asks the page of a file again, which opens its links anew on some hosts and names other ones on others; null where it says the same. */
async function askAnew(world: World, { candidate }: FetchJob): Promise<{ page: Page; fromStore: boolean } | null> {
  const before = await world.store.documents.latest(candidate.url);
  const landing = await askOnce(world, candidate.url, world.clock.now().toISOString());
  return before?.fetched.sha256 === landing.page.fetched.sha256 ? null : landing;
}

function isExpired({ fetched, bytes }: Page): boolean {
  return saysExpired({ headers: fetched.headers, bytes });
}

/** Whether the bytes are those of a home page or hub on the way to the document. */
function isHomeInstead({ candidate, url }: FetchJob, { fetched }: Page): boolean {
  return candidate.trail.some(
    (step) => (step.role === 'home' || step.role === 'hub') && step.sha256 === fetched.sha256 && step.url !== url,
  );
}
