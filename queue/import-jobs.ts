import type { Job } from '../model/job.ts';
import type { FetchedDocument } from '../model/fetched.ts';
import { sha256 } from '../text/hash.ts';
import type { World } from '../world.ts';
import type { ImportedFile } from './imports.ts';
import { textOf } from './steps/documents.ts';

/**
 * Keeps the documents of a collection in the store and gives the job of each, as if discovery had nominated it. A file
 * that a page of the same collection offers is read together with that page and not by itself.
 */
export async function importJobs(world: World, files: AsyncIterable<ImportedFile>): Promise<Job[]> {
  const kept: { file: ImportedFile; fetched: FetchedDocument }[] = [];
  for await (const file of files) {
    if (file.bytes.length === 0) {
      world.tell({
        kind: 'unreadable',
        portalId: file.portal,
        url: file.url,
        code: 'damaged',
        why: `"${file.name}" is empty`,
      });
      continue;
    }
    const fetched = fetchedOf(world, file);
    await world.store.documents.keep({ fetched, bytes: file.bytes });
    kept.push({ file, fetched });
  }
  const offered = new Set<string>();
  for (const { fetched } of kept) {
    for (const url of await attachmentsOf(world, fetched)) offered.add(url);
  }
  const since = world.clock.now().toISOString();
  return kept.filter(({ file }) => !offered.has(file.url)).map(({ file, fetched }) => jobOf(file, fetched, since));
}

function fetchedOf(world: World, file: ImportedFile): FetchedDocument {
  return {
    sha256: sha256(file.bytes),
    url: file.url,
    finalUrl: file.url,
    redirects: [],
    status: file.status,
    headers: file.fetchedAt === null ? {} : { 'x-ogi-fetched-at': file.fetchedAt },
    contentType: file.contentType,
    size: file.bytes.length,
    fetchedAt: file.fetchedAt ?? world.clock.now().toISOString(),
  };
}

/** Addresses of the files that an imported page offers; none for what cannot be read (its own job will say so). */
async function attachmentsOf(world: World, fetched: FetchedDocument): Promise<string[]> {
  try {
    const { value } = await textOf(world, fetched);
    return value.format === 'html' ? value.attachments.map((attachment) => attachment.url) : [];
  } catch {
    return [];
  }
}

function jobOf(file: ImportedFile, fetched: FetchedDocument, since: string): Job {
  return {
    step: 'extract',
    portalId: file.portal,
    since,
    url: file.url,
    sha256: fetched.sha256,
    candidate: { url: file.url, text: file.name, score: 0, reasons: ['imported'], trail: [], hints: {} },
    refreshBefore: null,
    mayAsk: false,
  };
}
