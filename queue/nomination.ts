import { filesOf, offersOf } from '../normalizer/files.ts';
import type { SourceDocument } from '../normalizer/normalize.ts';

/** Addresses read with one page at most: the pages of a long article and its files. A page that leads on for ever is no article. */
const MOST_ADDRESSES = 60;
/** Frames followed one in another (PORTALS.md T12, T13). */
const MOST_DEPTH = 5;

/** A nominated page with all that is read together with it. `missing`: addresses that gave no document. */
export interface Nomination {
  files: SourceDocument[];
  missing: string[];
}

/**
 * Follows a nominated page to its files, to the further pages of its article and to what it shows in frames, and on from
 * those, each address once, in the order in which they are named. `get` answers the document of an address, null for none.
 */
export async function followNomination(
  landing: SourceDocument,
  get: (url: string) => Promise<SourceDocument | null>,
): Promise<Nomination> {
  const found: Nomination = { files: [], missing: [] };
  const seen = new Set([landing.url]);
  let waiting = filesOf(landing).map((offer) => ({ ...offer, depth: 0 }));
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const { url, role, depth } = next;
    if (seen.has(url) || seen.size > MOST_ADDRESSES) continue;
    seen.add(url);
    const source = await get(url);
    if (source === null) found.missing.push(url);
    else {
      found.files.push(source);
      // The pages of an article lead to one another; frames may lead in a circle.
      const deeper = role === 'page' ? depth : depth + 1;
      if (role === undefined || deeper > MOST_DEPTH) continue;
      waiting = [...waiting, ...offersOf(source).map((offer) => ({ ...offer, depth: deeper }))];
    }
  }
  return found;
}
