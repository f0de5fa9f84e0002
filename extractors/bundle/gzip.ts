import { gunzipSync } from 'node:zlib';
import { UnreadableError } from '../../errors.ts';

/** Bytes that a packed document may unfold to. */
const MAX_BYTES = 100 * 1024 * 1024;

/** Whether bytes are packed with gzip: some servers pack files and say nothing of it (PORTALS.md T17). */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[2] === 8;
}

/** The document that was packed. Throws `UnreadableError`: `damaged`, `too_large`. */
export function unpackGzip(bytes: Uint8Array, name: string): Uint8Array {
  try {
    return gunzipSync(bytes, { maxOutputLength: MAX_BYTES });
  } catch (cause) {
    if (typeof cause === 'object' && cause !== null && 'code' in cause && cause.code === 'ERR_BUFFER_TOO_LARGE') {
      const message = `Cannot read "${name}": ${bytes.length} bytes of gzip unfold to more than ${MAX_BYTES}`;
      throw new UnreadableError(message, 'too_large', { cause });
    }
    throw new UnreadableError(`Cannot read "${name}": its gzip packing is broken or cut short`, 'damaged', { cause });
  }
}
