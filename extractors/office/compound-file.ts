import { UnreadableError } from '../../errors.ts';
import { bytesOf, type Bytes } from './bytes.ts';

/** An OLE2 file: [MS-CFB]. Streams of all storages by name; of two with one name the first in the directory counts. */
export interface CompoundFile {
  /** The file's name for messages. */
  name: string;
  /** Names of all streams, in the order of the directory. */
  names: string[];
  /** The bytes of a stream; null where there is none of this name. Throws `UnreadableError` `damaged`. */
  stream(name: string): Uint8Array | null;
}

/** Above this number a sector number is a mark (end of chain, free, table of the FAT). */
const LAST_SECTOR = 0xfffffffa;

const ENTRY_BYTES = 128;

interface Entry {
  name: string;
  type: number;
  start: number;
  size: number;
}

/** Whether the bytes begin as an OLE2 file does. */
export function isCompoundFile(raw: Uint8Array): boolean {
  return Buffer.from(raw.subarray(0, 8)).toString('hex') === 'd0cf11e0a1b11ae1';
}

/** Opens an OLE2 file. Throws `UnreadableError` `damaged` for a header, FAT or directory that is no sound one. */
export function openCompoundFile(raw: Uint8Array, name: string): CompoundFile {
  const file = bytesOf(raw, `the file "${name}"`);
  const shift = file.u16(30);
  const miniShift = file.u16(32);
  if ((shift !== 9 && shift !== 12) || miniShift !== 6) {
    throw new UnreadableError(`Cannot read "${name}": sectors of 2^${shift} bytes, expected 2^9 or 2^12`, 'damaged');
  }
  const size = 2 ** shift;
  const sector = (number: number): Uint8Array => {
    const start = (number + 1) * size;
    if (start >= raw.length) throw cutShort(name, number);
    return raw.subarray(start, start + size);
  };
  const fat = readFat(file, sector, size);
  const inSectors = (start: number): Uint8Array => joined(chain(fat, start, name).map(sector));
  const entries = readDirectory(bytesOf(inSectors(file.u32(48)), `the directory of "${name}"`));
  const root = entries.find((entry) => entry.type === 5);
  const cutoff = file.u32(56);
  const small = (): { fat: number[]; bytes: Uint8Array } => ({
    fat: numbersIn(bytesOf(inSectors(file.u32(60)), `the MiniFAT of "${name}"`)),
    bytes: root === undefined ? new Uint8Array() : inSectors(root.start),
  });
  const streams = entries.filter((entry) => entry.type === 2);
  return {
    name,
    names: streams.map((entry) => entry.name),
    stream(wanted) {
      const entry = streams.find((candidate) => candidate.name === wanted);
      if (entry === undefined) return null;
      const whole = entry.size < cutoff ? inSmallSectors(small(), entry.start, name) : inSectors(entry.start);
      // The last sector may be cut in the file where only padding is lost; what the directory promises must be there.
      if (entry.size > whole.length) throw cutShort(name, entry.start);
      return whole.subarray(0, entry.size);
    },
  };
}

function cutShort(name: string, number: number): UnreadableError {
  return new UnreadableError(`Cannot read "${name}": its sector ${number} lies beyond the end: cut short`, 'damaged');
}

/** The FAT lies in sectors that the header lists (109 of them), and further lists of sectors after that. */
function readFat(file: Bytes, sector: (number: number) => Uint8Array, size: number): number[] {
  const places: number[] = [];
  for (let index = 0; index < 109; index += 1) places.push(file.u32(76 + index * 4));
  let next = file.u32(68);
  const most = file.length / size;
  for (let lists = 0; next <= LAST_SECTOR && lists < most; lists += 1) {
    const list = numbersIn(bytesOf(sector(next), 'a list of FAT sectors'));
    next = list.pop() ?? LAST_SECTOR + 1;
    for (const place of list) places.push(place);
  }
  const count = Math.min(file.u32(44), most);
  return places
    .filter((place) => place <= LAST_SECTOR)
    .slice(0, count)
    .flatMap((place) => numbersIn(bytesOf(sector(place), 'the FAT')));
}

function numbersIn(bytes: Bytes): number[] {
  return Array.from({ length: Math.floor(bytes.length / 4) }, (_, index) => bytes.u32(index * 4));
}

/** The sectors of a chain in order. A chain longer than the FAT leads back to itself. */
function chain(fat: readonly number[], start: number, name: string): number[] {
  const sectors: number[] = [];
  for (let at = start; at <= LAST_SECTOR; at = fat[at] ?? LAST_SECTOR + 1) {
    if (at >= fat.length) throw cutShort(name, at);
    sectors.push(at);
    if (sectors.length > fat.length) {
      throw new UnreadableError(`Cannot read "${name}": a chain of sectors leads back to itself`, 'damaged');
    }
  }
  return sectors;
}

function inSmallSectors(small: { fat: number[]; bytes: Uint8Array }, start: number, name: string): Uint8Array {
  return joined(chain(small.fat, start, name).map((number) => small.bytes.subarray(number * 64, number * 64 + 64)));
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat(parts);
}

function readDirectory(directory: Bytes): Entry[] {
  return Array.from({ length: Math.floor(directory.length / ENTRY_BYTES) }, (_, index) => {
    const at = index * ENTRY_BYTES;
    const units = Math.min(32, directory.u16(at + 64) / 2);
    return {
      name: directory.utf16(at, Math.max(0, Math.floor(units) - 1)),
      type: directory.u8(at + 66),
      start: directory.u32(at + 116),
      size: directory.u32(at + 120),
    };
  });
}
