import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Redis } from 'ioredis';

/** A Redis server of the test's own, on loopback, with its files in a folder that goes with it. */
export interface OwnRedis {
  url: string;
  port: number;
  /** Ends the server as a power cut would, and starts it again on the same files. */
  killAndRestart(): Promise<void>;
  /** Runs one command as its administrator. */
  command(name: string, ...words: string[]): Promise<unknown>;
  close(): Promise<void>;
}

/** Starts a server with these words added to its command line, such as `--requirepass secret`. */
export async function startRedis(...words: string[]): Promise<OwnRedis> {
  const folder = await mkdtemp(join(tmpdir(), 'ogi-redis-'));
  const port = await freePort();
  const password = words[words.indexOf('--requirepass') + 1];
  const secret = words.includes('--requirepass') && password !== undefined ? `:${password}@` : '';
  const url = `redis://${secret}127.0.0.1:${port}`;
  const start = async (): Promise<ChildProcess> => {
    const usual = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', ''];
    const log = ['--appendonly', 'yes', '--appendfsync', 'always', '--loglevel', 'warning'];
    const child = spawn('redis-server', [...usual, ...log, ...words], { stdio: 'ignore' });
    await answering(url);
    return child;
  };
  let child = await start();
  const end = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
  };
  return {
    url,
    port,
    killAndRestart: async () => {
      await end();
      child = await start();
    },
    command: async (name, ...args) => {
      const client = new Redis(url);
      try {
        return await client.call(name, ...args);
      } finally {
        client.disconnect();
      }
    },
    close: async () => {
      await end();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function answering(url: string): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    const client = new Redis(url, { lazyConnect: true, retryStrategy: () => null, maxRetriesPerRequest: 0 });
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.ping();
      return;
    } catch {
      await wait(50);
    } finally {
      client.disconnect();
    }
  }
  throw new Error(`The Redis server of the test at "${url}" does not answer`);
}

/** A port on loopback that nobody uses just now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('No port is free');
  return address.port;
}
