import { describe, expect, test } from '@jest/globals';
import { DeclinedError, FetchError } from '../../errors.ts';
import { openClient } from '../../net/client.ts';
import { postAddress } from '../../text/request.ts';
import { serveSites } from '../replicas/core/server.ts';
import { openSite } from '../replicas/core/site.ts';
import { keep } from './opened.ts';
import { clientOptions, failure, send, serve, testClock, testMemory } from './servers.ts';

describe('a POST written as an address', () => {
  test('is sent as one, with the page it stands on and without what a form would not send', async () => {
    const bodies: string[] = [];
    const server = keep(
      await serve(({ method, path, headers }, response) => {
        bodies.push(
          `${method} ${path} ${headers['content-type'] ?? ''} ${headers.referer ?? ''} ${headers['content-length'] ?? ''}`,
        );
        send(response, 200, '<ul></ul>');
      }),
    );
    const client = keep(openClient(clientOptions()));
    const address =
      postAddress(`${server.url}/module/search.jsp`, { type: 'form', body: 'area=YH01&currpage=2' }) ?? '';
    const page = await client.get(address, { referer: `${server.url}/col/1.html#x` });
    expect(bodies).toEqual([
      `POST /module/search.jsp application/x-www-form-urlencoded; charset=UTF-8 ${server.url}/col/1.html 20`,
    ]);
    expect(page.fetched.url).toBe(address);
    expect(page.fetched.finalUrl).toBe(`${server.url}/module/search.jsp`);
  });

  test('becomes a GET where the answer sends elsewhere', async () => {
    const server = keep(
      await serve(({ path }, response) =>
        send(response, path === '/a' ? 302 : 200, '', path === '/a' ? { location: '/b' } : {}),
      ),
    );
    const address = postAddress(`${server.url}/a`, { type: 'json', body: '{}' }) ?? '';
    await keep(openClient(clientOptions())).get(address);
    expect(
      server.seen.filter(({ path }) => path !== '/robots.txt').map(({ method, path }) => `${method} ${path}`),
    ).toEqual(['POST /a', 'GET /b']);
  });
});

describe('T14: the other scheme', () => {
  test('is tried once where nobody answers under this one, and used from then on', async () => {
    const site = openSite();
    site.open('www.yunhe.gov.test'); // http alone: a tunnel to its https door is refused
    for (const path of ['a', 'b']) site.set(`http://www.yunhe.gov.test/${path}`, `<html><body>${path}</body></html>`);
    const serving = keep(await serveSites([site], { latencyMs: 0 }));
    const client = keep(openClient(clientOptions({ proxyUrl: serving.proxyUrl })));
    const page = await client.get('https://www.yunhe.gov.test/a');
    expect(page.fetched).toMatchObject({
      url: 'https://www.yunhe.gov.test/a',
      finalUrl: 'http://www.yunhe.gov.test/a',
    });
    await client.get('https://www.yunhe.gov.test/b');
    expect(serving.log().map(({ scheme, path }) => `${scheme} ${path}`)).toEqual([
      expect.stringMatching(/^https/u),
      'http /robots.txt',
      'http /a',
      'http /b',
    ]);
  });

  test('T15: a certificate that nobody vouches for closes the host for the run, after http was tried once', async () => {
    const site = openSite();
    site.open('www.yunhe.gov.test', { http: false, tls: 'self' });
    const serving = keep(await serveSites([site], { latencyMs: 0 }));
    const client = keep(openClient(clientOptions({ proxyUrl: serving.proxyUrl })));
    for (const path of ['a', 'b', 'c']) {
      const error = await failure(client.get(`https://www.yunhe.gov.test/${path}`));
      expect(error).toMatchObject({ name: 'DeclinedError', reason: 'tls_error' });
      expect(String(error)).toContain('tls_error:');
    }
    expect(serving.log().length).toBeLessThanOrEqual(2);
  });

  test('is not tried after an answer, whatever its status', async () => {
    const proxy = keep(await serve((_, response) => send(response, 500, 'trouble')));
    const client = keep(openClient(clientOptions({ proxyUrl: proxy.url })));
    expect(await failure(client.get('http://www.yunhe.gov.test/a'))).toBeInstanceOf(FetchError);
    expect(proxy.paths()).toEqual(['/robots.txt', '/a']);
  });
});

describe('what a host is asked on one day', () => {
  test('ends at 2,000 requests, also over several runs, and goes on the next day', async () => {
    const server = keep(await serve((_, response) => send(response, 200, 'a')));
    const clock = testClock();
    const hosts = testMemory();
    const host = `127.0.0.1:${server.port}`;
    hosts.states.set(host, {
      host,
      robots: null,
      declinedUntil: null,
      declinedReason: null,
      asked: { day: '2024-03-01', count: 1998 },
    });
    const client = keep(openClient(clientOptions({ clock, hosts })));
    await client.get(`${server.url}/a`); // robots.txt and the page
    const error = await failure(client.get(`${server.url}/b`));
    expect(error).toBeInstanceOf(FetchError);
    expect(String(error)).toMatch(/was asked 2000 times.*Run again tomorrow/u);
    expect(server.paths()).toEqual(['/robots.txt', '/a']);
    expect(hosts.states.get(host)?.asked).toEqual({ day: '2024-03-01', count: 2000 });
    clock.pass(86_400_000);
    await client.get(`${server.url}/b`);
    expect(server.paths().at(-1)).toBe('/b');
  });
});

describe('a portal that refuses', () => {
  test.each([403, 405, 412, 468, 521])('with %s is asked nothing more, whatever is wanted of it', async (status) => {
    const server = keep(await serve((_, response) => send(response, status, 'no')));
    const client = keep(openClient(clientOptions()));
    for (const path of ['/a', '/b', '/c']) {
      expect(await failure(client.get(server.url + path))).toBeInstanceOf(DeclinedError);
    }
    expect(server.paths()).toEqual(['/robots.txt', '/a']);
    expect(client.receipt()).toMatchObject([{ requests: 2, refusals: 1 }]);
  });
});
