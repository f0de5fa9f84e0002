/** A run of text with the modifiers of its characters (bytes of sprms). */
interface Run {
  text: string;
  sprms?: number[];
}

/** A paragraph: its runs with the character that ends it in the last, and the modifiers of the paragraph. */
export interface PaperParagraph {
  runs: Run[];
  sprms?: number[];
  style?: number;
}

/** What a document holds besides its main text; everything else is as small as can be. */
export interface Paper {
  paragraphs: PaperParagraph[];
  /** Paragraphs of text boxes; each hangs on the 0x08 of the main text in the same order. */
  boxes?: PaperParagraph[];
  /** Write ASCII texts with one byte a character. */
  oneByte?: boolean;
  /** The pieces lie in the file in the reverse order of the text. */
  reversed?: boolean;
  /** Flags of the File Information Block beyond those needed. */
  flags?: number;
  version?: number;
  magic?: number;
  /** Streams under 4,096 bytes go to the small sectors, as in real files; else they are padded. */
  small?: boolean;
  /** Lists: the text of their one level with number format, start and suffix (2 = nothing). */
  lists?: { text: string; format: number; start?: number; suffix?: number }[];
  /** Names of paragraph styles: number of the built-in style, modifiers of paragraph and characters. */
  styles?: { builtIn: number; paragraph?: number[]; character?: number[] }[];
}

/** A paragraph of one run, ended by the mark. */
export function line(text: string, sprms: number[] = [], mark = '\r'): PaperParagraph {
  return { runs: [{ text: text + mark }], sprms };
}

/** A cell of a table that stands in no other. */
export function cell(text: string): PaperParagraph {
  return line(text, [0x16, 0x24, 1], '\x07');
}

/** The end of a row: edges in twips, flags of each cell (TCGRF), further modifiers. */
export function rowEnd(edges: number[], flags: number[] = [], more: number[] = []): PaperParagraph {
  return line('', [0x16, 0x24, 1, 0x17, 0x24, 1, ...tableDefinition(edges, flags), ...more], '\x07');
}

/** The modifier that defines the cells of a row. */
export function tableDefinition(edges: number[], flags: number[] = []): number[] {
  const cells = flags.flatMap((flag) => [...u16(flag), ...Array.from({ length: 18 }, () => 0)]);
  const content = [edges.length - 1, ...edges.flatMap(u16), ...cells];
  return [0x08, 0xd6, ...u16(content.length + 1), ...content];
}

/** The bytes of a Word 97 document in an OLE2 file. */
export function doc(paper: Paper): Uint8Array {
  const { document, table } = streams(paper);
  return compoundFile({ WordDocument: document, '1Table': table }, paper.small === true);
}

function u16(value: number): number[] {
  return [value & 0xff, (value >> 8) & 0xff];
}

function u32(value: number): number[] {
  return [...u16(value & 0xffff), ...u16(value >>> 16)];
}

interface Placed extends Run {
  first: number;
  offset: number;
}

const TEXT_AT = 1024;
const PAGE = 512;

function streams(paper: Paper): { document: Buffer; table: Buffer } {
  const width = paper.oneByte === true ? 1 : 2;
  const boxes = paper.boxes ?? [];
  const paragraphs = [...paper.paragraphs, ...boxes];
  const runs = place(paragraphs, width, paper.reversed === true);
  const total = runs.reduce((sum, run) => sum + run.text.length, 0);
  const pagesAt = Math.ceil((TEXT_AT + total * width) / PAGE) * PAGE;
  const document = Buffer.alloc(pagesAt + 2 * PAGE);
  for (const run of runs) document.write(run.text, run.offset, width === 1 ? 'latin1' : 'utf16le');
  const byOffset = runs.toSorted((a, b) => a.offset - b.offset);
  const end = TEXT_AT + total * width;
  writePage(document, pagesAt, [...byOffset.map((run) => run.offset), end], byOffset.map(characterEntry));
  const stretches = paragraphStretches(paragraphs, runs);
  writePage(document, pagesAt + PAGE, [...stretches.map(({ offset }) => offset), end], stretches.map(paragraphEntry));
  const page = pagesAt / PAGE;
  const boxLength = boxes.flatMap((box) => box.runs).reduce((sum, run) => sum + run.text.length, 0);
  const main = runs.slice(0, paper.paragraphs.flatMap((paragraph) => paragraph.runs).length);
  const parts: Record<number, number[]> = {
    1: styleSheet(paper.styles ?? [{ builtIn: 0 }]),
    12: [...u32(TEXT_AT), ...u32(end), ...u32(page)],
    13: [...u32(TEXT_AT), ...u32(end), ...u32(page + 1)],
    33: pieces(runs, total, width),
    40: drawings(main, total - boxLength),
    56: textBoxes(boxes),
    73: listTable(paper.lists ?? []),
    74: listReferences(paper.lists ?? []),
  };
  const table = writeFib(document, parts, paper, { main: total - boxLength, boxes: boxLength });
  return { document, table };
}

function place(paragraphs: readonly PaperParagraph[], width: number, isReversed: boolean): Placed[] {
  const runs = paragraphs.flatMap((paragraph) => paragraph.runs);
  const total = runs.reduce((sum, run) => sum + run.text.length, 0);
  let first = 0;
  return runs.map((run) => {
    const before = isReversed ? total - first - run.text.length : first;
    const placed = { ...run, first, offset: TEXT_AT + before * width };
    first += run.text.length;
    return placed;
  });
}

/** Bytes of each run belong to its paragraph; in reversed order paragraphs must have one run each. */
function paragraphStretches(paragraphs: readonly PaperParagraph[], runs: readonly Placed[]) {
  let index = 0;
  const stretches = paragraphs.map((paragraph) => {
    const offset = runs[index]?.offset ?? 0;
    index += paragraph.runs.length;
    return { ...paragraph, offset };
  });
  return stretches.toSorted((a, b) => a.offset - b.offset);
}

interface Entry {
  size: number;
  content: number[];
}

function characterEntry(run: Run): Entry {
  const sprms = run.sprms ?? [];
  return { size: 1, content: sprms.length === 0 ? [] : [sprms.length, ...sprms] };
}

function paragraphEntry({ sprms = [], style = 0 }: PaperParagraph): Entry {
  const content = [...u16(style), ...sprms];
  if (content.length % 2 === 0) return { size: 13, content: [0, content.length / 2, ...content] };
  return { size: 13, content: [(content.length + 1) / 2, ...content] };
}

function writePage(document: Buffer, at: number, edges: number[], entries: Entry[]): void {
  Buffer.from(edges.flatMap(u32)).copy(document, at);
  let end = PAGE - 1;
  entries.forEach(({ size, content }, index) => {
    end -= content.length + ((end - content.length) % 2);
    const isEmpty = content.length === 0;
    if (end < edges.length * 4 + entries.length * size) throw new Error('The paper is too small for this document');
    Buffer.from(content).copy(document, at + end);
    document[at + edges.length * 4 + index * size] = isEmpty ? 0 : end / 2;
  });
  document[at + PAGE - 1] = entries.length;
}

function pieces(runs: readonly Placed[], total: number, width: number): number[] {
  const places = runs.flatMap(({ offset }) => [0, 0, ...u32(width === 1 ? (offset * 2) | 0x40000000 : offset), 0, 0]);
  const list = [...runs.flatMap((run) => u32(run.first)), ...u32(total), ...places];
  return [2, ...u32(list.length), ...list];
}

function styleSheet(styles: NonNullable<Paper['styles']>): number[] {
  const head = [...u16(18), ...u16(styles.length), ...u16(10), ...Array.from({ length: 14 }, () => 0)];
  return [
    ...head,
    ...styles.flatMap(({ builtIn, paragraph = [], character = [] }, index) => {
      const parts = [[...u16(index), ...paragraph], character].flatMap((part) => [
        ...u16(part.length),
        ...part,
        ...(part.length % 2 === 0 ? [] : [0]),
      ]);
      const base = [...u16(builtIn), ...u16(0xfff1), ...u16(2), ...u16(0), ...u16(0)];
      const style = [...base, ...u16(1), ...u16(0x78), ...u16(0), ...parts];
      return [...u16(style.length), ...style];
    }),
  ];
}

function drawings(main: readonly Placed[], length: number): number[] {
  const anchors = main.flatMap((run) =>
    Array.from(run.text).flatMap((char, index) => (char === '\b' ? [run.first + index] : [])),
  );
  const records = anchors.flatMap((_, index) => [...u32(1000 + index), ...Array.from({ length: 22 }, () => 0)]);
  return anchors.length === 0 ? [] : [...anchors.flatMap(u32), ...u32(length), ...records];
}

function textBoxes(boxes: readonly PaperParagraph[]): number[] {
  let at = 0;
  const edges = boxes.map((box) => {
    const first = at;
    at += box.runs.reduce((sum, run) => sum + run.text.length, 0);
    return first;
  });
  const records = boxes.flatMap((_, index) => [
    ...Array.from({ length: 14 }, () => 0),
    ...u32(1000 + index),
    ...u32(0),
  ]);
  return boxes.length === 0 ? [] : [...[...edges, at].flatMap(u32), ...records];
}

function listTable(lists: NonNullable<Paper['lists']>): number[] {
  if (lists.length === 0) return [];
  const heads = lists.flatMap((_, index) => [...u32(77 + index), ...Array.from({ length: 22 }, () => 0), 1, 0]);
  const levels = lists.flatMap(({ text, format, start = 1, suffix = 2 }) => {
    const head = [...u32(start), format, 0, 1, ...Array.from({ length: 8 }, () => 0), suffix];
    return [
      ...head,
      ...Array.from({ length: 12 }, () => 0),
      ...u16(text.length),
      ...Array.from(text).flatMap((char) => u16(char.codePointAt(0) ?? 0)),
    ];
  });
  return [...u16(lists.length), ...heads, ...levels];
}

function listReferences(lists: NonNullable<Paper['lists']>): number[] {
  if (lists.length === 0) return [];
  const references = lists.flatMap((_, index) => [...u32(77 + index), ...Array.from({ length: 12 }, () => 0)]);
  return [...u32(lists.length), ...references, ...lists.flatMap(() => u32(0xffffffff))];
}

/** Writes the File Information Block; the parts go to the table stream, which is returned. */
function writeFib(
  document: Buffer,
  parts: Readonly<Record<number, number[]>>,
  paper: Paper,
  lengths: { main: number; boxes: number },
): Buffer {
  document.writeUInt16LE(paper.magic ?? 0xa5ec, 0);
  document.writeUInt16LE(paper.version ?? 0x00c1, 2);
  document.writeUInt16LE(0x0200 | (paper.flags ?? 0), 10);
  document.writeUInt16LE(14, 32);
  document.writeUInt16LE(22, 62);
  document.writeUInt32LE(lengths.main, 76);
  document.writeUInt32LE(lengths.boxes, 100);
  document.writeUInt16LE(93, 152);
  const table: number[] = [];
  for (const [index, content] of Object.entries(parts)) {
    document.writeUInt32LE(table.length, 154 + Number(index) * 8);
    document.writeUInt32LE(content.length, 158 + Number(index) * 8);
    table.push(...content);
  }
  return Buffer.from(table);
}

/** An OLE2 file with these streams ([MS-CFB]): header, FAT, directory, small sectors, streams, in this order. */
export function compoundFile(content: Readonly<Record<string, Buffer>>, isSmall = false): Uint8Array {
  const streamList = Object.entries(content).map(([name, bytes]) => ({ name, bytes }));
  const small: { name: string; bytes: Buffer; start: number }[] = [];
  let smallEnd = 0;
  for (const { name, bytes } of streamList) {
    if (!isSmall || bytes.length >= 4096) continue;
    small.push({ name, bytes, start: smallEnd });
    smallEnd += Math.ceil(bytes.length / 64);
  }
  const miniFat = small.flatMap(({ bytes, start }) => chainOf(start, Math.ceil(bytes.length / 64)));
  const miniStream = Buffer.concat(small.map(({ bytes }) => padded(bytes, 64)));
  const large = streamList.filter(({ name }) => !small.some((other) => other.name === name));
  const sections = [
    padded(Buffer.from(miniFat.flatMap(u32)), 512, 0xff),
    padded(miniStream, 512),
    ...large.map(({ bytes }) =>
      padded(bytes.length < 4096 ? Buffer.concat([bytes, Buffer.alloc(4096 - bytes.length)]) : bytes, 512),
    ),
  ];
  const directorySectors = Math.ceil((streamList.length + 1) / 4);
  let next = 1 + directorySectors;
  const starts = sections.map((section) => {
    const start = next;
    next += section.length / 512;
    return section.length === 0 ? 0xfffffffe : start;
  });
  const fat = [0xfffffffd, ...chainOf(1, directorySectors)];
  sections.forEach((section, index) => fat.push(...chainOf(starts[index] ?? 0, section.length / 512)));
  const entryOf = (name: string, bytes: Buffer): Buffer => {
    const found = small.find((other) => other.name === name);
    const start = found?.start ?? starts[2 + large.findIndex((other) => other.name === name)] ?? 0;
    return entry(name, 2, start, found === undefined ? Math.max(4096, bytes.length) : bytes.length);
  };
  const directory = Buffer.concat([
    entry('Root Entry', 5, starts[1] ?? 0, miniStream.length),
    ...streamList.map(({ name, bytes }) => entryOf(name, bytes)),
  ]);
  const header = Buffer.alloc(512, 0xff);
  header.fill(0, 0, 76);
  Buffer.from('d0cf11e0a1b11ae1', 'hex').copy(header);
  Buffer.from([...u16(0x3e), ...u16(3), ...u16(0xfffe), ...u16(9), ...u16(6)]).copy(header, 24);
  Buffer.from([
    ...u32(1),
    ...u32(1),
    ...u32(0),
    ...u32(4096),
    ...u32(starts[0] ?? 0),
    ...u32(miniFat.length > 0 ? 1 : 0),
    ...u32(0xfffffffe),
    ...u32(0),
    ...u32(0),
  ]).copy(header, 44);
  return Buffer.concat([header, padded(Buffer.from(fat.flatMap(u32)), 512, 0xff), padded(directory, 512), ...sections]);
}

function chainOf(start: number, length: number): number[] {
  return Array.from({ length }, (_, index) => (index === length - 1 ? 0xfffffffe : start + index + 1));
}

function padded(bytes: Buffer, size: number, filler = 0): Buffer {
  return Buffer.concat([bytes, Buffer.alloc((size - (bytes.length % size)) % size, filler)]);
}

function entry(name: string, type: number, start: number, size: number): Buffer {
  const bytes = Buffer.alloc(128);
  bytes.write(name, 'utf16le');
  bytes.writeUInt16LE((name.length + 1) * 2, 64);
  bytes[66] = type;
  bytes.writeUInt32LE(start, 116);
  bytes.writeUInt32LE(size, 120);
  return bytes;
}
