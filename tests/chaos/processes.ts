import { spawn, type ChildProcess } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageFile } from '../../package-root.ts';
import { TEST_CA } from '../replicas/core/certificates.ts';
import { HOST_DELAY_MS } from '../replicas/core/harvest.ts';

/** A running `ogi`. `ended` gives its exit code, null where it was killed, and what it printed. */
export interface Running {
  child: ChildProcess;
  ended: Promise<{ code: number | null; out: string; err: string }>;
}

/** Where an `ogi` works: the replicas' proxy, its data folder, the Redis it shares (null: none), and settings beside these. */
export interface Place {
  proxyUrl: string;
  data: string;
  redisUrl: string | null;
  more?: Readonly<Record<string, string>>;
}

/** Starts the built `ogi` with these words; `before` is put in front of the command, such as `faketime +30h`. */
export async function start(words: readonly string[], place: Place, before: readonly string[] = []): Promise<Running> {
  await mkdir(place.data, { recursive: true });
  const authority = `${place.data}-ca.pem`;
  await writeFile(authority, TEST_CA);
  const bare = Object.entries(process.env).filter(([name]) => !name.startsWith('OGI_') && name !== 'NODE_OPTIONS');
  const [program = '', ...args] = [...before, process.execPath, packageFile('dist', 'cli', 'main.js'), ...words];
  const child = spawn(program, args, {
    env: {
      ...Object.fromEntries(bare),
      OGI_DATA_DIR: place.data,
      OGI_PROXY_URL: place.proxyUrl,
      OGI_ALLOWED_SUFFIXES: '.gov.test',
      OGI_HOST_DELAY_MS: String(HOST_DELAY_MS),
      NODE_EXTRA_CA_CERTS: authority,
      ...(place.redisUrl === null ? {} : { OGI_REDIS_URL: place.redisUrl, OGI_REDIS_PREFIX: 'chaos' }),
      ...place.more,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [out, err] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (out += chunk));
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (err += chunk));
  const ended = new Promise<{ code: number | null; out: string; err: string }>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, out, err }));
  });
  return { child, ended };
}

/** The records of a data folder as its dump gives them, a line each, without any time of fetching. Throws where the dump fails. */
export async function dumpOf(place: Place, out: string): Promise<string[]> {
  const done = await (await start(['dump', '--out', out, '--formats', 'jsonl'], { ...place, redisUrl: null })).ended;
  if (done.code !== 0) throw new Error(`Cannot dump "${place.data}": exit code ${done.code}, ${done.err.trim()}`);
  const lines = await readFile(join(out, 'reports.jsonl'), 'utf8');
  return lines
    .replace(/"fetchedAt":"[^"]*",?/gu, '')
    .split('\n')
    .filter((line) => line !== '');
}
