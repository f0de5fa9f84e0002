import { createReadStream, createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { crc32, createDeflateRaw } from 'node:zlib';
import { Transform, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { SinkFile } from './output.ts';

/** 1 January 1980, the first day that a ZIP can say: no time of writing, so that the same content gives the same bytes. */
const DOS_DATE = (0 << 9) | (1 << 5) | 1;
const UTF8_NAMES = 0x0800;
const LIMIT = 0xffff_ffff;

/** Bytes on disk that are to be an entry; `packed` as they lie there, `size` and `crc` of the content. */
export interface Part {
  path: string;
  method: 'stored' | 'deflated';
  packed: number;
  size: number;
  crc: number;
}

/** A ZIP file in the making, written front to back. */
interface ZipFile {
  add(name: string, part: Part): Promise<void>;
  addText(name: string, text: string): Promise<void>;
  /** Writes the directory; the sink's file stays open. */
  finish(): Promise<void>;
}

interface Entry {
  name: Buffer;
  part: Omit<Part, 'path'>;
  offset: number;
}

/** A ZIP (APPNOTE 6.3) with sizes in front of each entry, so that readers can stream it; ZIP64 where an entry needs it. */
export function openZip(file: SinkFile): ZipFile {
  const entries: Entry[] = [];
  let offset = 0;
  const write = async (bytes: Uint8Array): Promise<void> => {
    offset += bytes.length;
    await file.write(bytes);
  };
  const start = async (name: string, part: Omit<Part, 'path'>): Promise<void> => {
    const entry = { name: Buffer.from(name, 'utf8'), part, offset };
    entries.push(entry);
    await write(localHeader(entry));
  };
  return {
    async add(name, part) {
      await start(name, part);
      for await (const chunk of createReadStream(part.path)) if (chunk instanceof Uint8Array) await write(chunk);
    },
    async addText(name, text) {
      const bytes = Buffer.from(text, 'utf8');
      await start(name, { method: 'stored', packed: bytes.length, size: bytes.length, crc: crc32(bytes) });
      await write(bytes);
    },
    async finish() {
      const from = offset;
      for (const entry of entries) await write(centralHeader(entry));
      await write(endOfDirectory(entries.length, offset - from, from));
    },
  };
}

function fields(entry: Entry): Buffer {
  const { method, packed, size, crc } = entry.part;
  const isLarge = packed >= LIMIT || size >= LIMIT || entry.offset >= LIMIT;
  const bytes = Buffer.alloc(26);
  bytes.writeUInt16LE(isLarge ? 45 : 20, 0);
  bytes.writeUInt16LE(UTF8_NAMES, 2);
  bytes.writeUInt16LE(method === 'deflated' ? 8 : 0, 4);
  bytes.writeUInt16LE(0, 6);
  bytes.writeUInt16LE(DOS_DATE, 8);
  bytes.writeUInt32LE(crc >>> 0, 10);
  bytes.writeUInt32LE(isLarge ? LIMIT : packed, 14);
  bytes.writeUInt32LE(isLarge ? LIMIT : size, 18);
  bytes.writeUInt16LE(entry.name.length, 22);
  bytes.writeUInt16LE(isLarge ? 28 : 0, 24);
  return bytes;
}

/** Sizes and place in 64 bits, for an entry that needs them. */
function extra({ part: { packed, size }, offset }: Entry): Buffer {
  if (packed < LIMIT && size < LIMIT && offset < LIMIT) return Buffer.alloc(0);
  const bytes = Buffer.alloc(28);
  bytes.writeUInt16LE(1, 0);
  bytes.writeUInt16LE(24, 2);
  bytes.writeBigUInt64LE(BigInt(size), 4);
  bytes.writeBigUInt64LE(BigInt(packed), 12);
  bytes.writeBigUInt64LE(BigInt(offset), 20);
  return bytes;
}

function localHeader(entry: Entry): Buffer {
  return Buffer.concat([Buffer.from('PK\u0003\u0004'), fields(entry), entry.name, extra(entry)]);
}

function centralHeader(entry: Entry): Buffer {
  const more = extra(entry);
  const tail = Buffer.alloc(14);
  tail.writeUInt32LE(more.length > 0 ? LIMIT : entry.offset, 10);
  const madeBy = Buffer.from([20, 0]);
  return Buffer.concat([Buffer.from('PK\u0001\u0002'), madeBy, fields(entry), tail, entry.name, more]);
}

function endOfDirectory(count: number, size: number, offset: number): Buffer {
  const isLarge = count >= 0xffff || size >= LIMIT || offset >= LIMIT;
  const end = Buffer.alloc(22);
  end.write('PK\u0005\u0006', 0, 'latin1');
  end.writeUInt16LE(Math.min(count, 0xffff), 8);
  end.writeUInt16LE(Math.min(count, 0xffff), 10);
  end.writeUInt32LE(isLarge ? LIMIT : size, 12);
  end.writeUInt32LE(isLarge ? LIMIT : offset, 16);
  if (!isLarge) return end;
  const end64 = Buffer.alloc(76);
  end64.write('PK\u0006\u0006', 0, 'latin1');
  end64.writeBigUInt64LE(44n, 4);
  end64.writeUInt16LE(45, 12);
  end64.writeUInt16LE(45, 14);
  end64.writeBigUInt64LE(BigInt(count), 24);
  end64.writeBigUInt64LE(BigInt(count), 32);
  end64.writeBigUInt64LE(BigInt(size), 40);
  end64.writeBigUInt64LE(BigInt(offset), 48);
  end64.write('PK\u0006\u0007', 56, 'latin1');
  end64.writeBigUInt64LE(BigInt(offset + size), 64);
  end64.writeUInt32LE(1, 72);
  return Buffer.concat([end64, end]);
}

/** A file that is deflated while it is written. */
export interface DeflatedFile {
  write(text: string): Promise<void>;
  close(): Promise<Part>;
}

/** Opens a file at `path` whose content becomes an entry of a ZIP. */
export function openDeflated(path: string): DeflatedFile {
  let [size, crc, packed] = [0, 0, 0];
  const deflate = createDeflateRaw({ level: 6 });
  const counted = new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      packed += chunk.length;
      done(null, chunk);
    },
  });
  const done = pipeline(deflate, counted, createWriteStream(path));
  // A disk that is full is told by `close`; until then the rejection must not end the process.
  done.catch(() => undefined);
  return {
    async write(text) {
      const bytes = Buffer.from(text, 'utf8');
      size += bytes.length;
      crc = crc32(bytes, crc);
      if (!deflate.write(bytes)) await once(deflate, 'drain');
    },
    async close() {
      deflate.end();
      await done;
      return { path, method: 'deflated', packed, size, crc };
    },
  };
}

/** Size and CRC-32 of a file, for an entry that is stored as it is. */
export async function storedPart(path: string): Promise<Part> {
  let [size, crc] = [0, 0];
  const measure = new Writable({
    write(chunk: Uint8Array, _encoding, done) {
      size += chunk.length;
      crc = crc32(chunk, crc);
      done();
    },
  });
  await pipeline(createReadStream(path), measure);
  return { path, method: 'stored', packed: size, size, crc };
}
