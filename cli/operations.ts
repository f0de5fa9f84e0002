import { SOFTWARE, type Config } from '../config.ts';
import { ConfigError } from '../errors.ts';
import { isRunning, operationsOf, type Operations } from '../queue/operations.ts';
import { openBoard } from '../queue/redis/board.ts';
import { connectRedis } from '../queue/redis/connect.ts';
import { WAITS_MS } from '../queue/queue.ts';
import type { World } from '../world.ts';
import type { CommandContext } from './command.ts';

/** How the harvester stands, and why its queues cannot be told where Redis is set and does not answer; else null. */
export interface Standing {
  operations: Operations;
  redisTrouble: string | null;
}

/** How the harvester of this world stands, with its newest `count` runs. A Redis that is away is told, and the store all the same. */
export async function standingOf(world: World, config: Config, count: number): Promise<Standing> {
  const { store, clock, signal } = world;
  const alone = { store, clock, board: null };
  if (config.redisUrl === null) return { operations: await operationsOf(alone, count), redisTrouble: null };
  const { redisUrl: url, redisPrefix: prefix } = config;
  try {
    const link = await connectRedis({ url, prefix, signal, onTrouble: () => undefined });
    try {
      const board = await openBoard({ link, attempts: WAITS_MS.length + 1 });
      const operations = await operationsOf({ store, clock, board }, count);
      await board.end();
      return { operations, redisTrouble: null };
    } finally {
      await link.close();
    }
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return { operations: await operationsOf(alone, count), redisTrouble: error.message };
  }
}

/** Queues, hosts and rates in plain words, one line each. */
export function standingLines({ operations, redisTrouble }: Standing): string[] {
  const { runs, queues, oldest, hosts, at, documentsPerMinute } = operations;
  const [newest] = runs;
  const rate = documentsPerMinute === null ? '' : `, ${documentsPerMinute.toFixed(1)} documents a minute`;
  const running = newest !== undefined && isRunning(newest, new Date(at));
  return [
    ...(running ? [`Running: ${newest.command} since ${newest.startedAt}${rate}`] : []),
    ...(redisTrouble === null ? [] : [redisTrouble]),
    ...Object.entries(queues ?? {}).map(
      ([step, { waiting, running: busy, delayed, dead }]) =>
        `${step}: ${waiting} waiting, ${busy} running, ${delayed} delayed, ${dead} given up`,
    ),
    ...(oldest === null ? [] : [`Oldest job: ${oldest.step}, for ${age(oldest.since, at)}`]),
    ...hosts
      .filter(({ declinedUntil }) => declinedUntil !== null && declinedUntil > at)
      .map(
        ({ host, declinedUntil, declinedReason }) =>
          `${host} refused (${declinedReason ?? 'no reason kept'}) and is left alone until ${declinedUntil ?? ''}`,
      ),
  ];
}

function age(since: string, at: string): string {
  const minutes = Math.max(0, (Date.parse(at) - Date.parse(since)) / 60_000);
  return minutes < 120 ? `${Math.round(minutes)} min` : `${(minutes / 60).toFixed(1)} h`;
}

/** Opens a world that only reads the store; an outage of its server is told on stderr and waited for. */
export async function openReading({ config, io, signal }: CommandContext): Promise<World> {
  const { openWorld } = await import('../world.ts');
  return openWorld(config, {
    software: SOFTWARE,
    signal,
    tell: () => undefined,
    onStoreTrouble: (line) => io.err(line),
  });
}
