import { crc32 } from 'node:zlib';
import { fromBuffer, type Entry, type ZipFile } from 'yauzl';
import { UnreadableError } from '../errors.ts';

/** One file of an archive as its central directory declares it; sizes in bytes. */
export interface ZipEntry {
  name: string;
  size: number;
  packedSize: number;
  encrypted: boolean;
  /** A link to another file, as archives of Unix hold them. */
  isLink: boolean;
}

/** Limits of what an archive may unfold to. No report comes near them; bombs exceed them by far. */
const MAX_ENTRIES = 10_000;
const MAX_TOTAL_BYTES = 200 * 1024 * 1024;
const MAX_RATIO = 200;
/** Below this size a high ratio is harmless: an empty table packs well. */
const RATIO_FROM_BYTES = 10 * 1024 * 1024;

/**
 * The files of an archive, without unfolding anything. Throws `UnreadableError`: `damaged` where the central directory
 * cannot be read, `too_large` where it declares more than is sane (DEPENDENCIES.md 5, zip bomb).
 */
export async function listZip(bytes: Uint8Array, name: string): Promise<ZipEntry[]> {
  const entries = await listZipEntries(bytes, name);
  checkSizes(entries, name);
  return entries;
}

/** As `listZip`, but however much the files unfold to: for archives of which no file need be unfolded. */
export async function listZipEntries(bytes: Uint8Array, name: string): Promise<ZipEntry[]> {
  const entries: ZipEntry[] = [];
  await walk(bytes, name, (_zip, entry) => {
    entries.push({
      name: nameOf(entry),
      size: entry.uncompressedSize,
      packedSize: entry.compressedSize,
      encrypted: (entry.generalPurposeBitFlag & 1) === 1,
      isLink: ((entry.externalFileAttributes >>> 16) & 0o170000) === 0o120000,
    });
    if (entries.length > MAX_ENTRIES) throw tooLarge(name, `more than ${MAX_ENTRIES} files`);
    return Promise.resolve();
  });
  return entries;
}

/** Throws `UnreadableError` `too_large` where the files together, or one of them, unfold to more than is sane. */
export function checkSizes(entries: readonly ZipEntry[], name: string): void {
  const total = entries.reduce((sum, entry) => sum + entry.size, 0);
  if (total > MAX_TOTAL_BYTES)
    throw tooLarge(name, `${total} bytes when unfolded, at most ${MAX_TOTAL_BYTES} are read`);
  const bomb = entries.find(isBomb);
  if (bomb !== undefined) throw tooLarge(name, `"${bomb.name}" unfolds to ${bomb.size} bytes from ${bomb.packedSize}`);
}

/** Whether a file of an archive unfolds to far more than its packed size explains; sizes in bytes. */
export function isBomb({ size, packedSize }: Pick<ZipEntry, 'size' | 'packedSize'>): boolean {
  return size > MAX_TOTAL_BYTES || (size > RATIO_FROM_BYTES && size > packedSize * MAX_RATIO);
}

/**
 * The bytes of the wanted files, by name; what is not there is absent. Throws `UnreadableError` `damaged` for a file that
 * does not unfold to the size and check sum it declares. Ask `listZip` first.
 */
export async function readZip(
  bytes: Uint8Array,
  name: string,
  wanted: (entryName: string) => boolean,
): Promise<Map<string, Uint8Array>> {
  const found = new Map<string, Uint8Array>();
  await walk(bytes, name, async (zip, entry) => {
    if (wanted(nameOf(entry))) found.set(nameOf(entry), await unfold(zip, entry));
  });
  return found;
}

function nameOf(entry: Entry): string {
  const raw: unknown = entry.fileName;
  return Buffer.isBuffer(raw)
    ? new TextDecoder((entry.generalPurposeBitFlag & 0x800) === 0 ? 'gb18030' : 'utf-8').decode(raw)
    : String(raw);
}

function tooLarge(name: string, why: string): UnreadableError {
  return new UnreadableError(`Cannot read "${name}": the archive holds ${why}`, 'too_large');
}

async function walk(
  bytes: Uint8Array,
  name: string,
  onEntry: (zip: ZipFile, entry: Entry) => Promise<void>,
): Promise<void> {
  try {
    await new Promise<void>((resolve, reject) => {
      const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      fromBuffer(buffer, { lazyEntries: true, decodeStrings: false, validateEntrySizes: true }, (error, zip) => {
        if (error !== null) return reject(error);
        zip.on('entry', (entry: Entry) => {
          onEntry(zip, entry).then(() => zip.readEntry(), reject);
        });
        zip.on('end', () => resolve());
        zip.on('error', reject);
        zip.readEntry();
      });
    });
  } catch (error) {
    if (error instanceof UnreadableError) throw error;
    throw new UnreadableError(`Cannot read "${name}": the archive is broken or cut short`, 'damaged', { cause: error });
  }
}

async function unfold(zip: ZipFile, entry: Entry): Promise<Uint8Array> {
  return await new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => {
      if (error !== null) return reject(error);
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const content = Buffer.concat(chunks);
        if (crc32(content) === entry.crc32) resolve(content);
        else reject(new Error(`the check sum of "${nameOf(entry)}" is wrong`));
      });
      stream.on('error', reject);
    });
  });
}
