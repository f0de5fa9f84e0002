import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { FetchError } from '../../errors.ts';
import { openClient } from '../../net/client.ts';
import { sha256 } from '../../text/hash.ts';
import { keep } from './opened.ts';
import { clientOptions, failure, realClock, send, serve, type Seen, type TestServer } from './servers.ts';

/** A document of 300,000 bytes, no two stretches alike. */
const DOCUMENT = Buffer.from(Array.from({ length: 60_000 }, (_, n) => String(n).padStart(5, '0')).join(''));
const CUT_AT = 100_000;
const TAG = '"state-1"';
const LAST_MODIFIED = 'Fri, 01 Mar 2024 00:00:00 GMT';

/** Sends a head that announces everything, `bytes`, and cuts the connection. */
function cut(response: ServerResponse, status: number, bytes: Uint8Array, headers: Record<string, string>): void {
  response.writeHead(status, headers);
  response.write(bytes, () => setTimeout(() => response.destroy(), 20));
}

const whole = { 'content-length': String(DOCUMENT.length), etag: TAG };

function startOf({ headers }: Seen): number {
  return Number(/^bytes=(\d+)-$/u.exec(headers.range ?? '')?.[1]);
}

function partFrom(start: number, headers: Record<string, string> = {}): Record<string, string> {
  const length = String(DOCUMENT.length - start);
  const range = `bytes ${start}-${DOCUMENT.length - 1}/${DOCUMENT.length}`;
  return { 'content-length': length, 'content-range': range, etag: TAG, ...headers };
}

/** A server whose first answer is cut at `CUT_AT`; `rest` answers what comes after. */
async function cutting(
  rest: (seen: Seen, response: ServerResponse, count: number) => void,
  first: Record<string, string> = whole,
): Promise<TestServer> {
  let count = 0;
  return keep(
    await serve((seen, response) => {
      count += 1;
      if (count === 1) cut(response, 200, DOCUMENT.subarray(0, CUT_AT), first);
      else rest(seen, response, count - 1);
    }),
  );
}

/** The requests for the document itself. */
function asked(server: TestServer): Seen[] {
  return server.seen.filter(({ path }) => path === '/a.pdf');
}

const sendRest = (seen: Seen, response: ServerResponse): void =>
  send(response, 206, DOCUMENT.subarray(startOf(seen)), partFrom(startOf(seen)));

describe('a large document whose connection breaks', () => {
  test('is asked for from there on and joined, under the headers of its first answer', async () => {
    const server = await cutting(sendRest);
    const client = keep(openClient(clientOptions()));
    const page = await client.get(`${server.url}/a.pdf`, { etag: '"older"' });
    expect(page.fetched).toMatchObject({ status: 200, sha256: sha256(DOCUMENT), size: DOCUMENT.length });
    expect(page.fetched.headers['content-range']).toBeUndefined();
    const [first, second] = asked(server);
    expect(first?.headers).toMatchObject({ 'if-none-match': '"older"' });
    const start = startOf(second ?? server.seen[0] ?? { host: '', path: '', method: '', headers: {}, at: 0 });
    expect(start).toBeGreaterThanOrEqual(65_536);
    expect(second?.headers).toMatchObject({ 'if-range': TAG, 'accept-encoding': 'identity' });
    expect(second?.headers['if-none-match']).toBeUndefined();
    expect(asked(server)).toHaveLength(2);
    expect(client.receipt()).toMatchObject([{ requests: 3, bytes: expect.any(Number) }]);
    expect(client.receipt()[0]?.bytes).toBeGreaterThanOrEqual(DOCUMENT.length);
  });

  test('and breaks again is gone on with, three times at most', async () => {
    const again = await cutting((seen, response, count) => {
      if (count === 3) sendRest(seen, response);
      else cut(response, 206, DOCUMENT.subarray(startOf(seen), startOf(seen) + 20_000), partFrom(startOf(seen)));
    });
    const page = await keep(openClient(clientOptions())).get(`${again.url}/a.pdf`);
    expect(page.fetched.sha256).toBe(sha256(DOCUMENT));
    const forEver = await cutting((seen, response) =>
      cut(response, 206, DOCUMENT.subarray(startOf(seen), startOf(seen) + 100), partFrom(startOf(seen))),
    );
    expect(await failure(keep(openClient(clientOptions())).get(`${forEver.url}/a.pdf`))).toBeInstanceOf(FetchError);
    expect(asked(forEver)).toHaveLength(4);
  });

  test('waits its turn for the rest', async () => {
    const server = await cutting(sendRest);
    await keep(openClient(clientOptions({ hostDelayMs: 300, clock: realClock }))).get(`${server.url}/a.pdf`);
    const times = server.seen.map(({ at }) => at);
    for (const [index, at] of times.slice(1).entries()) expect(at - (times[index] ?? 0)).toBeGreaterThanOrEqual(299);
  });

  test('and has changed meanwhile comes as a whole', async () => {
    const changed = Buffer.from(`changed ${DOCUMENT.toString('latin1')}`);
    const server = await cutting((_, response) => send(response, 200, changed, { etag: '"state-2"' }));
    const page = await keep(openClient(clientOptions())).get(`${server.url}/a.pdf`);
    expect(page.fetched.sha256).toBe(sha256(changed));
    expect(page.fetched.headers['etag']).toBe('"state-2"');
  });

  test('is known by a settled Last-Modified where it has no tag', async () => {
    const head = { 'content-length': whole['content-length'], 'last-modified': LAST_MODIFIED };
    const server = await cutting(
      (seen, response) =>
        send(response, 206, DOCUMENT.subarray(startOf(seen)), {
          ...partFrom(startOf(seen)),
          'last-modified': LAST_MODIFIED,
        }),
      head,
    );
    const page = await keep(openClient(clientOptions())).get(`${server.url}/a.pdf`);
    expect(page.fetched.sha256).toBe(sha256(DOCUMENT));
    expect(asked(server)[1]?.headers['if-range']).toBe(LAST_MODIFIED);
  });
});

describe('nothing is resumed', () => {
  const length = { 'content-length': whole['content-length'] };
  test.each<[string, Record<string, string>]>([
    ['without a validator', length],
    ['with a weak tag', { ...length, etag: 'W/"state-1"' }],
    ['with a Last-Modified of this minute', { ...length, 'last-modified': new Date().toUTCString() }],
    ['where the server takes no ranges', { ...whole, 'accept-ranges': 'none' }],
  ])('%s', async (_, head) => {
    const server = await cutting(sendRest, head);
    expect(await failure(keep(openClient(clientOptions())).get(`${server.url}/a.pdf`))).toBeInstanceOf(FetchError);
    expect(asked(server)).toHaveLength(1);
  });

  test('of a compressed body and of a small one', async () => {
    const packed = gzipSync(DOCUMENT, { level: 0 });
    const server = keep(
      await serve(({ path }, response) => {
        if (path === '/small') cut(response, 200, DOCUMENT.subarray(0, 1000), whole);
        else
          cut(response, 200, packed.subarray(0, CUT_AT), {
            'content-length': String(packed.length),
            'content-encoding': 'gzip',
            etag: TAG,
          });
      }),
    );
    const client = keep(openClient(clientOptions()));
    expect(await failure(client.get(`${server.url}/a.pdf`))).toBeInstanceOf(FetchError);
    expect(await failure(client.get(`${server.url}/small`))).toBeInstanceOf(FetchError);
    expect(server.paths()).toEqual(['/robots.txt', '/a.pdf', '/small']);
  });
});

describe('a part that does not fit is never joined', () => {
  test.each<[string, (start: number) => Record<string, string>, RegExp]>([
    [
      'another place',
      (start) => ({ 'content-range': `bytes 0-${DOCUMENT.length - start - 1}/${DOCUMENT.length}` }),
      /begins at byte 0/u,
    ],
    [
      'another length',
      (start) => ({ 'content-range': `bytes ${start}-${DOCUMENT.length - 1}/400000` }),
      /part of 400000 bytes/u,
    ],
    ['another state', () => ({ etag: '"state-2"' }), /another state of the document \("state-2"\)/u],
    ['no Content-Range that says where', () => ({ 'content-range': 'bytes */300000' }), /its Content-Range is/u],
  ])('%s', async (_, headers, words) => {
    const server = await cutting((seen, response) => {
      const start = startOf(seen);
      send(response, 206, DOCUMENT.subarray(start), partFrom(start, headers(start)));
    });
    const error = await failure(keep(openClient(clientOptions())).get(`${server.url}/a.pdf`));
    expect(error).toBeInstanceOf(FetchError);
    expect(String(error)).toMatch(words);
  });

  test('fewer bytes than the rest has', async () => {
    const server = await cutting((seen, response) => {
      const start = startOf(seen);
      const short = DOCUMENT.subarray(start, start + 1000);
      send(response, 206, short, partFrom(start, { 'content-length': '1000' }));
    });
    const error = await failure(keep(openClient(clientOptions())).get(`${server.url}/a.pdf`));
    expect(String(error)).toMatch(/\d+ of 300000 bytes came/u);
  });
});
