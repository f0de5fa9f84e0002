import { isUtf8 } from 'node:buffer';

/** Bytes at the start of a page in which a declaration of its encoding is looked for: some portals put it after 1,024. */
const DECLARATION_BYTES = 4096;

/** Share of broken characters among all that are not ASCII below which UTF-8 is still taken for UTF-8 (a cut page, a stray include). */
const UTF8_TOLERANCE = 0.1;

/** All names under which pages declare the GB family; browsers read them as GBK, GB18030 is the superset of all. */
const GB_FAMILY =
  /^(?:x-)?(?:gb2312|gbk|gb18030|gb_2312(?:-80)?|csgb2312|chinese|cp936|ms936|windows-936|euc-cn|hz-gb-2312)$/u;

interface Declared {
  by: 'byte order mark' | 'header' | 'meta';
  label: string;
  charset: string | null;
}

/** What `decodeText` found. `charset` is the encoding used, lower case, e.g. `utf-8`, `gb18030`, `utf-16le`. */
export interface DecodedText {
  text: string;
  charset: string;
  /** One sentence each: a declaration that the bytes contradict, or broken characters in the text. Empty if all is well. */
  conflicts: string[];
}

/**
 * Bytes to text, without a byte order mark. A declaration (byte order mark, then `charset` of the HTTP header, then of the
 * page's first 4,096 bytes) is believed only if the bytes are valid under it; GB2312 and GBK are read as GB18030.
 * Never throws: what cannot be read becomes U+FFFD and a conflict. DOMAIN.md 3.4, PORTALS.md T16.
 */
export function decodeText(bytes: Uint8Array, declared: { header?: string | undefined } = {}): DecodedText {
  const labels = declarations(bytes, declared.header);
  const readings = readingsOf(bytes);
  const charset = chooseCharset(readings, labels);
  const text = readings.as(charset).text.replace(/^\ufeff/u, '');
  if (readings.isAscii) return { text, charset, conflicts: [] };
  const conflicts = labels
    .filter((label) => label.charset !== charset)
    .map((label) => `The ${label.by} declares "${label.label}", but the bytes are ${charset}`);
  const broken = count(text, /\ufffd/gu);
  if (broken > 0) conflicts.push(`${broken} sequences of bytes are not valid ${charset}`);
  return { text, charset, conflicts };
}

function declarations(bytes: Uint8Array, header: string | undefined): Declared[] {
  const found: Declared[] = [];
  const add = (by: Declared['by'], label: string | undefined): void => {
    if (label !== undefined) found.push({ by, label, charset: canonicalCharset(label) });
  };
  add('byte order mark', byteOrderMark(bytes));
  add('header', header === undefined ? undefined : /charset\s*=\s*["']?\s*([\w:.-]+)/iu.exec(header)?.[1]);
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, DECLARATION_BYTES)).replace(/<!--.*?-->/gsu, '');
  add(
    'meta',
    /<meta\s[^>]*?charset\s*=\s*["']?\s*([\w:.-]+)/iu.exec(head)?.[1] ??
      /^\s*<\?xml[^>]*?encoding\s*=\s*["']([\w:.-]+)/iu.exec(head)?.[1],
  );
  return found;
}

function byteOrderMark(bytes: Uint8Array): string | undefined {
  const [a, b, c, d] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8';
  if (a === 0xff && b === 0xfe) return 'utf-16le';
  if (a === 0xfe && b === 0xff) return 'utf-16be';
  if (a === 0x84 && b === 0x31 && c === 0x95 && d === 0x33) return 'gb18030';
  return undefined;
}

function canonicalCharset(label: string): string | null {
  const name = label.toLowerCase();
  if (GB_FAMILY.test(name)) return 'gb18030';
  try {
    return new TextDecoder(name).encoding;
  } catch {
    return null; // A name that nobody knows declares nothing.
  }
}

/** The bytes under one encoding or another, each decoded once: a page may ask for the same one five times. */
interface Readings {
  bytes: Uint8Array;
  isAscii: boolean;
  as(charset: string): { text: string; brokenShare: number };
}

function readingsOf(bytes: Uint8Array): Readings {
  const known = new Map<string, { text: string; brokenShare: number }>();
  return {
    bytes,
    isAscii: isAscii(bytes),
    as(charset) {
      const before = known.get(charset);
      if (before !== undefined) return before;
      const text = new TextDecoder(charset).decode(bytes);
      const reading = { text, brokenShare: brokenShareOf(text) };
      known.set(charset, reading);
      return reading;
    },
  };
}

function chooseCharset(readings: Readings, labels: readonly Declared[]): string {
  const { bytes } = readings;
  const mark = labels.find((label) => label.by === 'byte order mark')?.charset;
  if (mark === 'utf-16le' || mark === 'utf-16be') return mark;
  if (mark === undefined || mark === null) {
    const wide = utf16WithoutMark(bytes);
    if (wide !== null) return wide;
  }
  if (readings.isAscii) return labels.find((label) => isAsciiSuperset(label.charset))?.charset ?? 'utf-8';
  const credible = labels.find((label) => isAsciiSuperset(label.charset) && isCredible(readings, label.charset));
  return credible?.charset ?? detect(readings);
}

function isAsciiSuperset(charset: string | null): charset is string {
  return charset !== null && !charset.startsWith('utf-16') && charset !== 'iso-2022-jp';
}

function isCredible(readings: Readings, charset: string): boolean {
  const ownShare = readings.as(charset).brokenShare;
  if (charset === 'utf-8') return ownShare < UTF8_TOLERANCE;
  if (isUtf8WithHan(readings)) return false;
  // A one-byte encoding is never invalid; servers declare it by default, so it counts only where Chinese is out of the question.
  if (/^(?:windows-|iso-8859|x-mac|macintosh|koi8|ibm)/u.test(charset)) return detect(readings) === charset;
  return ownShare <= readings.as(detect(readings)).brokenShare;
}

function detect(readings: Readings): string {
  const utf8 = readings.as('utf-8').brokenShare;
  return utf8 < UTF8_TOLERANCE || utf8 <= readings.as('gb18030').brokenShare ? 'utf-8' : 'gb18030';
}

/** GBK bytes can be valid UTF-8 by chance, but then come out as Cyrillic or Arabic, not as Chinese characters. */
function isUtf8WithHan(readings: Readings): boolean {
  return isUtf8(readings.bytes) && /\p{Script=Han}/u.test(readings.as('utf-8').text);
}

function brokenShareOf(text: string): number {
  let broken = 0;
  let foreign = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    // The second half of a character beyond U+FFFF is none of its own.
    if (code < 0x80 || (code >= 0xdc00 && code < 0xe000)) continue;
    foreign += 1;
    // Private use: GB18030 puts its unassigned pairs there, which is where foreign bytes land.
    if (code === 0xfffd || (code >= 0xe000 && code <= 0xf8ff)) broken += 1;
  }
  return foreign === 0 ? 0 : broken / foreign;
}

function utf16WithoutMark(bytes: Uint8Array): string | null {
  const sample = bytes.subarray(0, DECLARATION_BYTES);
  let even = 0;
  let odd = 0;
  sample.forEach((byte, index) => {
    if (byte !== 0) return;
    if (index % 2 === 0) even += 1;
    else odd += 1;
  });
  // Markup, digits and line ends make a tenth of the units of any UTF-16 page; other texts hold no NUL at all. A few
  // characters (开 U+5F00) have their NUL on the other side.
  if (odd > sample.length / 20 && even < odd / 5) return 'utf-16le';
  if (even > sample.length / 20 && odd < even / 5) return 'utf-16be';
  return null;
}

function isAscii(bytes: Uint8Array): boolean {
  for (const byte of bytes) if (byte >= 0x80) return false;
  return true;
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
