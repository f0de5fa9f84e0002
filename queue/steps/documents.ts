import { isCurrentExtractor } from '../../extractors/list.ts';
import type { ExtractedDocument } from '../../model/document.ts';
import type { FetchedDocument, Page } from '../../model/fetched.ts';
import type { Reading } from '../../model/notice.ts';
import type { SourceDocument } from '../../normalizer/normalize.ts';
import { servedName } from '../../text/file-name.ts';
import type { World } from '../../world.ts';

/**
 * A page from the store where it was asked for at or after `staleBefore` (ISO 8601; null: at any time), else from its
 * host, with its validators, and kept. `referer`: the page on which the address stands. Throws what the client throws.
 */
export async function askOnce(
  world: World,
  url: string,
  staleBefore: string | null,
  referer: string | null = null,
): Promise<{ page: Page; fromStore: boolean }> {
  const { documents } = world.store;
  const known = await documents.latest(url);
  const stored = known === null ? null : await documents.bytes(known.fetched.sha256);
  if (known !== null && stored !== null && (staleBefore === null || known.askedAt >= staleBefore)) {
    return { page: { fetched: known.fetched, bytes: stored }, fromStore: true };
  }
  const { etag, 'last-modified': lastModified } = stored === null ? {} : (known?.fetched.headers ?? {});
  const page = await world.client.get(url, {
    ...(etag === undefined ? {} : { etag }),
    ...(lastModified === undefined ? {} : { lastModified }),
    ...(referer === null ? {} : { referer }),
  });
  await documents.keep(page);
  if (page.fetched.status !== 304) return { page, fromStore: false };
  if (known === null || stored === null) {
    throw new Error(`Cannot use the answer of "${url}": "not modified", but nothing is stored`);
  }
  return { page: { fetched: known.fetched, bytes: stored }, fromStore: false };
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
): Promise<{ page: Page; fromStore: boolean }> {
  const { documents } = world.store;
  const former = await documents.latest(formerly);
  const etag = former?.fetched.headers['etag'];
  const isStrong = etag !== undefined && !etag.startsWith('W/');
  const bytes = former === null || !isStrong ? null : await documents.bytes(former.fetched.sha256);
  if (former === null || etag === undefined || bytes === null || (await documents.latest(url)) !== null) {
    return askOnce(world, url, staleBefore);
  }
  const page = await world.client.get(url, { etag });
  const { status, finalUrl, redirects } = page.fetched;
  if (status !== 304) {
    await documents.keep(page);
    return { page, fromStore: false };
  }
  const headers = { ...former.fetched.headers, 'x-ogi-same-as': formerly };
  const same: Page = { fetched: { ...former.fetched, url, finalUrl, redirects, headers }, bytes };
  await documents.keep(same);
  await documents.keep(page);
  return { page: same, fromStore: false };
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
