/**
 * One token of an RTF file: a brace, a control word or symbol with its number (null without), or bytes of text (as they
 * stand, or one byte written in hexadecimal).
 */
export type Token =
  | { kind: 'open' }
  | { kind: 'close' }
  | { kind: 'word'; name: string; value: number | null }
  | { kind: 'bytes'; bytes: Uint8Array };

const OPEN = 0x7b;
const CLOSE = 0x7d;
const BACKSLASH = 0x5c;
const CR = 0x0d;
const LF = 0x0a;

/** A control word: letters, then a number; one space behind belongs to it. */
const WORD = /([a-zA-Z]{1,40})(-?\d{1,10})?( ?)/uy;
/** The longest control word with number and space. */
const MAX_WORD = 52;

/**
 * The tokens of an RTF file (RTF 1.9.1). Line ends between them mean nothing. `isDoubleByte`: text may hold pairs of bytes
 * as they are, whose second one may look like a brace or a backslash.
 */
export function* tokensOf(bytes: Uint8Array, isDoubleByte: boolean): Generator<Token> {
  let at = 0;
  while (at < bytes.length) {
    const byte = bytes[at];
    if (byte === OPEN || byte === CLOSE) {
      at += 1;
      yield { kind: byte === OPEN ? 'open' : 'close' };
    } else if (byte === CR || byte === LF) at += 1;
    else if (byte === BACKSLASH) {
      const { token, end } = control(bytes, at + 1);
      at = end;
      if (token !== null) yield token;
    } else {
      const start = at;
      at = textEnd(bytes, at, isDoubleByte);
      yield { kind: 'bytes', bytes: bytes.subarray(start, at) };
    }
  }
}

function textEnd(bytes: Uint8Array, start: number, isDoubleByte: boolean): number {
  let at = start;
  for (; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === OPEN || byte === CLOSE || byte === BACKSLASH || byte === CR || byte === LF) break;
    if (isDoubleByte && byte > 0x80 && (bytes[at + 1] ?? 0) >= 0x40) at += 1;
  }
  return Math.min(at, bytes.length);
}

/** The token behind a backslash at `at` - 1; binary content is passed over. */
function control(bytes: Uint8Array, at: number): { token: Token | null; end: number } {
  const first = String.fromCharCode(bytes[at] ?? 0);
  if (/[a-zA-Z]/u.test(first)) {
    WORD.lastIndex = 0;
    const match = WORD.exec(latin(bytes.subarray(at, at + MAX_WORD)));
    const [whole = '', name = '', digits] = match ?? [];
    const value = digits === undefined ? null : Number(digits);
    const end = at + whole.length;
    if (name === 'bin') return { token: null, end: end + Math.max(0, value ?? 0) };
    return { token: { kind: 'word', name, value }, end };
  }
  if (first !== "'") {
    const name = first === '\n' || first === '\r' ? 'par' : first;
    return { token: { kind: 'word', name, value: null }, end: at + 1 };
  }
  const code = Number.parseInt(latin(bytes.subarray(at + 1, at + 3)), 16);
  if (Number.isNaN(code)) return { token: null, end: at + 1 };
  return { token: { kind: 'bytes', bytes: Uint8Array.of(code) }, end: at + 3 };
}

function latin(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}
