import { crc32, deflateRawSync } from 'node:zlib';

/** A file of a made-up archive. `declared` instead of its true size; `mode` as of Unix (`0o120777` is a link). */
export interface PaperFile {
  name: string;
  bytes: Uint8Array | string;
  isGbk?: boolean;
  declared?: number;
  mode?: number;
  isDamaged?: boolean;
}

/** 年 报 告 政 府 信 息 公 开 度 甲 乙 县 in GBK, which no standard encoder of Node writes. */
const GBK: Readonly<Record<string, number>> = {
  年: 0xc4ea,
  度: 0xb6c8,
  报: 0xb1a8,
  告: 0xb8e6,
  政: 0xd5fe,
  府: 0xb8ae,
  信: 0xd0c5,
  息: 0xcfa2,
  公: 0xb9ab,
  开: 0xbfaa,
  甲: 0xbcd7,
  乙: 0xd2d2,
};

function gbk(text: string): Buffer {
  return Buffer.from(
    Array.from(text).flatMap((char) =>
      char < '\x80' ? [char.charCodeAt(0)] : [(GBK[char] ?? 0x3f3f) >> 8, (GBK[char] ?? 0x3f3f) & 0xff],
    ),
  );
}

function contentOf({ bytes }: PaperFile): Buffer {
  return Buffer.from(bytes);
}

/** A ZIP archive written by hand, so that names may be GBK and sizes may lie. */
export function zipOf(files: readonly PaperFile[]): Uint8Array {
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let at = 0;
  for (const file of files) {
    const content = contentOf(file);
    const packed = deflateRawSync(content);
    const name = file.isGbk === true ? gbk(file.name) : Buffer.from(file.name);
    const flags = file.isGbk === true ? 0 : 0x800;
    const crc = crc32(content) ^ (file.isDamaged === true ? 1 : 0);
    const facts = Buffer.alloc(22);
    facts.writeUInt16LE(flags, 0);
    facts.writeUInt16LE(8, 2);
    facts.writeUInt32LE(crc >>> 0, 8);
    facts.writeUInt32LE(packed.length, 12);
    facts.writeUInt32LE(file.declared ?? content.length, 16);
    facts.writeUInt16LE(name.length, 20);
    const local = Buffer.concat([Buffer.from('PK\x03\x04\x14\x00', 'latin1'), facts, Buffer.alloc(2), name, packed]);
    const rest = Buffer.alloc(16);
    rest.writeUInt32LE(((file.mode ?? 0) << 16) >>> 0, 8);
    rest.writeUInt32LE(at, 12);
    centrals.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x03\x14\x00', 'latin1'), facts, rest, name]));
    locals.push(local);
    at += local.length;
  }
  const central = Buffer.concat(centrals);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(at, 16);
  return Uint8Array.from(Buffer.concat([...locals, central, end]));
}

/** A RAR 5 archive of stored files (RAR 5.0 archive format, the maker's technical note). */
export function rar5Of(files: readonly PaperFile[]): Uint8Array {
  const blocks = files.map((file) => {
    const content = contentOf(file);
    const name = Buffer.from(file.name);
    const crc = crc32(content) ^ (file.isDamaged === true ? 1 : 0);
    const head = [2, 2, content.length, 4, content.length, 0x20].map(vint);
    return rar5Block(Buffer.concat([...head, u32(crc >>> 0), vint(0), vint(0), vint(name.length), name]), content);
  });
  const main = rar5Block(Buffer.from([1, 0, 0]));
  return Uint8Array.from(
    Buffer.concat([Buffer.from('Rar!\x1a\x07\x01\x00', 'latin1'), main, ...blocks, rar5Block(Buffer.from([5, 0, 0]))]),
  );
}

/** A RAR 4 archive of stored files with plain names; `isLocked` marks them as protected by a password. */
export function rar4Of(files: readonly PaperFile[], isLocked = false): Uint8Array {
  const blocks = files.flatMap((file) => {
    const content = contentOf(file);
    const name = Buffer.from(file.name);
    const sizes = [u32(content.length), u32(content.length), Buffer.from([2]), u32(crc32(content)), u32(0x52210000)];
    const rest = [Buffer.from([20, 0x30]), u16(name.length), u32(0x20), name];
    return [rar4Block(0x74, 0x8000 | (isLocked ? 4 : 0), Buffer.concat([...sizes, ...rest])), content];
  });
  const main = rar4Block(0x73, 0, Buffer.alloc(6));
  return Uint8Array.from(
    Buffer.concat([
      Buffer.from('Rar!\x1a\x07\x00', 'latin1'),
      main,
      ...blocks,
      rar4Block(0x7b, 0x4000, Buffer.alloc(0)),
    ]),
  );
}

function rar5Block(fields: Buffer, data: Buffer = Buffer.alloc(0)): Buffer {
  const sized = Buffer.concat([vint(fields.length), fields]);
  return Buffer.concat([u32(crc32(sized)), sized, data]);
}

function rar4Block(type: number, flags: number, fields: Buffer): Buffer {
  const head = Buffer.concat([Buffer.from([type]), u16(flags), u16(7 + fields.length), fields]);
  return Buffer.concat([u16(crc32(head) & 0xffff), head]);
}

function vint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  do {
    bytes.push((rest & 0x7f) | (rest > 0x7f ? 0x80 : 0));
    rest = Math.floor(rest / 128);
  } while (rest > 0);
  return Buffer.from(bytes);
}

function u16(value: number): Buffer {
  const buffer = Buffer.alloc(2);
  buffer.writeUInt16LE(value);
  return buffer;
}

function u32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32LE(value >>> 0);
  return buffer;
}
