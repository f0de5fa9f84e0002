import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request, type IncomingHttpHeaders } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { startSamplePortal, type SampleOptions, type SamplePortal } from '../../sample/serve.ts';
import { projectRoot } from '../shared.ts';

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

let portal: SamplePortal | null = null;

async function start(options: SampleOptions = {}): Promise<SamplePortal> {
  portal = await startSamplePortal(options);
  return portal;
}

/** Asks through the proxy, whole address in the request line. */
function ask(proxyUrl: string, address: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
  const { hostname, port } = new URL(proxyUrl);
  return new Promise((resolve, reject) => {
    const asked = request(
      { hostname, port, path: address, method, headers: { host: new URL(address).host, ...headers } },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(chunks).toString('utf8'),
          }),
        );
      },
    );
    asked.on('error', reject).end();
  });
}

afterEach(async () => {
  await portal?.close();
  portal = null;
});

describe('the sample portal as a forward proxy', () => {
  test('serves the home page under www and under the bare host', async () => {
    const { proxyUrl, home } = await start();
    const www = await ask(proxyUrl, home);
    const bare = await ask(proxyUrl, 'http://yunhe.gov.test/');
    expect(www.status).toBe(200);
    expect(www.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(www.body).toContain('云禾县人民政府');
    expect(bare.body).toBe(www.body);
  });

  test('answers 304 to its own ETag and to a date not before the last change', async () => {
    const { proxyUrl, home } = await start();
    const first = await ask(proxyUrl, home);
    const { etag = '', 'last-modified': changed = '' } = first.headers;
    const byTag = await ask(proxyUrl, home, { 'if-none-match': `"other", ${etag}` });
    const byDate = await ask(proxyUrl, home, { 'if-modified-since': changed });
    const older = await ask(proxyUrl, home, { 'if-modified-since': 'Mon, 01 Jan 2018 00:00:00 GMT' });
    expect([byTag.status, byTag.body, byDate.status, older.status]).toEqual([304, '', 304, 200]);
    const tagRules = await ask(proxyUrl, home, { 'if-none-match': '"other"', 'if-modified-since': changed });
    expect(tagRules.status).toBe(200);
  });

  test('leads from a folder without its slash to the folder, and answers 404 for what is not there', async () => {
    const { proxyUrl } = await start();
    const folder = await ask(proxyUrl, 'http://www.yunhe.gov.test/zwgk/zfxxgk');
    expect([folder.status, folder.headers.location]).toEqual([301, 'http://www.yunhe.gov.test/zwgk/zfxxgk/']);
    expect((await ask(proxyUrl, 'http://www.yunhe.gov.test/nothing.html')).status).toBe(404);
    expect((await ask(proxyUrl, 'http://www.yunhe.gov.test/..%2f..%2fpackage.json')).status).toBe(404);
    expect((await ask(proxyUrl, 'http://www.yunhe.gov.test/', {}, 'POST')).status).toBe(405);
  });

  test('refuses every other host with 502 and logs the escape', async () => {
    const started = await start();
    expect((await ask(started.proxyUrl, 'http://www.linshan.gov.test/')).status).toBe(502);
    expect((await ask(started.proxyUrl, 'http://www.yunhe.gov.test:8080/')).status).toBe(502);
    expect(started.log().map(({ host, status, escape }) => ({ host, status, escape }))).toEqual([
      { host: 'www.linshan.gov.test', status: 502, escape: true },
      { host: 'www.yunhe.gov.test', status: 502, escape: true },
    ]);
  });

  test('refuses a tunnel with 502', async () => {
    const started = await start();
    const { hostname, port } = new URL(started.proxyUrl);
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(port), hostname, () =>
        socket.write('CONNECT www.yunhe.gov.test:443 HTTP/1.1\r\n\r\n'),
      );
      let text = '';
      socket.on('data', (chunk) => (text += chunk.toString())).on('end', () => resolve(text));
      socket.on('error', reject);
    });
    expect(answer).toMatch(/^HTTP\/1\.1 502 /u);
    expect(started.log()).toMatchObject([{ method: 'CONNECT', host: 'www.yunhe.gov.test', status: 502, escape: true }]);
  });

  test('answers 503 for paths that are said to be down, and after the latency asked for', async () => {
    const { proxyUrl, home } = await start({ down: ['/zwgk/'], latencyMs: 60 });
    const before = Date.now();
    expect((await ask(proxyUrl, 'http://www.yunhe.gov.test/zwgk/?a=1')).status).toBe(503);
    expect(Date.now() - before).toBeGreaterThanOrEqual(55);
    expect((await ask(proxyUrl, home)).status).toBe(200);
  });

  test('writes each request into the access log before the answer is read', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ogi-access-'));
    const accessLog = join(folder, 'access.log');
    const started = await start({ accessLog });
    const { proxyUrl, home } = started;
    const { body } = await ask(proxyUrl, `${home}xwzx/?page=1`, { 'user-agent': 'a-tester/1', referer: home });
    const lines = readFileSync(accessLog, 'utf8').trim().split('\n');
    expect(lines).toHaveLength(1);
    const entry: unknown = JSON.parse(lines[0] ?? '');
    expect(entry).toEqual({
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/u),
      host: 'www.yunhe.gov.test',
      method: 'GET',
      path: '/xwzx/?page=1',
      userAgent: 'a-tester/1',
      referer: home,
      status: 200,
      bytes: Buffer.byteLength(body),
    });
    expect(started.log()).toEqual([entry]);
    rmSync(folder, { recursive: true });
  });
});

describe('the sample portal as a program', () => {
  test('prints where it listens, serves, and ends when its stdin closes', async () => {
    const program = spawn(process.execPath, [join(projectRoot, 'dist', 'sample', 'serve.js')], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const ended = new Promise<number | null>((resolve) => program.on('exit', resolve));
    const line = await new Promise<string>((resolve) => program.stdout.once('data', (chunk) => resolve(String(chunk))));
    const said = z.object({ proxyUrl: z.string(), home: z.string(), reports: z.int() }).parse(JSON.parse(line));
    expect(said).toEqual({
      proxyUrl: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/u),
      home: 'http://www.yunhe.gov.test/',
      reports: 30,
    });
    expect((await ask(said.proxyUrl, said.home)).status).toBe(200);
    program.stdin.end();
    expect(await ended).toBe(0);
  });
});
