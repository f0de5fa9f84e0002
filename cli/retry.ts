import { ConfigError } from '../errors.ts';
import type { DeadLetter, StepName } from '../queue/redis/board.ts';
import { examples, type CommandContext, type RegisterCommand } from './command.ts';
import { EXIT, type ExitCode } from './exit.ts';

/** `ogi retry`: what was given up, once more. */
export const retry: RegisterCommand = (program, run) => {
  program
    .command('retry')
    .description('put jobs that were given up back into the queue in Redis, or list them with their reasons')
    .option('--steps <list>', 'only these steps, with commas between: discover, fetch, extract, normalize')
    .option('--list', 'only say what was given up, and why')
    .addHelpText('after', examples('ogi retry --list', 'ogi retry --steps fetch', 'ogi retry --list --json'))
    .action((flags: { steps?: string; list?: boolean }) => run((context) => retryDead(context, flags)));
};

/** Dead letters shown of each step. */
const MOST_SHOWN = 50;

async function retryDead(
  { config, io, json, signal }: CommandContext,
  flags: { steps?: string; list?: boolean },
): Promise<ExitCode> {
  const { redisUrl: url, redisPrefix: prefix } = config;
  if (url === null) {
    throw new ConfigError(
      'Cannot retry: OGI_REDIS_URL (--redis-url) is not set. Without Redis nothing is kept but the store: run the same "ogi harvest" again, it tries again what failed',
    );
  }
  const { connectRedis } = await import('../queue/redis/connect.ts');
  const { openBoard, STEPS } = await import('../queue/redis/board.ts');
  const { readSteps } = await import('../queue/redis/work.ts');
  const { WAITS_MS } = await import('../queue/queue.ts');
  const names: readonly StepName[] = flags.steps === undefined ? STEPS : readSteps(flags.steps);
  const link = await connectRedis({ url, prefix, signal, onTrouble: (line) => io.err(line) });
  try {
    const board = await openBoard({ link, attempts: WAITS_MS.length + 1 });
    const counts = await board.counts();
    const dead = names.reduce((sum, name) => sum + counts[name].dead, 0);
    const letters = flags.list === true || json ? await board.deadLetters(names, MOST_SHOWN) : [];
    const put = flags.list === true ? 0 : await board.retry(names);
    if (json) io.out(JSON.stringify({ dead, retried: put, letters }));
    else if (flags.list === true) for (const line of letterLines(letters, dead)) io.out(line);
    else io.out(put === 0 ? 'Nothing was given up.' : `${put} jobs wait again; "ogi worker" or a harvest does them.`);
    await board.end();
    return EXIT.done;
  } finally {
    await link.close();
  }
}

function letterLines(letters: readonly DeadLetter[], dead: number): string[] {
  if (dead === 0) return ['Nothing was given up.'];
  const more = dead - letters.length;
  return [
    ...letters.map(
      ({ step, subject, reason, tries, failedAt }) =>
        `${failedAt ?? 'at an unknown time'} ${step} ${subject}: ${reason} (tried ${tries} times)`,
    ),
    ...(more > 0 ? [`… and ${more} more`] : []),
  ];
}
