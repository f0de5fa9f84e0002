import { isCurrentExtractor } from '../../extractors/list.ts';
import type { ExtractedDocument } from '../../model/document.ts';
import type { FetchedDocument, Page } from '../../model/fetched.ts';
import type { Reading } from '../../model/notice.ts';
import { FetchError } from '../../errors.ts';
import type { SourceDocument } from '../../normalizer/normalize.ts';
import { addressKey } from '../../storage/documents.ts';
import { servedName } from '../../text/file-name.ts';
import type { World } from '../../world.ts';

/** An answer, and whether it was in the store already. */
interface Asked {
  page: Page;
  fromStore: boolean;
}

/**
 * A page from the store where it was asked for at or after `staleBefore` (ISO 8601; null: at any time), else from its
 * host, with its validators, and kept. Of those who want the same page at the same time, on whatever machine, one asks and
 * the others find it in the store. `referer`: the page on which the address stands. Throws what the client throws.
 */
export function askOnce(
  world: World,
  url: string,
  staleBefore: string | null,
  referer: string | null = null,
): Promise<Asked> {
  return askAlone(world, { url, staleBefore }, async (before) => {
    const { documents } = world.store;
    const known = await stored(world, url);
    const { etag, 'last-modified': lastModified } = known?.fetched.headers ?? {};
    const page = await world.client.get(url, {
      before,
      ...(etag === undefined ? {} : { etag }),
      ...(lastModified === undefined ? {} : { lastModified }),
      ...(referer === null ? {} : { referer }),
    });
    await documents.keep(page);
    if (page.fetched.status !== 304) return page;
    if (known !== null) return known;
    throw new Error(`Cannot use the answer of "${url}": "not modified", but nothing is stored`);
  });
}

/**
 * A page that its portal listed under another address before (`formerly`). Where nothing is known of the new address, it is
 * asked for with the strong validator of the old one: a server that says "not modified" vouches for the same bytes, which are
 * then noted under the new address too, with header `x-ogi-same-as`. Else as `askOnce`.
 */
export async function askMoved(
  world: World,
  url: string,
  { staleBefore, formerly }: { staleBefore: string | null; formerly: string },
): Promise<Asked> {
  const { documents } = world.store;
  const former = await stored(world, formerly);
  const etag = former?.fetched.headers['etag'];
  if (former === null || etag === undefined || etag.startsWith('W/') || (await documents.latest(url)) !== null) {
    return askOnce(world, url, staleBefore);
  }
  return askAlone(world, { url, staleBefore: null }, async (before) => {
    const page = await world.client.get(url, { before, etag });
    const { status, finalUrl, redirects } = page.fetched;
    if (status !== 304) {
      await documents.keep(page);
      return page;
    }
    const headers = { ...former.fetched.headers, 'x-ogi-same-as': formerly };
    const same: Page = { fetched: { ...former.fetched, url, finalUrl, redirects, headers }, bytes: former.bytes };
    await documents.keep(same);
    await documents.keep(page);
    return same;
  });
}

/** Does `ask` unless its page is stored meanwhile; it is to call `before` right before it sends anything. */
async function askAlone(
  world: World,
  { url, staleBefore }: { url: string; staleBefore: string | null },
  ask: (before: () => Promise<void>) => Promise<Page>,
): Promise<Asked> {
  const fresh = await stored(world, url, staleBefore);
  if (fresh !== null) return { page: fresh, fromStore: true };
  return world.alone(`document ${addressKey(url)}`, async (isMine) => {
    const met: { page: Page | null } = { page: await stored(world, url, staleBefore) };
    if (met.page !== null) return { page: met.page, fromStore: true };
    const before = async (): Promise<void> => {
      // Whoever waited long for the host may have been taken for dead meanwhile.
      const isAlone = await isMine();
      met.page = await stored(world, url, staleBefore);
      if (met.page !== null) throw new Error(`"${url}" came in meanwhile`);
      if (!isAlone) throw new FetchError(`Cannot fetch "${url}" here: another worker does; this one was away too long`);
    };
    try {
      return { page: await ask(before), fromStore: false };
    } catch (error) {
      if (met.page !== null) return { page: met.page, fromStore: true };
      throw error;
    }
  });
}

/** The newest whole answer of an address with its bytes, if it was asked for at or after `staleBefore`; null otherwise. */
async function stored(world: World, url: string, staleBefore: string | null = null): Promise<Page | null> {
  const { documents } = world.store;
  const known = await documents.latest(url);
  if (known === null || (staleBefore !== null && known.askedAt < staleBefore)) return null;
  const bytes = await documents.bytes(known.fetched.sha256);
  return bytes === null ? null : { fetched: known.fetched, bytes };
}

/** The blocks of stored bytes: from the store where the current version of a reader made them, else read now and kept. */
export async function textOf(world: World, fetched: FetchedDocument): Promise<Reading<ExtractedDocument>> {
  const { documents } = world.store;
  const known = await documents.text(fetched.sha256, isCurrentExtractor);
  if (known !== null) return known;
  const bytes = await documents.bytes(fetched.sha256);
  if (bytes === null) {
    throw new Error(`Cannot read "${fetched.url}": blob ${fetched.sha256} is not in "${world.store.place}"`);
  }
  const name = servedName(fetched.headers['content-disposition']);
  const reading = await world.reader.read(bytes, {
    url: fetched.finalUrl,
    contentType: fetched.contentType,
    ...(name === null ? {} : { name: `${fetched.finalUrl} (${name})` }),
  });
  await documents.keepText(reading);
  return reading;
}

/** The newest document at an address with its blocks, if both are stored; null otherwise. Nothing is asked or read anew. */
export async function storedSource(world: World, url: string): Promise<SourceDocument | null> {
  const answer = await world.store.documents.latest(url);
  if (answer === null) return null;
  const text = await world.store.documents.text(answer.fetched.sha256, isCurrentExtractor);
  return text === null ? null : sourceOf(text, answer.fetched);
}

/** A document with the way its bytes came; one that was imported has neither time nor status unless its map says so. */
export function sourceOf(reading: Reading<ExtractedDocument>, fetched: FetchedDocument): SourceDocument {
  const isImported = fetched.status === 0;
  return {
    document: reading.value,
    notices: reading.notices,
    url: fetched.url,
    finalUrl: fetched.finalUrl,
    fetchedAt: isImported ? (fetched.headers['x-ogi-fetched-at'] ?? null) : fetched.fetchedAt,
    httpStatus: isImported ? null : fetched.status,
    contentType: fetched.contentType,
  };
}
