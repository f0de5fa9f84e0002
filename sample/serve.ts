import { createHash } from 'node:crypto';
import { appendFileSync, fstatSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { sampleFolder } from './folder.ts';
import { readTruth } from './truth-file.ts';

/** Hosts that the sample portal answers for; every other one is an escape. */
const hosts = new Set(['www.yunhe.gov.test', 'yunhe.gov.test']);
const home = 'http://www.yunhe.gov.test/';

/** One request, as written to the access log. `path` with its query; `escape`: it was meant for another host. */
interface AccessEntry {
  /** ISO 8601, UTC. */
  time: string;
  host: string;
  method: string;
  path: string;
  userAgent: string;
  referer: string;
  status: number;
  /** Bytes of the body that were sent. */
  bytes: number;
  escape?: true;
}

/**
 * `port` 0 = any free one (default). `latencyMs`: wait before each answer (default 0). `accessLog`: a file to which a JSON
 * line a request is appended before the answer goes out. `down`: paths that answer 503.
 */
export interface SampleOptions {
  port?: number;
  latencyMs?: number;
  accessLog?: string;
  down?: string[];
}

/** A running sample portal; `proxyUrl` is a forward proxy on loopback through which `home` can be asked. */
export interface SamplePortal {
  proxyUrl: string;
  home: string;
  /** All requests so far, oldest first. */
  log(): AccessEntry[];
  /** Stops listening and cuts open connections. */
  close(): Promise<void>;
}

interface Answer {
  status: number;
  headers: Record<string, string>;
  body: Uint8Array;
}

interface StoredFile {
  bytes: Uint8Array;
  contentType: string;
  lastModified: string;
  etag: string;
}

/** What `generate.ts` writes beside the files: path → headers. */
const siteIndex = z.record(z.string(), z.object({ 'content-type': z.string(), 'last-modified': z.string() }));

function readSite(folder: string): Map<string, StoredFile> {
  const index = siteIndex.parse(JSON.parse(readFileSync(join(folder, 'portal', 'headers.json'), 'utf8')));
  const site = new Map<string, StoredFile>();
  for (const [path, headers] of Object.entries(index)) {
    const { 'content-type': contentType, 'last-modified': lastModified } = headers;
    const bytes = readFileSync(join(folder, 'portal', 'site', ...path.split('/')));
    const etag = `"${createHash('sha256').update(bytes).digest('hex').slice(0, 16)}"`;
    site.set(path, { bytes, contentType, lastModified, etag });
  }
  return site;
}

function plain(status: number, text: string): Answer {
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: new TextEncoder().encode(text) };
}

/** If-None-Match rules over If-Modified-Since (RFC 9110, 13.2.2). */
function unchanged(request: IncomingMessage, file: StoredFile): boolean {
  const tags = request.headers['if-none-match'];
  if (tags !== undefined) return tags.split(',').some((tag) => tag.trim().replace(/^W\//u, '') === file.etag);
  const since = Date.parse(request.headers['if-modified-since'] ?? '');
  return !Number.isNaN(since) && Date.parse(file.lastModified) <= since;
}

function answerFile(request: IncomingMessage, url: URL, site: ReadonlyMap<string, StoredFile>): Answer {
  const path = url.pathname.endsWith('/') ? `${url.pathname}index.html` : url.pathname;
  const file = site.get(path);
  if (file === undefined) {
    if (!site.has(`${path}/index.html`)) return plain(404, '404 Not Found');
    return { ...plain(301, ''), headers: { location: `${url.origin}${path}/` } };
  }
  const headers = { etag: file.etag, 'last-modified': file.lastModified, 'content-type': file.contentType };
  if (unchanged(request, file)) return { status: 304, headers, body: new Uint8Array() };
  return { status: 200, headers, body: file.bytes };
}

/** The address that a proxy is asked for stands whole in the request line; `Host` serves those who ask directly. */
function targetOf(request: IncomingMessage): URL | null {
  const asked = request.url ?? '';
  const whole = asked.startsWith('/') ? `http://${request.headers.host ?? ''}${asked}` : asked;
  return URL.canParse(whole) ? new URL(whole) : null;
}

function answer(
  request: IncomingMessage,
  site: ReadonlyMap<string, StoredFile>,
  down: ReadonlySet<string>,
): { answer: Answer; host: string; path: string; escape: boolean } {
  const url = targetOf(request);
  const host = url?.hostname ?? '';
  const path = url === null ? (request.url ?? '') : url.pathname + url.search;
  if (url === null || url.protocol !== 'http:' || url.port !== '' || !hosts.has(host)) {
    return { answer: plain(502, `The sample portal does not lead to "${request.url}"`), host, path, escape: true };
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return { answer: plain(405, 'Only GET and HEAD'), host, path, escape: false };
  }
  if (down.has(url.pathname)) return { answer: plain(503, '503 Service Unavailable'), host, path, escape: false };
  return { answer: answerFile(request, url, site), host, path, escape: false };
}

function send(request: IncomingMessage, response: ServerResponse, found: Answer): void {
  const length = found.status === 304 ? {} : { 'content-length': String(found.body.length) };
  response.writeHead(found.status, { ...found.headers, ...length, date: new Date().toUTCString() });
  response.end(request.method === 'HEAD' || found.body.length === 0 ? undefined : found.body);
}

/** Starts the sample portal on loopback. Throws where sample/portal is absent (`npm run sample` makes it) or the port is taken. */
export async function startSamplePortal(options: SampleOptions = {}): Promise<SamplePortal> {
  const site = readSite(sampleFolder());
  const down = new Set(options.down ?? []);
  const entries: AccessEntry[] = [];
  const record = (
    request: IncomingMessage,
    rest: Pick<AccessEntry, 'host' | 'path' | 'status' | 'bytes' | 'escape'>,
  ) => {
    const entry: AccessEntry = {
      time: new Date().toISOString(),
      method: request.method ?? '',
      userAgent: request.headers['user-agent'] ?? '',
      referer: request.headers.referer ?? '',
      ...rest,
    };
    entries.push(entry);
    if (options.accessLog !== undefined) appendFileSync(options.accessLog, `${JSON.stringify(entry)}\n`);
  };
  const server = createServer((request, response) => {
    const { answer: found, host, path, escape } = answer(request, site, down);
    setTimeout(() => {
      const bytes = request.method === 'HEAD' ? 0 : found.body.length;
      record(request, { host, path, status: found.status, bytes, ...(escape ? { escape: true } : {}) });
      send(request, response, found);
    }, options.latencyMs ?? 0);
  });
  server.on('connect', (request: IncomingMessage, socket) => {
    record(request, { host: (request.url ?? '').replace(/:\d+$/u, ''), path: '', status: 502, bytes: 0, escape: true });
    socket.end('HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The sample portal has no port');
  return {
    proxyUrl: `http://127.0.0.1:${address.port}`,
    home,
    log: () => [...entries],
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function wholeNumber(name: string, text: string | undefined): number {
  if (text === undefined) return 0;
  if (!/^\d{1,6}$/u.test(text)) throw new Error(`--${name} is "${text}": expected a whole number`);
  return Number(text);
}

/** Serves until SIGTERM or SIGINT, until a piped stdin closes, or until the parent process is gone. */
async function serveAsProgram(): Promise<void> {
  const { values } = parseArgs({
    options: { port: { type: 'string' }, 'latency-ms': { type: 'string' }, 'access-log': { type: 'string' } },
  });
  const accessLog = values['access-log'];
  const portal = await startSamplePortal({
    port: wholeNumber('port', values.port),
    latencyMs: wholeNumber('latency-ms', values['latency-ms']),
    ...(accessLog === undefined ? {} : { accessLog }),
  });
  process.stdout.write(
    `${JSON.stringify({ proxyUrl: portal.proxyUrl, home: portal.home, reports: readTruth().reports.length })}\n`,
  );
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    void portal.close().then(() => process.exit(0));
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  // A job in the background has /dev/null as its stdin, which ends at once and means nothing.
  const stdin = fstatSync(0);
  if (stdin.isFIFO() || stdin.isSocket()) process.stdin.on('end', stop).on('close', stop).resume();
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) stop();
  }, 1000).unref();
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await serveAsProgram();
}
