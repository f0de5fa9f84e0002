import { link, open, rename, rm, stat } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';

/** A lock is held for as long as two small files take; what is older than this was left by a process that was killed, ms. */
const STALE_MS = 30_000;
/** Waits between two looks at a lock that somebody holds, ms. */
const LOOK_MS = 5;

/**
 * Takes the lock that is the file `path`, across processes and machines that share the folder; the result gives it back.
 * `spare`: a path that no other call uses, in the same folder.
 */
export async function takeLock(path: string, spare: string): Promise<() => Promise<void>> {
  while (!(await isMade(path))) {
    const held = await stat(path).catch(nullIfGone);
    if (held !== null && Date.now() - held.mtimeMs > STALE_MS) await breakLock(path, { spare, ino: held.ino });
    else await wait(LOOK_MS);
  }
  return () => rm(path, { force: true });
}

async function isMade(path: string): Promise<boolean> {
  try {
    await (await open(path, 'wx')).close();
    return true;
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false;
    throw error;
  }
}

/** Takes a stale lock away; where somebody else did and already holds a new one, that one is put back. */
async function breakLock(path: string, { spare, ino }: { spare: string; ino: number }): Promise<void> {
  const isTaken = await rename(path, spare).then(() => true, nullIfGone);
  if (isTaken === null) return;
  const taken = await stat(spare);
  if (taken.ino !== ino) await link(spare, path);
  await rm(spare, { force: true });
}

function nullIfGone(error: unknown): null {
  if (isCode(error, 'ENOENT')) return null;
  throw error;
}

function isCode(error: unknown, code: string): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === code;
}
