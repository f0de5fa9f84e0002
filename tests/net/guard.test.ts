import { describe, expect, test } from '@jest/globals';
import type { Client } from '../../net/client.ts';
import { openClient } from '../../net/client.ts';
import { DeclinedError, FetchError } from '../../errors.ts';
import { keep } from './opened.ts';
import { answering, clientOptions, failing, failure, send, serve } from './servers.ts';

async function reasonFor(client: Client, url: string): Promise<string> {
  const error = await failure(client.get(url));
  return error instanceof DeclinedError ? error.reason : String(error);
}

describe('names', () => {
  test.each([
    ['http://www.evilgov.test/', 'outside_suffix'],
    ['http://gov.test.example/', 'outside_suffix'],
    ['http://www.yunhe.gov.test@evil.example/', 'outside_suffix'],
    ['http://evil.example\\@www.yunhe.gov.test/', 'outside_suffix'],
    ['http://localhost/', 'outside_suffix'],
    ['ftp://www.yunhe.gov.test/', 'scheme'],
    ['file:///etc/passwd', 'scheme'],
    ['javascript:void(0)', 'scheme'],
    ['not an address', 'scheme'],
  ])('%s is declined as %s, and no name is resolved', async (url, reason) => {
    let resolved = 0;
    const resolve = (): Promise<never> => {
      resolved += 1;
      return Promise.reject(new Error('asked'));
    };
    const client = keep(openClient(clientOptions({ resolve })));
    expect(await reasonFor(client, url)).toBe(reason);
    expect(resolved).toBe(0);
  });

  test.each(['http://WWW.Yunhe.GOV.Test', 'http://yunhe.gov.test', 'http://gov.test', 'http://www.yunhe.gov.test.'])(
    '%s lies inside .gov.test',
    async (start) => {
      const server = keep(await serve((_, response) => send(response, 200, 'here')));
      const client = keep(openClient(clientOptions({ resolve: answering('127.0.0.1') })));
      const page = await client.get(`${start}:${server.port}/a`);
      expect(page.fetched.status).toBe(200);
      expect(server.paths()).toEqual(['/robots.txt', '/a']);
    },
  );
});

describe('IP addresses', () => {
  const spellings = [
    '127.0.0.1',
    '2130706433',
    '0x7f.1',
    '0177.0.0.1',
    '127.1',
    '１２７.0.0.1',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '[::127.0.0.1]',
    '[::ffff:a9fe:a9fe]',
    '[64:ff9b::7f00:1]',
    '[2002:7f00:1::]',
    '0.0.0.0',
    '10.0.0.1',
    '172.16.0.1',
    '192.168.1.1',
    '100.64.0.1',
    '169.254.169.254',
    '224.0.0.1',
    '255.255.255.255',
    '[fe80::1]',
    '[fd00::1]',
    '[ff02::1]',
    '[::]',
  ];
  test.each(spellings)('%s is refused as a private address', async (host) => {
    const client = keep(openClient(clientOptions({ allowPrivate: false })));
    expect(await reasonFor(client, `http://${host}/`)).toBe('private_address');
  });

  test.each(['169.254.169.254', '0.0.0.0', '224.0.0.1', '100.100.100.200', '[fe80::1]', '[::ffff:169.254.169.254]'])(
    '%s stays closed where private addresses are open',
    async (host) => {
      const client = keep(openClient(clientOptions({ allowPrivate: true })));
      expect(await reasonFor(client, `http://${host}/`)).toBe('private_address');
    },
  );

  test('a public address is declined unless it is named itself', async () => {
    const client = keep(openClient(clientOptions()));
    expect(await reasonFor(client, 'http://8.8.8.8/')).toBe('outside_suffix');
    expect(await reasonFor(client, 'http://[2400:3200::1]/')).toBe('outside_suffix');
  });

  test('behind a proxy no address is asked, private or public', async () => {
    const proxy = keep(await serve((_, response) => send(response, 200, 'here')));
    const client = keep(openClient(clientOptions({ proxyUrl: proxy.url })));
    expect(await reasonFor(client, 'http://127.0.0.1/')).toBe('private_address');
    expect(await reasonFor(client, 'http://8.8.8.8/')).toBe('outside_suffix');
    expect(proxy.seen).toEqual([]);
  });
});

describe('answers of the name system', () => {
  test('a name that stands for a private address is refused and nothing is sent', async () => {
    const server = keep(await serve((_, response) => send(response, 200, 'secret')));
    const resolve = answering('127.0.0.1', '::1');
    const client = keep(openClient(clientOptions({ allowPrivate: false, resolve })));
    expect(await reasonFor(client, `http://www.yunhe.gov.test:${server.port}/`)).toBe('private_address');
    expect(server.seen).toEqual([]);
  });

  test('the connection goes to the address that was checked, though the name would mean another a moment later', async () => {
    const server = keep(await serve((_, response) => send(response, 200, 'checked')));
    const answers = ['127.0.0.1', '127.0.0.1'];
    let asked = 0;
    const resolve = (): Promise<{ address: string; family: number }[]> => {
      asked += 1;
      return Promise.resolve([{ address: answers.shift() ?? '169.254.169.254', family: 4 }]);
    };
    const client = keep(openClient(clientOptions({ resolve })));
    const page = await client.get(`http://www.yunhe.gov.test:${server.port}/a`);
    expect(Buffer.from(page.bytes).toString()).toBe('checked');
    expect(asked).toBe(2); // once for robots.txt, once for the page, never for the connection
    expect(await reasonFor(client, `http://www.yunhe.gov.test:${server.port}/b`)).toBe('private_address');
    expect(server.paths()).toEqual(['/robots.txt', '/a']);
  });

  test('a private address among public ones is never connected to', async () => {
    const server = keep(await serve((_, response) => send(response, 200, 'secret')));
    const client = keep(openClient(clientOptions({ resolve: answering('169.254.169.254', '127.0.0.1') })));
    const page = await client.get(`http://www.yunhe.gov.test:${server.port}/a`);
    expect(page.fetched.status).toBe(200);
  });

  test('a name that does not exist is a passing fault that says so', async () => {
    const client = keep(openClient(clientOptions({ resolve: failing('ENOTFOUND') })));
    const error = await failure(client.get('http://www.nowhere.gov.test/a'));
    expect(error).toBeInstanceOf(FetchError);
    expect(String(error)).toContain('the name "www.nowhere.gov.test" does not exist (ENOTFOUND)');
  });
});

describe('redirects', () => {
  test.each([
    ['http://169.254.169.254/latest/meta-data/', 'private_address'],
    ['http://evil.example/', 'outside_suffix'],
    ['file:///etc/passwd', 'scheme'],
  ])('a redirect to %s is refused as %s', async (target, reason) => {
    const server = keep(await serve((_, response) => send(response, 302, '', { location: target })));
    const client = keep(openClient(clientOptions()));
    expect(await reasonFor(client, `${server.url}/a`)).toBe(reason);
    expect(server.paths()).toEqual(['/robots.txt', '/a']);
  });

  test('a redirect from a public name to loopback is refused', async () => {
    const inner = keep(await serve((_, response) => send(response, 200, 'secret')));
    const proxy = keep(await serve((_, response) => send(response, 302, '', { location: `${inner.url}/` })));
    const client = keep(openClient(clientOptions({ proxyUrl: proxy.url })));
    expect(await reasonFor(client, 'http://www.yunhe.gov.test/a')).toBe('private_address');
    expect(inner.seen).toEqual([]);
  });
});
