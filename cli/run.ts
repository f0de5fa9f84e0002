import { Command, CommanderError, Help, type OutputConfiguration } from 'commander';
import { CONFIG_FILE, SETTINGS, SOFTWARE, readConfig, type Config } from '../config.ts';
import { COMMANDS } from './commands.ts';
import type { Run } from './command.ts';
import { examples } from './command.ts';
import type { ExitCode } from './exit.ts';
import { EXIT, explainError } from './exit.ts';
import { addSettings, settingFlags } from './options.ts';
import type { Surroundings } from './surroundings.ts';
import { STOP } from './surroundings.ts';

const SETTING_FLAGS: ReadonlySet<string> = new Set(Object.values(SETTINGS).map((setting) => setting.flag));

/**
 * Runs one command line (without `node` and the script) and returns the exit code; never ends the process and never
 * throws. Errors become lines on stderr here and nowhere else.
 */
export async function runCli(argv: readonly string[], surroundings: Surroundings): Promise<ExitCode> {
  const { io, signal } = surroundings;
  let code: ExitCode = EXIT.done;
  let told = io;
  const onStop = (): void => {
    if (signal.reason === STOP.interrupted)
      told.err('Stopping after the steps under way. Press Ctrl-C again to stop at once.');
  };
  const program = buildProgram(surroundings, async (body, command) => {
    const { cwd, env } = surroundings;
    const config = readConfig({ flags: settingFlags(program), env, cwd });
    told = await ioFor(command, io, config);
    signal.addEventListener('abort', onStop, { once: true });
    code = await body({ config, io: told, json: program.opts()['json'] === true, signal, cwd, env });
  });
  try {
    await program.parseAsync(argv, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
    const explained = explainError(error);
    if (!signal.aborted || (explained.code === EXIT.bug && !isAbort(error, signal)))
      told.err(explained.text, { level: 'error' });
    code = explained.code;
  }
  signal.removeEventListener('abort', onStop);
  return signal.aborted ? stopped(told, signal) : code;
}

/** The way out of a command: as it is for people, or as a log for programs. */
async function ioFor(command: string, io: Surroundings['io'], config: Config): Promise<Surroundings['io']> {
  const isForPeople = config.logFormat === 'text' || (config.logFormat === 'auto' && io.isTTY);
  if (isForPeople) return io;
  const { logIo, wantsJson } = await import('./log.ts');
  return wantsJson(command, io, config) ? logIo(io, { command, logLevel: config.logLevel }) : io;
}

/** `command`: the name of the command that was chosen. */
type RunNamed = (body: Parameters<Run>[0], command: string) => Promise<void>;

function buildProgram({ io }: Surroundings, run: RunNamed): Command {
  const program = new Command('ogi')
    .description(
      'Finds the yearly open-government-information reports (政府信息公开工作年度报告) of Chinese government bodies, ' +
        'reads every figure, and keeps the way back to the source.',
    )
    .version(SOFTWARE, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .exitOverride()
    .configureHelp({ formatHelp })
    .configureOutput(outputOf(io, 'ogi'));
  addSettings(program);
  let chosen = '';
  program.hook('preAction', (_program, command) => {
    chosen = command.name();
  });
  for (const register of COMMANDS) register(program, (body) => run(body, chosen));
  for (const command of program.commands) command.configureOutput(outputOf(io, `ogi ${command.name()}`));
  program.addHelpText('after', HELP_END);
  return program;
}

const HELP_END = `${examples(
  'ogi demo',
  'ogi extract report.docx',
  'ogi harvest http://www.example.gov.cn/ --years 2021-2024 --contact me@university.example',
  'ogi dump --out release',
)}

Settings: a flag (see "ogi <command> --help"), else an environment variable (OGI_DATA_DIR …), else ${CONFIG_FILE}.

Exit codes: 0 done; 1 a bug; 2 wrong usage or settings; 3 done, but something is missing; 4 a difference was found;
130 interrupted, safe to run again.`;

/**
 * A help text. The program's own leaves the settings to those of its commands, where they would hide the list of commands;
 * they stay visible options, so that a misspelt one is still recognised.
 */
function formatHelp(command: Command, { helpWidth }: Help): string {
  const help = new Help();
  help.showGlobalOptions = true;
  if (helpWidth !== undefined) help.helpWidth = helpWidth;
  if (command.parent === null) {
    const options = help.visibleOptions(command).filter(({ long }) => !SETTING_FLAGS.has(long ?? ''));
    help.visibleOptions = () => options;
  }
  return help.formatHelp(command, help);
}

function outputOf(io: Surroundings['io'], name: string): OutputConfiguration {
  return {
    writeOut: (text: string) => io.out(text.replace(/\n$/u, '')),
    writeErr: (text: string) => io.err(text.replace(/\n$/u, '')),
    outputError: (text: string) => {
      const line = text
        .trim()
        .replace(/^error: /u, '')
        .replace(/\s*\n\s*/gu, ' ');
      io.err(`ogi: ${line}; see "${name} --help"`);
    },
  };
}

/** Whether an error is only the echo of the stop that was asked for. */
function isAbort(error: unknown, signal: AbortSignal): boolean {
  return error === signal.reason || (error instanceof Error && error.name === 'AbortError');
}

function stopped(io: Surroundings['io'], signal: AbortSignal): ExitCode {
  if (signal.reason === STOP.unread) return EXIT.done;
  io.err('Interrupted. What was finished is kept whole; run the same command again to go on.');
  return EXIT.interrupted;
}
