import { createHash } from 'node:crypto';
import { mkdir, readdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import type { Files } from 's3rver';

const SUFFIX = '._S3rver_object';

/** Makes s3rver keep an object as S3 does: it writes straight into the file, so that a reader may see half of it. */
export function writeWhole(files: Files): void {
  let count = 0;
  files.putObject = async ({ bucket, key, content, metadata }) => {
    const bytes = await buffer(content);
    const path = files.getResourcePath(bucket, key, 'object');
    const md5 = createHash('md5').update(bytes).digest('hex');
    await mkdir(dirname(path), { recursive: true });
    const waiting = `${path}.${(count += 1)}`;
    await writeFile(waiting, bytes);
    await files.putMetadata(bucket, key, metadata, md5);
    await rename(waiting, path);
    return { size: bytes.length, md5 };
  };
}

/**
 * Answers listings in the order of S3 and page by page. s3rver's own lists a folder before a file that sorts before it, and
 * makes the token of the next page with a cipher (DES) that Node no longer has.
 */
export function openListings(files: Files, bucket: string): (query: URLSearchParams) => Promise<string> {
  let listed: { prefix: string; keys: string[] } = { prefix: '', keys: [] };
  return async (query) => {
    const prefix = query.get('prefix') ?? '';
    const most = Number(query.get('max-keys'));
    const token = query.get('continuation-token');
    const from = token === null ? 0 : Number(token);
    // The pages of one listing are cut from one look, or 100 pages of 1,000 keys would look 100 times.
    if (from === 0 || listed.prefix !== prefix)
      listed = { prefix, keys: await keysUnder(files.getBucketPath(bucket), prefix) };
    const isTruncated = from + most < listed.keys.length;
    const next = isTruncated ? `<NextContinuationToken>${from + most}</NextContinuationToken>` : '';
    const contents = listed.keys.slice(from, from + most).map((key) => `<Contents><Key>${key}</Key></Contents>`);
    return `<?xml version="1.0" encoding="UTF-8"?>\n<ListBucketResult><IsTruncated>${isTruncated}</IsTruncated>${next}${contents.join('')}</ListBucketResult>`;
  };
}

async function keysUnder(root: string, prefix: string): Promise<string[]> {
  const folder = prefix.slice(0, prefix.lastIndexOf('/') + 1);
  const keys: string[] = [];
  const walk = async (at: string): Promise<void> => {
    for (const entry of await readdir(join(root, at), { withFileTypes: true }).catch(() => [])) {
      if (entry.isDirectory()) await walk(`${at}${entry.name}/`);
      else if (entry.name.endsWith(SUFFIX)) keys.push(at + entry.name.slice(0, -SUFFIX.length));
    }
  };
  await walk(folder);
  return keys.filter((key) => key.startsWith(prefix)).sort((a, b) => (isAfter(a, b) ? 1 : -1));
}

function isAfter(a: string, b: string): boolean {
  return Buffer.compare(Buffer.from(a), Buffer.from(b)) > 0;
}
