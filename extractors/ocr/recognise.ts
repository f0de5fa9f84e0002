import { UnreadableError } from '../../errors.ts';
import type { DocumentHint } from '../hint.ts';
import type { PageMarks } from '../pdf/marks.ts';
import type { GreyImage } from './grey.ts';
import { recognisePage } from './page.ts';
import { openRecogniser } from './tesseract.ts';

/** A page to recognise: its 1-based number, and its picture when it is needed. */
export interface PageToRead {
  page: number;
  picture(): Promise<GreyImage | null>;
}

/** Pages whose recognition is under way at once: while tesseract reads one, the next is straightened. */
const AT_ONCE = 2;

/**
 * Recognises pages, each for itself; a page without a picture (larger than any paper) is left out. Throws UnreadableError
 * `scan` (no tesseract, or none for Chinese), and `timeout` as soon as the pages cannot be done within `deadlineMs` of the hint.
 */
export async function recognisePages(pages: readonly PageToRead[], hint: DocumentHint): Promise<PageMarks[]> {
  const { name = hint.url, deadlineMs = Infinity } = hint;
  hint.recognising?.();
  const begun = Date.now();
  const recogniser = await openRecogniser(name, begun + deadlineMs);
  const read: PageMarks[] = [];
  for (let start = 0; start < pages.length; start += AT_ONCE) {
    const spent = Date.now() - begun;
    const expected = start === 0 ? 0 : (spent * pages.length) / start;
    if (expected > deadlineMs) throw tooLong(name, { pages: pages.length, expected, deadlineMs });
    const batch: Promise<PageMarks>[] = [];
    for (const wanted of pages.slice(start, start + AT_ONCE)) {
      const image = await wanted.picture();
      if (image !== null) batch.push(recognisePage(image, wanted.page, recogniser));
    }
    read.push(...(await Promise.all(batch)));
  }
  return read;
}

function tooLong(
  name: string,
  { pages, expected, deadlineMs }: { pages: number; expected: number; deadlineMs: number },
): Error {
  const [needed, allowed] = [expected, deadlineMs].map((ms) => Math.ceil(ms / 1000));
  const message = `Cannot read "${name}": recognising its ${pages} scanned pages takes about ${needed} s, ${allowed} s are allowed; raise OGI_DEADLINE_S`;
  return new UnreadableError(message, 'timeout');
}
