import { existsSync } from 'node:fs';
import { SOFTWARE, storePlace } from '../config.ts';
import { ConfigError } from '../errors.ts';
import { examples, type CommandContext, type RegisterCommand } from './command.ts';
import { EXIT, type ExitCode } from './exit.ts';

/** Options of `ogi serve` as typed. */
interface ServeFlags {
  host: string;
  port: string;
}

/** `ogi serve`: the pages of a harvester. */
export const serve: RegisterCommand = (program, run) => {
  program
    .command('serve')
    .description(
      'serve pages about the harvester until stopped: /status, /metrics (Prometheus), /health, and /queues with Redis',
    )
    .option('--host <address>', 'address to listen on; whoever reaches it can read all', '127.0.0.1')
    .option('--port <number>', 'port to listen on; 0 for any that is free', '8080')
    .addHelpText('after', examples('ogi serve', 'ogi serve --host 0.0.0.0 --port 9090 --data /srv/ogi'))
    .action((flags: ServeFlags) => run((context) => listen(context, flags)));
};

async function listen({ config, io, signal }: CommandContext, { host, port }: ServeFlags): Promise<ExitCode> {
  const number = /^\d{1,5}$/u.test(port) ? Number(port) : Number.NaN;
  if (!(number <= 65_535))
    throw new ConfigError(`Cannot use --port "${port}": expected a whole number from 0 to 65535`);
  if (config.s3Url === null && !existsSync(config.dataDir)) {
    throw new ConfigError(
      `--data: there is no store in "${config.dataDir}"; harvest first, or name the folder that holds it`,
    );
  }
  const { openWorld } = await import('../world.ts');
  const { openServer } = await import('../web/server.ts');
  const { openBoard } = await import('../queue/redis/board.ts');
  const { WAITS_MS } = await import('../queue/queue.ts');
  const onTrouble = (line: string): void => io.err(line);
  const world = await openWorld(config, { software: SOFTWARE, signal, tell: () => undefined, onTrouble });
  const link = world.redis;
  const board = link === null ? null : await openBoard({ link, attempts: WAITS_MS.length + 1 });
  const shared = link === null || board === null ? null : { board, link };
  const isLocal = /^(?:localhost|127\.\d+\.\d+\.\d+|::1)$/u.test(host);
  const hosts = isLocal ? ['localhost', '127.0.0.1', '[::1]', '::1', host] : null;
  const server = await openServer({ world, shared, hosts });
  try {
    const address = await server.listen({ host, port: number }).catch((error: unknown) => {
      throw new ConfigError(
        `Cannot listen on "${host}" port ${port}: ${reasonOf(error)}; choose another --host or --port`,
        {
          cause: error,
        },
      );
    });
    io.err(
      `Serving "${storePlace(config)}" at ${address}/status until stopped${isLocal ? '' : '; whoever reaches this address can read all'}`,
    );
    await stopOf(signal);
    return EXIT.done;
  } finally {
    await server.close();
    await board?.end();
    await world.close();
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

async function stopOf(signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
