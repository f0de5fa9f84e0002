import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { openFolder } from '../../storage/folder.ts';
import { openStore, type Store } from '../../storage/store.ts';
import { freshFolder } from './run-in-process.ts';

/** A folder whose `data` is a store, filled by `fill`. */
export async function folderWithStore(fill: (store: Store) => Promise<void>): Promise<string> {
  const cwd = freshFolder();
  await fill(openStore(await openFolder(join(cwd, 'data'), randomUUID)));
  return cwd;
}
