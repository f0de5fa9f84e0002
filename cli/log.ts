import { pino } from 'pino';
import type { Config } from '../config.ts';
import { withoutSecrets } from '../text/secrets.ts';
import type { Io, LogEntry } from './command.ts';

/** Commands that run unwatched for long: what they write on stderr is read by programs, unless a person looks on. */
const UNWATCHED: ReadonlySet<string> = new Set(['schedule', 'worker', 'serve']);

/** Whether what a command writes on stderr is to be JSON. */
export function wantsJson(
  command: string,
  { isTTY }: Pick<Io, 'isTTY'>,
  { logFormat }: Pick<Config, 'logFormat'>,
): boolean {
  return logFormat === 'json' || (logFormat === 'auto' && !isTTY && UNWATCHED.has(command));
}

/** The same way out, but what goes to stderr is one JSON object a line with time, level and message, and no secret in it. */
export function logIo(io: Io, { command, logLevel }: { command: string; logLevel: Config['logLevel'] }): Io {
  const log = pino(
    {
      level: logLevel,
      base: { pid: process.pid, command },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    { write: (line) => io.err(line.replace(/\n$/u, '')) },
  );
  return {
    ...io,
    isTTY: false,
    err: (line, { level = 'info', ...fields }: LogEntry = {}) => log[level](shown(fields), withoutSecrets(line)),
  };
}

function shown(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, typeof value === 'string' ? withoutSecrets(value) : value]),
  );
}
