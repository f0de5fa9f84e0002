import { createServer, type Server, type ServerResponse } from 'node:http';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { startSamplePortal } from '../../sample/serve.ts';
import { ogi, startOgi } from './command.ts';

/** What the portals of these tests answer, by address; everything else is 404. */
const answers: Record<string, (response: ServerResponse) => void> = {
  'http://refusing.gov.test/': (response) => response.writeHead(412).end('<script>$_ts={}</script>'),
  'http://challenge.gov.test/': (response) =>
    response
      .writeHead(200, { 'content-type': 'text/html' })
      .end("<html><script>var arg1='2C5F';document.cookie='acw_sc__v2='+arg1;</script></html>"),
  'http://leading-away.gov.test/': (response) => response.writeHead(302, { location: 'http://www.example.com/' }).end(),
  'http://leading-in.gov.test/': (response) =>
    response.writeHead(302, { location: 'http://169.254.169.254/latest/' }).end(),
  'http://closed.gov.test/robots.txt': (response) => response.writeHead(200).end('User-agent: *\nDisallow: /\n'),
  'http://empty.gov.test/': (response) =>
    response
      .writeHead(200, { 'content-type': 'text/html' })
      .end('<html><title>空白县</title><body><a href="/news/">新闻</a></body></html>'),
};

let proxy: Server;
let proxyUrl: string;
let asked: string[] = [];
let data: string;

beforeAll(async () => {
  proxy = createServer((request, response) => {
    const url = request.url ?? '';
    asked.push(url);
    const answer = answers[url];
    if (answer === undefined) response.writeHead(404).end();
    else answer(response);
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const address = proxy.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  proxyUrl = `http://127.0.0.1:${address.port}`;
});

afterAll(() => new Promise((resolve) => proxy.close(resolve)));

beforeEach(async () => {
  asked = [];
  data = await mkdtemp(join(tmpdir(), 'ogi-bad-'));
});

async function harvest(home: string) {
  const done = await ogi(['harvest', home], {
    OGI_DATA_DIR: data,
    OGI_PROXY_URL: proxyUrl,
    OGI_ALLOWED_SUFFIXES: '.gov.test',
    OGI_HOST_DELAY_MS: '1',
  });
  await rm(data, { recursive: true, force: true });
  return done;
}

describe('a home page that cannot be harvested is named, with the reason and exit code 3', () => {
  test.each([
    ['http://nowhere.gov.test/', /unreachable.*"http:\/\/nowhere\.gov\.test\/".*404/u],
    ['http://refusing.gov.test/', /declined.*"http:\/\/refusing\.gov\.test\/".*412/u],
    ['http://challenge.gov.test/', /declined.*challenge\.gov\.test/u],
    ['http://leading-away.gov.test/', /declined.*www\.example\.com/u],
    ['http://leading-in.gov.test/', /declined.*169\.254\.169\.254/u],
    ['http://closed.gov.test/', /declined.*robots/u],
    ['http://empty.gov.test/', /changed.*empty\.gov\.test/u],
  ])('%s', async (home, message) => {
    const done = await harvest(home);
    expect(done.out + done.err).toMatch(message);
    expect(done.code).toBe(3);
    expect(done.err).not.toMatch(/\n\s+at /u);
    expect(asked.filter((url) => !new URL(url).hostname.endsWith('.gov.test'))).toEqual([]);
  });

  test('after a refusal nothing more is asked of the host, not in the next run either', async () => {
    const settings = {
      OGI_DATA_DIR: data,
      OGI_PROXY_URL: proxyUrl,
      OGI_ALLOWED_SUFFIXES: '.gov.test',
      OGI_HOST_DELAY_MS: '1',
    };
    await ogi(['harvest', 'http://refusing.gov.test/'], settings);
    expect(asked).toEqual(['http://refusing.gov.test/robots.txt', 'http://refusing.gov.test/']);
    const again = await ogi(['harvest', 'http://refusing.gov.test/'], settings);
    expect(asked).toHaveLength(2);
    expect(again.code).toBe(3);
    await rm(data, { recursive: true, force: true });
  });

  test('an address outside the allowed endings is refused without a request', async () => {
    const done = await ogi(['harvest', 'http://www.example.com/'], {
      OGI_DATA_DIR: data,
      OGI_PROXY_URL: proxyUrl,
      OGI_CONTACT: 'test@example.test',
    });
    expect(done.out + done.err).toMatch(/declined.*www\.example\.com.*\.gov\.cn/u);
    expect([done.code, asked]).toEqual([3, []]);
    await rm(data, { recursive: true, force: true });
  });
});

describe('what a user may get wrong', () => {
  test.each([
    [['--bogus'], /unknown option '--bogus'/u],
    [['harvst'], /unknown command 'harvst'/u],
    [['harvest'], /no portal was named/u],
    [['harvest', 'xx-99'], /"xx-99": it is neither an id of the registry/u],
    [['harvest', 'http://a.gov.test/', '--years', '2024-2021'], /--years "2024-2021"/u],
    [['status', '--concurrency', 'many'], /--concurrency: "many" is not valid/u],
    [['status', '--data', '/proc/ogi'], /data folder "\/proc\/ogi"/u],
    [['dump'], /--out/u],
    [['import', '/no/such/folder'], /"\/no\/such\/folder"/u],
    [['retry', '--redis-url', 'redis://127.0.0.1:1/'], /ECONNREFUSED.*OGI_REDIS_URL/u],
    [['worker'], /OGI_REDIS_URL \(--redis-url\) is not set/u],
    [['retry'], /OGI_REDIS_URL \(--redis-url\) is not set/u],
    [['worker', '--redis-url', 'redis://127.0.0.1:1/'], /OGI_CONTACT is not set/u],
    [
      ['worker', '--redis-url', 'redis://127.0.0.1:1/', '--allowed-suffixes', '.test', '--steps', 'fetch,eat'],
      /"eat" is no step/u,
    ],
  ])('%j gives one clear line and exit code 2', async (words, message) => {
    const done = await ogi(words, { OGI_DATA_DIR: join(data, 'none') });
    const lines = done.err.trim().split('\n');
    expect(lines).toHaveLength(1);
    expect(saidIn(lines[0] ?? '')).toMatch(message);
    expect([done.code, done.out]).toEqual([2, '']);
  });
});

test('Ctrl-C ends a harvest with 130, leaves nothing half-written, and the next run goes on', async () => {
  const portal = await startSamplePortal({ latencyMs: 20 });
  const settings = {
    OGI_DATA_DIR: data,
    OGI_PROXY_URL: portal.proxyUrl,
    OGI_ALLOWED_SUFFIXES: '.gov.test',
    OGI_HOST_DELAY_MS: '20',
  };
  try {
    const { child, finished } = startOgi(['harvest', portal.home], settings);
    while (portal.log().length < 25) await wait(20);
    child.kill('SIGINT');
    const stopped = await finished;
    expect([stopped.code, stopped.err]).toEqual([
      130,
      expect.stringContaining('Interrupted. What was finished is kept whole'),
    ]);
    expect(await readdir(join(data, '.tmp'))).toEqual([]);
    const before = portal.log().length;
    const next = await ogi(['harvest', portal.home], settings);
    expect(next.code).toBe(0);
    expect(next.out).toContain('30 reports');
    expect(portal.log().length - before).toBeLessThan(40);
  } finally {
    await portal.close();
    await rm(data, { recursive: true, force: true });
  }
}, 120_000);

/** What a line on stderr says: commands that run unwatched write JSON. */
function saidIn(line: string): string {
  if (!line.startsWith('{')) return line;
  const entry: unknown = JSON.parse(line);
  return typeof entry === 'object' && entry !== null && 'msg' in entry ? String(entry.msg) : '';
}
