import { spawn } from 'node:child_process';
import { constants } from 'node:fs';
import { access, mkdtemp, rmdir, statfs } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import type { Config } from '../config.ts';
import { findChromium } from '../crawlers/browser.ts';
import { ConfigError } from '../errors.ts';

/** One thing this machine has or lacks. `state`: `off` = not asked for, so nothing is wrong. `fix`: what to do, null if nothing. */
export interface Finding {
  name: string;
  state: 'ok' | 'missing' | 'off';
  /** What was found. */
  found: string;
  fix: string | null;
  /** Without it nothing works. */
  required: boolean;
}

/** How long a program or a server may take to answer, ms. */
const PATIENCE_MS = 3000;
/** How long all tries at the object store may take, ms. */
const S3_PATIENCE_MS = 10_000;
/** Free space below which a data folder is reported, bytes. */
const LEAST_FREE = 1_000_000_000;

/** Everything `ogi doctor` looks at, in the order it is shown. */
export async function inspectMachine(
  config: Config,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Finding[]> {
  return Promise.all([
    nodeVersion(),
    dataFolder(config),
    freeSpace(config),
    contact(config),
    browser(config, env),
    recogniser(env),
    office(env),
    redis(config.redisUrl),
    objectStore(config.s3Url),
  ]);
}

async function nodeVersion(): Promise<Finding> {
  const major = Number(process.versions.node.split('.')[0]);
  const isRight = major >= 20;
  return {
    name: 'Node',
    state: isRight ? 'ok' : 'missing',
    found: process.versions.node,
    fix: isRight ? null : 'install Node 20 or later (https://nodejs.org)',
    required: true,
  };
}

/** A file is made in the nearest folder that exists, and taken away: rights alone do not tell. */
async function dataFolder({ dataDir: folder, s3Url }: Config): Promise<Finding> {
  const base = { name: 'data folder', required: s3Url === null };
  if (s3Url !== null) return { ...base, state: 'off', found: 'not used; the store is in S3', fix: null };
  try {
    const existing = await nearestFolder(folder);
    await rmdir(await mkdtemp(join(existing, '.ogi-doctor-')));
    const made = existing === folder ? 'can be written' : 'does not exist yet and can be made';
    return { ...base, state: 'ok', found: `${folder} ${made}`, fix: null };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const fix = 'make the folder writable, or choose another with --data or OGI_DATA_DIR';
    return { ...base, state: 'missing', found: `${folder} cannot be written: ${why}`, fix };
  }
}

async function freeSpace({ dataDir: folder, s3Url }: Config): Promise<Finding> {
  const base = { name: 'free space', required: false };
  if (s3Url !== null) return { ...base, state: 'off', found: 'not asked for; the store is in S3', fix: null };
  try {
    const { bavail, bsize } = await statfs(await nearestFolder(folder));
    const free = bavail * bsize;
    const found = `${(free / 1e9).toFixed(1)} GB`;
    if (free >= LEAST_FREE) return { ...base, state: 'ok', found, fix: null };
    return { ...base, state: 'missing', found, fix: 'free some space: a large harvest needs several GB' };
  } catch {
    return { ...base, state: 'missing', found: 'unknown', fix: 'choose a folder that can be reached with --data' };
  }
}

async function nearestFolder(folder: string): Promise<string> {
  if (await isThere(folder)) return folder;
  if (dirname(folder) === folder) throw new Error(`no folder above "${folder}" exists`);
  return nearestFolder(dirname(folder));
}

async function contact({ contact: address, userAgent }: Config): Promise<Finding> {
  const base = { name: 'contact', required: false };
  if (address !== null) return { ...base, state: 'ok', found: `${address}; portals see "${userAgent}"`, fix: null };
  const fix = 'set OGI_CONTACT to your e-mail address or a page about you; real portals are not asked without it';
  return { ...base, state: 'missing', found: 'not set', fix };
}

async function browser({ browserPath }: Config, env: Readonly<Record<string, string | undefined>>): Promise<Finding> {
  const base = { name: 'browser', required: false };
  try {
    const found = await findChromium({ named: browserPath, searchPath: env['PATH'] ?? '' });
    if (found !== null) return { ...base, state: 'ok', found, fix: null };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return { ...base, state: 'missing', found: 'none', fix: error.message };
  }
  const fix = 'apt-get install chromium, or npx playwright install chromium; only portals drawn by scripts need it';
  return { ...base, state: 'missing', found: 'none', fix };
}

async function recogniser(env: Readonly<Record<string, string | undefined>>): Promise<Finding> {
  const base = { name: 'OCR', required: false };
  const fix = 'apt-get install tesseract-ocr tesseract-ocr-chi-sim; only scanned reports need it';
  const program = await findProgram(env, ['tesseract']);
  if (program === null) return { ...base, state: 'missing', found: 'no tesseract', fix };
  const languages = await outputOf(program, ['--list-langs']);
  if (languages?.split(/\s+/u).includes('chi_sim') === true) {
    return { ...base, state: 'ok', found: `${program} with chi_sim`, fix: null };
  }
  return { ...base, state: 'missing', found: `${program} without chi_sim`, fix };
}

async function office(env: Readonly<Record<string, string | undefined>>): Promise<Finding> {
  const base = { name: 'LibreOffice', required: false };
  const program = await findProgram(env, ['soffice', 'libreoffice']);
  if (program !== null) return { ...base, state: 'ok', found: program, fix: null };
  const fix = 'apt-get install libreoffice-writer; only .doc files older than Word 97 and old .wps files need it';
  return { ...base, state: 'missing', found: 'none', fix };
}

async function redis(url: string | null): Promise<Finding> {
  const base = { name: 'Redis', required: false };
  if (url === null) return { ...base, state: 'off', found: 'not set; the queue runs in this process', fix: null };
  const { askServer, policyFault, withoutSecret } = await import('../queue/redis/connect.ts');
  const place = withoutSecret(url);
  try {
    const { version, policy } = await askServer(url);
    const fault = policyFault(policy);
    if (fault === null) return { ...base, state: 'ok', found: `Redis ${version} at ${place}`, fix: null };
    return { ...base, state: 'missing', found: `Redis ${version} at ${place} throws jobs away when full`, fix: fault };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { ...base, state: 'missing', found: why, fix: 'start the server, or correct or unset OGI_REDIS_URL' };
  }
}

async function objectStore(url: string | null): Promise<Finding> {
  const base = { name: 'S3', required: url !== null };
  if (url === null) return { ...base, state: 'off', found: 'not set; the store is the data folder', fix: null };
  const { inspectBucket } = await import('../storage/s3/probe.ts');
  try {
    const { place, creates, replaces } = await inspectBucket(url, AbortSignal.timeout(S3_PATIENCE_MS));
    const can = `${place} can be listed, read and written`;
    const ignored = [creates ? '' : 'If-None-Match', replaces ? '' : 'If-Match']
      .filter((name) => name !== '')
      .join(' and ');
    if (ignored === '') return { ...base, state: 'ok', found: `${can}, on conditions too`, fix: null };
    const fix =
      'let one process work at a time, or take a server that heeds conditions: of two workers that write one object at the same moment, one would be lost';
    return { ...base, state: 'missing', found: `${can}, but it ignores ${ignored}`, fix, required: false };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { ...base, state: 'missing', found: why, fix: 'correct or unset OGI_S3_URL' };
  }
}

/** Path of the first of these programs that the search path has; null if none. */
async function findProgram(
  env: Readonly<Record<string, string | undefined>>,
  names: readonly string[],
): Promise<string | null> {
  for (const name of names) {
    for (const folder of (env['PATH'] ?? '').split(delimiter).filter((part) => part !== '')) {
      const path = join(folder, name);
      const isRunnable = await access(path, constants.X_OK).then(
        () => true,
        () => false,
      );
      if (isRunnable) return path;
    }
  }
  return null;
}

/** What a program prints on both channels; null if it fails or takes too long. */
function outputOf(program: string, args: readonly string[]): Promise<string | null> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], timeout: PATIENCE_MS });
    let text = '';
    const take = (chunk: Buffer): void => {
      text += chunk.toString('utf8');
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.on('error', () => resolve(null));
    child.on('close', (code) => resolve(code === 0 ? text : null));
  });
}

function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
