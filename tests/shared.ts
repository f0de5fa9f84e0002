import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe } from '@jest/globals';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const folder = resolve(root, '..', 'shared');

/** Path of a file below `../shared` (the real reports and their gold values, which stay outside the project). */
export function shared(...parts: string[]): string {
  return join(folder, ...parts);
}

/** A `describe` that is skipped, and says so, where `../shared` is absent; on CI its absence is a failure. */
export function describeWithShared(name: string, body: () => void): void {
  if (existsSync(folder)) {
    describe(name, body);
  } else if (process.env['CI'] === 'true') {
    throw new Error(`Cannot run "${name}": "${folder}" is absent, and on CI it must be there`);
  } else {
    describe.skip(`${name} (skipped: "${folder}" is absent)`, body);
  }
}

/** The project's root folder. */
export const projectRoot = root;
