import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { openClient } from '../../net/client.ts';
import { FetchError, UnreadableError } from '../../errors.ts';
import { sha256 } from '../../text/hash.ts';
import { keep } from './opened.ts';
import { clientOptions, failure, send, serve, serveRaw } from './servers.ts';

const REPORT = Buffer.from('<html><body><p>云和县教育局2023年政府信息公开工作年度报告</p></body></html>'.repeat(20));

/** One member of a gzip file; a file of many decodes to all of them together. */
const MEGABYTE_OF_ZEROS = gzipSync(Buffer.alloc(1_000_000));

describe('compression', () => {
  test.each([
    ['gzip', gzipSync(REPORT)],
    ['x-gzip', gzipSync(REPORT)],
    ['br', brotliCompressSync(REPORT)],
    ['deflate', deflateSync(REPORT)],
    ['Deflate', deflateRawSync(REPORT)],
    ['identity', REPORT],
    ['gzip, br', brotliCompressSync(gzipSync(REPORT))],
  ])('a body sent as %s is decoded', async (encoding, body) => {
    const server = keep(await serve((_, response) => send(response, 200, body, { 'content-encoding': encoding })));
    const page = await keep(openClient(clientOptions())).get(`${server.url}/a`);
    expect(Buffer.from(page.bytes)).toEqual(REPORT);
    expect(page.fetched.sha256).toBe(sha256(REPORT));
    expect(page.fetched.size).toBe(REPORT.length);
  });

  test('T17: gzip, deflate and br are asked for, and a server that compresses without being asked is understood', async () => {
    const server = keep(
      await serve((_, response) => send(response, 200, gzipSync(REPORT), { 'content-encoding': 'gzip' })),
    );
    await keep(openClient(clientOptions())).get(`${server.url}/a`);
    expect(server.seen[1]?.headers['accept-encoding']).toBe('gzip, deflate, br');
  });

  test('an encoding that was not asked for is a fault, not a document', async () => {
    const server = keep(await serve((_, response) => send(response, 200, 'abc', { 'content-encoding': 'zstd' })));
    const error = await failure(keep(openClient(clientOptions())).get(`${server.url}/a`));
    expect(error).toBeInstanceOf(FetchError);
    expect(String(error)).toContain('"zstd"');
  });

  test('a redirect and an empty page that claim to be compressed do no harm', async () => {
    const server = keep(
      await serve(({ path }, response) => {
        if (path === '/a') send(response, 302, '', { location: '/b', 'content-encoding': 'gzip' });
        else send(response, 200, '', { 'content-encoding': 'gzip' });
      }),
    );
    const page = await keep(openClient(clientOptions())).get(`${server.url}/a`);
    expect(page.fetched).toMatchObject({ status: 200, size: 0, finalUrl: `${server.url}/b` });
  });
});

describe('size', () => {
  test('a gzip bomb is cut off at the limit for decoded bytes', async () => {
    const bomb = Buffer.concat(Array.from({ length: 300 }, () => MEGABYTE_OF_ZEROS));
    expect(bomb.length).toBeLessThan(1_000_000);
    const server = keep(await serve((_, response) => send(response, 200, bomb, { 'content-encoding': 'gzip' })));
    const before = process.memoryUsage().rss;
    const error = await failure(keep(openClient(clientOptions())).get(`${server.url}/bomb`));
    expect(error).toBeInstanceOf(UnreadableError);
    expect(error).toMatchObject({ reason: 'too_large' });
    expect(String(error)).toMatch(/larger than 1 MB \(1000000 bytes\).*OGI_MAX_DOCUMENT_MB/u);
    expect(process.memoryUsage().rss - before).toBeLessThan(100_000_000);
  });

  test('a document that announces too many bytes is not downloaded', async () => {
    let sent = 0;
    const server = keep(
      await serveRaw((_, socket) => {
        socket.write('HTTP/1.1 200 OK\r\nContent-Length: 600000000\r\n\r\n');
        const timer = setInterval(() => {
          sent += 1;
          socket.write('x'.repeat(1000));
        }, 5);
        socket.on('close', () => clearInterval(timer));
      }),
    );
    const error = await failure(keep(openClient(clientOptions())).get(`${server.url}/big.pdf`));
    expect(error).toMatchObject({ reason: 'too_large' });
    expect(sent).toBeLessThan(100);
  });

  test('a body without an announced length ends at the limit, one byte below passes', async () => {
    const server = keep(
      await serve(({ path }, response) => {
        response.writeHead(200);
        response.write('x'.repeat(500));
        response.end('x'.repeat(path === '/fits' ? 500 : 501));
      }),
    );
    const client = keep(openClient(clientOptions({ maxBytes: 1000 })));
    expect((await client.get(`${server.url}/fits`)).bytes).toHaveLength(1000);
    expect(await failure(client.get(`${server.url}/over`))).toMatchObject({ reason: 'too_large' });
  });
});

describe('answers that break off', () => {
  test.each([
    ['fewer bytes than announced', 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this'],
    ['chunks without an end', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n'],
    ['half a head', 'HTTP/1.1 200 OK\r\nContent-Le'],
    ['no answer at all', ''],
    ['something that is no HTTP', 'SSH-2.0-OpenSSH\r\n\r\n'],
  ])('%s: a passing fault', async (_, bytes) => {
    const server = keep(await serveRaw((_path, socket) => socket.end(bytes)));
    const error = await failure(keep(openClient(clientOptions())).get(`${server.url}/a`));
    expect(error).toBeInstanceOf(FetchError);
    expect(String(error)).toContain(`${server.url}/a`);
  });

  test('a gzip body cut in the middle is a passing fault, though its chunks end properly', async () => {
    const half = gzipSync(REPORT).subarray(0, 60);
    const server = keep(
      await serve((_, response) => {
        response.writeHead(200, { 'content-encoding': 'gzip' });
        response.write(half);
        response.end();
      }),
    );
    const error = await failure(keep(openClient(clientOptions())).get(`${server.url}/a`));
    expect(error).toBeInstanceOf(FetchError);
    expect(String(error)).toContain('damaged or cut off (Z_BUF_ERROR)');
  });

  test('a body that claims gzip and is none is a passing fault', async () => {
    const server = keep(await serve((_, response) => send(response, 200, REPORT, { 'content-encoding': 'gzip' })));
    const error = await failure(keep(openClient(clientOptions())).get(`${server.url}/a`));
    expect(error).toBeInstanceOf(FetchError);
    expect(String(error)).toContain('Z_DATA_ERROR');
  });

  test('a server that never answers and one that stops in the middle are given up after the time limit', async () => {
    const server = keep(
      await serveRaw((path, socket) => {
        if (path === '/half') socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf');
      }),
    );
    const client = keep(openClient(clientOptions({ timeoutMs: 400 })));
    const silent = await failure(client.get(`${server.url}/silent`));
    expect(silent).toBeInstanceOf(FetchError);
    expect(String(silent)).toContain('no answer in time (UND_ERR_HEADERS_TIMEOUT)');
    const half = await failure(client.get(`${server.url}/half`));
    expect(half).toBeInstanceOf(FetchError);
    expect(String(half)).toContain('the answer stopped in the middle (UND_ERR_BODY_TIMEOUT)');
  });

  test('a body that dribbles for ever is given up after ten time limits', async () => {
    const server = keep(
      await serveRaw((_, socket) => {
        socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n');
        const timer = setInterval(() => socket.write('x'), 20);
        socket.on('close', () => clearInterval(timer));
      }),
    );
    const error = await failure(keep(openClient(clientOptions({ timeoutMs: 200 }))).get(`${server.url}/a`));
    expect(error).toBeInstanceOf(FetchError);
    expect(String(error)).toContain('the answer took too long altogether');
  });

  test('a refused connection is a passing fault that names the address', async () => {
    const server = await serve((_, response) => send(response, 200, ''));
    await server.close();
    const error = await failure(keep(openClient(clientOptions())).get(`${server.url}/a`));
    expect(error).toBeInstanceOf(FetchError);
    expect(String(error)).toMatch(/Cannot ask "http:\/\/127\.0\.0\.1:\d+\/a".*refused \(ECONNREFUSED\)/u);
  });
});
