import { afterEach, describe, expect, test } from '@jest/globals';
import { DeclinedError, FetchError } from '../../errors.ts';
import { openClient } from '../../net/client.ts';
import { clientOptions, failure, send, serve, type TestServer } from '../net/servers.ts';

const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const thing of opened.splice(0).reverse()) await thing.close();
});

interface Trap {
  status?: number;
  body: string;
  headers?: Record<string, string>;
}

async function meet(trap: Trap): Promise<{ errors: unknown[]; server: TestServer }> {
  const server = await serve((_, response) =>
    send(response, trap.status ?? 200, trap.body, { 'content-type': 'text/html; charset=utf-8', ...trap.headers }),
  );
  const client = openClient(clientOptions());
  opened.push(server, client);
  const errors: unknown[] = [];
  for (const path of ['/a', '/b', '/c']) errors.push(await failure(client.get(server.url + path)));
  return { errors, server };
}

/** PORTALS.md 3.1. A portal that turns programs away is asked once, and nothing after that; no challenge is solved. */
describe('traps that are refusals', () => {
  const slider = `<html><head><title>请稍候…</title></head><body><div class="puzzle-vcode"></div><script>${'/* x */'.repeat(3000)}</script></body></html>`;
  const traps: [string, Trap, RegExp][] = [
    [
      'T1: 521 with __jsluid_s (加速乐)',
      {
        status: 521,
        body: '<script>document.cookie="__jsl_clearance=1"</script>',
        headers: { 'set-cookie': '__jsluid_s=1' },
      },
      /^challenge_jsl$/u,
    ],
    [
      'T2: 412 with $_ts (瑞数)',
      { status: 412, body: "<html><script>$_ts=window['$_ts'];</script></html>" },
      /^status_412$/u,
    ],
    ['T3: 468', { status: 468, body: '468' }, /^status_468$/u],
    ['T3: 405', { status: 405, body: '405' }, /^status_405$/u],
    ['T3: 403', { status: 403, body: '403' }, /^status_403$/u],
    [
      'T4: acw_sc__v2 with status 200',
      {
        body: "<html><script>var arg1='A1B2C3D4E5F60718293A4B5C6D7E8F9001122334';document.cookie='acw_sc__v2=x';location.reload();</script></html>",
      },
      /^challenge_acw$/u,
    ],
    ['T5: a slider with status 200', { body: slider }, /^challenge_slider$/u],
    [
      'T6: a shell that only sets a cookie',
      { body: '<html><body><script>document.cookie="C3VK=1; path=/";location.reload();</script></body></html>' },
      /^challenge_cookie$/u,
    ],
  ];
  test.each(traps)('%s', async (_, trap, reason) => {
    const { errors, server } = await meet(trap);
    for (const error of errors) {
      expect(error).toBeInstanceOf(DeclinedError);
      expect(error instanceof DeclinedError ? error.reason : '').toMatch(reason);
    }
    expect(server.paths()).toEqual(['/robots.txt', '/a']);
  });
});

describe('traps that ask for patience', () => {
  test.each([
    ['T7: the second request of a session is answered 400', { status: 400, body: 'bad' }],
    ['T9: a burst is answered 429', { status: 429, body: 'slow down', headers: { 'retry-after': '1' } }],
  ] satisfies [string, Trap][])('%s: worth trying later, no refusal', async (_, trap) => {
    const { errors } = await meet(trap);
    for (const error of errors) expect(error).toBeInstanceOf(FetchError);
  });
});
