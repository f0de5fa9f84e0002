import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Path of a file that the package ships, from the package's root (the nearest package.json above this file): the same
 * for the sources and for dist/, since the compiler copies no such files.
 */
export function packageFile(...parts: string[]): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) {
    if (dirname(folder) === folder)
      throw new Error(`Cannot find package.json above "${fileURLToPath(import.meta.url)}"`);
    folder = dirname(folder);
  }
  return join(folder, ...parts);
}
