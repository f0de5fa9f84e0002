#!/usr/bin/env node
import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { runCli } from './run.ts';
import { processSurroundings } from './surroundings.ts';

/** Whether this file is what Node was started with (and not imported). */
function isStarted(): boolean {
  const started = process.argv[1];
  return started !== undefined && realpathSync(started) === fileURLToPath(import.meta.url);
}

if (isStarted()) {
  const surroundings = processSurroundings();
  const code = await runCli(process.argv.slice(2), surroundings);
  await surroundings.flush();
  process.exit(code);
}
