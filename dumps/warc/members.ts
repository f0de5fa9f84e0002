import { open, type FileHandle } from 'node:fs/promises';
import { createInflateRaw, crc32 } from 'node:zlib';

/** One gzip member of an archive: where it begins, and what it holds; null for a stretch that is no whole member. */
export interface Member {
  offset: number;
  bytes: Buffer | null;
}

/** Bytes read from the file at once. */
const CHUNK = 65_536;
/** First bytes of a member: gzip, deflate. */
const MAGIC = Buffer.from([0x1f, 0x8b, 0x08]);
const HEADER_LENGTH = 10;
const TRAILER_LENGTH = 8;
/** Flags of a header with further fields, which no archive of ours and no common writer of WARC has. */
const WITH_FIELDS = 0b0001_1111;

/**
 * Reads the members of a gzip file one by one, each with its checksum, so that a damaged one costs itself alone: the next one
 * is looked for behind it. (RFC 1952; WARC 1.1 puts each record in a member of its own.) Throws what the file system throws.
 */
export async function* readMembers(path: string): AsyncGenerator<Member> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    let offset = 0;
    let damagedAt: number | null = null;
    while (offset < size) {
      const member = await readMember(file, offset);
      if (member === null) {
        damagedAt ??= offset;
        offset = await nextMagic(file, offset + 1, size);
        continue;
      }
      if (damagedAt !== null) yield { offset: damagedAt, bytes: null };
      damagedAt = null;
      yield { offset, bytes: member.bytes };
      offset += member.length;
    }
    if (damagedAt !== null) yield { offset: damagedAt, bytes: null };
  } finally {
    await file.close();
  }
}

/** The member that begins here, and its length in the file; null where none does, or it is damaged. */
async function readMember(file: FileHandle, offset: number): Promise<{ bytes: Buffer; length: number } | null> {
  const header = await readAt(file, offset, HEADER_LENGTH);
  if (!header.subarray(0, MAGIC.length).equals(MAGIC) || ((header[3] ?? 0) & WITH_FIELDS) !== 0) return null;
  const inflated = await inflate(file, offset + HEADER_LENGTH);
  if (inflated === null) return null;
  const { bytes, length } = inflated;
  const trailer = await readAt(file, offset + HEADER_LENGTH + length, TRAILER_LENGTH);
  if (trailer.length < TRAILER_LENGTH) return null;
  const isWhole = trailer.readUInt32LE(0) === crc32(bytes) && trailer.readUInt32LE(4) === bytes.length % 2 ** 32;
  return isWhole ? { bytes, length: HEADER_LENGTH + length + TRAILER_LENGTH } : null;
}

/** What deflate gives from here to the end of its stream, and how much of the file that took; null where it is no such stream. */
async function inflate(file: FileHandle, from: number): Promise<{ bytes: Buffer; length: number } | null> {
  const engine = createInflateRaw();
  const parts: Buffer[] = [];
  const state = { isOver: false };
  engine.on('data', (part: Buffer) => parts.push(part));
  const over = new Promise<boolean>((resolve) => {
    engine.once('end', () => resolve(true));
    engine.once('error', () => resolve(false));
  }).finally(() => {
    state.isOver = true;
  });
  for (let at = from; !state.isOver; at += CHUNK) {
    const chunk = await readAt(file, at, CHUNK);
    if (chunk.length === 0) {
      engine.end();
      break;
    }
    const taken = new Promise<void>((resolve) => void engine.write(chunk, () => resolve()));
    await Promise.race([taken, over]);
  }
  const isWhole = await over;
  const length = engine.bytesWritten;
  engine.destroy();
  return isWhole ? { bytes: Buffer.concat(parts), length } : null;
}

async function nextMagic(file: FileHandle, from: number, size: number): Promise<number> {
  for (let at = from; at < size; at += CHUNK) {
    // A magic may lie over the end of a chunk.
    const found = (await readAt(file, at, CHUNK + MAGIC.length - 1)).indexOf(MAGIC);
    if (found >= 0) return at + found;
  }
  return size;
}

async function readAt(file: FileHandle, offset: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await file.read(buffer, 0, length, offset);
  return buffer.subarray(0, bytesRead);
}
