import { randomUUID } from 'node:crypto';
import { requireAddress } from '../s3.ts';
import { openBucket, type Bucket } from './bucket.ts';
import { OPENING_MS, patiently } from './patience.ts';

/** What a bucket can do. `creates`: heeds If-None-Match; `replaces`: heeds If-Match. */
interface BucketState {
  place: string;
  creates: boolean;
  replaces: boolean;
}

/**
 * Lists, writes, reads and deletes in the bucket, and tries whether writes on a condition are refused where it is not met: an
 * object `probe/…` is made and taken away. Throws ConfigError that says what is wrong, within some seconds.
 */
export async function inspectBucket(url: string, signal: AbortSignal): Promise<BucketState> {
  const address = requireAddress(url);
  const bucket = openBucket(address);
  const patience = { place: address.place, signal, onTrouble: () => undefined };
  const key = `${address.prefix}probe/${randomUUID()}`;
  const act = async <T>(request: (bucket: Bucket) => Promise<T>): Promise<T> =>
    (await patiently(() => request(bucket), patience, OPENING_MS)).value;
  await act((it) => it.page(address.prefix, undefined));
  try {
    await act((it) => it.put(key, new Uint8Array([1])));
    const creates = !(await act((it) => it.put(key, new Uint8Array([2]), { 'if-none-match': '*' })));
    const replaces = !(await act((it) => it.put(key, new Uint8Array([3]), { 'if-match': '"another"' })));
    await act((it) => it.get(key));
    return { place: address.place, creates, replaces };
  } finally {
    await act((it) => it.remove(key)).catch(() => undefined);
  }
}
