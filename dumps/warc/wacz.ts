import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { z } from 'zod';
import { sha256 } from '../../text/hash.ts';
import { stableJson } from '../../text/json.ts';
import type { SinkFile } from '../output.ts';
import type { SortedLines } from '../sorted-lines.ts';
import { openZip, storedPart, type Part } from '../zip.ts';

/** Name of the archive inside, as its index gives it. */
export const WACZ_DATA = 'data.warc.gz';
const ARCHIVE = `archive/${WACZ_DATA}`;

/** Writes the archive at `path` as WACZ 1.1.1: archive, index, page list, and a data package with their digests. */
export async function writeWacz(
  file: SinkFile,
  {
    path,
    index,
    software,
    scratch,
  }: { path: string; index: SortedLines; software: string; scratch: (name: string) => Promise<string> },
): Promise<void> {
  const zip = openZip(file);
  const part = await storedPart(path);
  await zip.add(ARCHIVE, part);
  const { cdx, pages, newest } = await writeLists(index, scratch);
  const resources = [
    { name: WACZ_DATA, path: ARCHIVE, hash: `sha256:${await digestOf(path)}`, bytes: part.size },
    { name: 'index.cdx', path: 'indexes/index.cdx', hash: `sha256:${cdx.sha256}`, bytes: cdx.part.size },
    { name: 'pages.jsonl', path: 'pages/pages.jsonl', hash: `sha256:${pages.sha256}`, bytes: pages.part.size },
  ];
  const datapackage = `${stableJson(
    { profile: 'data-package', wacz_version: '1.1.1', software, created: newest, title: 'Archived sources', resources },
    2,
  )}\n`;
  await zip.add('indexes/index.cdx', cdx.part);
  await zip.add('pages/pages.jsonl', pages.part);
  await zip.addText('datapackage.json', datapackage);
  const digest = { path: 'datapackage.json', hash: `sha256:${sha256(datapackage)}` };
  await zip.addText('datapackage-digest.json', `${stableJson(digest, 2)}\n`);
  await zip.finish();
}

/** A list on its way into the ZIP: its bytes on disk, stored as they are, and the digest of them. */
interface WrittenList {
  part: Part;
  sha256: string;
}

/** Index and page list, line by line. `newest`: time of the newest answer, ISO 8601. */
async function writeLists(
  index: SortedLines,
  scratch: (name: string) => Promise<string>,
): Promise<{ cdx: WrittenList; pages: WrittenList; newest: string }> {
  const [cdx, pages] = [await openList(await scratch('index.cdx')), await openList(await scratch('pages.jsonl'))];
  let newest = '1970-01-01T00:00:00Z';
  await pages.write(JSON.stringify({ format: 'json-pages-1.0', id: 'pages', title: 'All pages' }));
  for await (const line of index.all()) {
    await cdx.write(line);
    const { url, at, mime, status } = entryOf(line);
    if (at > newest) newest = at;
    // Pages that a reader may begin with: every HTML answer with status 200.
    if (mime !== 'text/html' || status !== '200') continue;
    await pages.write(JSON.stringify({ id: sha256(`${url} ${at}`).slice(0, 16), url, ts: at, title: url }));
  }
  return { cdx: await cdx.close(), pages: await pages.close(), newest };
}

async function openList(path: string): Promise<{ write(line: string): Promise<void>; close(): Promise<WrittenList> }> {
  const file = createWriteStream(path);
  const hash = createHash('sha256');
  return {
    async write(line) {
      hash.update(`${line}\n`);
      if (!file.write(`${line}\n`)) await once(file, 'drain');
    },
    async close() {
      file.end();
      await finished(file);
      return { part: await storedPart(path), sha256: hash.digest('hex') };
    },
  };
}

const Entry = z.object({ url: z.string(), mime: z.string(), status: z.string() });

/** What a line of CDXJ says. `at`: ISO 8601, UTC, to the second. */
function entryOf(line: string): { url: string; at: string; mime: string; status: string } {
  const [, time = '', json = ''] = /^\S+ (\d{14}) (.*)$/u.exec(line) ?? [];
  const at = time.replace(/^(....)(..)(..)(..)(..)(..)$/u, '$1-$2-$3T$4:$5:$6Z');
  return { ...Entry.parse(JSON.parse(json)), at };
}

async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) if (chunk instanceof Uint8Array) hash.update(chunk);
  return hash.digest('hex');
}
