import { STATUS_CODES } from 'node:http';
import { gzipSync } from 'node:zlib';
import { sha256 } from '../../text/hash.ts';
import { stableJson } from '../../text/json.ts';
import type { ArchivedAnswer } from '../output.ts';
import type { CdxEntry } from './cdx.ts';

/** A record as it stands in the archive: one gzip member. `cdx` null: the index does not name it. */
export interface WarcRecord {
  bytes: Uint8Array;
  cdx: Omit<CdxEntry, 'offset' | 'length'> | null;
}

/** What the metadata records of ours hold: how an address was asked, or what became of it. */
export const METADATA_KINDS = ['fetch', 'outcome'] as const;

const VERSION = 'WARC/1.1';
const NOTE =
  'The bodies are those that were received, decoded from the compression of the transfer: headers that speak of it are ' +
  'renamed x-archive-orig-…, content-length is that of the body here. Headers of requests were not kept: request records hold ' +
  'the request line and the host alone. Addresses that led on (redirects) stand in the metadata record of each answer.';

/** The first record: who wrote it, in which form, and what a reader must know. No date of writing: that of the format itself. */
export function warcinfo(software: string): WarcRecord {
  const block = fields({
    software,
    format: 'WARC File Format 1.1',
    conformsTo: 'https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/',
    note: NOTE,
  });
  return record(
    { type: 'warcinfo', date: '1970-01-01T00:00:00Z', contentType: 'application/warc-fields' },
    block,
    null,
  );
}

/**
 * The records of one answer: the response (a `resource` where no headers of a host are known, as for imported files; a
 * `revisit` where the host said "not modified"), the request, and our own note of the fetch. Ids are made of the content, so
 * that the same answer gives the same bytes.
 */
export function recordsOf({ fetched, bytes }: ArchivedAnswer): WarcRecord[] {
  const { finalUrl, fetchedAt, status } = fetched;
  const note = metadataRecord({
    url: fetched.url,
    at: fetchedAt,
    kind: 'fetch',
    json: { ...fetched, hasBody: bytes !== null },
  });
  if (status !== 304 && bytes === null) return [note];
  const date = warcDate(fetchedAt);
  const isHttp = /^https?:/u.test(finalUrl) && Object.keys(fetched.headers).length > 0;
  const body = bytes ?? new Uint8Array();
  const cdx = { url: finalUrl, fetchedAt, status, mime: mimeOf(fetched.contentType), digest: `sha256:${sha256(body)}` };
  const payload = { 'WARC-Payload-Digest': cdx.digest };
  if (!isHttp) {
    const head = {
      type: 'resource',
      url: finalUrl,
      date,
      contentType: fetched.contentType || 'application/octet-stream',
    };
    return [record({ ...head, more: payload }, body, cdx), note];
  }
  const head = { url: finalUrl, date, more: payload };
  const block = Buffer.concat([Buffer.from(statusAndHeaders(fetched, body.length), 'utf8'), body]);
  const response =
    status === 304
      ? record({ ...head, type: 'revisit', contentType: RESPONSE, more: NOT_MODIFIED }, block, null)
      : record({ ...head, type: 'response', contentType: RESPONSE }, block, cdx);
  const asked = new URL(finalUrl);
  const line = `GET ${asked.pathname}${asked.search} HTTP/1.1\r\nHost: ${asked.host}\r\n\r\n`;
  const request = record({ url: finalUrl, date, type: 'request', contentType: REQUEST }, Buffer.from(line), null);
  return [response, request, note];
}

const RESPONSE = 'application/http; msgtype=response';
const REQUEST = 'application/http; msgtype=request';
const NOT_MODIFIED = {
  'WARC-Profile': 'http://netpreserve.org/warc/1.1/revisit/server-not-modified',
};

/** A note of ours on an address, as JSON. */
export function metadataRecord(note: {
  url: string;
  at: string;
  kind: (typeof METADATA_KINDS)[number];
  json: unknown;
}): WarcRecord {
  const block = Buffer.from(`${stableJson({ [`ogi-${note.kind}`]: note.json })}\n`, 'utf8');
  const head = { type: 'metadata', url: note.url, date: warcDate(note.at), contentType: 'application/json' };
  return record(head, block, null);
}

function record(
  head: { type: string; url?: string; date: string; contentType: string; more?: Readonly<Record<string, string>> },
  block: Uint8Array,
  cdx: WarcRecord['cdx'],
): WarcRecord {
  const { type, url, date, contentType, more = {} } = head;
  const digest = `sha256:${sha256(block)}`;
  const named = {
    'WARC-Type': type,
    'WARC-Record-ID': `<urn:uuid:${uuidOf(`${type} ${url ?? ''} ${date} ${digest}`)}>`,
    'WARC-Date': date,
    ...(url === undefined ? {} : { 'WARC-Target-URI': url }),
    ...more,
    'WARC-Block-Digest': digest,
    'Content-Type': contentType,
    'Content-Length': String(block.length),
  };
  const start = Buffer.from(`${VERSION}\r\n${fields(named).toString('utf8')}\r\n`, 'utf8');
  return { bytes: gzipSync(Buffer.concat([start, block, Buffer.from('\r\n\r\n')]), { level: 9 }), cdx };
}

function fields(named: Readonly<Record<string, string>>): Buffer {
  return Buffer.from(
    Object.entries(named)
      .map(([name, value]) => `${name}: ${oneLine(value)}\r\n`)
      .join(''),
    'utf8',
  );
}

/** A line break in a header would begin another header. */
function oneLine(text: string): string {
  return text.replaceAll(/[\r\n]+/gu, ' ');
}

/** Headers that spoke of the bytes on the wire, which are no longer these. */
const OF_TRANSFER = new Set(['content-encoding', 'transfer-encoding', 'content-length']);

function statusAndHeaders({ status, headers }: ArchivedAnswer['fetched'], length: number): string {
  const lines = Object.entries(headers).map(
    ([name, value]) =>
      `${OF_TRANSFER.has(name.toLowerCase()) ? `x-archive-orig-${name}` : name}: ${oneLine(value)}\r\n`,
  );
  const size = status === 304 ? '' : `content-length: ${length}\r\n`;
  return `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${lines.join('')}${size}\r\n`;
}

/** `2024-02-01T00:00:00.000Z` as WARC 1.1 takes it: fractions of a second are allowed there. */
function warcDate(iso: string): string {
  return new Date(iso).toISOString();
}

/** A UUID made of content (version 8, RFC 9562). */
function uuidOf(text: string): string {
  const hex = sha256(text);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

function mimeOf(contentType: string): string {
  const mime = contentType.split(';')[0]?.trim().toLowerCase() ?? '';
  return mime === '' ? 'application/octet-stream' : mime;
}
