import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { runCli } from '../../cli/run.ts';

/** What a command line gave: exit code and what it printed. */
export interface Ran {
  code: number;
  out: string[];
  err: string[];
  cwd: string;
}

/** An empty folder of its own. */
export function freshFolder(): string {
  return mkdtempSync(join(tmpdir(), 'ogi-cli-'));
}

/** Runs a command line in this process, in a folder of its own unless one is given. */
export async function ogi(
  argv: string[],
  around: { cwd?: string; env?: Record<string, string>; signal?: AbortSignal; onErr?: (line: string) => void } = {},
): Promise<Ran> {
  const ran: Ran = { code: -1, out: [], err: [], cwd: around.cwd ?? freshFolder() };
  ran.code = await runCli(argv, {
    cwd: ran.cwd,
    env: around.env ?? {},
    signal: around.signal ?? new AbortController().signal,
    io: {
      out: (line) => void ran.out.push(line),
      err: (line) => {
        ran.err.push(line);
        around.onErr?.(line);
      },
      isTTY: false,
      stderr: new Writable({ write: (_chunk, _encoding, done) => done() }),
    },
  });
  return ran;
}
