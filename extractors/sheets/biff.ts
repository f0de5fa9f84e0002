/** One record of a BIFF8 stream (MS-XLS 2.1.4); `at` is its place in the stream. */
export interface BiffRecord {
  id: number;
  at: number;
  view: DataView;
}

/** Record numbers of MS-XLS 2.3 that matter for what cells show. */
export const RECORD = {
  formula: 0x06,
  eof: 0x0a,
  date1904: 0x22,
  filePass: 0x2f,
  continued: 0x3c,
  colInfo: 0x7d,
  boundSheet: 0x85,
  mulRk: 0xbd,
  mulBlank: 0xbe,
  rString: 0xd6,
  xf: 0xe0,
  mergeCells: 0xe5,
  sst: 0xfc,
  labelSst: 0xfd,
  blank: 0x201,
  number: 0x203,
  label: 0x204,
  boolErr: 0x205,
  string: 0x207,
  row: 0x208,
  rk: 0x27e,
  format: 0x41e,
  bof: 0x809,
} as const;

/** The records of a stream. Throws `RangeError` where the last is cut short. */
export function readRecords(stream: Uint8Array): BiffRecord[] {
  const whole = new DataView(stream.buffer, stream.byteOffset, stream.byteLength);
  const records: BiffRecord[] = [];
  for (let at = 0; at + 4 <= stream.length;) {
    const id = whole.getUint16(at, true);
    const size = whole.getUint16(at + 2, true);
    if (id === 0 && size === 0) break;
    records.push({ id, at, view: new DataView(stream.buffer, stream.byteOffset + at + 4, size) });
    at += 4 + size;
  }
  return records;
}

/** A number packed into four bytes (MS-XLS 2.5.217). */
export function unpackNumber(packed: number): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setUint32(4, (packed & 0xfffffffc) >>> 0, true);
  const value = (packed & 2) === 0 ? view.getFloat64(0, true) : packed >> 2;
  return (packed & 1) === 0 ? value : value / 100;
}

/** Reads text that may run on from a record into those that continue it. Every reading throws `RangeError` at the end. */
export interface TextReader {
  u16(): number;
  u32(): number;
  skip(bytes: number): void;
  /** Text of so many UTF-16 units, its flags before it and again wherever it is continued (MS-XLS 2.5.293). */
  text(length: number): string;
  isDone(): boolean;
}

/** A reader over a record and its continuations, from a place in the first. */
export function textReader(parts: readonly DataView[], from = 0): TextReader {
  let [part, at] = [0, from];
  const view = (): DataView => {
    while (part < parts.length && at >= (parts[part]?.byteLength ?? 0)) [part, at] = [part + 1, 0];
    const here = parts[part];
    if (here === undefined) throw new RangeError('text that is cut short');
    return here;
  };
  const number = (bytes: 1 | 2 | 4): number => {
    const here = view();
    const value = bytes === 1 ? here.getUint8(at) : bytes === 2 ? here.getUint16(at, true) : here.getUint32(at, true);
    at += bytes;
    return value;
  };
  const skip = (bytes: number): void => {
    for (let left = bytes; left > 0;) {
      const step = Math.min(left, view().byteLength - at);
      at += step;
      left -= step;
    }
  };
  const characters = (length: number, flags: number): string => {
    let isWide = (flags & 1) === 1;
    const codes: number[] = [];
    while (codes.length < length) {
      if (at >= (parts[part]?.byteLength ?? 0)) isWide = (number(1) & 1) === 1;
      codes.push(number(isWide ? 2 : 1));
    }
    return codes.map((code) => String.fromCharCode(code)).join('');
  };
  const text = (length: number): string => {
    const flags = number(1);
    const runs = (flags & 8) === 0 ? 0 : number(2);
    const extra = (flags & 4) === 0 ? 0 : number(4);
    const read = characters(length, flags);
    skip(4 * runs + extra);
    return read;
  };
  const isDone = (): boolean =>
    parts.slice(part + 1).every((rest) => rest.byteLength === 0) && at >= (parts[part]?.byteLength ?? 0);
  return { u16: () => number(2), u32: () => number(4), skip, text, isDone };
}

/** A record with the records that continue it. */
export function withContinuations(records: readonly BiffRecord[], index: number): DataView[] {
  const first = records[index];
  if (first === undefined) return [];
  const end = records.findIndex(({ id }, place) => place > index && id !== RECORD.continued);
  return records.slice(index, end < 0 ? undefined : end).map(({ view }) => view);
}
