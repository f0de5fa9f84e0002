import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { EXIT } from '../../cli/exit.ts';
import { sampleFolder } from '../../sample/folder.ts';
import { readTruth } from '../../sample/truth-file.ts';
import { HTML_EXTRACTOR } from '../../extractors/html/read-html.ts';
import { stableJson } from '../../text/json.ts';
import { ogi } from '../cli/run-in-process.ts';
import { projectRoot } from '../shared.ts';

/** Reading processes start slowly on a busy machine, ms. */
const SLOW_MS = 240_000;
jest.setTimeout(SLOW_MS);

let cwd = '';

/** One page of the sample portal, imported and released with its archive by today's readers. */
beforeAll(async () => {
  cwd = mkdtempSync(join(tmpdir(), 'ogi-other-reader-'));
  const report = readTruth().reports.find(({ via, files }) => via === 'html' && files.length === 0);
  if (report === undefined) throw new Error('The sample has no report on a page of its own');
  mkdirSync(join(cwd, 'in'));
  const path = new URL(report.url).pathname;
  copyFileSync(join(sampleFolder(), 'portal', 'site', ...path.split('/')), join(cwd, 'in', 'a.html'));
  const line = `a.html,${report.url},2024-02-01T00:00:00Z,yunhe`;
  writeFileSync(join(cwd, 'in', 'map.csv'), `file,url,fetched_at,portal\n${line}\n`);
  expect((await ogi(['import', 'in'], { cwd })).code).toBe(EXIT.done);
  expect((await ogi(['dump', '--out', 'release', '--formats', 'jsonl,warc'], { cwd })).code).toBe(EXIT.done);
}, SLOW_MS);

afterAll(() => rmSync(cwd, { recursive: true, force: true }));

/** The built command with constants changed: what somebody runs who has other readers than those that made the store. */
function builtWith(changes: readonly { file: string; from: string; to: string }[]): string {
  const root = mkdtempSync(join(cwd, 'build-'));
  cpSync(join(projectRoot, 'dist'), join(root, 'dist'), { recursive: true });
  copyFileSync(join(projectRoot, 'package.json'), join(root, 'package.json'));
  for (const name of ['node_modules', 'crawlers', 'sample', 'docs']) {
    symlinkSync(join(projectRoot, name), join(root, name));
  }
  for (const { file, from, to } of changes) {
    const path = join(root, 'dist', file);
    const text = readFileSync(path, 'utf8');
    if (!text.includes(from)) throw new Error(`"${file}" does not hold "${from}"`);
    writeFileSync(path, text.replace(from, to));
  }
  return join(root, 'dist', 'cli', 'main.js');
}

interface Said {
  verified: number;
  causes: Record<string, number>;
  differing: { causes: string[]; differences: { where: string; stored: string; derived: string }[] }[];
}

function run(command: string, ...words: string[]): { code: number | null; out: string } {
  const bare = Object.entries(process.env).filter(([name]) => !name.startsWith('OGI_') && name !== 'NODE_OPTIONS');
  const ran = spawnSync(process.execPath, [command, ...words], {
    cwd,
    encoding: 'utf8',
    env: Object.fromEntries(bare),
  });
  if (ran.stdout === '') throw new Error(`ogi ${words.join(' ')} said nothing: ${ran.stderr}`);
  return { code: ran.status, out: ran.stdout };
}

function verify(command: string, words: readonly string[]): { code: number | null; said: Said } {
  const { code, out } = run(command, 'verify', '--json', ...words);
  return { code, said: JSON.parse(out) };
}

function cellsBy(command: string): Record<string, unknown> {
  const { cells }: { cells: Record<string, unknown> } = JSON.parse(run(command, 'extract', join('in', 'a.html')).out);
  return cells;
}

/** The cells that two builds read otherwise from the same page, each asked on its own. */
function cellsReadOtherwise(one: string, other: string): string[] {
  const [before, after] = [cellsBy(one), cellsBy(other)];
  const paths = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return paths.filter((path) => stableJson(before[path] ?? null) !== stableJson(after[path] ?? null));
}

function cellsNamed({ differing }: Said): string[] {
  const [only] = differing;
  return (only?.differences ?? []).map(({ where }) => where).filter((where) => /^t\d\./u.test(where));
}

/** A constant of the reader of pages: which elements are never shown. */
const SILENT = { file: 'extractors/html/dom.js', from: "new Set('script", to: "new Set('p script" };
const RAISED = {
  file: 'extractors/html/read-html.js',
  from: `HTML_EXTRACTOR = '${HTML_EXTRACTOR}'`,
  to: "HTML_EXTRACTOR = 'html/999'",
};

describe('with one constant of a reader changed, ogi verify names what differs and why', () => {
  test.each([
    ['the constant alone', { changes: [SILENT], causes: { content: 1 } }],
    ['with its version raised, as it should be', { changes: [SILENT, RAISED], causes: { extractor_version: 1 } }],
  ])('%s, over the store and over a release', (_, { changes, causes }) => {
    const other = builtWith(changes);
    const expected = cellsReadOtherwise(join(projectRoot, 'dist', 'cli', 'main.js'), other);
    expect(expected.length).toBeGreaterThan(0);
    for (const words of [[], ['--release', 'release']]) {
      const { code, said } = verify(other, words);
      expect([code, said.verified, said.causes]).toEqual([EXIT.difference, 1, causes]);
      expect(cellsNamed(said)).toEqual(expected);
    }
  });

  test('a version raised without any other reading is no difference, and neither is nothing', () => {
    for (const changes of [[RAISED], []]) {
      const { code, said } = verify(builtWith(changes), []);
      expect([code, said.verified, said.causes]).toEqual([EXIT.done, 1, {}]);
    }
  });
});
