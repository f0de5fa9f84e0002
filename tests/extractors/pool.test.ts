import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, describe, expect, test } from '@jest/globals';
import { openReaderPool, type PoolOptions, type ReaderPool } from '../../extractors/pool.ts';
import { describeWithShared, projectRoot, shared } from '../shared.ts';

const SCRIPT = join(projectRoot, 'tests', 'extractors', 'hostile-child.mjs');
const LIMITS = { processes: 1, deadlineMs: 20_000, maxResidentMb: 300, maxBytes: 1_000_000 };

const open: ReaderPool[] = [];

function pool(options: Partial<PoolOptions> = {}): ReaderPool {
  const opened = openReaderPool({ ...LIMITS, ...options });
  open.push(opened);
  return opened;
}

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** Ends a process, which is gone when this resolves. */
async function stop(pid: number, signal: NodeJS.Signals): Promise<void> {
  process.kill(pid, signal);
  while (existsSync(`/proc/${pid}`)) await wait(20);
  await wait(50);
}

const HINT = { url: 'http://www.yunhe.gov.test/a.pdf' };

afterEach(async () => {
  await Promise.all(open.splice(0).map((opened) => opened.close()));
});

describe('a document that misbehaves costs only itself', () => {
  test('one that hangs is killed at its deadline', async () => {
    const reader = pool({ script: SCRIPT, deadlineMs: 1_500 });
    await expect(reader.read(bytes('hang'), HINT)).rejects.toMatchObject({
      name: 'UnreadableError',
      reason: 'timeout',
    });
    expect((await reader.read(bytes('next'), HINT)).value.sha256).toBe('next');
  });

  test('a scan has five times the deadline from where it is recognised, and no more', async () => {
    const reader = pool({ script: SCRIPT, deadlineMs: 1_000 });
    expect((await reader.read(bytes('recognise'), HINT)).value.sha256).toBe('recognise');
    await expect(reader.read(bytes('recognise for ever'), HINT)).rejects.toMatchObject({
      reason: 'timeout',
      message: expect.stringContaining('not done after 10000 ms'),
    });
  });

  test('one that eats memory is killed by the watchdog, though it never yields', async () => {
    const reader = pool({ script: SCRIPT });
    await expect(reader.read(bytes('eat'), HINT)).rejects.toMatchObject({
      name: 'UnreadableError',
      reason: 'too_large',
    });
    expect((await reader.read(bytes('next'), HINT)).value.sha256).toBe('next');
  });

  test('one that brings its process down is damaged', async () => {
    const reader = pool({ script: SCRIPT });
    await expect(reader.read(bytes('die'), HINT)).rejects.toMatchObject({
      name: 'UnreadableError',
      reason: 'damaged',
      message: expect.stringContaining('exit code 9'),
    });
    expect((await reader.read(bytes('next'), HINT)).value.sha256).toBe('next');
  });

  test('others waiting or under way are not touched', async () => {
    const reader = pool({ script: SCRIPT, processes: 2, deadlineMs: 2_500 });
    const answers = await Promise.allSettled(
      ['one', 'hang', 'two', 'die', 'three'].map((wish) => reader.read(bytes(wish), HINT)),
    );
    expect(answers.map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
      'rejected',
      'fulfilled',
    ]);
  });

  test.each(['SIGTERM', 'SIGINT'] as const)(
    'a process that was stopped by %s from outside costs none',
    async (signal) => {
      const reader = pool({ script: SCRIPT });
      const idle = Number((await reader.read(bytes('pid'), HINT)).value.sha256);
      await stop(idle, signal);
      const busy = Number((await reader.read(bytes('pid'), HINT)).value.sha256);
      const answers = Promise.all(['slow', 'one', 'two'].map((wish) => reader.read(bytes(wish), HINT)));
      await wait(150);
      await stop(busy, signal);
      expect((await answers).map(({ value }) => value.sha256)).toEqual(['slow', 'one', 'two']);
    },
  );

  test('a pool whose process was killed while it had nothing to do is closed all the same', async () => {
    const reader = pool({ script: SCRIPT });
    await stop(Number((await reader.read(bytes('pid'), HINT)).value.sha256), 'SIGKILL');
    await expect(reader.close()).resolves.toBeUndefined();
  });

  test('a bug in a reader comes through as what it is', async () => {
    await expect(pool({ script: SCRIPT }).read(bytes('bug'), HINT)).rejects.toThrow('a bug in a reader');
  });

  test('what a library prints fills no pipe', async () => {
    expect((await pool({ script: SCRIPT }).read(bytes('chatter'), HINT)).value.sha256).toBe('chatter');
  });

  test('a process that always asks to be replaced is given up', async () => {
    await expect(pool({ script: SCRIPT }).read(bytes('grown'), HINT)).rejects.toMatchObject({ reason: 'damaged' });
  });

  test('more bytes than allowed are refused at once', async () => {
    await expect(pool({ script: SCRIPT, maxBytes: 3 }).read(bytes('next'), HINT)).rejects.toMatchObject({
      reason: 'too_large',
    });
  });
});

describe('the compiled child', () => {
  test('a missing one is named with what to do', () => {
    expect(() => openReaderPool({ ...LIMITS, script: '/nowhere/child.js' })).toThrow(/npm run build/u);
  });

  test('one that cannot start is a fault of ours, not of the document', async () => {
    const script = join(projectRoot, 'tests', 'shared.ts');
    await expect(pool({ script }).read(bytes('next'), HINT)).rejects.toThrow(/^Cannot start the reading process/u);
  });

  test('the reason of an unreadable document crosses the border between processes', async () => {
    const png = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0);
    await expect(pool().read(png, { ...HINT, name: '年报.png' })).rejects.toMatchObject({
      name: 'UnreadableError',
      reason: 'damaged',
      message: expect.stringContaining('年报.png'),
    });
  });
});

describeWithShared('the compiled child on real documents', () => {
  test('reads a page, a Word document and a text, one after the other', async () => {
    const reader = pool({ maxResidentMb: 1_000 });
    const files = [
      shared('documents', '000', 'clean.html'),
      shared('documents', '003', 'report.docx'),
      shared('documents', 'real', 'pingtan2014.txt'),
    ];
    const tables: [string, number][] = [];
    for (const file of files) {
      const { value } = await reader.read(readFileSync(file), HINT);
      tables.push([value.extractor, value.blocks.filter((block) => block.kind === 'table').length]);
    }
    expect(tables).toEqual([
      ['html/4', 3],
      ['docx/1', 3],
      ['text/1', 1],
    ]);
  });
});
