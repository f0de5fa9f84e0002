// Writes the sample portal and its truth from the facts table: `npm run sample`.
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { sampleFolder } from './folder.ts';
import { buildSite } from './site.ts';
import { makeTruth, printTruth } from './truth.ts';

/**
 * Writes `portal/site/…` (the files), `portal/headers.json` (path → Content-Type and Last-Modified) and `truth.json` into
 * `folder`, replacing what was there. Returns how many files and bytes the site has.
 */
export async function generateSample(folder: string): Promise<{ files: number; bytes: number }> {
  const site = await buildSite();
  const portal = join(folder, 'portal');
  await rm(portal, { recursive: true, force: true });
  const headers: Record<string, { 'content-type': string; 'last-modified': string }> = {};
  let bytes = 0;
  for (const [path, file] of [...site].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const target = join(portal, 'site', ...path.split('/'));
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, file.bytes);
    bytes += file.bytes.length;
    headers[path] = {
      'content-type': file.contentType,
      'last-modified': new Date(`${file.changed}T01:30:00Z`).toUTCString(),
    };
  }
  await writeFile(join(portal, 'headers.json'), `${JSON.stringify(headers, null, 2)}\n`);
  await writeFile(join(folder, 'truth.json'), printTruth(makeTruth()));
  return { files: site.size, bytes };
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const folder = sampleFolder();
  const { files, bytes } = await generateSample(folder);
  process.stderr.write(
    `Wrote ${files} files (${bytes} bytes) to "${join(folder, 'portal')}", and truth.json beside it\n`,
  );
}
