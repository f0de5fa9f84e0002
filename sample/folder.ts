import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder `sample/` of the package: below the nearest folder with a package.json, from sources and from dist/ alike. */
export function sampleFolder(): string {
  const start = dirname(fileURLToPath(import.meta.url));
  let folder = start;
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder);
    if (parent === folder)
      throw new Error(`Cannot find the package of the sample portal: no package.json above "${start}"`);
    folder = parent;
  }
  return join(folder, 'sample');
}
