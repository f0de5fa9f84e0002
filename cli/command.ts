import type { Command } from 'commander';
import type { Config, LogLevel } from '../config.ts';
import type { ExitCode } from './exit.ts';

/** Where a command writes. Results for people or programs go to `out`, everything else to `err`. */
export interface Io {
  /** One line on stdout; the line break is added. */
  out(line: string): void;
  /** One line on stderr; the line break is added. A log for programs gets `entry` too: how grave it is, and its fields. */
  err(line: string, entry?: LogEntry): void;
  /** Whether stderr is a terminal, where a live display may be drawn. */
  isTTY: boolean;
  /** The stream behind `err`, for a live display. */
  stderr: NodeJS.WritableStream;
}

/** What a line on stderr says to a program. `level`: `info` if absent. */
export interface LogEntry {
  level?: Exclude<LogLevel, 'silent'>;
  [field: string]: unknown;
}

/** What every command is handed. */
export interface CommandContext {
  /** Checked settings: flags over environment over `ogi.config.json` over defaults. */
  config: Config;
  io: Io;
  /** `--json`: the result is for a program. */
  json: boolean;
  /** Aborted by Ctrl-C or SIGTERM, and when nobody reads stdout any more. Stop soon and return; the exit code is seen to. */
  signal: AbortSignal;
  /** Folder that relative paths of the command line refer to. */
  cwd: string;
  env: Readonly<Record<string, string | undefined>>;
}

/** Runs the body of a command with a context. Errors and exit codes are seen to by `runCli`, never by the command. */
export type Run = (body: (context: CommandContext) => Promise<ExitCode>) => Promise<void>;

/**
 * A command: adds itself to the program and hands its body to `run`. One file exports one, and `cli/main.ts` lists it.
 *
 *     export const portals: RegisterCommand = (program, run) => {
 *       program.command('portals').description('…').addHelpText('after', examples('ogi portals'))
 *         .action(() => run(async ({ io }) => { …; return EXIT.done; }));
 *     };
 *
 * All settings and `--json` are global options, added once in `cli/main.ts`: a command declares only its own. These files
 * are loaded at every start, so import anything heavy inside the body (`await import('../world.ts')`).
 */
export type RegisterCommand = (program: Command, run: Run) => void;

/** The block of examples at the end of a command's `--help`. */
export function examples(...lines: string[]): string {
  return `\nExamples:\n${lines.map((line) => `  ${line}`).join('\n')}`;
}
