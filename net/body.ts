import type { Transform } from 'node:stream';
import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from 'node:zlib';
import { FetchError, UnreadableError } from '../errors.ts';
import { faultCode } from './fault.ts';

/** How much of a body is wanted. `overflow`: refuse a larger one with an error, or keep its first `maxBytes`. */
export interface BodyLimit {
  maxBytes: number;
  overflow: 'refuse' | 'cut';
}

/** `wireBytes` as received, before decoding. `whole` is false where the body was cut. */
export interface Body {
  bytes: Uint8Array;
  wireBytes: number;
  whole: boolean;
}

/** What is read from where. `onBroken`: told the first bytes of a body without compression that breaks off. */
interface BodyOptions {
  address: string;
  limit: BodyLimit;
  onBroken?: (bytes: Uint8Array) => void;
}

/** Codes of Node's zlib and brotli for input that cannot be decoded. */
const ZLIB_CODE = /^(?:Z_|ERR_BROTLI|ERR__ERROR_|ERR_PADDING)/u;

/** Ends the reading of a body that is cut on purpose. */
class Cut extends Error {}

/**
 * Reads a body and undoes gzip, deflate and br; the limit holds for the decoded bytes, so that a small bomb cannot fill
 * the memory. Throws UnreadableError `too_large`, FetchError for a body that ends early, is damaged or in an unknown
 * encoding; faults of the connection pass through.
 */
export async function readBody(
  stream: Readable,
  headers: Readonly<Record<string, string>>,
  options: BodyOptions,
): Promise<Body> {
  const { address, limit } = options;
  // Faults reach us through the reading; this one is for a stream that is destroyed before or after it.
  stream.on('error', ignoreAfterwards);
  try {
    const declared = declaredLength(headers);
    if (limit.overflow === 'refuse' && declared !== null && declared > limit.maxBytes) throw tooLarge(address, limit);
    const body = await decodeBody(stream, headers['content-encoding'] ?? '', options);
    if (body.whole && declared !== null && body.wireBytes !== declared) {
      throw broken(address, `${declared} bytes were announced, ${body.wireBytes} came`);
    }
    return body;
  } catch (error) {
    const code = faultCode(error);
    if (code === null || !ZLIB_CODE.test(code)) throw error;
    throw broken(address, `its compressed body is damaged or cut off (${code})`, error);
  } finally {
    stream.destroy();
  }
}

function ignoreAfterwards(): void {
  // The error was thrown to the caller already, or the stream was ended on purpose.
}

async function decodeBody(
  stream: Readable,
  encodings: string,
  { address, limit, onBroken = () => undefined }: BodyOptions,
): Promise<Body> {
  const source: AsyncIterator<Uint8Array> = stream[Symbol.asyncIterator]();
  const first = await source.next();
  if (first.done === true) return { bytes: new Uint8Array(), wireBytes: 0, whole: true };
  let wireBytes = 0;
  const received = async function* (): AsyncGenerator<Uint8Array> {
    for (let next: IteratorResult<Uint8Array> = first; next.done !== true; next = await source.next()) {
      wireBytes += next.value.length;
      yield next.value;
    }
  };
  const kept = openBasket(address, limit);
  const decoders = decodersFor(encodings, first.value, address);
  const whole = await pipeline([Readable.from(received()), ...decoders, kept.sink]).then(
    () => true,
    (error: unknown) => {
      if (error instanceof Cut) return false;
      // Of a compressed body the decoded part says nothing of where the rest begins.
      if (decoders.length === 0 && !(error instanceof UnreadableError)) onBroken(kept.bytes());
      throw error;
    },
  );
  return { bytes: kept.bytes(), wireBytes, whole };
}

/** Collects decoded bytes and ends the reading where there are too many. */
function openBasket(address: string, limit: BodyLimit): { sink: Writable; bytes: () => Uint8Array } {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const sink = new Writable({
    write(chunk: Uint8Array, _encoding, done) {
      const room = limit.maxBytes - size;
      chunks.push(chunk.subarray(0, room));
      size += Math.min(room, chunk.length);
      if (chunk.length <= room) done();
      else done(limit.overflow === 'cut' ? new Cut('enough') : tooLarge(address, limit));
    },
  });
  return { sink, bytes: () => Buffer.concat(chunks, size) };
}

/** Encodings are undone in the reverse of the order in which they are named. */
function decodersFor(encodings: string, head: Uint8Array, address: string): Transform[] {
  const names = encodings
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'identity');
  return names.reverse().map((name) => {
    if (name === 'gzip' || name === 'x-gzip') return createGunzip();
    if (name === 'br') return createBrotliDecompress();
    if (name === 'deflate') return isZlib(head) ? createInflate() : createInflateRaw();
    throw broken(address, `its body is in the encoding "${name}", which was not asked for`);
  });
}

/** Old servers send `deflate` without the two bytes of zlib in front (RFC 1950 2.2: method 8, a multiple of 31). */
function isZlib([first = 0, second = 0]: Uint8Array): boolean {
  return (first & 0x0f) === 8 && ((first << 8) | second) % 31 === 0;
}

function declaredLength(headers: Readonly<Record<string, string>>): number | null {
  const value = headers['content-length'];
  return value !== undefined && /^\d+$/u.test(value) && headers['transfer-encoding'] === undefined
    ? Number(value)
    : null;
}

/** The error for a body above the limit. */
export function tooLarge(address: string, { maxBytes }: BodyLimit): UnreadableError {
  const size = `${Math.round(maxBytes / 104_857.6) / 10} MB (${maxBytes} bytes)`;
  return new UnreadableError(
    `Cannot keep "${address}": it is larger than ${size}. Raise OGI_MAX_DOCUMENT_MB or --max-document-mb to fetch it.`,
    'too_large',
  );
}

function broken(address: string, found: string, cause?: unknown): FetchError {
  return new FetchError(`Cannot read the answer of "${address}": ${found}`, { cause });
}
