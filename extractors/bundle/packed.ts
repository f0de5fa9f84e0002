import { createExtractorFromData, type FileHeader } from 'node-unrar-js';
import { UnreadableError } from '../../errors.ts';
import { listZipEntries, readZip } from '../zip.ts';

/** One file of an archive, not yet unfolded; sizes in bytes as declared. `name` as it stands there, folders end in `/`. */
export interface PackedEntry {
  name: string;
  size: number;
  packedSize: number;
  isLink: boolean;
  /** Throws `UnreadableError` `damaged`. */
  unfold(): Promise<Uint8Array>;
}

/** The files of a ZIP or RAR archive in their order. Throws `UnreadableError`: `damaged`, `encrypted`, `format`, `too_large`. */
export async function packedEntries(bytes: Uint8Array, name: string, format: 'zip' | 'rar'): Promise<PackedEntry[]> {
  return format === 'zip' ? await zipEntries(bytes, name) : await rarEntries(bytes, name);
}

async function zipEntries(bytes: Uint8Array, name: string): Promise<PackedEntry[]> {
  const entries = await listZipEntries(bytes, name);
  if (entries.some((entry) => entry.encrypted)) throw locked(name);
  return entries.map((entry) => ({
    ...entry,
    unfold: async () => {
      const found = await readZip(bytes, name, (other) => other === entry.name);
      return found.get(entry.name) ?? new Uint8Array();
    },
  }));
}

/** Bytes at the end of a RAR archive in which its last block is looked for. */
const TAIL_BYTES = 1024;
/** The block that ends an archive of RAR 5, and of RAR 3 and 4: unrar is silent where it is missing. In hex. */
const RAR_END = /^(?:..)*(?:0305(?:0[0-7])00|7b..(?:40|c0)(?:0[7-9a-f]|1[0-4])00)/u;

/** RAR names no links to us: such a file is unfolded as the few bytes it is. */
async function rarEntries(bytes: Uint8Array, name: string): Promise<PackedEntry[]> {
  const { arcHeader, fileHeaders } = await asUnreadable(name, async () => {
    const list = (await openRar(bytes)).getFileList();
    return { arcHeader: list.arcHeader, fileHeaders: [...list.fileHeaders] };
  });
  if (!RAR_END.test(Buffer.from(bytes.subarray(-TAIL_BYTES)).toString('hex'))) throw broken(name);
  if (fileHeaders.some(({ flags }) => flags.encrypted)) throw locked(name);
  if (arcHeader.flags.volume) {
    throw new UnreadableError(`Cannot read "${name}": one part of a RAR archive in several parts`, 'format');
  }
  return fileHeaders.map((header) => ({
    name: header.flags.directory ? `${header.name}/` : header.name,
    size: header.unpSize,
    packedSize: header.packSize,
    isLink: false,
    unfold: () => asUnreadable(name, () => unfoldRar(bytes, header)),
  }));
}

/** node-unrar-js keeps one archive at a time: each file is unfolded to its end before another is begun. */
async function unfoldRar(bytes: Uint8Array, wanted: FileHeader): Promise<Uint8Array> {
  const extractor = await openRar(bytes);
  const files = [...extractor.extract({ files: (header) => header.name === wanted.name }).files];
  return files[0]?.extraction ?? new Uint8Array();
}

async function openRar(bytes: Uint8Array): ReturnType<typeof createExtractorFromData> {
  return await createExtractorFromData({ data: Uint8Array.from(bytes).buffer });
}

/** The refusals of node-unrar-js as ours; what it stumbles over otherwise is a broken archive as well. */
async function asUnreadable<T>(name: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    const reason = typeof error === 'object' && error !== null && 'reason' in error ? String(error.reason) : '';
    if (/PASSWORD/u.test(reason)) throw locked(name, error);
    throw broken(name, error);
  }
}

function broken(name: string, cause?: unknown): UnreadableError {
  return new UnreadableError(`Cannot read "${name}": the archive is broken or cut short`, 'damaged', { cause });
}

function locked(name: string, cause?: unknown): UnreadableError {
  return new UnreadableError(`Cannot read "${name}": an archive protected by a password`, 'encrypted', { cause });
}
