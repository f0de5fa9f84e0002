import { mkdir, mkdtemp, open, readFile, readdir, rename, rm, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { DumpSink } from '../dumps/dump.ts';
import { MANIFEST, listedFiles } from '../dumps/manifest.ts';
import { ConfigError } from '../errors.ts';
import { systemCode } from './system-code.ts';

/**
 * Throws ConfigError where a dump must not be written: `folder` is a file, or holds something and is no dump of ours
 * (unless `force`). Returns the data files of the dump that stands there, which the new one will replace.
 */
export async function inspectTarget(folder: string, options: { force: boolean }): Promise<string[]> {
  const names = await readdir(folder).catch((error: unknown): string[] => {
    const code = systemCode(error);
    if (code === 'ENOENT') return [];
    if (code === 'ENOTDIR') throw new ConfigError(`--out: "${folder}" is a file; expected a folder`);
    throw error;
  });
  if (names.length === 0) return [];
  const listed = names.includes(MANIFEST) ? listedFiles(await readFile(join(folder, MANIFEST), 'utf8')) : null;
  if (listed === null && !options.force) {
    throw new ConfigError(
      `--out: folder "${folder}" is not empty and holds no dump of ogi; choose a new folder, or add --force to write into it`,
    );
  }
  return listed ?? [];
}

/**
 * Lets `write` fill a folder beside the target and moves its files into place only when all are whole, the manifest last.
 * `replaced`: data files of the dump before, which go where the new one does not have them. Other files stay untouched.
 * Where `write` throws, the target is as it was.
 */
export async function intoFolder<T>(
  folder: string,
  replaced: readonly string[],
  write: (sink: DumpSink) => Promise<T>,
): Promise<T> {
  await mkdir(dirname(folder), { recursive: true });
  const waiting = await mkdtemp(join(dirname(folder), `.${basename(folder)}-`));
  const scratch = await mkdtemp(join(dirname(folder), `.${basename(folder)}-`));
  const place = folderSink(waiting, scratch);
  try {
    const result = await write(place.sink);
    const names = (await readdir(waiting)).filter((name) => name !== MANIFEST);
    await mkdir(folder, { recursive: true });
    for (const name of [...names, MANIFEST]) await rename(join(waiting, name), join(folder, name));
    for (const name of replaced) if (!names.includes(name)) await rm(join(folder, name), { force: true });
    return result;
  } finally {
    await place.abandon();
    for (const made of [waiting, scratch]) await rm(made, { recursive: true, force: true });
  }
}

/** Chunks are gathered to this size before they are written, in characters or bytes. */
const BUFFER = 256 * 1024;

/** A sink that writes files into an existing folder; `abandon` lets go of the files that were not closed. */
function folderSink(folder: string, scratch: string): { sink: DumpSink; abandon(): Promise<void> } {
  const unfinished = new Set<FileHandle>();
  const sink: DumpSink = {
    async open(name) {
      const file = await open(join(folder, name), 'wx');
      unfinished.add(file);
      return gathered(file, () => unfinished.delete(file));
    },
    scratch: async (name) => join(scratch, name),
  };
  return {
    sink,
    abandon: async () => {
      await Promise.all([...unfinished].map((file) => file.close()));
    },
  };
}

type SinkFile = Awaited<ReturnType<DumpSink['open']>>;

/** A file that is written in large pieces. */
function gathered(file: FileHandle, onClose: () => void): SinkFile {
  let pending: (string | Uint8Array)[] = [];
  let size = 0;
  const flush = async (): Promise<void> => {
    const chunks = pending.map((chunk) => (typeof chunk === 'string' ? Buffer.from(chunk, 'utf8') : chunk));
    pending = [];
    size = 0;
    await file.appendFile(Buffer.concat(chunks));
  };
  return {
    async write(chunk) {
      pending.push(chunk);
      size += chunk.length;
      if (size >= BUFFER) await flush();
    },
    async close() {
      await flush();
      await file.sync();
      onClose();
      await file.close();
    },
  };
}
