import { ConfigError } from '../../errors.ts';

/** What an answer or a failed request of the object store means. */
export interface Fault {
  /** It may pass: the same request is worth sending again. */
  isPassing: boolean;
  /** What was found and what to do, for a person. */
  words: string;
}

/** Faults of the connection that pass; certificates and wrong protocols do not. */
const PASSING_CODE =
  /^(?:ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ENETDOWN|UND_ERR_(?:SOCKET|\w*TIMEOUT|CLOSED|RES_CONTENT_LENGTH|ABORTED))/u;

/** Statuses that pass: overload, a restart, two writers at one moment (409 ConditionalRequestConflict). */
const PASSING_STATUS = new Set([408, 409, 425, 429, 500, 502, 503, 504]);

/** What to do, by the code that S3 servers put into their answers. */
const ADVICE: Readonly<Record<string, string>> = {
  InvalidAccessKeyId: 'it does not know this access key; check the key in OGI_S3_URL (https://KEY:SECRET@host/bucket)',
  SignatureDoesNotMatch:
    'the secret does not fit the key; check the secret in OGI_S3_URL ("/" in it is written %2F), and the region (?region=…)',
  AccessDenied:
    'this key may not do that; give it the rights to list the bucket and to read, write and delete objects in it',
  AllAccessDisabled: 'the bucket is closed; ask its owner',
  NoSuchBucket:
    'there is no such bucket; make it, or correct the bucket in OGI_S3_URL (https://KEY:SECRET@host/bucket)',
  PermanentRedirect:
    'the bucket lies in another region; name it in OGI_S3_URL (?region=…) with the host of that region',
  AuthorizationHeaderMalformed: 'the region is wrong; name the right one in OGI_S3_URL (?region=…)',
  RequestTimeTooSkewed: 'the clock of this machine is wrong; set it by NTP',
  NotImplemented: 'it cannot write on a condition (If-None-Match); use a server that can, or a shared folder',
  QuotaExceeded: 'it is full; make room there and start again',
  EntityTooLarge: 'it takes no object of this size; raise its limit, or lower OGI_MAX_DOCUMENT_MB',
};

/** What a failure means; null where it is none of the store's (a bug of ours). */
export function readFault(error: unknown): Fault | null {
  const status = statusOf(error);
  if (status !== null) return readStatus(status, codeIn(error));
  const code = connectionCode(error);
  if (code === null) return null;
  const isPassing = PASSING_CODE.test(code);
  const todo = isPassing
    ? 'start the server, or correct OGI_S3_URL'
    : 'check scheme, port and certificate of OGI_S3_URL';
  return { isPassing, words: `the connection failed (${code}); ${todo}` };
}

/** The error for a fault that ends the command (exit code 2). */
export function faultError(place: string, { words }: Fault, cause: unknown): ConfigError {
  return new ConfigError(`Cannot use the S3 store at "${place}": ${words}`, { cause });
}

function readStatus(status: number, code: string): Fault {
  if (status === 507) return { isPassing: false, words: `it is full (507); make room there and start again` };
  const advice = ADVICE[code] ?? ADVICE[usualCode(status)];
  const said = `it answered ${status}${code === '' ? '' : ` ${code}`}`;
  if (PASSING_STATUS.has(status)) return { isPassing: true, words: `${said}; look at its log` };
  const unknown = 'check in OGI_S3_URL that host and port are those of an S3-compatible server';
  return { isPassing: false, words: `${said}: ${advice ?? unknown}` };
}

/** HEAD has no body, and small servers give no code. */
function usualCode(status: number): string {
  if (status === 403) return 'AccessDenied';
  if (status === 501) return 'NotImplemented';
  return status === 413 ? 'EntityTooLarge' : '';
}

/** The status of an answer that s3mini made an error of; null for other errors. */
export function statusOf(error: unknown): number | null {
  return typeof error === 'object' && error !== null && 'status' in error && typeof error.status === 'number'
    ? error.status
    : null;
}

/** The code in an S3 error document, such as `NoSuchKey`; empty where there is none. */
export function codeIn(error: unknown): string {
  const body = typeof error === 'object' && error !== null && 'body' in error ? error.body : null;
  return typeof body === 'string' ? (/<Code>(\w+)<\/Code>/u.exec(body)?.[1] ?? '') : '';
}

/** The code of a connection that failed, wherever in the chain of causes it stands; an exceeded time limit counts too. */
function connectionCode(error: unknown): string | null {
  for (let at = error, depth = 0; typeof at === 'object' && at !== null && depth < 5; depth += 1) {
    if ('name' in at && at.name === 'TimeoutError') return 'ETIMEDOUT';
    if ('code' in at && typeof at.code === 'string' && at.code !== '') return at.code;
    at = 'cause' in at ? at.cause : null;
  }
  return null;
}
