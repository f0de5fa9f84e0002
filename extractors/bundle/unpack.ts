import { UnreadableError } from '../../errors.ts';
import type { Format } from '../../model/document.ts';
import { sniffFormat } from '../sniff.ts';
import { isBomb } from '../zip.ts';
import { packedEntries, type PackedEntry } from './packed.ts';

/** Bytes that the files of a bundle may have together. */
const MAX_BYTES = 100 * 1024 * 1024;
/** Files beyond which a bundle is a collection, not the report of one body. */
const MAX_FILES = 500;
/** What systems put into archives beside the files of their owner. */
const LITTER = /(?:^|\/)(?:__MACOSX\/|\.DS_Store$|Thumbs\.db$|desktop\.ini$|~\$|\._)/iu;

/** A file of a bundle; a file of a bundle within it is named `inner.zip/file`. */
export interface UnpackedEntry {
  name: string;
  bytes: Uint8Array;
  format: Format;
}

/** A file of a bundle that is not read; `error` where it could not be. */
export interface LeftOut {
  name: string;
  why: string;
  error?: UnreadableError;
}

/** What is being unpacked; so many bytes and files have `room` still. */
interface Unpacking {
  entries: UnpackedEntry[];
  leftOut: LeftOut[];
  room: { bytes: number; files: number };
  wanted: string | undefined;
}

/**
 * The documents of a bundle, and of bundles within it, in their order; only the wanted one where it is named. What lies
 * outside of the bundle (`../`, links), is too large, or is of no known format is left out. Throws `UnreadableError`: `damaged`, `encrypted`, `format`, `too_large`.
 */
export async function unpackBundle(
  bytes: Uint8Array,
  { name, format, wanted }: { name: string; format: 'zip' | 'rar'; wanted: string | undefined },
): Promise<{ entries: UnpackedEntry[]; leftOut: LeftOut[] }> {
  const room = { bytes: MAX_BYTES, files: MAX_FILES };
  const unpacking: Unpacking = { entries: [], leftOut: [], room, wanted };
  await unpack(unpacking, await packedEntries(bytes, name, format), '');
  return { entries: unpacking.entries, leftOut: unpacking.leftOut };
}

async function unpack(unpacking: Unpacking, packed: readonly PackedEntry[], folder: string): Promise<void> {
  for (const entry of packed) {
    const name = `${folder}${entry.name.replaceAll('\\', '/')}`;
    if (name.endsWith('/') || LITTER.test(name) || !mayHold(name, unpacking.wanted)) continue;
    const why = whyNot(entry, unpacking);
    if (why === null) await unpackOne(unpacking, entry, { name, isNested: folder !== '' });
    else unpacking.leftOut.push({ name, why });
  }
}

function mayHold(name: string, wanted: string | undefined): boolean {
  return wanted === undefined || wanted === name || wanted.startsWith(`${name}/`);
}

function whyNot(entry: PackedEntry, { room }: Unpacking): string | null {
  const path = entry.name.replaceAll('\\', '/');
  if (/^\/|^[a-z]:/iu.test(path) || path.split('/').includes('..')) return 'its name leads out of the bundle';
  if (entry.isLink) return 'it is a link';
  if (isBomb(entry)) return `it unfolds to ${entry.size} bytes from ${entry.packedSize}`;
  if (entry.size > room.bytes) return `the files of the bundle have more than ${MAX_BYTES} bytes`;
  return room.files <= 0 ? `the bundle has more than ${MAX_FILES} files` : null;
}

async function unpackOne(
  unpacking: Unpacking,
  entry: PackedEntry,
  { name, isNested }: { name: string; isNested: boolean },
): Promise<void> {
  try {
    const bytes = await entry.unfold();
    unpacking.room.bytes -= bytes.length;
    unpacking.room.files -= 1;
    const format = await sniffFormat(bytes, name);
    if (format !== 'zip' && format !== 'rar') unpacking.entries.push({ name, bytes, format });
    else if (isNested) unpacking.leftOut.push({ name, why: 'bundles are opened in a bundle, not in a bundle of that' });
    else await unpack(unpacking, await packedEntries(bytes, name, format), `${name}/`);
  } catch (error) {
    if (!(error instanceof UnreadableError)) throw error;
    unpacking.leftOut.push({ name, why: error.message, error });
  }
}
