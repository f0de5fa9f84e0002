import { FetchError } from '../errors.ts';
import { tooLarge } from './body.ts';
import type { Ask } from './exchange.ts';
import { BrokenOffError, type Answer } from './wire.ts';

/** Below this many bytes a document is asked for again as a whole. */
const LEAST_BYTES = 65_536;
/** Times that the rest of one document is asked for; then the job comes back later, from the start. */
const MOST_RESUMES = 3;
/** A Last-Modified that is younger than this at the time of the answer may stand for two states of a file (RFC 9110 8.8.2.2), ms. */
const SETTLED_MS = 60_000;

/** What came of a document so far. `validator`: what the server knows this state of it by. */
interface Begun {
  first: Answer;
  bytes: Uint8Array;
  validator: string;
}

/**
 * Asks, and where a large answer breaks off asks for the rest of it (RFC 9110 14.2 Range with If-Range), each time in a turn of
 * its own. The parts are joined only where the server says that they are of one state of the document and their lengths add up;
 * where the document has changed meanwhile, it comes as a whole. Without a strong ETag or a settled Last-Modified, with a
 * compressed body or a POST nothing is resumed. Throws as `ask`, FetchError for parts that do not fit.
 */
export async function askWhole(wanted: Ask, ask: (wanted: Ask) => Promise<Answer>): Promise<Answer> {
  let begun: Begun | null = null;
  for (let resumes = 0; ; resumes += 1) {
    try {
      const answer = await ask(begun === null ? wanted : askForRest(wanted, begun));
      return begun === null || answer.status !== 206 ? answer : joined(begun, answer, wanted);
    } catch (error) {
      if (!(error instanceof BrokenOffError) || resumes === MOST_RESUMES || wanted.body !== undefined) throw error;
      const next: Begun | null = error.partial.status === 206 ? grown(begun, error.partial) : begin(error.partial);
      if (next === null) throw error;
      begun = next;
    }
  }
}

/** A document that is worth going on with; null where it is small, or where the server could not tell its states apart. */
function begin(first: Answer): Begun | null {
  const { status, headers, bytes } = first;
  if (status !== 200 || bytes.length < LEAST_BYTES || headers['accept-ranges'] === 'none') return null;
  const validator = validatorOf(headers);
  return validator === null ? null : { first, bytes, validator };
}

function validatorOf(headers: Readonly<Record<string, string>>): string | null {
  const { etag, 'last-modified': modified, date } = headers;
  if (etag !== undefined) return /^"[^"]*"$/u.test(etag) ? etag : null;
  if (modified === undefined || date === undefined) return null;
  return Date.parse(date) - Date.parse(modified) >= SETTLED_MS ? modified : null;
}

function askForRest(wanted: Ask, { bytes, validator }: Begun): Ask {
  const { 'if-none-match': _tag, 'if-modified-since': _time, ...headers } = wanted.headers ?? {};
  const range = `bytes=${bytes.length}-`;
  return { ...wanted, headers: { ...headers, range, 'if-range': validator, 'accept-encoding': 'identity' } };
}

/** What came before with a part that broke off too; null where it is no part of the same document or brought nothing. */
function grown(begun: Begun | null, part: Answer): Begun | null {
  if (begun === null || part.bytes.length === 0 || faultOf(begun, part) !== null) return null;
  return { ...begun, bytes: Buffer.concat([begun.bytes, part.bytes]) };
}

function joined(begun: Begun, part: Answer, { url, limit }: Ask): Answer {
  const bytes = Buffer.concat([begun.bytes, part.bytes]);
  const total = totalOf(part);
  const fault = faultOf(begun, part) ?? (bytes.length === total ? null : `${bytes.length} of ${total} bytes came`);
  if (fault !== null)
    throw new FetchError(
      `Cannot join the answer of "${url.href}" that broke off with the rest of it: ${fault}. Try again later.`,
    );
  if (bytes.length > limit.maxBytes) throw tooLarge(url.href, limit);
  return { ...begun.first, bytes, wireBytes: bytes.length, whole: true };
}

/** Why a part does not go on where the bytes before it end; null where it does. */
function faultOf({ first, bytes, validator }: Begun, { headers }: Answer): string | null {
  const range = rangeOf(headers);
  if (range === null) return `its Content-Range is "${headers['content-range'] ?? ''}"`;
  if (range.from !== bytes.length) return `it begins at byte ${range.from}, expected ${bytes.length}`;
  const announced = first.headers['content-length'];
  if (announced !== undefined && Number(announced) !== range.total)
    return `it is part of ${range.total} bytes, ${announced} were announced before`;
  if (headers['content-encoding'] !== undefined) return `it is compressed (${headers['content-encoding']})`;
  const now = validator.startsWith('"') ? headers['etag'] : headers['last-modified'];
  return now === undefined || now === validator ? null : `it is of another state of the document (${now})`;
}

function totalOf({ headers }: Answer): number {
  return rangeOf(headers)?.total ?? -1;
}

/** First byte and whole length that a Content-Range names; null where it names no length. */
function rangeOf(headers: Readonly<Record<string, string>>): { from: number; total: number } | null {
  const match = /^bytes (\d+)-\d+\/(\d+)$/u.exec(headers['content-range'] ?? '');
  return match === null ? null : { from: Number(match[1]), total: Number(match[2]) };
}
