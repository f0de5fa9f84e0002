import { S3mini } from 's3mini';
import { Agent, fetch as send } from 'undici';
import type { BucketAddress } from '../../text/bucket-address.ts';
import { codeIn, statusOf } from './fault.ts';

/** Longest time for one request with its answer, ms; above, it is sent again. */
const REQUEST_MS = 300_000;

/** Connections to the server at the same time; more jobs wait for each other. */
const MOST_CONNECTIONS = 32;

/** Keys of one answer to a listing. */
const PAGE = 1000;

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
    fetch: openFetch(),
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

/**
 * The same undici that asks the portals: once it is loaded, it is the ground of Node's own fetch too, and does not fit it. A
 * redirect is not followed: it would carry the signature to another host.
 */
function openFetch(): typeof fetch {
  const dispatcher = new Agent({ connections: MOST_CONNECTIONS });
  return async (input, init) => {
    const { method, headers, body, signal } = init ?? {};
    if (typeof input !== 'string' || (body !== '' && body !== undefined && !(body instanceof Uint8Array)))
      throw new Error('Cannot send this request: expected an address and bytes');
    const answer = await send(input, {
      dispatcher,
      redirect: 'manual',
      ...(method === undefined ? {} : { method }),
      ...(headers === undefined ? {} : { headers: Object.fromEntries(new Headers(headers)) }),
      ...(body === undefined || body === '' ? {} : { body }),
      ...(signal === undefined || signal === null ? {} : { signal }),
    });
    return new Response(answer.body === null ? null : await answer.arrayBuffer(), {
      status: answer.status,
      headers: Object.fromEntries(answer.headers),
    });
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
