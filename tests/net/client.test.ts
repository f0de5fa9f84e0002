import { describe, expect, test } from '@jest/globals';
import { FetchedDocument } from '../../model/fetched.ts';
import { ConfigError, FetchError, GoneError } from '../../errors.ts';
import { openClient } from '../../net/client.ts';
import { sha256 } from '../../text/hash.ts';
import { keep } from './opened.ts';
import { clientOptions, failing, failure, send, serve, serveRaw } from './servers.ts';

describe('a page', () => {
  test('comes with its bytes, hash, headers, time and the way there', async () => {
    const server = keep(
      await serve(({ path }, response) => {
        if (path === '/a') send(response, 301, '', { location: 'b?y=2023#top' });
        else if (path.startsWith('/b')) send(response, 302, '', { location: '/c' });
        else send(response, 200, '报告', { 'Content-Type': 'text/html; charset=gbk', 'X-Two': ['one', 'two'] });
      }),
    );
    const client = keep(openClient(clientOptions()));
    const page = await client.get(`${server.url}/a`);
    expect(Buffer.from(page.bytes).toString()).toBe('报告');
    expect(FetchedDocument.parse(page.fetched)).toMatchObject({
      sha256: sha256('报告'),
      url: `${server.url}/a`,
      redirects: [`${server.url}/b?y=2023`],
      finalUrl: `${server.url}/c`,
      status: 200,
      contentType: 'text/html; charset=gbk',
      size: 6,
      fetchedAt: '2024-03-01T00:00:00.000Z',
    });
    expect(page.fetched.headers).toMatchObject({ 'content-type': 'text/html; charset=gbk', 'x-two': 'one, two' });
  });

  test('without a content type has an empty one', async () => {
    const server = keep(await serve((_, response) => send(response, 200, 'abc')));
    expect((await keep(openClient(clientOptions())).get(`${server.url}/a`)).fetched.contentType).toBe('');
  });

  test('is asked for under our own name, in Chinese, by GET, without cookies', async () => {
    const server = keep(await serve((_, response) => send(response, 200, 'a', { 'set-cookie': 'session=1; path=/' })));
    const client = keep(openClient(clientOptions()));
    await client.get(`${server.url}/a`);
    await client.get(`${server.url}/b`);
    expect(server.seen).toHaveLength(3);
    for (const { method, headers } of server.seen) {
      expect(method).toBe('GET');
      expect(headers['user-agent']).toBe('ogi-harvest/0.1.0 (+mailto:someone@example.test)');
      expect(headers['accept-language']).toMatch(/^zh-CN/u);
      expect(headers.cookie).toBeUndefined();
      expect(headers.authorization).toBeUndefined();
    }
  });

  test('never takes a password or a fragment from its address along', async () => {
    const server = keep(await serve((_, response) => send(response, 200, 'a')));
    const page = await keep(openClient(clientOptions())).get(`http://name:secret@127.0.0.1:${server.port}/a#b`);
    expect(page.fetched.finalUrl).toBe(`${server.url}/a`);
    expect(server.seen[1]?.headers.authorization).toBeUndefined();
  });

  test('that has not changed comes as 304 without bytes', async () => {
    const server = keep(
      await serve(({ headers }, response) => {
        if (headers['if-none-match'] === '"v1"') send(response, 304, '', { etag: '"v1"' });
        else if (headers['if-modified-since'] !== undefined) send(response, 304, '');
        else send(response, 200, 'page', { etag: '"v1"' });
      }),
    );
    const client = keep(openClient(clientOptions()));
    expect((await client.get(`${server.url}/a`)).fetched.headers['etag']).toBe('"v1"');
    const same = await client.get(`${server.url}/a`, { etag: '"v1"' });
    expect(same.fetched).toMatchObject({ status: 304, size: 0, finalUrl: `${server.url}/a` });
    expect(same.bytes).toHaveLength(0);
    expect(server.seen[2]?.headers['if-modified-since']).toBeUndefined();
    const since = await client.get(`${server.url}/a`, { lastModified: 'Fri, 01 Mar 2024 00:00:00 GMT' });
    expect(since.fetched.status).toBe(304);
    expect((await client.get(`${server.url}/a`, { etag: '"v0"' })).fetched.status).toBe(200);
    expect(client.receipt()).toEqual([
      { host: `127.0.0.1:${server.port}`, requests: 5, bytes: 20, smallestGapMs: 0, notModified: 2, refusals: 0 },
    ]);
  });

  test.each([304, 206, 300])('with status %i that nobody asked for is a fault', async (status) => {
    const server = keep(await serve((_, response) => send(response, status, '')));
    expect(await failure(keep(openClient(clientOptions())).get(`${server.url}/a`))).toBeInstanceOf(FetchError);
  });

  test.each([404, 410])('with status %i is gone', async (status) => {
    const server = keep(await serve((_, response) => send(response, status, 'nothing here')));
    const error = await failure(keep(openClient(clientOptions())).get(`${server.url}/a`));
    expect(error).toBeInstanceOf(GoneError);
    expect(String(error)).toContain(`"${server.url}/a": the host answered ${status}`);
  });

  test.each([400, 408, 500, 502, 504])('with status %i may come later', async (status) => {
    const server = keep(await serve((_, response) => send(response, status, '')));
    const error = await failure(keep(openClient(clientOptions())).get(`${server.url}/a`));
    expect(error).toBeInstanceOf(FetchError);
    expect(error).toMatchObject({ retryAfterMs: null });
  });
});

describe('redirects', () => {
  test('five are followed, a sixth is not', async () => {
    const server = keep(
      await serve(({ path }, response) => {
        const left = Number(path.slice(1));
        if (left > 0) send(response, 302, '', { location: `/${left - 1}` });
        else send(response, 200, 'end');
      }),
    );
    const client = keep(openClient(clientOptions()));
    const page = await client.get(`${server.url}/5`);
    expect(page.fetched.redirects).toEqual(['/4', '/3', '/2', '/1'].map((path) => server.url + path));
    const error = await failure(client.get(`${server.url}/6`));
    expect(error).toBeInstanceOf(FetchError);
    expect(String(error)).toContain('more than 5 redirects');
    expect(server.paths().slice(7)).toEqual(['/6', '/5', '/4', '/3', '/2', '/1']);
  });

  test.each([
    ['to itself', { '/a': '/a' }, 1],
    ['in a circle', { '/a': '/b', '/b': '/a' }, 2],
  ])('%s are a fault', async (_, ways: Record<string, string>, requests) => {
    const server = keep(
      await serve(({ path }, response) => send(response, 302, '', { location: ways[path] ?? '/nowhere' })),
    );
    const error = await failure(keep(openClient(clientOptions())).get(`${server.url}/a`));
    expect(error).toBeInstanceOf(FetchError);
    expect(String(error)).toContain('lead in a circle');
    expect(server.seen).toHaveLength(1 + requests);
  });

  test.each([
    ['no target', {}],
    ['an unreadable target', { location: 'http://[' }],
  ])('with %s are a fault', async (_, headers: Record<string, string>) => {
    const server = keep(await serve((_seen, response) => send(response, 302, '', headers)));
    expect(await failure(keep(openClient(clientOptions())).get(`${server.url}/a`))).toBeInstanceOf(FetchError);
  });

  test('to a path in raw GBK bytes reach the server byte for byte', async () => {
    const server = keep(
      await serveRaw((path, socket) => {
        if (path === '/a') {
          const head =
            'HTTP/1.1 302 Found\r\nConnection: close\r\nContent-Length: 0\r\nLocation: /\xc4\xea\xb1\xa8.html\r\n\r\n';
          socket.end(Buffer.from(head, 'latin1'));
        } else socket.end('HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok');
      }),
    );
    const page = await keep(openClient(clientOptions())).get(`${server.url}/a`);
    expect(page.fetched.finalUrl).toBe(`${server.url}/%C4%EA%B1%A8.html`);
    expect(server.paths()).toEqual(['/robots.txt', '/a', '/%C4%EA%B1%A8.html']);
  });
});

describe('behind a forward proxy', () => {
  test('names without a port are asked in absolute form and never resolved here', async () => {
    const proxy = keep(
      await serve(({ host, path }, response) => {
        if (path === '/a') send(response, 302, '', { location: 'http://xxgk.yunhe.gov.test/b' });
        else send(response, 200, `${host}${path}`);
      }),
    );
    const options = clientOptions({ proxyUrl: proxy.url, allowPrivate: false, resolve: failing('ENOTFOUND') });
    const client = keep(openClient(options));
    const page = await client.get('http://www.yunhe.gov.test/a');
    expect(Buffer.from(page.bytes).toString()).toBe('xxgk.yunhe.gov.test/b');
    expect(page.fetched.finalUrl).toBe('http://xxgk.yunhe.gov.test/b');
    expect(proxy.seen.map(({ host, path }) => host + path)).toEqual([
      'www.yunhe.gov.test/robots.txt',
      'www.yunhe.gov.test/a',
      'xxgk.yunhe.gov.test/robots.txt',
      'xxgk.yunhe.gov.test/b',
    ]);
    expect(client.receipt().map(({ host, requests }) => [host, requests])).toEqual([
      ['www.yunhe.gov.test', 2],
      ['xxgk.yunhe.gov.test', 2],
    ]);
  });

  test('a hop outside the suffix never reaches the proxy', async () => {
    const proxy = keep(await serve((_, response) => send(response, 302, '', { location: 'http://evil.example/' })));
    const client = keep(openClient(clientOptions({ proxyUrl: proxy.url })));
    expect(await failure(client.get('http://www.yunhe.gov.test/a'))).toMatchObject({ reason: 'outside_suffix' });
    expect(proxy.seen.map(({ host }) => host)).toEqual(['www.yunhe.gov.test', 'www.yunhe.gov.test']);
  });

  test('a proxy that wants credentials is a matter of configuration, and no host is declined for it', async () => {
    const proxy = keep(await serve((_, response) => send(response, 407, ''), { robots: true }));
    const options = clientOptions({ proxyUrl: proxy.url });
    const error = await failure(keep(openClient(options)).get('http://www.yunhe.gov.test/a'));
    expect(error).toBeInstanceOf(ConfigError);
    expect(String(error)).toContain('OGI_PROXY_URL');
    expect(await options.hosts.load('www.yunhe.gov.test:80')).toBeNull();
  });

  test('a proxy that is not there is named in the error', async () => {
    const proxy = await serve((_, response) => send(response, 200, ''));
    await proxy.close();
    const client = keep(openClient(clientOptions({ proxyUrl: `http://name:secret@127.0.0.1:${proxy.port}` })));
    const error = await failure(client.get('http://www.yunhe.gov.test/a'));
    expect(error).toBeInstanceOf(FetchError);
    expect(String(error)).toContain(`through the proxy http://127.0.0.1:${proxy.port} (OGI_PROXY_URL)`);
    expect(String(error)).not.toContain('secret');
  });
});
