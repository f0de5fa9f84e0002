// Compiles the sources into dist/ and marks the command as runnable. npm runs it after `npm ci` (script "prepare").
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(fileURLToPath(import.meta.url));
const require = createRequire(import.meta.url);
let compiler;
try {
  compiler = join(dirname(require.resolve('typescript/package.json')), 'bin', 'tsc');
} catch {
  // Installed from a registry without the development dependencies: dist/ came with the package.
  process.exit(existsSync(join(root, 'dist', 'cli', 'main.js')) ? 0 : 1);
}
rmSync(join(root, 'dist'), { recursive: true, force: true });
const done = spawnSync(process.execPath, [compiler, '-p', join(root, 'tsconfig.build.json')], {
  stdio: 'inherit',
  cwd: root,
});
if (done.status === 0) chmodSync(join(root, 'dist', 'cli', 'main.js'), 0o755);
process.exit(done.status ?? 1);
