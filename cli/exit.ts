import { ConfigError, DeclinedError, FetchError, GoneError, PortalChangedError, UnreadableError } from '../errors.ts';
import { systemCode } from './system-code.ts';

/** Every exit code of `ogi`, with the meaning that DESIGN.md 6 gives it. */
export const EXIT = {
  done: 0,
  bug: 1,
  usage: 2,
  /** Done, but something is missing: a portal below its floor, declined or drifted; documents unreadable. */
  incomplete: 3,
  /** Verification found a difference. */
  difference: 4,
  /** Stopped by Ctrl-C or SIGTERM; safe to run again. */
  interrupted: 130,
} as const;
/** One of the exit codes in `EXIT`. */
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Reasons of the operating system why a file could not be written: the user's disk, not our bug. */
const DISK_TROUBLE: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full: free some space or choose another folder with --data',
  EDQUOT: 'the disk quota is used up: free some space or choose another folder with --data',
  EACCES: 'permission denied: make the folder writable or choose another with --data',
  EPERM: 'not permitted: make the folder writable or choose another with --data',
  EROFS: 'the file system is read-only: choose another folder with --data',
};

/** What an error that ended a command means for the user: the exit code and the lines for stderr. */
export function explainError(error: unknown): { code: ExitCode; text: string } {
  if (error instanceof ConfigError) return { code: EXIT.usage, text: `ogi: ${error.message}` };
  const disk = diskTrouble(error);
  if (disk !== null) return { code: EXIT.usage, text: `ogi: ${disk}` };
  if (isForeseen(error)) return { code: EXIT.incomplete, text: `ogi: ${error.message}` };
  const stack = error instanceof Error ? stackWithCauses(error) : String(error);
  return { code: EXIT.bug, text: `ogi: this is a bug in ogi-harvest, please report it with these lines:\n${stack}` };
}

function isForeseen(error: unknown): error is Error {
  const classes = [FetchError, GoneError, DeclinedError, PortalChangedError, UnreadableError];
  return classes.some((one) => error instanceof one);
}

function diskTrouble(error: unknown): string | null {
  for (let at = error, depth = 0; typeof at === 'object' && at !== null && depth < 5; depth += 1) {
    const why = DISK_TROUBLE[systemCode(at) ?? ''];
    const path = 'path' in at && typeof at.path === 'string' ? ` "${at.path}"` : '';
    if (why !== undefined && 'syscall' in at) return `Cannot write${path}: ${why}`;
    at = 'cause' in at ? at.cause : null;
  }
  return null;
}

function stackWithCauses(error: Error): string {
  const own = error.stack ?? `${error.name}: ${error.message}`;
  return error.cause instanceof Error ? `${own}\ncaused by ${stackWithCauses(error.cause)}` : own;
}
