import { createReadStream, createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import { ConfigError } from '../errors.ts';
import type { DumpSink, Output, OutputOptions } from './output.ts';
import { cdxLine, type CdxEntry } from './warc/cdx.ts';
import { metadataRecord, recordsOf, warcinfo, type WarcRecord } from './warc/records.ts';
import { writeWacz } from './warc/wacz.ts';

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
        const { path, index, records } = await archiveAt(sink, options, 'warc');
        await copy(sink, path, ARCHIVE);
        const file = await sink.open(INDEX);
        for (const entry of index) await file.write(`${cdxLine(entry, ARCHIVE)}\n`);
        await file.close();
        return [
          { name: ARCHIVE, rows: records },
          { name: INDEX, rows: index.length },
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
        const { path, index, records } = await archiveAt(sink, options, 'wacz');
        const file = await sink.open(WACZ);
        await writeWacz(file, { path, index, software: options.software });
        await file.close();
        return [{ name: WACZ, rows: records }];
      },
    };
  },
};

/** Writes the archive to a scratch file; the index holds some 300 bytes an answer. */
async function archiveAt(
  sink: DumpSink,
  { archive, outcomes, software }: OutputOptions,
  format: string,
): Promise<{ path: string; index: CdxEntry[]; records: number }> {
  if (archive === null) throw new ConfigError(`--formats: "${format}" needs a store with archived answers`);
  const path = await sink.scratch(`${format}.warc.gz`);
  const file = createWriteStream(path);
  const index: CdxEntry[] = [];
  let [offset, records] = [0, 0];
  const write = async ({ bytes, cdx }: WarcRecord): Promise<void> => {
    if (cdx !== null) index.push({ ...cdx, offset, length: bytes.length });
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
  index.sort((a, b) => (cdxLine(a, '') < cdxLine(b, '') ? -1 : 1));
  return { path, index, records };
}

async function copy(sink: DumpSink, path: string, name: string): Promise<void> {
  const file = await sink.open(name);
  for await (const chunk of createReadStream(path)) if (chunk instanceof Uint8Array) await file.write(chunk);
  await file.close();
}
