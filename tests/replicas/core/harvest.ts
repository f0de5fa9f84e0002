import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Discovery } from '../../../model/portal.ts';
import { Run } from '../../../model/run.ts';
import { packageFile } from '../../../package-root.ts';
import { openFolder } from '../../../storage/folder.ts';
import { openStore, type Store } from '../../../storage/store.ts';
import { TEST_CA } from './certificates.ts';
import { figuresOf, foundOf, plainAddress, type Figures, type Found } from './figures.ts';
import type { Built } from './replica.ts';
import type { Entry } from './server.ts';

/** A finished `ogi`: `peakMb` resident memory of the command itself at its highest, null where the machine does not tell. */
export interface Command {
  code: number | null;
  run: Run | null;
  err: string;
  peakMb: number | null;
}

/** Gap between two requests to one host in replicas, ms (issue 5). */
export const HOST_DELAY_MS = 50;

/** What a finished program gave. */
interface Finished {
  code: number | null;
  out: string;
  err: string;
  peakMb: number | null;
}

/** Where a program finds the replicas, the folder for its data, and what else `startProgram` may be told. */
export interface Way {
  proxyUrl: string;
  data: string;
  settings?: Readonly<Record<string, string>>;
  before?: readonly string[];
}

/** A running program. `ended` gives its exit code, null where it was killed, and what it printed. */
export interface Running {
  child: ChildProcess;
  ended: Promise<{ code: number | null; out: string; err: string }>;
}

/**
 * Starts a compiled program below dist/ with the settings of the replicas. `settings`: further ones (`OGI_…`); `before`: words
 * in front of the command, such as `faketime -f +30h`.
 */
export async function startProgram(
  script: readonly string[],
  words: readonly string[],
  { proxyUrl, data, settings = {}, before = [] }: Way,
): Promise<Running> {
  await mkdir(data, { recursive: true });
  const authority = join(data, 'test-ca.pem');
  await writeFile(authority, TEST_CA);
  const bare = Object.entries(process.env).filter(([name]) => !name.startsWith('OGI_') && name !== 'NODE_OPTIONS');
  const [program = '', ...args] = [...before, process.execPath, packageFile('dist', ...script), ...words];
  const child = spawn(program, args, {
    env: {
      ...Object.fromEntries(bare),
      OGI_DATA_DIR: data,
      OGI_PROXY_URL: proxyUrl,
      OGI_ALLOWED_SUFFIXES: '.gov.test',
      OGI_HOST_DELAY_MS: String(HOST_DELAY_MS),
      NODE_EXTRA_CA_CERTS: authority,
      ...settings,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [out, err] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (out += chunk));
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (err += chunk));
  const ended = new Promise<Awaited<Running['ended']>>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, out, err }));
  });
  return { child, ended };
}

/** Runs a compiled program below dist/ to its end. */
export async function runProgram(script: readonly string[], words: readonly string[], way: Way): Promise<Finished> {
  const { child, ended } = await startProgram(script, words, way);
  let peakMb = 0;
  const watch = setInterval(() => (peakMb = Math.max(peakMb, residentPeakMb(child.pid))), 250);
  const done = await ended.finally(() => clearInterval(watch));
  return { ...done, peakMb: peakMb === 0 ? null : peakMb };
}

/** Runs the built `ogi harvest` on home pages. */
export async function harvest(homes: readonly string[], way: Way, more: readonly string[] = []): Promise<Command> {
  const { code, out, err, peakMb } = await runProgram(
    ['cli', 'main.js'],
    ['harvest', ...homes, '--json', ...more],
    way,
  );
  const line = out.trim().split('\n').at(-1) ?? '';
  return { code, run: line.startsWith('{') ? Run.parse(JSON.parse(line)) : null, err, peakMb };
}

/** Addresses that the built `ogi discover` nominates from a home page; empty where it found none, which `err` explains. */
export async function discover(home: string, way: Way): Promise<{ urls: string[]; err: string }> {
  const { out, err } = await runProgram(['cli', 'main.js'], ['discover', home, '--json'], way);
  const line = out.trim().split('\n').at(-1) ?? '';
  const urls = line.startsWith('{') ? Discovery.parse(JSON.parse(line)).candidates.map(({ url }) => url) : [];
  return { urls, err };
}

/** Share of the reports of a truth that addresses lead to; those that may be left do not count. */
export function nominated({ truth }: Built, urls: readonly string[]): { share: number; missing: string[] } {
  const found = new Set(urls.map(plainAddress));
  const missing = truth.reports.filter(
    ({ url, aliases, files }) => ![url, ...aliases, ...files].some((one) => found.has(plainAddress(one))),
  );
  const share = truth.reports.length === 0 ? 1 : 1 - missing.length / truth.reports.length;
  return { share, missing: missing.map(({ body, year, url }) => `${body} ${year} ${url}`) };
}

/** Highest resident memory of a process so far in MiB, from /proc; 0 where there is none. */
function residentPeakMb(pid: number | undefined): number {
  const file = `/proc/${pid}/status`;
  if (pid === undefined || !existsSync(file)) return 0;
  try {
    const [, kib = '0'] = /VmHWM:\s+(\d+) kB/u.exec(readFileSync(file, 'utf8')) ?? [];
    return Number(kib) / 1024;
  } catch (error) {
    if (error instanceof Error && 'code' in error) return 0; // it ended between the two looks
    throw error;
  }
}

/** The store that a harvest left. */
export async function openData(data: string): Promise<Store> {
  return openStore(await openFolder(data, () => 'unused'));
}

/** What a harvest made of replicas, in their order. */
export async function measure(
  built: readonly Built[],
  { data, log, run }: { data: string; log: readonly Entry[]; run: Run | null },
): Promise<Figures[]> {
  const store = await openData(data);
  const records: Found[] = [];
  for await (const record of store.records.all()) records.push(foundOf(record));
  const unread = new Set<string>();
  for await (const outcome of store.outcomes.all()) {
    if (outcome.kind !== 'unreadable') continue;
    unread.add(plainAddress(outcome.url));
    unread.add(plainAddress(outcome.landing));
  }
  const all: Figures[] = [];
  for (const one of built) {
    const own = records.filter(({ addresses }) => one.site.hosts.has((addresses[0] ?? '').split('/')[0] ?? ''));
    all.push({ ...figuresOf(one, own, log, unread), wrongReasons: await wrongReasons(one, store, run) });
  }
  return all;
}

/** Refusals whose reason is not told, or told as another one. */
async function wrongReasons({ truth }: Built, store: Store, run: Run | null): Promise<string[]> {
  const wrong: string[] = [];
  for (const { host, reasons } of truth.refusals) {
    const state = await store.hosts.load(host);
    const verdicts = (run?.portals ?? []).filter(({ home }) => new URL(home).host === host);
    const told = [state?.declinedReason ?? '', ...verdicts.map(({ verdict, why }) => `${verdict} ${why}`)].join(' ');
    if (reasons.length > 0 && !reasons.some((reason) => told.includes(reason)))
      wrong.push(`${host}: ${told.slice(0, 200)}`);
  }
  return wrong;
}
