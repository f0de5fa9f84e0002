import { createReadStream, createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import { ConfigError } from '../errors.ts';
import type { DumpSink, Output, OutputOptions } from './output.ts';
import { openSortedLines, type SortedLines } from './sorted-lines.ts';
import { cdxLine } from './warc/cdx.ts';
import { metadataRecord, recordsOf, warcinfo, type WarcRecord } from './warc/records.ts';
import { WACZ_DATA, writeWacz } from './warc/wacz.ts';

/** The archive of a release, which `ogi verify --release` reads. */
export const ARCHIVE = 'archive.warc.gz';
const INDEX = 'archive.cdxj';
const WACZ = 'archive.wacz';

/** `archive.warc.gz` and its index: every stored answer as WARC 1.1 (ISO 28500:2017), one gzip member a record. */
export const warc: Output = {
  format: 'warc',
  files: [
    {
      name: ARCHIVE,
      holds: 'the archived sources: every stored answer with its headers, WARC 1.1, one gzip member a record',
    },
    { name: INDEX, holds: 'where each answer lies in the archive: CDXJ, sorted by address and time' },
  ],
  async open(sink, options) {
    return {
      add: async () => undefined,
      async close() {
        const { path, index, records } = await archiveAt(sink, options, { format: 'warc', filename: ARCHIVE });
        await copy(sink, path, ARCHIVE);
        const file = await sink.open(INDEX);
        for await (const line of index.all()) await file.write(`${line}\n`);
        await file.close();
        return [
          { name: ARCHIVE, rows: records },
          { name: INDEX, rows: index.count() },
        ];
      },
    };
  },
};

/** `archive.wacz`: the same archive with index and page list in one file, for replay in a browser (WACZ 1.1.1). */
export const wacz: Output = {
  format: 'wacz',
  files: [{ name: WACZ, holds: 'the archived sources for replay: WACZ, which replay programs open' }],
  async open(sink, options) {
    return {
      add: async () => undefined,
      async close() {
        const { path, index, records } = await archiveAt(sink, options, { format: 'wacz', filename: WACZ_DATA });
        const file = await sink.open(WACZ);
        const scratch = (name: string): Promise<string> => sink.scratch(`wacz-${name}`);
        await writeWacz(file, { path, index, software: options.software, scratch });
        await file.close();
        return [{ name: WACZ, rows: records }];
      },
    };
  },
};

/** Writes the archive to a scratch file; its index is sorted beside it. `filename`: of the archive, as the index names it. */
async function archiveAt(
  sink: DumpSink,
  { archive, outcomes, software }: OutputOptions,
  { format, filename }: { format: string; filename: string },
): Promise<{ path: string; index: SortedLines; records: number }> {
  if (archive === null) throw new ConfigError(`--formats: "${format}" needs a store with archived answers`);
  const path = await sink.scratch(`${format}.warc.gz`);
  const file = createWriteStream(path);
  const index = openSortedLines({ scratch: (name) => sink.scratch(name), key: `${format}-index` });
  let [offset, records] = [0, 0];
  const write = async ({ bytes, cdx }: WarcRecord): Promise<void> => {
    if (cdx !== null) await index.add(cdxLine({ ...cdx, offset, length: bytes.length }, filename));
    offset += bytes.length;
    records += 1;
    if (!file.write(bytes)) await once(file, 'drain');
  };
  await write(warcinfo(software));
  for await (const answer of archive()) for (const record of recordsOf(answer)) await write(record);
  for await (const { url, at, json } of outcomes?.() ?? [])
    await write(metadataRecord({ url, at, kind: 'outcome', json }));
  file.end();
  await finished(file);
  return { path, index, records };
}

async function copy(sink: DumpSink, path: string, name: string): Promise<void> {
  const file = await sink.open(name);
  for await (const chunk of createReadStream(path)) if (chunk instanceof Uint8Array) await file.write(chunk);
  await file.close();
}
