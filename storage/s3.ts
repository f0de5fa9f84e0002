import { ConfigError } from '../errors.ts';
import { readBucketAddress, withoutCredentials, type BucketAddress } from '../text/bucket-address.ts';
import { byCodePoint, checkKey, type Drive } from './drive.ts';
import { openBucket, type Bucket, type Condition } from './s3/bucket.ts';
import { OPENING_MS, patiently, type PatienceOptions } from './s3/patience.ts';
import { openTurns } from './turns.ts';

/** Where the store is, and whom to tell when its server is in trouble. */
export interface S3Options extends Omit<PatienceOptions, 'place'> {
  /** `https://KEY:SECRET@host:port/bucket/prefix?region=…` */
  url: string;
}

/**
 * The store's drive in an S3-compatible bucket. Throws ConfigError where the bucket cannot be reached or listed; later an
 * outage is waited for. Conditional writes (If-None-Match, If-Match) keep writers apart; `ogi doctor` says whether the server
 * heeds them.
 */
export async function openS3({ url, ...options }: S3Options): Promise<Drive> {
  const address = requireAddress(url);
  const bucket = openBucket(address);
  const patience = { ...options, place: address.place };
  await patiently(() => bucket.page(address.prefix, undefined), patience, OPENING_MS);
  return driveOf(bucket, address, patience);
}

/** The parts of the address. Throws ConfigError that shows no secret. */
export function requireAddress(url: string): BucketAddress {
  const address = readBucketAddress(url);
  if (address !== null) return address;
  throw new ConfigError(
    `OGI_S3_URL: "${withoutCredentials(url)}" is not valid; expected https://KEY:SECRET@host:port/bucket/prefix?region=…`,
  );
}

function driveOf(bucket: Bucket, { prefix, place }: BucketAddress, patience: PatienceOptions): Drive {
  // Only other processes are met at the server.
  const inTurn = openTurns();
  const whole = (key: string): string => prefix + checkKey(key);
  const get = async (key: string): ReturnType<Bucket['get']> =>
    (await patiently(() => bucket.get(whole(key)), patience)).value;
  const putIf = async (key: string, bytes: Uint8Array, condition: Condition): Promise<boolean> => {
    const { value: isWritten, tries } = await patiently(() => bucket.put(whole(key), bytes, condition), patience);
    if (isWritten || tries === 1) return isWritten;
    // An earlier try may have arrived although its answer was lost: then what stands there is ours.
    const there = await get(key);
    return there !== null && Buffer.compare(there.bytes, bytes) === 0;
  };
  return {
    place,
    get: async (key) => (await get(key))?.bytes ?? null,
    has: async (key) => (await patiently(() => bucket.has(whole(key)), patience)).value,
    put: async (key, bytes) => {
      await patiently(() => bucket.put(whole(key), bytes), patience);
    },
    putNew: (key, bytes) => putIf(key, bytes, { 'if-none-match': '*' }),
    change: (key, act) =>
      inTurn(key, async () => {
        for (;;) {
          const old = await get(key);
          const condition: Condition = old === null ? { 'if-none-match': '*' } : { 'if-match': old.tag };
          if (await putIf(key, act(old?.bytes ?? null), condition)) return;
        }
      }),
    list: (folder) => listKeys(bucket, { prefix, folder, patience }),
  };
}

async function* listKeys(
  bucket: Bucket,
  { prefix, folder, patience }: { prefix: string; folder: string; patience: PatienceOptions },
): AsyncIterable<string> {
  let last = '';
  for (let from: string | undefined, isEnd = false; !isEnd; isEnd = from === undefined) {
    const { value: page } = await patiently(() => bucket.page(prefix + folder, from), patience);
    for (const key of page.keys) {
      if (last !== '' && byCodePoint(last, key) >= 0) {
        throw new ConfigError(
          `Cannot use the S3 store at "${patience.place}": it lists "${key}" after "${last}"; expected keys in their order (a "directory bucket" has none), use another kind of bucket`,
        );
      }
      last = key;
      yield key.slice(prefix.length);
    }
    from = page.next;
  }
}
