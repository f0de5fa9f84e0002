import { UnreadableError } from '../../errors.ts';

/** Little-endian numbers out of bytes; every method throws `UnreadableError` `damaged` beyond the end. Offsets in bytes. */
export interface Bytes {
  length: number;
  u8(at: number): number;
  u16(at: number): number;
  i16(at: number): number;
  u32(at: number): number;
  i32(at: number): number;
  /** A view, no copy. */
  slice(at: number, length: number): Bytes;
  /** UTF-16 text of `units` code units. */
  utf16(at: number, units: number): string;
  /** Text of one byte a character, Windows-1252. */
  latin(at: number, length: number): string;
}

/** Reads numbers out of `raw`; `what` is named in errors. */
export function bytesOf(raw: Uint8Array, what: string): Bytes {
  const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
  const check = (at: number, length: number): number => {
    if (at >= 0 && length >= 0 && at + length <= raw.length) return at;
    throw new UnreadableError(
      `Cannot read ${length} bytes at ${at} of ${what}: it has ${raw.length}, so it is cut short or damaged`,
      'damaged',
    );
  };
  const part = (at: number, length: number): Uint8Array => raw.subarray(check(at, length), at + length);
  return {
    length: raw.length,
    u8: (at) => view.getUint8(check(at, 1)),
    u16: (at) => view.getUint16(check(at, 2), true),
    i16: (at) => view.getInt16(check(at, 2), true),
    u32: (at) => view.getUint32(check(at, 4), true),
    i32: (at) => view.getInt32(check(at, 4), true),
    slice: (at, length) => bytesOf(part(at, length), what),
    utf16: (at, units) => new TextDecoder('utf-16le').decode(part(at, units * 2)),
    latin: (at, length) => new TextDecoder('windows-1252').decode(part(at, length)),
  };
}
