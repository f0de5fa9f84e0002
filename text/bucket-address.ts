/** A place in an S3-compatible store, taken apart. */
export interface BucketAddress {
  /** Scheme, host and bucket: `https://s3.example:9000/reports`. */
  endpoint: string;
  bucket: string;
  /** What all keys begin with: empty, or ending in `/`. */
  prefix: string;
  region: string;
  keyId: string;
  secret: string;
  /** The address without key and secret, for messages. */
  place: string;
}

/** The region that most S3-compatible servers take for their own. */
const USUAL_REGION = 'us-east-1';

/**
 * Takes `https://KEY:SECRET@host:port/bucket/prefix?region=…` apart (also `http:`); null where it is not of this form.
 * `/`, `@`, `:` and `%` in the secret are written as %2F, %40, %3A and %25.
 */
export function readBucketAddress(text: string): BucketAddress | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  const parts = decoded(url);
  if (parts === null || !/^https?:$/u.test(url.protocol) || url.hash !== '') return null;
  const [bucket = '', ...folders] = parts.path.split('/').filter((part) => part !== '');
  const isRight = parts.keyId !== '' && parts.secret !== '' && /^[a-z0-9][\w.-]{1,62}$/iu.test(bucket);
  const isPlain = folders.every((part) => part !== '.' && part !== '..');
  if (!isRight || !isPlain || [...url.searchParams.keys()].some((name) => name !== 'region')) return null;
  const prefix = folders.map((part) => `${part}/`).join('');
  return {
    endpoint: `${url.protocol}//${url.host}/${bucket}`,
    bucket,
    prefix,
    region: url.searchParams.get('region') ?? USUAL_REGION,
    keyId: parts.keyId,
    secret: parts.secret,
    place: `${url.protocol}//${url.host}/${bucket}${prefix === '' ? '' : `/${prefix.slice(0, -1)}`}`,
  };
}

function decoded(url: URL): { keyId: string; secret: string; path: string } | null {
  try {
    return {
      keyId: decodeURIComponent(url.username),
      secret: decodeURIComponent(url.password),
      path: decodeURIComponent(url.pathname),
    };
  } catch {
    // A stray % is no address of ours; the caller says what is expected.
    return null;
  }
}

/** A text with everything between `//` and the last `@` taken out, so that it can be shown: `https://***@host/bucket`. */
export function withoutCredentials(text: string): string {
  return text.replace(/\/\/.*@/su, '//***@');
}
