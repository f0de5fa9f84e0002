import { constants } from 'node:fs';
import { access, mkdir, open, readFile, readdir, rename, rm, stat, link } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ConfigError } from '../errors.ts';
import { sha256 } from '../text/hash.ts';
import { byCodePoint, checkKey, type Drive } from './drive.ts';
import { takeLock } from './lock.ts';
import { openTurns } from './turns.ts';

/** Half-written files wait here; what is older than a day was left by a process that was killed. */
const WAITING = '.tmp';
const DAY_MS = 86_400_000;

/**
 * The store's drive in a folder. Creates the folder; throws ConfigError where it cannot be written.
 * `unique` gives a name part that no other call gives (for files in the making).
 */
export async function openFolder(root: string, unique: () => string): Promise<Drive> {
  await prepare(root);
  const inTurn = openTurns();
  const path = (key: string): string => join(root, checkKey(key));
  const write = async (bytes: Uint8Array): Promise<string> => {
    const waiting = join(root, WAITING, unique());
    await writeWhole(root, waiting, bytes);
    return waiting;
  };
  const get = (key: string): Promise<Uint8Array | null> => readFile(path(key)).catch(nullIfAbsent);
  const put = async (key: string, bytes: Uint8Array): Promise<void> => {
    const waiting = await write(bytes);
    await makeFolder(dirname(path(key)));
    await rename(waiting, path(key));
  };
  return {
    place: root,
    get,
    put,
    has: (key) =>
      access(path(key)).then(
        () => true,
        () => false,
      ),
    putNew: async (key, bytes) => {
      const waiting = await write(bytes);
      await makeFolder(dirname(path(key)));
      // A hard link fails where the name is taken: the file system's own "if none match".
      const isNew = await link(waiting, path(key)).then(() => true, falseIfTaken);
      await rm(waiting, { force: true });
      return isNew;
    },
    change: (key, act) =>
      inTurn(key, async () => {
        const unlock = await takeLock(join(root, WAITING, `lock-${sha256(key)}`), join(root, WAITING, unique()));
        try {
          await put(key, act(await get(key)));
        } finally {
          await unlock();
        }
      }),
    list: (prefix) => walk(root, prefix),
  };
}

/** Makes a folder and those above it. Node's own `recursive` never returns below /proc, where nothing can be made. */
async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return;
    if (codeOf(error) !== 'ENOENT' || dirname(path) === path) throw error;
    await makeFolder(dirname(path));
    await mkdir(path).catch(falseIfTaken);
  }
}

async function prepare(root: string): Promise<void> {
  try {
    await makeFolder(join(root, WAITING));
    await access(join(root, WAITING), constants.W_OK);
  } catch (cause) {
    throw new ConfigError(
      `Cannot write to the data folder "${root}" (${codeOf(cause)}): choose another one with --data or OGI_DATA_DIR, or give this user the right to write there`,
      { cause },
    );
  }
  const now = Date.now();
  for (const name of await readdir(join(root, WAITING))) {
    const file = join(root, WAITING, name);
    const made = await stat(file).catch(nullIfAbsent);
    if (made !== null && now - made.mtimeMs > DAY_MS) await rm(file, { force: true });
  }
}

async function writeWhole(root: string, file: string, bytes: Uint8Array): Promise<void> {
  try {
    const handle = await open(file, 'wx');
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (cause) {
    await rm(file, { force: true });
    const code = codeOf(cause);
    const advice =
      code === 'ENOSPC' || code === 'EDQUOT'
        ? 'make room on the disk and start again'
        : 'check the folder and its rights and start again';
    throw new ConfigError(
      `Cannot write to the data folder "${root}" (${code}): ${advice}; what was stored before is whole`,
      { cause },
    );
  }
}

async function* walk(root: string, prefix: string): AsyncIterable<string> {
  const entries = await readdir(join(root, prefix), { withFileTypes: true }).catch(nullIfAbsent);
  if (entries === null) return;
  // A folder sorts as its keys do: with the slash behind its name.
  const names = entries.map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name));
  names.sort(byCodePoint);
  for (const name of names) {
    if (name === `${WAITING}/`) continue;
    if (name.endsWith('/')) yield* walk(root, prefix + name);
    else yield prefix + name;
  }
}

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : String(error);
}

function nullIfAbsent(error: unknown): null {
  const code = codeOf(error);
  if (code === 'ENOENT' || code === 'ENOTDIR') return null;
  throw error;
}

function falseIfTaken(error: unknown): false {
  if (codeOf(error) === 'EEXIST') return false;
  throw error;
}
