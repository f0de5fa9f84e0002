import { createReadStream } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join, relative, sep } from 'node:path';
import { parse } from 'csv-parse/sync';
import yauzl from 'yauzl';
import { ConfigError } from '../errors.ts';
import { decodeText } from '../text/decode.ts';

/** One document of somebody's own collection. `url`: where it came from, or `file:<name>`. `status` 0 where no answer is known. */
export interface ImportedFile {
  name: string;
  bytes: Uint8Array;
  url: string;
  status: number;
  contentType: string;
  /** ISO 8601, UTC; null where nobody noted it. */
  fetchedAt: string | null;
  portal: string | null;
}

/** One line of `map.csv`. */
interface MapRow {
  url: string;
  fetchedAt: string | null;
  portal: string | null;
}

/** Reads `map.csv` (columns file, url, fetched_at, portal; the last two may be missing). Throws ConfigError naming the line. */
export async function readMap(path: string): Promise<Map<string, MapRow>> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new ConfigError(`Cannot read the map "${path}": no such file can be opened`, { cause });
  });
  const rows: Record<string, string>[] = parse(decodeText(bytes).text, {
    columns: true,
    bom: true,
    trim: true,
    skip_empty_lines: true,
  });
  const map = new Map<string, MapRow>();
  for (const [index, row] of rows.entries()) {
    const { file, url } = row;
    const time = row['fetched_at'] ?? '';
    if (file === undefined || file === '' || url === undefined || !URL.canParse(url)) {
      throw new ConfigError(
        `Cannot use line ${index + 2} of "${path}": expected the columns file,url,fetched_at,portal with an absolute address`,
      );
    }
    if (time !== '' && Number.isNaN(Date.parse(time))) {
      throw new ConfigError(
        `Cannot use line ${index + 2} of "${path}": fetched_at "${time}" is no time; expected ISO 8601, such as 2024-02-01T08:00:00Z`,
      );
    }
    const portal = row['portal'] ?? '';
    map.set(file, {
      url,
      fetchedAt: time === '' ? null : new Date(time).toISOString(),
      portal: portal === '' ? null : portal,
    });
  }
  return map;
}

/** What reading a collection needs to know. */
interface ImportOptions {
  map: ReadonlyMap<string, MapRow>;
  /** Larger documents are left out, bytes. */
  maxBytes: number;
  /** Told of every document that was left out. */
  onLeftOut: (name: string, why: string) => void;
}

/** The documents of a folder, a ZIP file or a WARC file, one after the other. Throws ConfigError where there is none such. */
export async function* filesIn(path: string, options: ImportOptions): AsyncIterable<ImportedFile> {
  const found = await stat(path).catch(() => null);
  if (found === null) throw new ConfigError(`Cannot import "${path}": there is no such file or folder`);
  if (found.isDirectory()) yield* folderFiles(path, path, options);
  else if (/\.warc(?:\.gz)?$/iu.test(path)) yield* warcFiles(path);
  else if (/\.zip$/iu.test(path)) yield* zipFiles(path, options);
  else yield mapped(basename(path), await readFile(path), options.map);
}

function mapped(name: string, bytes: Uint8Array, map: ReadonlyMap<string, MapRow>): ImportedFile {
  const row = map.get(name);
  const { url, fetchedAt, portal } = row ?? { url: `file:${name}`, fetchedAt: null, portal: null };
  return { name, bytes, url, status: 0, contentType: '', fetchedAt, portal };
}

async function* folderFiles(root: string, folder: string, options: ImportOptions): AsyncIterable<ImportedFile> {
  const entries = await readdir(folder, { withFileTypes: true });
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const path = join(folder, entry.name);
    const name = relative(root, path).split(sep).join('/');
    if (entry.isDirectory()) yield* folderFiles(root, path, options);
    else if (entry.isFile() && name !== 'map.csv' && fits(name, (await stat(path)).size, options)) {
      yield mapped(name, await readFile(path), options.map);
    }
  }
}

function fits(name: string, size: number, { maxBytes, onLeftOut }: ImportOptions): boolean {
  if (size <= maxBytes) return true;
  onLeftOut(name, `${size} bytes, more than the ${maxBytes} of --max-document-mb`);
  return false;
}

/** Names in a ZIP made on Chinese Windows are GBK without saying so. */
async function* zipFiles(path: string, options: ImportOptions): AsyncIterable<ImportedFile> {
  const zip = await yauzl
    .openPromise(path, { lazyEntries: true, decodeStrings: false, autoClose: false })
    .catch((cause: unknown) => {
      throw new ConfigError(`Cannot import "${path}": it is no whole ZIP file`, { cause });
    });
  try {
    for await (const entry of zip.eachEntry()) {
      const name = decodeText(entry.fileNameRaw).text;
      if (name.endsWith('/') || !fits(name, entry.uncompressedSize, options)) continue;
      const chunks: Uint8Array[] = [];
      for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk);
      yield mapped(name, Buffer.concat(chunks), options.map);
    }
  } finally {
    zip.close();
  }
}

async function* warcFiles(path: string): AsyncIterable<ImportedFile> {
  const { WARCParser } = await import('warcio');
  for await (const record of new WARCParser(createReadStream(path))) {
    const url = record.warcTargetURI;
    if (record.warcType !== 'response' || url === null || url === undefined) continue;
    const status = Number(record.httpHeaders?.statusCode ?? 0);
    const bytes = await record.readFully(true);
    if (status !== 200 || bytes === null) continue;
    yield {
      name: url,
      bytes,
      url,
      status,
      contentType: record.httpHeaders?.headers.get('content-type') ?? '',
      fetchedAt: record.warcDate ? new Date(record.warcDate).toISOString() : null,
      portal: null,
    };
  }
}
