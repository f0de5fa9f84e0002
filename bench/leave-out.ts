// Runs as a process of its own: `node dist/bench/leave-out.js FAMILY,FAMILY HOME …` with the settings in its environment.
import { pathToFileURL } from 'node:url';
import { readConfig, SOFTWARE } from '../config.ts';
import { discoverPortal } from '../crawlers/discover.ts';
import { askOnce } from '../queue/steps/documents.ts';
import { openWorld } from '../world.ts';

/** Discovers portals with some list families switched off and returns the addresses of all nominated reports. */
async function discoverWithout(families: readonly string[], homes: readonly string[]): Promise<string[]> {
  const config = readConfig({ flags: {}, env: process.env, cwd: process.cwd() });
  const world = await openWorld(config, {
    software: SOFTWARE,
    signal: new AbortController().signal,
    tell: () => undefined,
  });
  const since = world.clock.now().toISOString();
  const found = new Set<string>();
  const drawer = await world.openDrawer(); // the last rung of the ladder that is left without a family
  try {
    for (const home of homes) {
      try {
        const { candidates } = await discoverPortal(home, {
          ask: async (url, from) => (await askOnce(world, url, since, from)).page,
          without: families,
          drawer,
        });
        for (const { url } of candidates) found.add(url);
      } catch (error) {
        process.stderr.write(`${home}: ${error instanceof Error ? error.message : String(error)}\n`);
      }
    }
  } finally {
    await drawer?.close();
    await world.close();
  }
  return [...found];
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [families = '', ...homes] = process.argv.slice(2);
  process.stdout.write(JSON.stringify(await discoverWithout(families.split(','), homes)));
}
