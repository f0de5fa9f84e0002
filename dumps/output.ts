import type { ReportRecord } from '../model/record.ts';

/** Where a dump's files go: a folder, an archive, memory. Names are plain file names. */
export interface DumpSink {
  open(name: string): Promise<{ write(chunk: string | Uint8Array): Promise<void>; close(): Promise<void> }>;
}

/** A file of a dump; `rows` counts records of the file, without its header. */
export interface DumpFile {
  name: string;
  rows: number;
}

/** What an output is told. `bom`: start text files for spreadsheets with a byte order mark. */
interface OutputOptions {
  bom: boolean;
}

/** An output at work: records are added one by one, in the order of the dump, and never kept. */
interface OpenOutput {
  add(record: ReportRecord): Promise<void>;
  /** Finishes all files and says what they hold. */
  close(): Promise<DumpFile[]>;
}

/** A format of a dump: one file of code, one line in `dumps/list.ts`. */
export interface Output {
  /** As in `--formats`. */
  format: string;
  /** Every file it writes, with one line on what it holds, for the README of the dump. */
  files: readonly { name: string; holds: string }[];
  open(sink: DumpSink, options: OutputOptions): Promise<OpenOutput>;
}
