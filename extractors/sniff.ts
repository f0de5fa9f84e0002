import { UnreadableError } from '../errors.ts';
import type { Format } from '../model/document.ts';
import { decodeText } from '../text/decode.ts';
import { isBmp } from './ocr/bmp.ts';
import { checkSizes, listZipEntries } from './zip.ts';

/** Bytes at the start in which the kind of a text is looked for. */
const HEAD_BYTES = 8192;

/** PDF readers accept junk before the header; portals have been seen to put headers of their own there. */
const PDF_SEARCH_BYTES = 1024;

/** The first bytes that mark a format beyond doubt. */
const MAGIC: readonly { format: Format; at: number; bytes: string }[] = [
  { format: 'rar', at: 0, bytes: 'Rar!\x1a\x07' },
  { format: 'image', at: 0, bytes: '\x89PNG\r\n\x1a\n' },
  { format: 'image', at: 0, bytes: '\xff\xd8\xff' },
  { format: 'image', at: 0, bytes: 'GIF8' },
  { format: 'image', at: 0, bytes: 'II*\0' },
  { format: 'image', at: 0, bytes: 'MM\0*' },
  { format: 'image', at: 8, bytes: 'WEBP' },
];

const OLE2 = '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1';

/** What a page may begin with, after white space, comments and declarations. */
const MARKUP =
  /^<(?:!doctype\b|(?:html|head|body|frameset|meta|title|base|link|div|table|tbody|tr|td|p|script|style|span|h[1-6]|ul|ol|li|br|hr|center|font|article|section|main|header|form|a|img|iframe|b|strong|ucapcontent)[\s>/])/iu;

/** Word documents as one XML file: of Word 2003, and of later ones. */
const WORD_XML = /^[\s\ufeff]*(?:<\?.*?\?>\s*|<!--.*?-->\s*)*<(?:w:wordDocument|pkg:package)[\s>]/su;

/**
 * The format that the bytes are in, whatever name or header say. Throws `UnreadableError`: `format` for bytes of no known
 * format, `encrypted` for protected Office files, `damaged` for nothing or a broken archive, `too_large` for a zip bomb.
 */
export async function sniffFormat(bytes: Uint8Array, name: string): Promise<Format> {
  if (bytes.length === 0) throw new UnreadableError(`Cannot read "${name}": it is empty (0 bytes)`, 'damaged');
  const head = latin(bytes.subarray(0, PDF_SEARCH_BYTES));
  const magic = MAGIC.find((known) => head.startsWith(known.bytes, known.at));
  if (magic !== undefined) return magic.format;
  if (isBmp(bytes)) return 'image';
  if (head.startsWith(OLE2)) return sniffOle2(bytes, name);
  if (head.startsWith('PK\x03\x04') || head.startsWith('PK\x05\x06')) return await sniffZip(bytes, name);
  if (/^\s*\{\\rtf/u.test(head)) return 'rtf';
  if (head.startsWith('%PDF-')) return 'pdf';
  const text = decodeText(bytes.subarray(0, HEAD_BYTES)).text;
  if (beginsAsPage(text)) return 'html';
  if (WORD_XML.test(text)) return 'doc';
  if (head.includes('%PDF-')) return 'pdf';
  if (/<(?:html|body|table)[\s>]/iu.test(text)) return 'html';
  if (isPlainText(text)) return 'text';
  const first = [...bytes.subarray(0, 16)].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
  throw new UnreadableError(
    `Cannot read "${name}": ${bytes.length} bytes of no known format, beginning with ${first}`,
    'format',
  );
}

function latin(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}

/** The streams of an OLE2 file are named in UTF-16 in directory entries of 128 bytes. */
function sniffOle2(bytes: Uint8Array, name: string): Format {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const holds = (stream: string): boolean => {
    const wanted = Buffer.from(`${stream}\0`, 'utf16le');
    for (let at = buffer.indexOf(wanted); at >= 0; at = buffer.indexOf(wanted, at + 1)) {
      if (at % 128 === 0) return true;
    }
    return false;
  };
  if (holds('EncryptedPackage')) {
    throw new UnreadableError(`Cannot read "${name}": an Office file protected by a password`, 'encrypted');
  }
  if (holds('WpsDocument') || holds('WPSDocument')) return 'wps';
  return (holds('Workbook') || holds('Book')) && !holds('WordDocument') ? 'xls' : 'doc';
}

async function sniffZip(bytes: Uint8Array, name: string): Promise<Format> {
  const entries = await listZipEntries(bytes, name);
  if (entries.some((entry) => entry.encrypted)) {
    throw new UnreadableError(`Cannot read "${name}": an archive protected by a password`, 'encrypted');
  }
  const format = zipFormat(entries.map((entry) => entry.name.replace(/^\//u, '')));
  // In a bundle a bomb costs only itself: its files are looked at one by one.
  if (format !== 'zip') checkSizes(entries, name);
  return format;
}

function zipFormat(entries: readonly string[]): Format {
  const names = new Set(entries);
  if (names.has('word/document.xml')) return 'docx';
  if (names.has('xl/workbook.xml')) return 'xlsx';
  if (names.has('OFD.xml')) return 'ofd';
  const office = names.has('[Content_Types].xml') && entries.some((entry) => /^word\/document\d*\.xml$/u.test(entry));
  return office ? 'docx' : 'zip';
}

function beginsAsPage(text: string): boolean {
  const start = text.replace(/^(?:[\s\ufeff\u200b\0]|<\?xml[^>]*>|<!--.*?-->|<!\[[^\]]*\]>|<%.*?%>)+/su, '');
  return MARKUP.test(start);
}

function isPlainText(text: string): boolean {
  // A multi-byte character may be cut at the end of the sample: hence a share, not none.
  const odd = text.match(/[^\P{Cc}\t\n\v\f\r]|[\ufffd\ue000-\uf8ff]/gu)?.length ?? 0;
  const foreignXml = /^<\?xml|^<\w+:\w+[\s>]/u.test(text.trimStart());
  return odd <= text.length * 0.02 && text.trim() !== '' && !foreignXml;
}
