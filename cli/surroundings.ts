import type { Io } from './command.ts';

/** What lies around a run of `ogi`: handed in, so that tests run commands in their own process. */
export interface Surroundings {
  cwd: string;
  env: Readonly<Record<string, string | undefined>>;
  io: Io;
  /** Aborted with one of `STOP` as the reason. */
  signal: AbortSignal;
}

/** Why a run is to stop early. */
export const STOP = {
  /** Ctrl-C or SIGTERM. */
  interrupted: 'interrupted',
  /** Whoever read stdout has gone, as in `ogi extract … | head -1`. */
  unread: 'unread',
} as const;

/**
 * The surroundings of the real process. The first Ctrl-C asks the command to stop, the second ends the process at once
 * (exit code 130), which loses nothing either: the store is written whole or not at all.
 */
export function processSurroundings(): Surroundings & { flush(): Promise<void> } {
  const stop = new AbortController();
  const { stdout, stderr } = process;
  const io: Io = {
    out: (line) => void stdout.write(`${line}\n`),
    err: (line) => void stderr.write(`${line}\n`),
    isTTY: stderr.isTTY,
    stderr,
  };
  const interrupt = (): void => {
    if (stop.signal.aborted) process.exit(130);
    stop.abort(STOP.interrupted);
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  for (const stream of [stdout, stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
      stop.abort(STOP.unread);
    });
  }
  return { cwd: process.cwd(), env: process.env, io, signal: stop.signal, flush: () => flush(stdout, stderr) };
}

async function flush(...streams: NodeJS.WritableStream[]): Promise<void> {
  await Promise.all(streams.map((stream) => new Promise<void>((resolve) => void stream.write('', () => resolve()))));
}
