/** A cell of a made-up Excel 97 sheet: text, number, or a formula with its stored result; `look` as in `xls`. */
interface XlsCell {
  row: number;
  col: number;
  look?: number;
  value: string | number | { formula: string | number; shared?: boolean };
}

/** A made-up sheet; areas as [first row, last row, first column, last column], 0-based. */
export interface XlsSheet {
  name: string;
  cells: XlsCell[];
  merges?: [number, number, number, number][];
  isHidden?: boolean;
  hiddenRows?: number[];
  hiddenCols?: number[];
  /** Puts a chart before the merged areas, as Excel does. */
  hasChart?: boolean;
}

/**
 * Writes an Excel 97 workbook by hand (MS-XLS in MS-CFB): no library writes the format. `looks`: number format and lines of
 * cells; the first is that of cells that name none. `splitStrings` cuts the table of texts in the middle of its first text.
 */
export function xls(
  sheets: readonly XlsSheet[],
  options: {
    looks?: { format?: string; lines?: boolean }[];
    splitStrings?: boolean;
    protect?: boolean;
    version?: number;
  } = {},
): Uint8Array {
  const version = options.version ?? 0x0600;
  const looks = options.looks ?? [{}];
  const texts = [
    ...new Set(
      sheets.flatMap((sheet) => sheet.cells.flatMap(({ value }) => (typeof value === 'string' ? [value] : []))),
    ),
  ];
  const head = [
    record(0x809, u16(version), u16(5), u16(0), u16(0), u32(0), u32(0)),
    ...(options.protect === true ? [record(0x2f, u16(1), Buffer.alloc(52))] : []),
    ...looks.flatMap(({ format }, index) =>
      format === undefined ? [] : [record(0x41e, u16(200 + index), wide(format))],
    ),
    ...looks.map(({ format, lines }, index) =>
      record(
        0xe0,
        u16(0),
        u16(format === undefined ? 0 : 200 + index),
        Buffer.alloc(6),
        u32(lines === true ? 0x1111 : 0),
        Buffer.alloc(6),
      ),
    ),
  ];
  const strings = stringTable(texts, options.splitStrings === true);
  const bodies = sheets.map((sheet) => sheetRecords(sheet, texts));
  const names = sheets.map((sheet) => 4 + 8 + 2 * sheet.name.length);
  let at = Buffer.concat([...head, ...strings]).length + names.reduce((sum, size) => sum + size, 0) + 4;
  const bounds = sheets.map((sheet, index) => {
    const start = at;
    at += bodies[index]?.length ?? 0;
    const flags = Buffer.from([sheet.isHidden === true ? 1 : 0, 0, sheet.name.length, 1]);
    return record(0x85, u32(start), flags, Buffer.from(sheet.name, 'utf16le'));
  });
  return ole2({ Workbook: Buffer.concat([...head, ...bounds, ...strings, record(0x0a), ...bodies]) });
}

function sheetRecords(sheet: XlsSheet, texts: readonly string[]): Buffer {
  const records = [record(0x809, u16(0x0600), u16(0x10), u16(0), u16(0), u32(0), u32(0))];
  for (const col of sheet.hiddenCols ?? [])
    records.push(record(0x7d, u16(col), u16(col), u16(0), u16(0), u16(1), u16(0)));
  for (const row of sheet.hiddenRows ?? []) records.push(record(0x208, u16(row), Buffer.alloc(10), u32(0x20)));
  for (const cell of sheet.cells) records.push(...cellRecords(cell, texts));
  if (sheet.hasChart === true) records.push(record(0x809, u16(0x0600), u16(0x20), Buffer.alloc(12)), record(0x0a));
  const merges = sheet.merges ?? [];
  if (merges.length > 0) records.push(record(0xe5, u16(merges.length), ...merges.flat().map(u16)));
  return Buffer.concat([...records, record(0x0a)]);
}

function cellRecords({ row, col, look = 0, value }: XlsCell, texts: readonly string[]): Buffer[] {
  const place = [u16(row), u16(col), u16(look)];
  if (typeof value === 'string') return [record(0xfd, ...place, u32(texts.indexOf(value)))];
  if (typeof value === 'number') {
    const isSmall = Number.isInteger(value) && Math.abs(value) < 2 ** 29;
    return [isSmall ? record(0x27e, ...place, i32(value * 4 + 2)) : record(0x203, ...place, f64(value))];
  }
  const { formula, shared } = value;
  const tail = [u16(0), u32(0), u16(0)];
  if (typeof formula === 'number') return [record(0x06, ...place, f64(formula), ...tail)];
  return [
    record(0x06, ...place, Buffer.from([0, 0, 0, 0, 0, 0, 0xff, 0xff]), ...tail),
    ...(shared === true ? [record(0x4bc, Buffer.alloc(10))] : []),
    record(0x207, wide(formula)),
  ];
}

function stringTable(texts: readonly string[], isSplit: boolean): Buffer[] {
  const count = [u32(texts.length), u32(texts.length)];
  if (!isSplit) return [record(0xfc, ...count, ...texts.map(wide))];
  const [first = '', ...rest] = texts;
  const cut = Math.floor(first.length / 2);
  const begin = Buffer.concat([u16(first.length), Buffer.from([1]), Buffer.from(first.slice(0, cut), 'utf16le')]);
  const end = Buffer.concat([Buffer.from([1]), Buffer.from(first.slice(cut), 'utf16le')]);
  return [record(0xfc, ...count, begin), record(0x3c, end, ...rest.map(wide))];
}

function record(id: number, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  return Buffer.concat([u16(id), u16(body.length), body]);
}

function wide(text: string): Buffer {
  return Buffer.concat([u16(text.length), Buffer.from([1]), Buffer.from(text, 'utf16le')]);
}

function u16(value: number): Buffer {
  const buffer = Buffer.alloc(2);
  buffer.writeUInt16LE(value);
  return buffer;
}

function u32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32LE(value);
  return buffer;
}

function i32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeInt32LE(value);
  return buffer;
}

function f64(value: number): Buffer {
  const buffer = Buffer.alloc(8);
  buffer.writeDoubleLE(value);
  return buffer;
}

const SECTOR = 512;
const END = 0xfffffffe;

/** An OLE2 file of these streams, each in sectors of 512 bytes that follow each other; small streams are filled up. */
function ole2(streams: Readonly<Record<string, Buffer>>): Uint8Array {
  const entries = Object.entries(streams).map(([name, content]) => {
    const size = Math.max(content.length, 4096);
    return {
      name,
      size,
      content: Buffer.concat([content, Buffer.alloc(Math.ceil(size / SECTOR) * SECTOR - content.length)]),
    };
  });
  const fat: number[] = [0xfffffffd, END];
  const starts = entries.map(({ content }) => {
    const first = fat.length;
    const count = content.length / SECTOR;
    for (let index = 1; index <= count; index += 1) fat.push(index === count ? END : first + index);
    return first;
  });
  const directory = Buffer.concat([
    directoryEntry('Root Entry', { type: 5, start: END, size: 0 }),
    ...entries.map(({ name, size }, index) => directoryEntry(name, { type: 2, start: starts[index] ?? END, size })),
  ]);
  const header = Buffer.alloc(SECTOR, 0xff);
  header.write('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 'latin1');
  header.fill(0, 8, 76);
  for (const [at, value] of [
    [24, 0x3e],
    [26, 3],
    [28, 0xfffe],
    [30, 9],
    [32, 6],
  ] as const)
    header.writeUInt16LE(value, at);
  for (const [at, value] of [
    [44, 1],
    [48, 1],
    [56, 4096],
    [60, END],
    [68, END],
    [76, 0],
  ] as const) {
    header.writeUInt32LE(value, at);
  }
  const table = Buffer.alloc(SECTOR, 0xff);
  for (const [index, next] of fat.entries()) table.writeUInt32LE(next, 4 * index);
  const padded = Buffer.concat([directory, Buffer.alloc(SECTOR - directory.length)]);
  return Uint8Array.from(Buffer.concat([header, table, padded, ...entries.map(({ content }) => content)]));
}

function directoryEntry(name: string, { type, start, size }: { type: number; start: number; size: number }): Buffer {
  const entry = Buffer.alloc(128);
  entry.write(name, 'utf16le');
  entry.writeUInt16LE(2 * name.length + 2, 64);
  entry.writeUInt8(type, 66);
  entry.writeUInt32LE(start, 116);
  entry.writeUInt32LE(size, 120);
  return entry;
}
