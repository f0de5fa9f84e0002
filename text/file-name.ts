/**
 * The file name that a Content-Disposition header gives, without any folder: `filename*` of RFC 8187 first, then `filename`,
 * whose bytes old servers write in UTF-8, in GBK or as %XX (PORTALS.md T28). Null where the header names none.
 */
export function servedName(header: string | undefined): string | null {
  if (header === undefined) return null;
  const extended = /filename\*\s*=\s*([\w-]*)'[^']*'([^;]+)/iu.exec(header);
  const plain = /filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;]+))/iu.exec(header);
  const written = (plain?.[1]?.replace(/\\(.)/gu, '$1') ?? plain?.[2] ?? '').trim();
  const name = (extended === null ? null : decodeEscaped(extended[2] ?? '', extended[1])) ?? decodeWritten(written);
  const last = name.replace(/^.*[/\\]/u, '').trim();
  return last === '' ? null : last;
}

/** A name as written: %XX as what it stands for, raw bytes (which Node hands over as Latin-1) as UTF-8 or else GB18030. */
function decodeWritten(text: string): string {
  if (/%[0-9a-f]{2}/iu.test(text)) return decodeEscaped(text, '') ?? text;
  return decodeBytes(Buffer.from(text, 'latin1'));
}

function decodeEscaped(text: string, charset: string | undefined): string | null {
  const bytes: number[] = [];
  for (const [, escape, letter] of text.trim().matchAll(/%([0-9a-f]{2})|([\s\S])/giu)) {
    if (escape !== undefined) bytes.push(Number.parseInt(escape, 16));
    else bytes.push(...Buffer.from(letter ?? '', 'utf8'));
  }
  const isGbk = /^gb/iu.test(charset ?? '');
  return bytes.length === 0
    ? null
    : isGbk
      ? new TextDecoder('gb18030').decode(Buffer.from(bytes))
      : decodeBytes(Buffer.from(bytes));
}

function decodeBytes(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
}
