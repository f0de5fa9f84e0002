import { existsSync } from 'node:fs';
import { SOFTWARE, storePlace } from '../config.ts';
import { ConfigError } from '../errors.ts';
import type { RunEvent } from '../model/run.ts';
import type { World } from '../world.ts';
import type { CommandContext } from './command.ts';

/**
 * Runs `body` with the store that is there and closes it. Throws ConfigError where there is none: a mistyped folder or prefix
 * must not look like an empty store, nor be made.
 */
export async function withStore<T>(
  context: CommandContext,
  body: (world: World) => Promise<T>,
  tell: (event: RunEvent) => void = () => undefined,
): Promise<T> {
  const { config, signal, io } = context;
  await requireStore(context);
  const { openWorld } = await import('../world.ts');
  const world = await openWorld(config, { software: SOFTWARE, signal, tell, onStoreTrouble: (line) => io.err(line) });
  try {
    return await body(world);
  } finally {
    await world.close();
  }
}

/** Throws ConfigError where no store is at the place that the settings name. */
export async function requireStore({ config, signal }: Pick<CommandContext, 'config' | 'signal'>): Promise<void> {
  const { dataDir, s3Url } = config;
  if (s3Url === null && existsSync(dataDir)) return;
  if (s3Url !== null) {
    const { openDrive } = await import('../world.ts');
    const drive = await openDrive(config, { signal });
    for await (const _ of drive.list('')) return;
  }
  const [setting, there] = s3Url === null ? ['--data', 'folder'] : ['OGI_S3_URL', 'bucket and prefix'];
  throw new ConfigError(
    `${setting}: there is no store in "${storePlace(config)}"; harvest first ("ogi harvest", "ogi demo"), or name the ${there} that holds it`,
  );
}
