import { UnreadableError } from '../errors.ts';
import type { ExtractedDocument } from '../model/document.ts';
import type { FetchedDocument } from '../model/fetched.ts';
import type { Reading } from '../model/notice.ts';
import type { SourceDocument } from '../normalizer/normalize.ts';
import { sha256 } from '../text/hash.ts';
import type { World } from '../world.ts';
import { followNomination } from './nomination.ts';
import { sourceOf } from './steps/documents.ts';

/** A stored document that gave no blocks. `code`: `bytes_missing`, `bytes_damaged`, or the reader's own reason. */
export interface LostDocument {
  url: string;
  sha256: string;
  code: string;
  why: string;
  /** Bytes and no reader are the trouble. */
  isStoreFault: boolean;
}

/** A nominated page and its files, read from stored bytes alone. `landing` null: it is among the lost. */
export interface StoredReading {
  landing: SourceDocument | null;
  files: SourceDocument[];
  lost: LostDocument[];
  /** Addresses of files that the page offers and that are not among `files`. */
  unread: string[];
}

/** `pick`: which answer of an address counts, null for none; `read`: how bytes that are whole become blocks. */
export interface StoredReadingOptions {
  pick(url: string): Promise<FetchedDocument | null>;
  read(fetched: FetchedDocument, bytes: Uint8Array): Promise<Reading<ExtractedDocument>>;
}

/**
 * Reads the page at `url` and the files that it offers, without a request. Bytes that are no longer those that were fetched
 * (another SHA-256) are never read. An address without an answer is left out. Throws only what no reader foresaw.
 */
export async function readStored(world: World, url: string, options: StoredReadingOptions): Promise<StoredReading> {
  const reading: StoredReading = { landing: null, files: [], lost: [], unread: [] };
  const one = async (address: string): Promise<SourceDocument | null> => {
    const fetched = await options.pick(address);
    const source = fetched === null ? null : await readOne(world, fetched, options);
    if (source === null || 'document' in source) return source;
    reading.lost.push(source);
    return null;
  };
  reading.landing = await one(url);
  if (reading.landing === null) return reading;
  const { files, missing } = await followNomination(reading.landing, one);
  return { ...reading, files, unread: missing };
}

async function readOne(
  world: World,
  fetched: FetchedDocument,
  options: StoredReadingOptions,
): Promise<SourceDocument | LostDocument> {
  const { url, sha256: hash } = fetched;
  const key = world.store.documents.keyOf(hash);
  const bytes = await world.store.documents.bytes(hash);
  if (bytes === null) {
    return { url, sha256: hash, code: 'bytes_missing', why: `"${key}" is not in the store`, isStoreFault: true };
  }
  if (sha256(bytes) !== hash) {
    const why = `"${key}" holds other bytes than were fetched: their SHA-256 is ${sha256(bytes)}`;
    return { url, sha256: hash, code: 'bytes_damaged', why, isStoreFault: true };
  }
  try {
    return sourceOf(await options.read(fetched, bytes), fetched);
  } catch (error) {
    if (!(error instanceof UnreadableError)) throw error;
    return { url, sha256: hash, code: error.reason, why: error.message, isStoreFault: false };
  }
}

/** Reads bytes in the pool of readers, whatever was read before. */
export function readInPool(world: World): StoredReadingOptions['read'] {
  return (fetched, bytes) => world.reader.read(bytes, { url: fetched.finalUrl, contentType: fetched.contentType });
}
