import { requireContact, SOFTWARE, storePlace } from '../config.ts';
import { ConfigError } from '../errors.ts';
import { examples, type CommandContext, type RegisterCommand } from './command.ts';
import { EXIT, type ExitCode } from './exit.ts';

/** `ogi worker`: works on what harvests elsewhere hand out through Redis. */
export const worker: RegisterCommand = (program, run) => {
  program
    .command('worker')
    .description(
      'work on jobs from Redis until stopped (Ctrl-C, SIGTERM): any number of workers on any number of machines, which share the store',
    )
    .option('--steps <list>', 'only these steps, with commas between: discover, fetch, extract, normalize')
    .addHelpText(
      'after',
      examples(
        'OGI_REDIS_URL=redis://127.0.0.1:6379 OGI_CONTACT=me@university.example ogi worker',
        'ogi worker --steps extract,normalize --concurrency 2 --redis-url rediss://:password@queue.example:6380',
      ),
    )
    .action((flags: { steps?: string }) => run((context) => work(context, flags.steps)));
};

async function work({ config, io, json, signal }: CommandContext, typed: string | undefined): Promise<ExitCode> {
  if (config.redisUrl === null) {
    throw new ConfigError(
      'Cannot work: OGI_REDIS_URL (--redis-url) is not set; without Redis "ogi harvest" does all the work itself',
    );
  }
  requireContact(config, config.allowedSuffixes.map(hostUnder));
  const { readSteps } = await import('../queue/redis/work.ts');
  const { STEPS } = await import('../queue/redis/board.ts');
  const { runWorker } = await import('../queue/harvest.ts');
  const { openWorld } = await import('../world.ts');
  const names = typed === undefined ? STEPS : readSteps(typed);
  const world = await openWorld(config, {
    software: SOFTWARE,
    signal,
    tell: () => undefined,
    onTrouble: (line) => io.err(line),
  });
  const { redis } = world;
  try {
    if (redis === null) throw new Error('No way to Redis was opened, although its address is set');
    const done = await runWorker(world, redis, {
      names,
      onStart: () => {
        if (json) return;
        io.err(
          `Working on ${names.join(', ')} from the queue "${redis.prefix}" at "${redis.place}", ${config.concurrency} jobs of each at a time, into "${storePlace(config)}"`,
        );
      },
    });
    if (json) io.out(JSON.stringify({ jobs: done }));
    else io.err(`${done} jobs done here; what was under way went back to the queue`);
    return EXIT.done;
  } finally {
    await world.close();
  }
}

/** An address that a suffix such as `.gov.cn` would allow. */
function hostUnder(suffix: string): string {
  return `http://www${suffix.startsWith('.') ? '' : '.'}${suffix}/`;
}
