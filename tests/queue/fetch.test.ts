import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { readConfig, SOFTWARE } from '../../config.ts';
import { FetchError } from '../../errors.ts';
import type { FetchJob } from '../../model/job.ts';
import type { RunEvent } from '../../model/run.ts';
import { fetchStep } from '../../queue/steps/fetch.ts';
import { sha256 } from '../../text/hash.ts';
import { openWorld, type World } from '../../world.ts';
import { serveSites, type Serving } from '../replicas/core/server.ts';
import { openSite } from '../replicas/core/site.ts';

const HOME = 'http://www.yunhe.gov.test/';
const INDEX = '<html><head><title>云河县人民政府</title></head><body>首页</body></html>';
const LETTERS = '<html><body><form>请输入验证码<img src="/code.jpg"><input name="code"></form></body></html>';

let site: ReturnType<typeof openSite>;
let serving: Serving;
let world: World;
let events: RunEvent[];
/** What the host answers for `a.html`, one request after the other. */
let answers: string[];

beforeEach(async () => {
  site = openSite();
  site.open('www.yunhe.gov.test');
  answers = [];
  site.on('www.yunhe.gov.test', ({ path }) => (path === '/a.html' ? (answers.shift() ?? '报告') : null));
  site.set(`${HOME}download.jsp?id=1`, LETTERS);
  site.set(`${HOME}download.jsp?id=2`, { headers: { 'content-type': 'application/octet-stream' }, body: '%PDF-1.4' });
  site.set(`${HOME}news.html`, `<html><body>${'本县启用图形验证码登录，请各单位知悉。'.repeat(20)}</body></html>`);
  serving = await serveSites([site], { latencyMs: 0 });
  events = [];
  const env = {
    OGI_DATA_DIR: await mkdtemp(join(tmpdir(), 'ogi-fetch-')),
    OGI_PROXY_URL: serving.proxyUrl,
    OGI_ALLOWED_SUFFIXES: '.gov.test',
    OGI_HOST_DELAY_MS: '1',
  };
  const { signal } = new AbortController();
  const config = readConfig({ flags: {}, env, cwd: tmpdir() });
  world = await openWorld(config, { software: SOFTWARE, signal, tell: (event) => events.push(event) });
});

afterEach(async () => {
  await world.close();
  await serving.close();
});

function job(path: string, landing = path): FetchJob {
  const trail = [{ role: 'home' as const, url: HOME, sha256: sha256(Buffer.from(INDEX)) }];
  const candidate = { url: HOME + landing, text: '', score: 0, reasons: [], trail, hints: {} };
  return {
    step: 'fetch',
    portalId: 'yunhe',
    since: '',
    url: HOME + path,
    candidate,
    refreshBefore: null,
    mayAsk: true,
  };
}

function asked(): string[] {
  return serving.log().flatMap(({ path }) => (path === '/robots.txt' ? [] : [path]));
}

describe('T8: a host that answers with its home page when it is asked too fast', () => {
  test('is asked again later, and the home page is never taken for the report', async () => {
    answers = [INDEX, INDEX];
    const step = fetchStep(world);
    await expect(step.run(job('a.html'))).rejects.toThrow(FetchError);
    await expect(step.run(job('a.html'))).rejects.toThrow(/sent its home page instead/u);
    expect(await step.run(job('a.html'))).toMatchObject([{ step: 'extract', sha256: sha256(Buffer.from('报告')) }]);
    expect(asked()).toHaveLength(3);
  });

  test('that never gives it is unreachable in this run, to be tried in the next', async () => {
    answers = [INDEX];
    const step = fetchStep(world);
    const error: unknown = await step.run(job('a.html')).catch((one: unknown) => one);
    expect(await step.gaveUp(job('a.html'), error)).toEqual([]);
    expect(events.at(-1)).toMatchObject({ kind: 'unreachable', url: `${HOME}a.html` });
  });
});

const EXPIRED = '{"success":false,"code":"403","message":"链接已失效"}';

describe('a link to a file that lives a minute', () => {
  /** The page as it is served the first and the second time, and what its files answer one after the other. */
  const serve = (pages: string[], files: Record<string, string[]>): void => {
    site.on('www.yunhe.gov.test', ({ path }) => {
      if (path === '/art.html') return pages.length > 1 ? (pages.shift() ?? null) : (pages[0] ?? null);
      return files[path]?.shift() ?? null;
    });
  };

  test('is opened anew by asking its page, and the file is asked for again', async () => {
    serve(['<p>年报</p>'], { '/f?id=1': [EXPIRED, '%PDF-1.4'] });
    const step = fetchStep(world);
    await step.run(job('art.html'));
    expect(await step.run(job('f?id=1', 'art.html'))).toMatchObject([
      { step: 'extract', url: `${HOME}f?id=1`, sha256: sha256(Buffer.from('%PDF-1.4')) },
    ]);
    expect(asked()).toEqual(['/art.html', '/f?id=1', '/art.html', '/f?id=1']);
  });

  test('whose page names another one meanwhile is left for that page to be read again', async () => {
    serve(['<a href="/f?id=1">年报</a>', '<a href="/f?id=2">年报</a>'], { '/f?id=1': [EXPIRED] });
    const step = fetchStep(world);
    await step.run(job('art.html'));
    expect(await step.run(job('f?id=1', 'art.html'))).toMatchObject([
      { step: 'extract', url: `${HOME}art.html`, sha256: sha256(Buffer.from('<a href="/f?id=2">年报</a>')) },
    ]);
  });

  test('that never opens is no document: it is tried again, also where its answer was stored', async () => {
    serve(['<p>年报</p>'], { '/f?id=1': [EXPIRED, EXPIRED, '%PDF-1.4'] });
    const step = fetchStep(world);
    await step.run(job('art.html'));
    await expect(step.run(job('f?id=1', 'art.html'))).rejects.toThrow(/link holds no more/u);
    expect(await step.run(job('f?id=1', 'art.html'))).toMatchObject([{ sha256: sha256(Buffer.from('%PDF-1.4')) }]);
  });
});

describe('T25: a download that asks for the letters of a picture', () => {
  test('is declined, this file alone', async () => {
    const step = fetchStep(world);
    const next = await step.run(job('download.jsp?id=1', 'a.html'));
    expect(next).toMatchObject([{ step: 'normalize' }]);
    expect(events.at(-1)).toMatchObject({ kind: 'declined', code: 'captcha_file' });
    expect(await step.run(job('download.jsp?id=2', 'a.html'))).toMatchObject([{ step: 'extract' }]);
    expect(asked()).toHaveLength(2);
  });

  test('is no page that only speaks of such letters', async () => {
    expect(await fetchStep(world).run(job('news.html'))).toMatchObject([{ step: 'extract' }]);
  });
});
