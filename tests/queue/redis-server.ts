import { spawnSync } from 'node:child_process';
import { describe } from '@jest/globals';

/** A `describe` that is skipped, and says so, where no redis-server is installed; on CI its absence is a failure. */
export function describeWithRedis(name: string, body: () => void): void {
  if (spawnSync('redis-server', ['--version']).status === 0) {
    describe(name, body);
  } else if (process.env['CI'] === 'true') {
    throw new Error(`Cannot run "${name}": install the Debian package redis-server`);
  } else {
    describe.skip(`${name} (skipped: no redis-server)`, body);
  }
}
