import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { projectRoot } from '../shared.ts';
import { lures } from './lures.ts';

const HOST = 'http://127.0.0.1:9';
const SECRET = 'text-of-the-canary';

const folder = mkdtempSync(join(tmpdir(), 'ogi-isolation-'));
const canary = join(folder, 'canary.txt');
writeFileSync(canary, SECRET);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The command, in a network of its own that has no way out, with what it asks of the kernel written to `log`. */
function traced(log: string, command: string[]): { status: number | null; stdout: string; stderr: string } {
  const tracing = ['-f', '-qq', '-s', '4096', '-e', 'trace=network,open,openat,openat2,execve', '-o', log];
  return spawnSync('strace', [...tracing, 'unshare', '--user', '--map-root-user', '--net', ...command], {
    encoding: 'utf8',
    cwd: projectRoot,
    timeout: 300_000,
  });
}

/** Why this machine cannot run the test; null where it can. On CI it must. */
function obstacle(): string | null {
  const { status, stderr } = traced(join(folder, 'probe.log'), ['true']);
  const why = status === 0 ? null : `strace or unshare is absent or not permitted: ${stderr ?? 'not found'}`.trim();
  if (why !== null && process.env['CI'] === 'true') throw new Error(`Cannot show that readers open no network: ${why}`);
  return why;
}

const why = obstacle();

(why === null ? test : test.skip)(
  `no reader opens the network or a file that a document names${why === null ? '' : ` (skipped: ${why})`}`,
  () => {
    const files = lures(HOST, canary).map(({ name, bytes }) => {
      writeFileSync(join(folder, name), bytes);
      return join(folder, name);
    });
    const log = join(folder, 'trace.log');
    const { status, stdout, stderr } = traced(log, [
      process.execPath,
      join('tests', 'hostile', 'read-files.mjs'),
      ...files,
    ]);
    expect([status, stderr]).toEqual([0, '']);
    const lines = readFileSync(log, 'utf8').split('\n');

    // The trace sees what it must see: the reading process itself and the documents that the parent opens.
    expect(lines.some((line) => line.includes('open') && line.includes('extractors/child.js'))).toBe(true);
    expect(lines.some((line) => line.includes('open') && line.includes('page.html'))).toBe(true);
    expect(stdout.split('\n').filter((line) => /^[\w .]+: /u.test(line))).toHaveLength(files.length);

    const calls = (names: RegExp): string[] =>
      lines.filter((line) => names.test(/^\d+\s+(\w+)\(/u.exec(line)?.[1] ?? ''));
    const network = calls(/^(?:socket|connect|sendto|sendmsg|bind)$/u);
    expect(network.filter((line) => /AF_(?:INET6?|PACKET|VSOCK)\b/u.test(line))).toEqual([]);
    expect(calls(/^open(?:at2?)?$/u).filter((line) => line.includes(canary))).toEqual([]);
    expect(calls(/^execve$/u).filter((line) => !/strace|unshare|node/u.test(line))).toEqual([]);
    expect(stdout).not.toContain(SECRET);
  },
  360_000,
);
