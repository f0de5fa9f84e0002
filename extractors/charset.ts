import type { Notice } from '../model/notice.ts';
import type { DecodedText } from '../text/decode.ts';

/** The conflicts of a decoding as notices `charset_conflict`. */
export function charsetNotices(decoded: DecodedText): Notice[] {
  return decoded.conflicts.map((message) => ({ code: 'charset_conflict', message }));
}
