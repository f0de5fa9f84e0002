import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { listedFiles, readManifest, MANIFEST } from '../dumps/manifest.ts';
import { REPORTS_JSONL } from '../dumps/jsonl.ts';
import { ConfigError } from '../errors.ts';
import { ReportRecord } from '../model/record.ts';

/** A release in a folder, its records read one at a time. */
export interface Release {
  folder: string;
  /** Contacts were left out of it. */
  isPublic: boolean;
  /** Every file that its manifest lists, with the digest that it should have; null: a release of the first layout. */
  files: readonly { name: string; sha256: string | null }[];
  ids(): Iterable<string>;
  get(id: string): Promise<ReportRecord | null>;
  close(): Promise<void>;
}

const LINE_FEED = 0x0a;

/**
 * Opens a release and finds where each record begins: some hundred bytes a record in memory. `option`: for messages. Throws
 * ConfigError where the folder holds no release, or one without `reports.jsonl`.
 */
export async function openRelease(folder: string, option: string): Promise<Release> {
  const text = await readFile(join(folder, MANIFEST), 'utf8').catch(() => null);
  const manifest = text === null ? null : readManifest(text);
  if (text === null || manifest === null) {
    throw new ConfigError(
      `${option}: "${folder}" holds no release of ogi (no whole ${MANIFEST}); name the folder of one`,
    );
  }
  if (!(listedFiles(text) ?? []).includes(REPORTS_JSONL)) {
    throw new ConfigError(
      `${option}: the release in "${folder}" has no ${REPORTS_JSONL}; make it with --formats …,jsonl`,
    );
  }
  const path = join(folder, REPORTS_JSONL);
  const places = await placesOf(path);
  const file = await open(path);
  return {
    folder,
    isPublic: manifest.contacts === 'left_out',
    files: manifest.files.map(({ name, sha256 }) => ({ name, sha256: sha256 ?? null })),
    ids: () => places.keys(),
    async get(id) {
      const place = places.get(id);
      if (place === undefined) return null;
      const bytes = new Uint8Array(place.length);
      await file.read(bytes, 0, place.length, place.offset);
      return ReportRecord.parse(JSON.parse(new TextDecoder().decode(bytes)));
    },
    close: () => file.close(),
  };
}

/** Where the line of each record lies, bytes. The id is found in the line itself, which has sorted keys. */
async function placesOf(path: string): Promise<Map<string, { offset: number; length: number }>> {
  const places = new Map<string, { offset: number; length: number }>();
  let [offset, rest] = [0, Buffer.alloc(0)];
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
    if (!(chunk instanceof Uint8Array)) continue;
    let bytes = Buffer.concat([rest, chunk]);
    for (let end = bytes.indexOf(LINE_FEED); end >= 0; end = bytes.indexOf(LINE_FEED)) {
      places.set(idOf(bytes.subarray(0, end), path), { offset, length: end });
      offset += end + 1;
      bytes = bytes.subarray(end + 1);
    }
    rest = bytes;
  }
  return places;
}

function idOf(line: Uint8Array, path: string): string {
  const value: unknown = JSON.parse(new TextDecoder().decode(line));
  if (typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string') return value.id;
  throw new ConfigError(`Cannot read "${path}": a line holds no record with an id; was the file changed?`);
}

/** A file of a release that is not the one that was released. */
export interface ReleaseFault {
  name: string;
  code: 'file_missing' | 'file_changed';
}

/** Compares every file of a release with the digest that its manifest gives. */
export async function* faultsOf(release: Release): AsyncIterable<ReleaseFault> {
  for (const { name, sha256 } of release.files) {
    const path = join(release.folder, name);
    if ((await stat(path).catch(() => null)) === null) yield { name, code: 'file_missing' };
    else if (sha256 !== null && (await digestOf(path)) !== sha256) yield { name, code: 'file_changed' };
  }
}

async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) if (chunk instanceof Uint8Array) hash.update(chunk);
  return hash.digest('hex');
}
