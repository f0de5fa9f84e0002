/** Entries of the directory of an OLE2 file (MS-CFB 2.6.1), in bytes. */
const ENTRY_BYTES = 128;
/** Sector numbers from here on mark ends and free sectors (MS-CFB 2.1). */
const FIRST_MARK = 0xfffffffa;

interface Container {
  view: DataView;
  bytes: Uint8Array;
  sectorBytes: number;
  fat: number[];
}

/**
 * The stream of the first of these names that an OLE2 file (MS-CFB) holds at any depth; null where it holds none. Throws
 * `RangeError` where the file points outside of itself or in a circle.
 */
export function ole2Stream(bytes: Uint8Array, names: readonly string[]): Uint8Array | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const sectorBytes = 2 ** view.getUint16(30, true);
  if (sectorBytes !== 512 && sectorBytes !== 4096) throw new RangeError(`sectors of ${sectorBytes} bytes`);
  const container: Container = { view, bytes, sectorBytes, fat: [] };
  container.fat = readFat(container);
  const directory = chain(container, view.getUint32(48, true));
  const entries = readEntries(directory);
  const root = entries.find((entry) => entry.type === 5);
  const wanted = names.flatMap((name) => entries.find((entry) => entry.type === 2 && entry.name === name) ?? [])[0];
  if (wanted === undefined) return null;
  if (wanted.size >= view.getUint32(56, true) || root === undefined) {
    return chain(container, wanted.start).subarray(0, wanted.size);
  }
  const small: Container = { ...container, bytes: chain(container, root.start), sectorBytes: 64, fat: [] };
  small.fat = numbersOf(chain(container, view.getUint32(60, true)));
  return chain(small, wanted.start, 0).subarray(0, wanted.size);
}

/** The sectors of the allocation table: 109 are named in the header, the others in a list of their own (MS-CFB 2.5). */
function readFat(container: Container): number[] {
  const { view, sectorBytes } = container;
  const places = Array.from({ length: 109 }, (_, index) => view.getUint32(76 + 4 * index, true));
  let next = view.getUint32(68, true);
  for (let turn = 0; next < FIRST_MARK; turn += 1) {
    const list = numbersOf(sector(container, next, sectorBytes));
    places.push(...list.slice(0, -1));
    next = list.at(-1) ?? FIRST_MARK;
    if (turn > container.bytes.length / sectorBytes) throw new RangeError('a list of sectors without end');
  }
  return places
    .filter((place) => place < FIRST_MARK)
    .flatMap((place) => numbersOf(sector(container, place, sectorBytes)));
}

function sector({ bytes, sectorBytes }: Container, number: number, headerBytes: number): Uint8Array {
  const from = headerBytes + number * sectorBytes;
  if (from >= bytes.length) throw new RangeError(`sector ${number} lies behind the end`);
  return bytes.subarray(from, from + sectorBytes);
}

/** The bytes of a chain of sectors; the sectors of a file begin behind its header, those of the small stream at once. */
function chain(container: Container, first: number, headerBytes = container.sectorBytes): Uint8Array {
  const parts: Uint8Array[] = [];
  const seen = new Set<number>();
  for (let at = first; at < FIRST_MARK; at = container.fat[at] ?? FIRST_MARK) {
    if (seen.has(at)) throw new RangeError(`sector ${at} comes twice in a chain`);
    seen.add(at);
    parts.push(sector(container, at, headerBytes));
  }
  return Uint8Array.from(Buffer.concat(parts));
}

function numbersOf(bytes: Uint8Array): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: Math.floor(bytes.length / 4) }, (_, index) => view.getUint32(4 * index, true));
}

function readEntries(directory: Uint8Array): { name: string; type: number; start: number; size: number }[] {
  const view = new DataView(directory.buffer, directory.byteOffset, directory.byteLength);
  return Array.from({ length: Math.floor(directory.length / ENTRY_BYTES) }, (_, index) => {
    const at = index * ENTRY_BYTES;
    const nameBytes = Math.min(64, view.getUint16(at + 64, true));
    return {
      name: new TextDecoder('utf-16le').decode(directory.subarray(at, at + Math.max(0, nameBytes - 2))),
      type: view.getUint8(at + 66),
      start: view.getUint32(at + 116, true),
      size: view.getUint32(at + 120, true),
    };
  });
}
