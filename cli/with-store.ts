import { existsSync } from 'node:fs';
import { SOFTWARE } from '../config.ts';
import { ConfigError } from '../errors.ts';
import type { RunEvent } from '../model/run.ts';
import type { World } from '../world.ts';
import type { CommandContext } from './command.ts';

/**
 * Runs `body` with the store that is there and closes it. Throws ConfigError where there is none: a mistyped folder must
 * not look like an empty store, nor be made.
 */
export async function withStore<T>(
  { config, signal }: CommandContext,
  body: (world: World) => Promise<T>,
  tell: (event: RunEvent) => void = () => undefined,
): Promise<T> {
  if (!existsSync(config.dataDir)) {
    throw new ConfigError(
      `--data: there is no store in "${config.dataDir}"; harvest first ("ogi harvest", "ogi demo"), or name the folder that holds it`,
    );
  }
  const { openWorld } = await import('../world.ts');
  const world = await openWorld(config, { software: SOFTWARE, signal, tell });
  try {
    return await body(world);
  } finally {
    await world.close();
  }
}
