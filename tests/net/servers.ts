import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { Socket } from 'node:net';
import { createServer as createRawServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { ClientOptions } from '../../net/client.ts';
import type { Resolve } from '../../net/guard.ts';
import type { Clock } from '../../model/clock.ts';
import type { HostMemory, HostState } from '../../model/host.ts';

/** One request as the server saw it. `at`: ms of the clock handed to the server, or of the machine. */
export interface Seen {
  host: string;
  path: string;
  method: string;
  headers: IncomingMessage['headers'];
  at: number;
}

/** A server on loopback that remembers what it was asked. */
export interface TestServer {
  port: number;
  url: string;
  seen: Seen[];
  /** Paths asked for, in order; with `host` only that host's. */
  paths(host?: string): string[];
  close(): Promise<void>;
}

export type Answerer = (request: Seen, response: ServerResponse) => void;

/** Serves plain requests and those of a forward proxy (absolute form); `robots.txt` is 404 unless `answer` is asked for it. */
export async function serve(
  answer: Answerer,
  options: { robots?: boolean; now?: () => number } = {},
): Promise<TestServer> {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', `http://${request.headers.host ?? 'nobody'}`);
    const entry = {
      host: url.host,
      path: url.pathname + url.search,
      method: request.method ?? '',
      headers: request.headers,
      at: (options.now ?? Date.now)(),
    };
    seen.push(entry);
    if (url.pathname === '/robots.txt' && options.robots !== true) send(response, 404, 'no such file');
    else answer(entry, response);
  });
  await listen(server);
  const { port } = addressOf(server);
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    seen,
    paths: (host) => seen.filter((entry) => host === undefined || entry.host === host).map((entry) => entry.path),
    close: () => shut(server),
  };
}

/** Serves bytes exactly as written: `answer` gets the path and the socket. */
export async function serveRaw(answer: (path: string, socket: Socket) => void): Promise<TestServer> {
  const seen: Seen[] = [];
  const sockets = new Set<Socket>();
  const server = createRawServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk) => {
      const [method = '', path = ''] = chunk.toString('latin1').split(' ');
      seen.push({ host: '', path, method, headers: {}, at: Date.now() });
      if (path === '/robots.txt')
        socket.end('HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
      else answer(path, socket);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port');
  return {
    port: address.port,
    url: `http://127.0.0.1:${address.port}`,
    seen,
    paths: () => seen.map((entry) => entry.path),
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

/** Answers with status, body and headers. */
export function send(
  response: ServerResponse,
  status: number,
  body: string | Uint8Array,
  headers: Record<string, string | string[]> = {},
): void {
  response.writeHead(status, headers);
  response.end(body);
}

async function listen(server: Server): Promise<void> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
}

function addressOf(server: Server): AddressInfo {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port');
  return address;
}

function shut(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

/** A clock that stands still; `sleep` moves it forward at once and notes how long. */
export interface TestClock extends Clock {
  sleeps: number[];
  /** Moves the clock forward by ms. */
  pass(ms: number): void;
}

export function testClock(start = '2024-03-01T00:00:00.000Z'): TestClock {
  let now = Date.parse(start);
  const sleeps: number[] = [];
  return {
    sleeps,
    now: () => new Date(now),
    pass: (ms) => {
      now += ms;
    },
    async sleep(ms, signal) {
      const until = now + ms;
      sleeps.push(ms);
      await new Promise((resolve) => setImmediate(resolve));
      signal?.throwIfAborted();
      now = Math.max(now, until);
    },
  };
}

/** The machine's clock. */
export const realClock: Clock = {
  now: () => new Date(),
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(resolve, ms);
      signal?.addEventListener('abort', () => {
        clearTimeout(timer);
        reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
      });
    }),
};

/** A name system in which every name stands for these addresses. */
export function answering(...addresses: string[]): Resolve {
  return () => Promise.resolve(addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })));
}

/** A name system that fails with the code. */
export function failing(code: string): Resolve {
  return () => Promise.reject(Object.assign(new Error(`getaddrinfo ${code}`), { code }));
}

/** Host states in a map. */
export function testMemory(): HostMemory & { states: Map<string, HostState> } {
  const states = new Map<string, HostState>();
  return {
    states,
    load: (host) => Promise.resolve(states.get(host) ?? null),
    save: (state) => {
      states.set(state.host, state);
      return Promise.resolve();
    },
  };
}

/** Options of a client that may ask loopback and `.gov.test`, without any delay. */
export function clientOptions(changes: Partial<ClientOptions> = {}): ClientOptions {
  return {
    userAgent: 'ogi-harvest/0.1.0 (+mailto:someone@example.test)',
    allowedSuffixes: ['.gov.test'],
    allowPrivate: true,
    proxyUrl: null,
    hostDelayMs: 0,
    maxBytes: 1_000_000,
    timeoutMs: 2000,
    clock: testClock(),
    hosts: testMemory(),
    ...changes,
  };
}

/** The error a promise is rejected with; fails if it is not. */
export async function failure(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('Expected a rejection, but the promise was fulfilled');
}
