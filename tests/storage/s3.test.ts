import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ConfigError } from '../../errors.ts';
import { openS3, requireAddress } from '../../storage/s3.ts';
import type { Drive } from '../../storage/drive.ts';
import { startS3, type S3Server } from './s3-server.ts';

let server: S3Server;
const lines: string[] = [];
let stop: AbortController;

beforeEach(async () => {
  server = await startS3();
  lines.length = 0;
  stop = new AbortController();
});
afterEach(() => server.close());

const open = (url = server.url()): Promise<Drive> =>
  openS3({ url, signal: stop.signal, onTrouble: (line) => lines.push(line) });

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = async (drive: Drive, key: string): Promise<string> =>
  new TextDecoder().decode((await drive.get(key)) ?? undefined);

async function failure(promise: Promise<unknown>): Promise<Error> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof Error) return error;
  throw new Error('Expected a rejection with an error');
}

describe('an S3 address', () => {
  test('is taken apart, with a secret that has slashes', () => {
    expect(requireAddress('https://KEY:a%2Fb+c@s3.example:9000/reports/ogi/2024?region=cn-north-1')).toEqual({
      endpoint: 'https://s3.example:9000/reports',
      bucket: 'reports',
      prefix: 'ogi/2024/',
      region: 'cn-north-1',
      keyId: 'KEY',
      secret: 'a/b+c',
      place: 'https://s3.example:9000/reports/ogi/2024',
    });
  });

  test.each([
    'https://s3.example/reports',
    'https://KEY@s3.example/reports',
    'https://KEY:topsecret@s3.example/',
    'https://KEY:top/secret@s3.example/reports',
    's3://KEY:topsecret@s3.example/reports',
    'https://KEY:topsecret@s3.example/reports?acl=public',
    'https://KEY:topsecret@s3.example/reports/../x%2F..%2F..',
    'no address',
  ])('that is not of the form is refused without its secret: %s', (url) => {
    expect(() => requireAddress(url)).toThrow(ConfigError);
    expect(() => requireAddress(url)).toThrow(/OGI_S3_URL: ".*" is not valid; expected https:\/\/KEY:SECRET@/u);
    expect(() => requireAddress(url)).not.toThrow(/secret(?!.*SECRET@host)|topsecret/u);
  });
});

describe('a server in trouble', () => {
  test('that is overloaded or answers with an error of its own is asked again', async () => {
    const drive = await open();
    server.trick({ kind: 'answer', status: 503, code: 'SlowDown' }, 2);
    server.trick({ kind: 'answer', status: 500, code: 'InternalError' }, 1);
    await drive.put('a', bytes('one'));
    server.trick({ kind: 'answer', status: 503, code: 'SlowDown' }, 1);
    expect(await text(drive, 'a')).toBe('one');
    expect(server.seen.filter((line) => line === 'PUT a')).toHaveLength(4);
  });

  test('that is stopped and started again costs nothing, and is told in two lines', async () => {
    const drive = await open();
    await drive.put('a', bytes('one'));
    await server.stop();
    const writing = Promise.all(['b', 'c', 'd'].map((key) => drive.putNew(key, bytes(key))));
    const reading = text(drive, 'a');
    while (!lines.some((line) => line.includes('in trouble'))) await new Promise((resolve) => setTimeout(resolve, 20));
    await server.start();
    expect(await writing).toEqual([true, true, true]);
    expect(await reading).toBe('one');
    expect(lines.some((line) => /in trouble: the connection failed \(\w+\).*nothing is lost/u.test(line))).toBe(true);
    expect(lines.some((line) => line.endsWith('works again'))).toBe(true);
  });

  test('that loses its answers: what was written is known to be ours, and a change is made once', async () => {
    const drive = await open();
    server.trick({ kind: 'lose' }, 1);
    expect(await drive.putNew('a', bytes('mine'))).toBe(true);
    const count = (old: Uint8Array | null): Uint8Array => bytes(`${new TextDecoder().decode(old ?? undefined)}x`);
    await drive.change('count', count);
    const before = server.seen.length;
    // The first request reads; the answer of the second, which writes, is lost.
    const changing = drive.change('count', (old) => {
      server.trick({ kind: 'lose' }, 1);
      return count(old);
    });
    await changing;
    expect(await text(drive, 'count')).toBe('xx');
    expect(server.seen.slice(before).filter((line) => line === 'PUT count').length).toBe(2);
  });

  test('is not waited for any longer when the run is stopped', async () => {
    const drive = await open();
    await server.stop();
    const reading = drive.get('a').catch((reason: unknown) => reason);
    stop.abort(new Error('interrupted'));
    expect(String(await reading)).toMatch(/interrupted|aborted/u);
    await server.start();
  });
});

describe('a wrong setting ends with words that name what to check', () => {
  test('nobody there', async () => {
    const url = server.url();
    await server.stop();
    const error = await failure(open(url));
    expect(error).toBeInstanceOf(ConfigError);
    expect(error.message).toMatch(
      /^Cannot use the S3 store at "http:\/\/127\.0\.0\.1:\d+\/ogi": the connection failed \(ECONNREFUSED\); start the server, or correct OGI_S3_URL/u,
    );
    await server.start();
  }, 30_000);

  test('another bucket', async () => {
    const error = await failure(open(server.url().replace('/ogi', '/other')));
    expect(error).toBeInstanceOf(ConfigError);
    expect(error.message).toMatch(/there is no such bucket; make it, or correct the bucket in OGI_S3_URL/u);
  });

  test('another key', async () => {
    const error = await failure(open(server.url().replace('S3RVER:', 'SOMEBODY:')));
    expect(error).toBeInstanceOf(ConfigError);
    expect(error.message).toMatch(/answered 403 InvalidAccessKeyId: it does not know this access key; check the key/u);
    expect(error.message).not.toContain('SOMEBODY');
  });

  test.each([
    [403, 'SignatureDoesNotMatch', /the secret does not fit the key/u],
    [403, 'AccessDenied', /give it the rights to list the bucket and to read, write/u],
    [301, 'PermanentRedirect', /lies in another region/u],
    [400, 'AuthorizationHeaderMalformed', /the region is wrong/u],
    [403, 'RequestTimeTooSkewed', /the clock of this machine is wrong/u],
    [405, 'Whatever', /host and port are those of an S3-compatible server/u],
  ])('answer %i %s', async (status, code, words) => {
    server.trick({ kind: 'answer', status, code }, 1);
    const error = await failure(open());
    expect(error).toBeInstanceOf(ConfigError);
    expect(error.message).toMatch(words);
  });

  test('denied in the middle, or full', async () => {
    const drive = await open();
    server.trick({ kind: 'answer', status: 403, code: 'AccessDenied' }, 1);
    expect(await failure(drive.put('a', bytes('x')))).toBeInstanceOf(ConfigError);
    server.trick({ kind: 'answer', status: 507, code: 'InsufficientStorage' }, 1);
    expect((await failure(drive.put('a', bytes('x')))).message).toMatch(/it is full \(507\); make room/u);
    server.trick({ kind: 'answer', status: 501, code: 'NotImplemented' }, 1);
    expect((await failure(drive.putNew('a', bytes('x')))).message).toMatch(/cannot write on a condition/u);
  });

  test('a bucket that goes away is no empty store', async () => {
    const drive = await open();
    server.trick({ kind: 'answer', status: 404, code: 'NoSuchBucket' }, 1);
    expect(await failure(drive.get('a'))).toBeInstanceOf(ConfigError);
  });
});
