import { describe, expect, test } from '@jest/globals';
import { openClient } from '../../net/client.ts';
import { refusalOf } from '../../net/refusal.ts';
import { DeclinedError } from '../../errors.ts';
import { keep } from './opened.ts';
import { clientOptions, failure, send, serve, testClock, testMemory } from './servers.ts';

const ADDRESS = new URL('http://www.yunhe.gov.test/zwgk/a.html');
const HTML = { 'content-type': 'text/html; charset=utf-8' };

function judge(status: number, body: string | Uint8Array, headers: Record<string, string> = HTML): string | null {
  return refusalOf({ status, headers, bytes: Buffer.from(body) }, ADDRESS);
}

/** What a real page has at least: some lines to read. */
const TEXT = '<p>县政府信息公开领导小组办公室负责推进、指导、协调、监督全县政府信息公开工作。</p>'.repeat(12);

describe('refusals', () => {
  test.each([401, 403, 405, 407, 412, 468, 521])('status %i is a refusal', (status) => {
    expect(judge(status, 'no')).toBe(`status_${status}`);
  });

  test.each([200, 204, 206, 400, 404, 410, 429, 500, 502, 503, 504])('status %i alone is none', (status) => {
    expect(judge(status, '<html>page</html>')).toBeNull();
  });

  // Shapes after PORTALS.md T1, T2, T4, T5, T6 and the pages of common firewalls; contents invented.
  test.each<[string, number, string, Record<string, string>, string]>([
    [
      '521 of 加速乐, script built sign by sign',
      521,
      `<script>document.cookie=('_')+('_')+('j')+('s')+('l')+('_')+('c')+('l');location.href=location.pathname+location.search</script>`,
      HTML,
      'challenge_jsl',
    ],
    ['521 of 加速乐, known by its cookie', 521, '', { 'set-cookie': '__jsluid_s=ab; path=/' }, 'challenge_jsl'],
    ['200 with __jsl_clearance', 200, `<script>setCookie("__jsl_clearance_s", go());</script>`, HTML, 'challenge_jsl'],
    [
      '412 of the $_ts kind keeps its status as reason',
      412,
      `<html><head><script>$_ts=window['$_ts'];</script></head><body></body></html>`,
      HTML,
      'status_412',
    ],
    [
      '200 of the $_ts kind',
      200,
      `<!DOCTYPE html><html><head><meta id="9DhefwqGPrzGxEp9hPaoag" content="x"><script>$_ts=window['$_ts'];if(!$_ts)$_ts={};</script></head><body></body></html>`,
      HTML,
      'challenge_ts',
    ],
    [
      '200 of the acw_sc__v2 kind',
      200,
      `<html><script>var arg1='3FA1B2C4D5E6F7A8B9C0D1E2F3A4B5C6D7E8F9A0';function setCookie(n,v){document.cookie=n+'='+v}setCookie("acw_sc__v2",arg1);</script></html>`,
      HTML,
      'challenge_acw',
    ],
    [
      'the slider',
      200,
      `<html><title>请稍候…</title><body><div class="box puzzle-vcode">请稍候…</div>${'<script>x()</script>'.repeat(900)}</body></html>`,
      HTML,
      'challenge_slider',
    ],
    [
      'the tiny cookie shell',
      200,
      `<html><body><script>document.cookie="C3VK=a1b2c3; path=/; max-age=300";window.location.reload();</script></body></html>`,
      HTML,
      'challenge_cookie',
    ],
    [
      'a shell that sets a cookie and loads itself again',
      200,
      `<script>var k=1;document.cookie="token="+k;location.href=location.pathname+location.search;</script>`,
      HTML,
      'challenge_cookie',
    ],
    [
      'a block page',
      200,
      '<html><body><h1>您的访问请求可能对网站造成威胁</h1><p>编号 123</p></body></html>',
      HTML,
      'block_page',
    ],
    [
      'another block page',
      200,
      '<html><body>The requested URL was rejected. Please consult with your administrator.</body></html>',
      HTML,
      'block_page',
    ],
    ['a challenge in a 503', 503, `<script>var arg1='AAAABBBBCCCCDDDDEEEEFFFF';</script>`, HTML, 'challenge_acw'],
    ['a challenge named in a header', 403, '<html></html>', { 'cf-mitigated': 'challenge' }, 'status_403'],
    [
      'a challenge named in the header of a 503',
      503,
      '<html></html>',
      { 'cf-mitigated': 'challenge' },
      'challenge_cloudflare',
    ],
  ])('%s', (_, status, body, headers, reason) => {
    expect(judge(status, body, headers)).toBe(reason);
  });

  test('are recognised in GBK too', () => {
    const gbk = Buffer.from([0xc7, 0xeb, 0xc9, 0xd4, 0xba, 0xf2]); // 请稍候
    const page = Buffer.concat([Buffer.from('<html><body>'), gbk, Buffer.from('<i class="vcode"></i></body></html>')]);
    expect(judge(200, page, { 'content-type': 'text/html; charset=gbk' })).toBe('challenge_slider');
  });
});

describe('ordinary pages are no refusals', () => {
  test.each<[string, string | Uint8Array, Record<string, string>]>([
    ['a page that still carries the $_ts script', `<html><script>$_ts=window['$_ts'];</script>${TEXT}</html>`, HTML],
    [
      'a page that sets a cookie and can reload',
      `<script>document.cookie="a=1";location.reload()</script>${TEXT}`,
      HTML,
    ],
    [
      'an article about challenges',
      `<html>${TEXT}<p>acw_sc__v2 document.cookie __jsl_clearance puzzle-vcode</p></html>`,
      HTML,
    ],
    [
      'a page that says 请稍候 while it loads',
      '<div>请稍候，正在跳转…</div><script src="/js/slider.js"></script>',
      HTML,
    ],
    ['a shell that only leads on', '<script>location.replace("/zwgk/index.html")</script>', HTML],
    [
      'a shell that keeps the language and leads on',
      '<script>document.cookie="l=zh";location.href="/zh/"</script>',
      HTML,
    ],
    [
      'a frameset',
      '<html><frameset cols="20,80"><frame src="left.html"><frame src="list.html"></frameset></html>',
      HTML,
    ],
    ['an empty page', '', HTML],
    [
      'JSON',
      '{"html":"<script>var arg1=\'AAAABBBBCCCCDDDDEEEEFFFF\';</script>"}',
      { 'content-type': 'application/json' },
    ],
    ['a PDF that holds the words', '%PDF-1.4 acw_sc__v2 document.cookie location.reload() puzzle-vcode', {}],
  ])('%s', (_, body, headers) => {
    expect(judge(200, body, headers)).toBeNull();
  });

  test('hostile markup is judged in linear time', () => {
    const started = performance.now();
    judge(200, `<html><i class="puzzle-vcode">${'<!--'.repeat(40_000)}`);
    judge(200, `<html><i class="puzzle-vcode">${'<'.repeat(200_000)}`);
    judge(200, `<html><i class="puzzle-vcode">${'<script>'.repeat(20_000)}`);
    expect(performance.now() - started).toBeLessThan(2000);
  });
});

describe('a host that refused', () => {
  test('is never asked again in 30 days, by later runs neither, on no scheme', async () => {
    const server = keep(await serve((_, response) => send(response, 412, '<script>$_ts={}</script>', HTML)));
    const clock = testClock();
    const hosts = testMemory();
    const options = clientOptions({ clock, hosts, proxyUrl: server.url });
    const client = keep(openClient(options));
    const error = await failure(client.get('http://www.yunhe.gov.test/a'));
    expect(error).toBeInstanceOf(DeclinedError);
    expect(error).toMatchObject({ reason: 'status_412' });
    expect(String(error)).toContain(
      'Cannot fetch "http://www.yunhe.gov.test/a": "www.yunhe.gov.test" refuses programs',
    );
    expect(server.paths()).toEqual(['/robots.txt', '/a']);
    expect(hosts.states.get('www.yunhe.gov.test:80')).toMatchObject({
      declinedUntil: '2024-03-31T00:00:00.000Z',
      declinedReason: 'status_412',
    });

    clock.pass(29 * 86_400_000);
    const later = keep(openClient(options));
    for (const url of ['http://www.yunhe.gov.test/b', 'https://www.yunhe.gov.test/b', 'http://www.yunhe.gov.test./']) {
      const again = await failure(later.get(url));
      expect(again).toBeInstanceOf(DeclinedError);
      expect(again).toMatchObject({ reason: 'status_412' });
      expect(String(again)).toContain('is left alone until 2024-03-31T00:00:00.000Z');
    }
    expect(server.seen).toHaveLength(2);

    clock.pass(2 * 86_400_000);
    await failure(later.get('http://www.yunhe.gov.test/b'));
    expect(server.paths()).toEqual(['/robots.txt', '/a', '/robots.txt', '/b']);
  });

  test('is not asked by those who already waited for their turn', async () => {
    const server = keep(await serve((_, response) => send(response, 403, 'no')));
    const client = keep(openClient(clientOptions()));
    const errors = await Promise.all(['a', 'b', 'c', 'd'].map((path) => failure(client.get(`${server.url}/${path}`))));
    expect(errors.map((error) => (error instanceof DeclinedError ? error.reason : error))).toEqual(
      Array.from({ length: 4 }, () => 'status_403'),
    );
    expect(server.paths()).toEqual(['/robots.txt', '/a']);
    expect(client.receipt()[0]).toMatchObject({ requests: 2, refusals: 1 });
  });

  test('does not close other hosts', async () => {
    const proxy = keep(await serve(({ host }, response) => send(response, host.startsWith('jsl') ? 521 : 200, 'page')));
    const client = keep(openClient(clientOptions({ proxyUrl: proxy.url })));
    expect(await failure(client.get('http://jsl.gov.test/a'))).toMatchObject({ reason: 'status_521' });
    expect((await client.get('http://www.gov.test/a')).fetched.status).toBe(200);
  });

  test('by sending back to the same address with a cookie is recognised', async () => {
    const server = keep(
      await serve((_, response) => send(response, 302, '', { location: '/a', 'set-cookie': 'CT6T=1; path=/' })),
    );
    const client = keep(openClient(clientOptions()));
    expect(await failure(client.get(`${server.url}/a`))).toMatchObject({ reason: 'challenge_cookie' });
    expect(server.paths()).toEqual(['/robots.txt', '/a']);
  });
});
