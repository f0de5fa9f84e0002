import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ProxyAgent, request, type Dispatcher } from 'undici';
import { TEST_CA } from './core/certificates.ts';
import { serveSites, type Serving } from './core/server.ts';
import type { Site } from './core/site.ts';
import { REPLICAS } from './replicas.ts';

/** How often a host that is asked too fast (R08) is asked once more. */
const PATIENCE = 10;

type Headers = Dispatcher.ResponseData['headers'];

/** Asks for an address as a crawler behind the proxy does, with the test CA trusted. */
function asker(serving: Serving) {
  const proxy = new ProxyAgent({ uri: serving.proxyUrl, proxyTunnel: false, requestTls: { ca: TEST_CA } });
  const ask = async (url: string, tried = 0): Promise<{ status: number; headers: Headers; bytes: Uint8Array }> => {
    const { statusCode, headers, body } = await request(url, { dispatcher: proxy, method: 'GET' });
    const bytes = new Uint8Array(await body.arrayBuffer());
    if (statusCode !== 429 || tried === PATIENCE) return { status: statusCode, headers, bytes };
    await setTimeout(200);
    return ask(url, tried + 1);
  };
  return {
    ask: (url: string) => ask(url),
    close: () => proxy.destroy(),
  };
}

/** R15's hosts refuse, stall and break off, as they are meant to: `discovery.test.ts` asks them, and counts what comes back. */
const HOSTILE = 'R15';

/** Serves one replica for the tests of a block. */
function serving(site: Site) {
  let served: Serving;
  let crawler: ReturnType<typeof asker>;
  beforeAll(async () => {
    served = await serveSites([site], { latencyMs: 0 });
    crawler = asker(served);
  });
  afterAll(async () => {
    await crawler.close();
    await served.close();
  });
  return { ask: (url: string) => crawler.ask(url) };
}

describe.each(REPLICAS.filter(({ id }) => id !== HOSTILE))('replica $id $name', (replica) => {
  const { site, truth } = replica.build('third');
  const crawler = serving(site);

  test('answers for its home pages, columns and every report of its truth', async () => {
    const wrong: string[] = [];
    const wanted = [
      ...truth.homes,
      ...truth.columns,
      ...truth.reports.flatMap(({ url, aliases, files }) => [url, ...aliases, ...files]),
    ];
    for (const url of new Set(wanted)) {
      const answer = await crawler.ask(url);
      if (answer.status !== 200 || answer.bytes.length === 0) wrong.push(`${answer.status} ${url}`);
    }
    expect(wrong).toEqual([]);
  });

  test('has no link to a host that nobody answers for, and no page that fails', async () => {
    const escapes: string[] = [];
    for (const url of site.addresses()) {
      const answer = await crawler.ask(url);
      if (!String(answer.headers['content-type']).startsWith('text/html')) continue;
      for (const [, href = ''] of Buffer.from(answer.bytes)
        .toString('latin1')
        .matchAll(/<a [^>]*?href="([^"]*)"/gu)) {
        if (!URL.canParse(href, url)) continue;
        const { protocol, host } = new URL(href, url);
        const known =
          site.hosts.has(host) ||
          truth.external.some((one) => new URL(one).host === host) ||
          host.endsWith('.example') ||
          host.endsWith('.gov.test.');
        if (protocol.startsWith('http') && !known) escapes.push(`${href} on ${url}`);
      }
    }
    expect(escapes).toEqual([]);
  });
});

describe.each(REPLICAS)('the truth of replica $id $name', (replica) => {
  const { site, truth } = replica.build('third');
  const crawler = serving(site);

  test('has reports of several years, each body and year once', () => {
    const keys = truth.reports.map(({ body, year }) => `${body} ${year}`);
    expect(keys.length).toBeGreaterThan(0);
    expect(new Set(keys).size).toBe(keys.length);
  });

  test('has at least twelve decoys, all of them there and none of them a report', async () => {
    expect(truth.negatives.length).toBeGreaterThanOrEqual(12);
    const reports = new Set(truth.reports.flatMap(({ url, aliases, files }) => [url, ...aliases, ...files]));
    for (const { url } of truth.negatives) {
      expect(reports.has(url)).toBe(false);
      expect((await crawler.ask(url)).status).toBe(200);
    }
  });
});

test('the full size is about 1,200 reports on 16 replicas', () => {
  const sizes = REPLICAS.map((replica) => replica.build('full').truth.reports.length);
  const all = sizes.reduce((sum, size) => sum + size, 0);
  expect(sizes).toHaveLength(16);
  expect(all).toBeGreaterThan(1150);
  expect(all).toBeLessThan(1250);
});
