import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { projectRoot } from '../shared.ts';

/** What a finished command gave. `code` null where it was killed. */
export interface Finished {
  code: number | null;
  out: string;
  err: string;
}

/** A started command: the built `ogi`, as a user runs it. */
export interface Started {
  child: ChildProcess;
  finished: Promise<Finished>;
}

/** Environment without any setting of ogi but these. */
function environment(settings: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const bare = Object.entries(process.env).filter(([name]) => !name.startsWith('OGI_') && name !== 'NODE_OPTIONS');
  return { ...Object.fromEntries(bare), ...settings };
}

/** Starts `ogi` with these words and settings (`OGI_…`), in this folder. */
export function startOgi(
  words: readonly string[],
  settings: Readonly<Record<string, string>> = {},
  cwd = projectRoot,
): Started {
  const child = spawn(process.execPath, [join(projectRoot, 'dist', 'cli', 'main.js'), ...words], {
    cwd,
    env: environment(settings),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (out += chunk));
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (err += chunk));
  const finished = new Promise<Finished>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, out, err }));
  });
  return { child, finished };
}

/** Runs `ogi` to its end. */
export function ogi(
  words: readonly string[],
  settings: Readonly<Record<string, string>> = {},
  cwd = projectRoot,
): Promise<Finished> {
  return startOgi(words, settings, cwd).finished;
}
