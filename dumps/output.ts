import type { ReportRecord } from '../model/record.ts';
import type { CsvColumn, CsvValue } from './csv/table.ts';

/** A file of a dump while it is written. */
export interface SinkFile {
  write(chunk: string | Uint8Array): Promise<void>;
  close(): Promise<void>;
}

/** Where a dump's files go: a folder, an archive, memory. Names are plain file names. */
export interface DumpSink {
  open(name: string): Promise<SinkFile>;
  /** Path of a file on disk that only lives while the dump is made: for formats that need to go back in what they wrote. */
  scratch(name: string): Promise<string>;
}

/** A file of a dump; `rows` counts records of the file, without its header. */
export interface DumpFile {
  name: string;
  rows: number;
}

/** A file of a dump as it lies there: rows, bytes, and the SHA-256 of its bytes. */
export interface WrittenFile extends DumpFile {
  bytes: number;
  sha256: string;
}

/** A table that is only known when all records were seen. */
export interface LateTable {
  table: { readonly name: string; readonly holds: string; readonly columns: readonly CsvColumn[] };
  rows: CsvValue[][];
}

/** What an output is told. `bom`: start text files for spreadsheets with a byte order mark; `software`: name and version. */
export interface OutputOptions {
  bom: boolean;
  software: string;
  /** Every stored answer, for archives; null where the dump has no store behind it. */
  archive: (() => AsyncIterable<ArchivedAnswer>) | null;
  /** Told to the reader of the archive: what became of each nomination, as JSON values in a fixed order. */
  outcomes: (() => AsyncIterable<{ url: string; at: string; json: unknown }>) | null;
}

/** One stored answer of a host. `bytes` null: there was no body (304) or it is not in the store. Headers in lower case. */
export interface ArchivedAnswer {
  fetched: {
    url: string;
    finalUrl: string;
    redirects: readonly string[];
    status: number;
    headers: Readonly<Record<string, string>>;
    contentType: string;
    sha256: string;
    size: number;
    fetchedAt: string;
  };
  bytes: Uint8Array | null;
}

/** An output at work: records are added one by one, in the order of the dump, and never kept. */
interface OpenOutput {
  add(record: ReportRecord): Promise<void>;
  /** Finishes all files and says what they hold. `late`: tables over all records, in the order of the dump. */
  close(late: readonly LateTable[]): Promise<DumpFile[]>;
}

/** A format of a dump: one file of code, one line in `dumps/list.ts`. */
export interface Output {
  /** As in `--formats`. */
  format: string;
  /** Every file it writes, with one line on what it holds, for the README of the dump. */
  files: readonly { name: string; holds: string }[];
  open(sink: DumpSink, options: OutputOptions): Promise<OpenOutput>;
}
