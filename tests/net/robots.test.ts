import { describe, expect, test } from '@jest/globals';
import type { ClientOptions } from '../../net/client.ts';
import { openClient } from '../../net/client.ts';
import { DeclinedError, FetchError } from '../../errors.ts';
import { keep } from './opened.ts';
import type { Answerer, TestServer } from './servers.ts';
import { clientOptions, failure, send, serve, testClock, testMemory } from './servers.ts';

const A_DAY = 86_400_000;

/** A host with the given robots.txt whose pages all say "page". */
async function hostWith(robots: Answerer): Promise<TestServer> {
  return keep(
    await serve(
      (request, response) => {
        if (request.path === '/robots.txt') robots(request, response);
        else send(response, 200, 'page');
      },
      { robots: true },
    ),
  );
}

function rules(text: string): Answerer {
  return (_, response) => send(response, 200, text, { 'content-type': 'text/plain' });
}

function status(code: number): Answerer {
  return (_, response) => send(response, code, 'no');
}

describe('robots.txt', () => {
  test('is asked for once before the first page, then remembered for 24 hours, between runs too', async () => {
    const server = await hostWith(rules('User-agent: *\nDisallow: /wxzf/\n'));
    const options = clientOptions({ clock: testClock(), hosts: testMemory() });
    const first = keep(openClient(options));
    await Promise.all([first.get(`${server.url}/a`), first.get(`${server.url}/b`)]);
    const second = keep(openClient(options));
    await second.get(`${server.url}/c`);
    expect(server.paths()).toEqual(['/robots.txt', '/a', '/b', '/c']);
  });

  test('is asked for again after 24 hours', async () => {
    const server = await hostWith(rules(''));
    const clock = testClock();
    const client = keep(openClient(clientOptions({ clock })));
    await client.get(`${server.url}/a`);
    clock.pass(A_DAY - 1000);
    await client.get(`${server.url}/b`);
    clock.pass(2000);
    await client.get(`${server.url}/c`);
    expect(server.paths()).toEqual(['/robots.txt', '/a', '/b', '/robots.txt', '/c']);
  });

  test('one closed path closes that path only, with a reason of its own', async () => {
    const server = await hostWith(rules('User-agent: *\nDisallow: /wxzf/\nDisallow: /*.doc$\n'));
    const hosts = testMemory();
    const client = keep(openClient(clientOptions({ hosts })));
    const error = await failure(client.get(`${server.url}/wxzf/1.html`));
    expect(error).toBeInstanceOf(DeclinedError);
    expect(error).toMatchObject({ reason: 'robots_path' });
    expect(await failure(client.get(`${server.url}/f/report.doc`))).toMatchObject({ reason: 'robots_path' });
    expect((await client.get(`${server.url}/f/report.docx`)).fetched.status).toBe(200);
    expect(server.paths()).toEqual(['/robots.txt', '/f/report.docx']);
    expect([...hosts.states.values()].map((state) => state.declinedUntil)).toEqual([null]);
    expect(client.receipt()[0]).toMatchObject({ requests: 2, refusals: 2 });
  });

  test('Disallow: / closes the whole host with the reason "robots"', async () => {
    const server = await hostWith(rules('User-agent: *\nDisallow: /\n'));
    const client = keep(openClient(clientOptions()));
    expect(await failure(client.get(`${server.url}/`))).toMatchObject({ name: 'DeclinedError', reason: 'robots' });
    expect(await failure(client.get(`${server.url}/a`))).toMatchObject({ name: 'DeclinedError', reason: 'robots' });
    expect(server.paths()).toEqual(['/robots.txt']);
  });

  test('an allowed path inside a closed host may be asked', async () => {
    const server = await hostWith(rules('User-agent: *\nDisallow: /\nAllow: /zfxxgk/\n'));
    const client = keep(openClient(clientOptions()));
    expect((await client.get(`${server.url}/zfxxgk/a`)).fetched.status).toBe(200);
    expect(await failure(client.get(`${server.url}/a`))).toMatchObject({ reason: 'robots_path' });
  });

  test('rules under our own name go before those for all', async () => {
    const server = await hostWith(
      rules('User-agent: *\nDisallow: /\n\nUser-agent: OGI-Harvest\nDisallow: /closed/\nCrawl-delay: 3\n'),
    );
    const client = keep(openClient(clientOptions()));
    expect((await client.get(`${server.url}/a`)).fetched.status).toBe(200);
    expect(await failure(client.get(`${server.url}/closed/a`))).toMatchObject({ reason: 'robots_path' });
  });

  test.each([404, 410, 400, 406])('status %i means that there is no restriction', async (code) => {
    const server = await hostWith(status(code));
    const client = keep(openClient(clientOptions()));
    expect((await client.get(`${server.url}/a`)).fetched.status).toBe(200);
    expect(server.paths()).toEqual(['/robots.txt', '/a']);
  });

  test.each([401, 403])('status %i refuses the whole host for 30 days', async (code) => {
    const server = await hostWith(status(code));
    const hosts = testMemory();
    const clock = testClock();
    const client = keep(openClient(clientOptions({ hosts, clock })));
    expect(await failure(client.get(`${server.url}/a`))).toMatchObject({ name: 'DeclinedError', reason: 'robots' });
    expect(await failure(client.get(`${server.url}/b`))).toMatchObject({ name: 'DeclinedError', reason: 'robots' });
    expect(server.paths()).toEqual(['/robots.txt']);
    const key = `127.0.0.1:${server.port}`;
    expect(hosts.states.get(key)).toEqual({
      host: key,
      robots: null,
      declinedUntil: '2024-03-31T00:00:00.000Z',
      declinedReason: 'robots',
      asked: { day: '2024-03-01', count: 1 },
    });
  });

  test.each([500, 502, 503, 429])('status %i means to wait: no page is asked', async (code) => {
    const server = await hostWith(status(code));
    const clock = testClock();
    const client = keep(openClient(clientOptions({ clock })));
    const error = await failure(client.get(`${server.url}/a`));
    expect(error).toBeInstanceOf(FetchError);
    expect(String(error)).toContain(`before its host's robots.txt is read`);
    expect(await failure(client.get(`${server.url}/b`))).toBeInstanceOf(FetchError);
    expect(server.paths()).toEqual(['/robots.txt']); // not asked again for each page
    clock.pass(6000);
    expect(await failure(client.get(`${server.url}/a`))).toBeInstanceOf(FetchError);
    expect(server.paths()).toEqual(['/robots.txt', '/robots.txt']);
  });

  test('a page of HTML in its place holds no rules', async () => {
    const server = await hostWith((_, response) =>
      send(response, 200, '<!DOCTYPE html><p>您访问的页面不存在</p>\nUser-agent: *\nDisallow: /\n'),
    );
    expect((await keep(openClient(clientOptions())).get(`${server.url}/a`)).fetched.status).toBe(200);
  });

  test('rules served as text/html still are rules', async () => {
    const server = await hostWith((_, response) =>
      send(response, 200, '\ufeffUser-agent: *\r\nDisallow: /a\r\n', { 'content-type': 'text/html; charset=utf-8' }),
    );
    expect(await failure(keep(openClient(clientOptions())).get(`${server.url}/a`))).toMatchObject({
      reason: 'robots_path',
    });
  });

  test('a challenge in its place refuses the host', async () => {
    const shell = `<html><script>var arg1='3FA1B2C4D5E6F7A8B9C0D1E2F3A4B5C6D7E8F9A0';</script></html>`;
    const server = await hostWith((_, response) => send(response, 200, shell, { 'content-type': 'text/html' }));
    expect(await failure(keep(openClient(clientOptions())).get(`${server.url}/a`))).toMatchObject({
      reason: 'challenge_acw',
    });
    expect(server.paths()).toEqual(['/robots.txt']);
  });

  test('a redirect is followed under the same guard, and its rules hold for the host that was asked', async () => {
    const other = await hostWith(rules('User-agent: *\nDisallow: /a\n'));
    const server = await hostWith((_, response) => send(response, 301, '', { location: `${other.url}/robots.txt` }));
    const client = keep(openClient(clientOptions()));
    expect(await failure(client.get(`${server.url}/a`))).toMatchObject({ reason: 'robots_path' });
    expect((await client.get(`${server.url}/b`)).fetched.status).toBe(200);

    const leading = await hostWith((_, response) => send(response, 301, '', { location: 'http://evil.example/' }));
    expect(await failure(client.get(`${leading.url}/a`))).toMatchObject({ reason: 'outside_suffix' });
    expect(leading.paths()).toEqual(['/robots.txt']);
  });

  test('of a file above 500 KB the first 500 KB hold, without the line that is cut', async () => {
    const filler = '# 说明说明说明说明说明说明说明说明\n'.repeat(20_000);
    const server = await hostWith(rules(`User-agent: *\nDisallow: /a\n${filler}Disallow: /b\n`));
    const client = keep(openClient(clientOptions()));
    expect(await failure(client.get(`${server.url}/a`))).toMatchObject({ reason: 'robots_path' });
    expect((await client.get(`${server.url}/b`)).fetched.status).toBe(200);
  });

  test('hosts are told apart by port', async () => {
    const closed = await hostWith(rules('User-agent: *\nDisallow: /\n'));
    const open = await hostWith(status(404));
    const client = keep(openClient(clientOptions()));
    expect(await failure(client.get(`${closed.url}/a`))).toMatchObject({ reason: 'robots' });
    expect((await client.get(`${open.url}/a`)).fetched.status).toBe(200);
  });

  test('every hop of a redirect is checked against the rules of its own host', async () => {
    const closed = await hostWith(rules('User-agent: *\nDisallow: /secret/\n'));
    const server = keep(await serve((_, response) => send(response, 302, '', { location: `${closed.url}/secret/a` })));
    const client = keep(openClient(clientOptions()));
    expect(await failure(client.get(`${server.url}/a`))).toMatchObject({ reason: 'robots_path' });
    expect(closed.paths()).toEqual(['/robots.txt']);
  });

  test.each<[string, Partial<ClientOptions>, number]>([
    ['longer than our delay', { hostDelayMs: 2000 }, 5000],
    ['shorter than our delay', { hostDelayMs: 8000 }, 8000],
  ])('a Crawl-delay %s: the larger of both is kept', async (_, changes, gap) => {
    const server = await hostWith(rules('User-agent: *\nCrawl-delay: 5\n'));
    const client = keep(openClient(clientOptions(changes)));
    await client.get(`${server.url}/a`);
    await client.get(`${server.url}/b`);
    expect(client.receipt()[0]?.smallestGapMs).toBe(gap);
  });
});
