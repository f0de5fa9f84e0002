import { createServer as createPlain, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTls } from 'node:https';
import type { Socket } from 'node:net';
import { createSecureContext } from 'node:tls';
import { HOSTS_CERTIFICATE, OTHER_NAME_CERTIFICATE, SELF_SIGNED_CERTIFICATE } from './certificates.ts';
import type { Answer, Ask, Site } from './site.ts';

/**
 * One request as the proxy saw it. `at`: ms since 1970 when its head was here; `path` with its query; `open`: requests to
 * the host under way, this one counted; `escape`: it was meant for a host that no replica has.
 */
export interface Entry {
  at: number;
  scheme: 'http' | 'https';
  host: string;
  method: string;
  path: string;
  userAgent: string;
  referer: string;
  status: number;
  /** Bytes of the body that were sent. */
  bytes: number;
  open: number;
  escape: boolean;
}

/** Replicas behind one forward proxy on loopback (absolute form and CONNECT). */
export interface Serving {
  proxyUrl: string;
  /** All requests so far, oldest first. */
  log(): Entry[];
  close(): Promise<void>;
}

/** `latencyMs`: wait before each answer, or before that of a path; 20 by default. */
export interface ServeOptions {
  latencyMs?: number | ((path: string) => number);
}

/** TLS alert: handshake failure (RFC 8446 6). */
const HANDSHAKE_FAILURE = Uint8Array.of(0x15, 0x03, 0x01, 0x00, 0x02, 0x02, 0x28);

/** Serves the sites on a free port of loopback. */
export async function serveSites(sites: readonly Site[], { latencyMs = 20 }: ServeOptions = {}): Promise<Serving> {
  const entries: Entry[] = [];
  const underway = new Map<string, number>();
  const tunnels = new Set<Socket>();
  const siteOf = (host: string): Site | undefined => sites.find((site) => site.hosts.has(host));

  const handle = async (request: IncomingMessage, response: ServerResponse, scheme: 'http' | 'https') => {
    const { host, path } = targetOf(request, scheme);
    const site = siteOf(host);
    const at = performance.timeOrigin + performance.now();
    const open = (underway.get(host) ?? 0) + 1;
    underway.set(host, open);
    const entry: Entry = {
      at,
      scheme,
      host,
      path,
      method: request.method ?? '',
      userAgent: request.headers['user-agent'] ?? '',
      referer: request.headers.referer ?? '',
      status: 502,
      bytes: 0,
      open,
      escape: site === undefined,
    };
    entries.push(entry);
    try {
      const ask = {
        scheme,
        host,
        path,
        method: entry.method,
        headers: headersOf(request),
        form: await formOf(request),
        at,
      };
      const answer = await answerOf(site, ask);
      await new Promise((resolve) => setTimeout(resolve, typeof latencyMs === 'number' ? latencyMs : latencyMs(path)));
      entry.status = answer.status ?? 200;
      entry.bytes = request.method === 'HEAD' ? 0 : Buffer.byteLength(answer.body);
      send(request, response, answer);
    } finally {
      underway.set(host, (underway.get(host) ?? 1) - 1);
    }
  };
  const start = (scheme: 'http' | 'https') => (request: IncomingMessage, response: ServerResponse) => {
    handle(request, response, scheme).catch((error: unknown) => {
      process.stderr.write(
        `A replica failed on "${request.url}": ${error instanceof Error ? error.stack : String(error)}\n`,
      );
      response.destroy();
    });
  };

  const secure = createTls({ ...HOSTS_CERTIFICATE, SNICallback: certificateFor(siteOf) }, start('https'));
  const plain = createPlain(start('http'));
  for (const server of [plain, secure]) server.keepAliveTimeout = 60_000; // a busy machine is no reason to cut a connection
  plain.on('connect', (request: IncomingMessage, socket: Socket) => {
    socket.on('error', () => socket.destroy());
    tunnels.add(socket);
    const host = (request.url ?? '').toLowerCase().replace(/:443$/u, '');
    const site = siteOf(host);
    const tls = site?.hosts.get(host)?.tls ?? 'none';
    if (tls === 'none') {
      entries.push(refusedTunnel(host, site === undefined, request.headers['user-agent'] ?? ''));
      socket.end('HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
      return;
    }
    socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
    if (tls === 'good') secure.emit('connection', socket);
    else {
      // A handshake that the client breaks off never becomes a request, so the attempt itself is noted.
      entries.push({ ...refusedTunnel(host, false, request.headers['user-agent'] ?? ''), status: 0 });
      if (tls === 'legacy') socket.once('data', () => socket.end(HANDSHAKE_FAILURE));
      else secure.emit('connection', socket);
    }
  });
  secure.on('tlsClientError', (_error, socket) => socket.destroy());
  await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', resolve));
  const address = plain.address();
  if (address === null || typeof address === 'string') throw new Error('The replicas have no port');
  return {
    proxyUrl: `http://127.0.0.1:${address.port}`,
    log: () => [...entries],
    // Not waited for: Node never counts a socket as closed that a broken handshake took over.
    close: async () => {
      plain.close();
      plain.closeAllConnections();
      secure.closeAllConnections();
      for (const socket of tunnels) socket.destroy();
    },
  };
}

function answerOf(site: Site | undefined, ask: Ask): Answer | Promise<Answer> {
  const door = site?.hosts.get(ask.host);
  if (site === undefined || door === undefined || (ask.scheme === 'http' && !door.http)) {
    return { status: 502, headers: { 'content-type': 'text/plain' }, body: `No replica answers for "${ask.host}"` };
  }
  return site.answer(ask);
}

/** The address stands whole in the request line where a proxy is asked; inside a tunnel the host is in `Host`. */
function targetOf(request: IncomingMessage, scheme: 'http' | 'https'): { host: string; path: string } {
  const whole = /^https?:\/\/([^/?#]*)(.*)$/iu.exec(request.url ?? '');
  const host = (whole?.[1] ?? request.headers.host ?? '').toLowerCase();
  const path = whole === null ? (request.url ?? '/') : (whole[2] ?? '');
  return { host: host.replace(scheme === 'http' ? /:80$/u : /:443$/u, ''), path: path === '' ? '/' : path };
}

function headersOf(request: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
}

async function formOf(request: IncomingMessage): Promise<URLSearchParams> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) if (Buffer.isBuffer(chunk)) chunks.push(chunk);
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
}

function send(request: IncomingMessage, response: ServerResponse, answer: Answer): void {
  if (answer.send !== undefined) {
    answer.send(response);
    return;
  }
  const { status = 200, headers = {}, body } = answer;
  const shown =
    status === 304
      ? {}
      : { 'content-type': 'text/html; charset=utf-8', 'content-length': String(Buffer.byteLength(body)) };
  const all = Object.entries({ ...shown, ...headers });
  if (all.every(([, value]) => /^[\t -~]*$/u.test(value))) {
    response.writeHead(status, Object.fromEntries(all));
    response.end(request.method === 'HEAD' ? undefined : body);
    return;
  }
  // Node refuses to write raw GBK into Content-Disposition, which old servers do (PORTALS.md T28).
  const head = [
    `HTTP/1.1 ${status} OK`,
    ...all.map(([name, value]) => `${name}: ${value}`),
    'connection: close',
    '',
    '',
  ];
  response.socket?.write(Buffer.from(head.join('\r\n'), 'latin1'));
  response.socket?.end(body);
}

function certificateFor(siteOf: (host: string) => Site | undefined) {
  return (name: string, done: (error: Error | null, context: ReturnType<typeof createSecureContext>) => void): void => {
    const tls = siteOf(name)?.hosts.get(name)?.tls;
    const pair =
      tls === 'self' ? SELF_SIGNED_CERTIFICATE : tls === 'other_name' ? OTHER_NAME_CERTIFICATE : HOSTS_CERTIFICATE;
    done(null, createSecureContext(pair));
  };
}

function refusedTunnel(host: string, escape: boolean, userAgent: string): Entry {
  const at = performance.timeOrigin + performance.now();
  return {
    at,
    scheme: 'https',
    host,
    method: 'CONNECT',
    path: '',
    userAgent,
    referer: '',
    status: 502,
    bytes: 0,
    open: 1,
    escape,
  };
}
