import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { sha256 } from '../../text/hash.ts';
import { stableJson } from '../../text/json.ts';
import type { SinkFile } from '../output.ts';
import { openZip, storedPart } from '../zip.ts';
import { cdxLine, type CdxEntry } from './cdx.ts';

const ARCHIVE = 'archive/data.warc.gz';

/** Writes the archive at `path` as WACZ 1.1.1: archive, index, page list, and a data package with their digests. */
export async function writeWacz(
  file: SinkFile,
  { path, index, software }: { path: string; index: readonly CdxEntry[]; software: string },
): Promise<void> {
  const zip = openZip(file);
  const part = await storedPart(path);
  await zip.add(ARCHIVE, part);
  const cdx = index.map((entry) => `${cdxLine(entry, 'data.warc.gz')}\n`).join('');
  const pages = pageLines(index);
  const newest = index.reduce((last, { fetchedAt }) => (fetchedAt > last ? fetchedAt : last), '1970-01-01T00:00:00Z');
  const resources = [
    { name: 'data.warc.gz', path: ARCHIVE, hash: `sha256:${await digestOf(path)}`, bytes: part.size },
    { name: 'index.cdx', path: 'indexes/index.cdx', ...described(cdx) },
    { name: 'pages.jsonl', path: 'pages/pages.jsonl', ...described(pages) },
  ];
  const datapackage = `${stableJson(
    { profile: 'data-package', wacz_version: '1.1.1', software, created: newest, title: 'Archived sources', resources },
    2,
  )}\n`;
  await zip.addText('indexes/index.cdx', cdx);
  await zip.addText('pages/pages.jsonl', pages);
  await zip.addText('datapackage.json', datapackage);
  const digest = { path: 'datapackage.json', hash: `sha256:${sha256(datapackage)}` };
  await zip.addText('datapackage-digest.json', `${stableJson(digest, 2)}\n`);
  await zip.finish();
}

function described(text: string): { hash: string; bytes: number } {
  return { hash: `sha256:${sha256(text)}`, bytes: Buffer.byteLength(text) };
}

/** Pages that a reader may begin with: every HTML answer with status 200. */
function pageLines(index: readonly CdxEntry[]): string {
  const head = { format: 'json-pages-1.0', id: 'pages', title: 'All pages' };
  const pages = index
    .filter(({ mime, status }) => mime === 'text/html' && status === 200)
    .map(({ url, fetchedAt }) => ({ id: sha256(`${url} ${fetchedAt}`).slice(0, 16), url, ts: fetchedAt, title: url }));
  return [head, ...pages].map((one) => `${JSON.stringify(one)}\n`).join('');
}

async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) if (chunk instanceof Uint8Array) hash.update(chunk);
  return hash.digest('hex');
}
