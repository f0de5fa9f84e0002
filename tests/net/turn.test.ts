import { describe, expect, test } from '@jest/globals';
import { openClient } from '../../net/client.ts';
import { openTurns } from '../../net/turn.ts';
import { FetchError } from '../../errors.ts';
import { keep } from './opened.ts';
import type { Seen, TestClock } from './servers.ts';
import { answering, clientOptions, failure, realClock, send, serve, testClock } from './servers.ts';

/** Times between the requests that a server saw, in ms. */
function gaps(seen: readonly Seen[]): number[] {
  return seen.slice(1).map((entry, index) => entry.at - (seen[index]?.at ?? 0));
}

function timeOf(clock: TestClock): () => number {
  return () => clock.now().getTime();
}

describe('the gap', () => {
  test('lies between any two requests to one host, robots.txt and redirects included', async () => {
    const clock = testClock();
    const server = keep(
      await serve(
        ({ path }, response) =>
          path === '/a' ? send(response, 302, '', { location: '/b' }) : send(response, 200, 'page'),
        { now: timeOf(clock) },
      ),
    );
    const client = keep(openClient(clientOptions({ clock, hostDelayMs: 2000 })));
    await client.get(`${server.url}/a`);
    await client.get(`${server.url}/c`);
    expect(server.paths()).toEqual(['/robots.txt', '/a', '/b', '/c']);
    expect(gaps(server.seen)).toEqual([2000, 2000, 2000]);
    expect(client.receipt()[0]).toMatchObject({ requests: 4, smallestGapMs: 2000 });
  });

  test('is kept on the real clock, as the server sees it', async () => {
    const server = keep(await serve((_, response) => send(response, 200, 'page')));
    const client = keep(openClient(clientOptions({ clock: realClock, hostDelayMs: 60 })));
    await Promise.all(['a', 'b', 'c', 'd'].map((path) => client.get(`${server.url}/${path}`)));
    expect(server.seen).toHaveLength(5);
    expect(Math.min(...gaps(server.seen))).toBeGreaterThanOrEqual(60);
  });

  test('grows to twice the time of a slow answer, to a minute at most', async () => {
    const clock = testClock();
    const slow: Record<string, number> = { '/3s': 3000, '/50s': 50_000 };
    const server = keep(
      await serve(
        ({ path }, response) => {
          clock.pass(slow[path] ?? 0);
          send(response, 200, 'page');
        },
        { now: timeOf(clock) },
      ),
    );
    const client = keep(openClient(clientOptions({ clock, hostDelayMs: 2000 })));
    for (const path of ['/3s', '/50s', '/a', '/b']) await client.get(server.url + path);
    // /3s: 6 s from start to start; /50s: 60 s instead of 100; then 2 s again.
    expect(gaps(server.seen)).toEqual([2000, 6000, 60_000, 2000]);
  });

  test('does not hold one host back because of another', async () => {
    const clock = testClock();
    const proxy = keep(await serve((_, response) => send(response, 200, 'page'), { now: timeOf(clock) }));
    const client = keep(openClient(clientOptions({ clock, hostDelayMs: 2000, proxyUrl: proxy.url })));
    await client.get('http://www.yunhe.gov.test/a');
    await client.get('http://www.lishui.gov.test/a');
    expect(gaps(proxy.seen)).toEqual([2000, 0, 2000]);
  });
});

describe('the turn', () => {
  test('lets one request at a time to a host, in the order of asking', async () => {
    let open = 0;
    let most = 0;
    const server = keep(
      await serve((_, response) => {
        open += 1;
        most = Math.max(most, open);
        setTimeout(() => {
          open -= 1;
          send(response, 200, 'page');
        }, 10);
      }),
    );
    const client = keep(openClient(clientOptions()));
    const paths = ['/a', '/b', '/c', '/d', '/e'];
    await Promise.all(paths.map((path) => client.get(server.url + path)));
    expect(most).toBe(1);
    expect(server.paths()).toEqual(['/robots.txt', ...paths]);
  });

  test('is shared by two names that stand for one address', async () => {
    const clock = testClock();
    const server = keep(await serve((_, response) => send(response, 200, 'page'), { now: timeOf(clock) }));
    const client = keep(openClient(clientOptions({ clock, hostDelayMs: 2000, resolve: answering('127.0.0.1') })));
    await Promise.all(['yunhe', 'lishui'].map((name) => client.get(`http://${name}.gov.test:${server.port}/a`)));
    expect(gaps(server.seen)).toEqual([2000, 2000, 2000]);
  });

  test('of several keys waits for all of them, and nobody later gets past for any of them', async () => {
    const turns = openTurns({ clock: testClock(), delayMs: 0 });
    const order: string[] = [];
    const first = await turns.join(['host a', 'address 1']);
    const run = async (name: string, keys: string[]): Promise<void> => {
      const turn = await turns.join(keys);
      order.push(name);
      turn.end();
    };
    const others = [run('b', ['host b', 'address 1']), run('c', ['host b']), run('d', ['host d', 'address 2'])];
    await others[2];
    expect(order).toEqual(['d']);
    first.end();
    await Promise.all(others);
    expect(order).toEqual(['d', 'b', 'c']);
  });
});

describe('a host that asks for patience', () => {
  test.each([
    ['seconds', '20', 20_000],
    ['a date', 'Fri, 01 Mar 2024 00:00:45 GMT', 45_000],
    ['a thousand years', '31536000000', 86_400_000],
    ['a date in the past', 'Fri, 01 Mar 2020 00:00:00 GMT', 0],
    ['nothing readable', 'soon', null],
  ])('names %s in Retry-After', async (_, value, expected) => {
    const server = keep(await serve((_seen, response) => send(response, 429, '', { 'retry-after': value })));
    const error = await failure(keep(openClient(clientOptions())).get(`${server.url}/a`));
    expect(error).toBeInstanceOf(FetchError);
    expect(error).toMatchObject({ retryAfterMs: expected });
  });

  test.each([429, 503])('with %i doubles its gap until ten answers came well', async (status) => {
    const clock = testClock();
    const server = keep(
      await serve(({ path }, response) => send(response, path === '/busy' ? status : 200, 'page'), {
        now: timeOf(clock),
      }),
    );
    const client = keep(openClient(clientOptions({ clock, hostDelayMs: 2000 })));
    await client.get(`${server.url}/a`);
    await failure(client.get(`${server.url}/busy`));
    for (let page = 0; page < 12; page += 1) await client.get(`${server.url}/${page}`);
    expect(gaps(server.seen)).toEqual([2000, 2000, ...Array.from({ length: 10 }, () => 4000), 2000, 2000]);
  });

  test('is waited for up to a minute; beyond that nothing is sent and the job comes back later', async () => {
    const clock = testClock();
    const server = keep(
      await serve(
        ({ path }, response) => {
          const wait = path.slice(1);
          if (/^\d/u.test(wait)) send(response, 503, '', { 'retry-after': wait });
          else send(response, 200, 'page');
        },
        { now: timeOf(clock) },
      ),
    );
    const client = keep(openClient(clientOptions({ clock })));
    await failure(client.get(`${server.url}/30`));
    await client.get(`${server.url}/a`);
    expect(gaps(server.seen).at(-1)).toBe(30_000);
    await failure(client.get(`${server.url}/3600`));
    const sent = server.seen.length;
    const error = await failure(client.get(`${server.url}/b`));
    expect(error).toBeInstanceOf(FetchError);
    expect(error).toMatchObject({ retryAfterMs: 3_600_000 });
    expect(server.seen).toHaveLength(sent);
    clock.pass(3_600_000);
    expect((await client.get(`${server.url}/b`)).fetched.status).toBe(200);
  });
});

describe('an aborted run', () => {
  test('ends the request under way and everyone who waits, with the reason of the signal', async () => {
    const server = keep(await serve(() => undefined));
    const controller = new AbortController();
    const client = keep(openClient(clientOptions({ signal: controller.signal })));
    const running = ['a', 'b', 'c'].map((path) => failure(client.get(`${server.url}/${path}`)));
    while (!server.paths().includes('/a')) await new Promise((resolve) => setTimeout(resolve, 5));
    const reason = new Error('stopped by the user');
    controller.abort(reason);
    expect(await Promise.all(running)).toEqual([reason, reason, reason]);
    expect(await failure(client.get(`${server.url}/d`))).toBe(reason);
    expect(server.paths()).toEqual(['/robots.txt', '/a']);
  });

  test('ends the wait for the gap at once', async () => {
    const server = keep(await serve((_, response) => send(response, 200, 'page')));
    const controller = new AbortController();
    const options = clientOptions({ clock: realClock, hostDelayMs: 600_000, signal: controller.signal });
    const client = keep(openClient(options));
    const waiting = failure(client.get(`${server.url}/a`));
    while (server.seen.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    setTimeout(() => controller.abort(new Error('stopped')), 20);
    expect(String(await waiting)).toBe('Error: stopped');
    expect(server.paths()).toEqual(['/robots.txt']);
  });
});
