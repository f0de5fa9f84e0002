import { S3mini } from 's3mini';
import type { BucketAddress } from '../../text/bucket-address.ts';
import { codeIn, statusOf } from './fault.ts';

/** Longest time for one request with its answer, ms; above, it is sent again. */
const REQUEST_MS = 300_000;

/** Keys of one answer to a listing. */
export const PAGE = 1000;

/** On which condition an object is written: nothing is there, or what is there still has this tag. */
export type Condition = { 'if-none-match': '*' } | { 'if-match': string };

/** A bucket as its server shows it: one request each, nothing tried again. Keys are whole keys. Throws what `readFault` understands. */
export interface Bucket {
  /** The bytes with their ETag, or null. */
  get(key: string): Promise<{ bytes: Uint8Array; tag: string } | null>;
  /** False where the condition was not met. */
  put(key: string, bytes: Uint8Array, condition?: Condition): Promise<boolean>;
  has(key: string): Promise<boolean>;
  remove(key: string): Promise<void>;
  /** Keys that begin with `prefix`, at most `PAGE`; `next` leads on, undefined at the end. */
  page(prefix: string, from: string | undefined): Promise<{ keys: string[]; next: string | undefined }>;
}

/** A way to a bucket; nothing is sent yet. */
export function openBucket(address: BucketAddress): Bucket {
  const client = new S3mini({
    accessKeyId: address.keyId,
    secretAccessKey: address.secret,
    endpoint: address.endpoint,
    region: address.region,
    requestAbortTimeout: REQUEST_MS,
    // A redirect would carry the signature to another host.
    fetch: (input, init) => fetch(input, { ...init, redirect: 'manual' }),
  });
  return {
    get: async (key) => {
      const answer = await client.getObjectRaw(key).catch(nullIfNoKey);
      if (answer === null) return null;
      return { bytes: new Uint8Array(await answer.arrayBuffer()), tag: answer.headers.get('etag') ?? '' };
    },
    put: async (key, bytes, condition) => {
      const headers: Record<string, string> = { ...condition };
      const answer = await client
        .putObject(key, bytes, 'application/octet-stream', undefined, headers)
        .catch((error: unknown) => {
          if (condition !== undefined && statusOf(error) === 412) return null;
          throw error;
        });
      await answer?.arrayBuffer();
      return answer !== null;
    },
    has: async (key) => (await client.objectExists(key)) === true,
    remove: async (key) => {
      await client.deleteObject(key);
    },
    page: async (prefix, from) => {
      const found = await client.listObjectsPaged('/', prefix, PAGE, from);
      if (found?.objects === null || found?.objects === undefined) throw noSuchBucket();
      return { keys: found.objects.map(({ Key }) => Key), next: found.nextContinuationToken };
    },
  };
}

/** Nothing under this key; a bucket that is not there is another matter. */
function nullIfNoKey(error: unknown): null {
  if (statusOf(error) === 404 && codeIn(error) !== 'NoSuchBucket') return null;
  throw error;
}

/** s3mini answers a listing of a missing bucket with nothing; here it is the error that the server meant. */
function noSuchBucket(): Error {
  return Object.assign(new Error('S3 returned 404'), { status: 404, body: '<Code>NoSuchBucket</Code>' });
}
