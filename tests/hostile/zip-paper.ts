import { crc32, deflateRawSync } from 'node:zlib';

/** One file of an archive; `claims` overrides what its headers say of it, `flags` the general-purpose bits. */
export interface ZipPart {
  name: string;
  content: Buffer;
  claims?: { size?: number; packedSize?: number };
  flags?: number;
}

const MAIN = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** A file of an archive; `more` lets its headers lie. */
export function part(name: string, content: string | Buffer, more: Partial<ZipPart> = {}): ZipPart {
  return { name, content: Buffer.from(content), ...more };
}

/** A Word archive with this document.xml, DTD and all, and `more` files; `options` are those of document.xml. */
export function wordFile(xml: string | Buffer, more: ZipPart[] = [], options: Partial<ZipPart> = {}): Buffer {
  return zipOf([
    part(
      '[Content_Types].xml',
      `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="${MAIN}"/></Types>`,
    ),
    part(
      '_rels/.rels',
      `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="${OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>`,
    ),
    part('word/document.xml', xml, options),
    ...more,
  ]);
}

/** An archive written by hand, so that its headers may lie. */
export function zipOf(parts: readonly ZipPart[]): Buffer {
  const pieces: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content, claims = {}, flags = 0 } of parts) {
    const packed = deflateRawSync(content, { level: 9 });
    const written = Buffer.from(name, 'utf8');
    const head = Buffer.alloc(30);
    head.writeUInt32LE(0x04034b50, 0);
    writeEntry(head, 4, { flags, content, packed, written, claims });
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(20, 4);
    writeEntry(entry, 6, { flags, content, packed, written, claims });
    entry.writeUInt32LE(offset, 42);
    pieces.push(head, written, packed);
    directory.push(entry, written);
    offset += head.length + written.length + packed.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(parts.length & 0xffff, 8);
  end.writeUInt16LE(parts.length & 0xffff, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...pieces, central, end]);
}

function writeEntry(
  head: Buffer,
  at: number,
  entry: {
    flags: number;
    content: Buffer;
    packed: Buffer;
    written: Buffer;
    claims: { size?: number; packedSize?: number };
  },
): void {
  head.writeUInt16LE(20, at);
  head.writeUInt16LE(entry.flags, at + 2);
  head.writeUInt16LE(8, at + 4);
  head.writeUInt32LE(crc32(entry.content), at + 10);
  head.writeUInt32LE(entry.claims.packedSize ?? entry.packed.length, at + 14);
  head.writeUInt32LE(entry.claims.size ?? entry.content.length, at + 18);
  head.writeUInt16LE(entry.written.length, at + 22);
}
