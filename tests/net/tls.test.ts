import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { Server as TlsServer } from 'node:https';
import { createServer as createTlsServer } from 'node:https';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { FetchError } from '../../errors.ts';
import { openClient } from '../../net/client.ts';
import { CERTIFICATE, KEY } from './certificate.ts';
import { keep } from './opened.ts';
import { answering, clientOptions, failure, send, serve } from './servers.ts';

function portOf(server: Server | TlsServer): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port');
  return address.port;
}

describe('https', () => {
  let requests = 0;
  const server = createTlsServer({ cert: CERTIFICATE, key: KEY }, (_, response) => {
    requests += 1;
    response.end('page');
  });
  beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
  afterAll(() => new Promise<void>((resolve) => server.close(() => resolve())));

  test('a certificate that nobody vouches for is a fault naming the code, though the environment would let it pass', async () => {
    const before = process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
    process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
    try {
      const client = keep(openClient(clientOptions({ resolve: answering('127.0.0.1') })));
      const error = await failure(client.get(`https://www.yunhe.gov.test:${portOf(server)}/a`));
      expect(error).toBeInstanceOf(FetchError);
      expect(String(error)).toContain('tls_error:DEPTH_ZERO_SELF_SIGNED_CERT');
      expect(String(error)).toContain('Try the same address with http');
      expect(requests).toBe(0);
    } finally {
      if (before === undefined) delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
      else process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = before;
    }
  });

  test('a server that speaks no TLS is a fault naming the code', async () => {
    const plain = keep(await serve((_, response) => send(response, 200, 'page')));
    const client = keep(openClient(clientOptions()));
    const error = await failure(client.get(`https://127.0.0.1:${plain.port}/a`));
    expect(error).toBeInstanceOf(FetchError);
    expect(String(error)).toMatch(/tls_error:(?:EPROTO|ERR_SSL_\w+)/u);
  });

  test('goes through the proxy by CONNECT, and the certificate is checked there too', async () => {
    const asked: string[] = [];
    const proxy = createServer();
    proxy.on('connect', (request, socket) => {
      asked.push(request.url ?? '');
      const onward = connect(portOf(server), '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        onward.pipe(socket).pipe(onward);
      });
      onward.on('error', () => socket.destroy());
      socket.on('error', () => onward.destroy());
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const client = keep(openClient(clientOptions({ proxyUrl: `http://127.0.0.1:${portOf(proxy)}` })));
    const error = await failure(client.get('https://www.yunhe.gov.test/a'));
    expect(String(error)).toContain('tls_error:DEPTH_ZERO_SELF_SIGNED_CERT');
    expect(asked).toEqual(['www.yunhe.gov.test:443']);
    expect(requests).toBe(0);
    await client.close();
    await new Promise<void>((resolve) => proxy.close(() => resolve()));
  });

  test.each([
    [403, 'FetchError'],
    [407, 'ConfigError'],
  ])('a proxy that answers CONNECT with %i gives a %s', async (status, name) => {
    const proxy = createServer();
    proxy.on('connect', (_, socket) => socket.end(`HTTP/1.1 ${status} No\r\n\r\n`));
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const client = keep(openClient(clientOptions({ proxyUrl: `http://127.0.0.1:${portOf(proxy)}` })));
    expect(await failure(client.get('https://www.yunhe.gov.test/a'))).toMatchObject({ name });
    await client.close();
    await new Promise<void>((resolve) => proxy.close(() => resolve()));
  });
});
