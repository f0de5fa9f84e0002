import { PassThrough } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import { logIo, wantsJson } from '../../cli/log.ts';
import { startProgress } from '../../cli/progress.ts';
import type { LogLevel } from '../../config.ts';
import { startTally } from '../../queue/tally.ts';
import { ogi } from './run-in-process.ts';

/** A log and what it wrote, parsed. */
function openedLog(logLevel: LogLevel) {
  const lines: unknown[] = [];
  const err = (line: string): void => void lines.push(JSON.parse(line));
  const io = { out: () => undefined, err, isTTY: true, stderr: new PassThrough() };
  return { lines, io: logIo(io, { command: 'schedule', logLevel }) };
}

describe('a log for programs', () => {
  test('has one object a line with time, level, command and message', () => {
    const { lines, io } = openedLog('info');
    io.err('1 portals are harvested now');
    expect(lines).toEqual([
      {
        level: 'info',
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/u),
        pid: process.pid,
        command: 'schedule',
        msg: '1 portals are harvested now',
      },
    ]);
  });

  test('shows no password, neither in the message nor in a field', () => {
    const { lines, io } = openedLog('info');
    io.err('Redis at "redis://u:secret@queue.example:6379" is away', {
      level: 'warn',
      proxy: 'http://a:secret@b.example',
    });
    expect(JSON.stringify(lines)).not.toContain('secret');
    expect(lines).toMatchObject([
      { level: 'warn', msg: 'Redis at "redis://u:***@queue.example:6379" is away', proxy: 'http://a:***@b.example' },
    ]);
  });

  test('has what a run does as fields, from the wanted level on', () => {
    const { lines, io } = openedLog('warn');
    const progress = startProgress(io, startTally(), { json: false, logLevel: 'warn', now: () => 0 });
    progress.show({ kind: 'found', portalId: 'p', candidates: 2 });
    const url = 'http://a.gov.test/2';
    progress.show({ kind: 'unreadable', portalId: 'p', url, code: 'scan', why: 'it needs OCR' });
    progress.stop();
    expect(lines).toMatchObject([
      {
        level: 'warn',
        event: 'unreadable',
        portalId: 'p',
        url,
        code: 'scan',
        msg: expect.stringMatching(/needs OCR/u),
      },
    ]);
  });
});

test.each([
  ['worker', false, 'auto', true],
  ['schedule', false, 'auto', true],
  ['serve', true, 'auto', false],
  ['harvest', false, 'auto', false],
  ['harvest', true, 'json', true],
  ['worker', false, 'text', false],
] as const)('ogi %s on a terminal (%s) with format %s writes JSON: %s', (command, isTTY, logFormat, json) => {
  expect(wantsJson(command, { isTTY }, { logFormat })).toBe(json);
});

test('an error that ends a command is an entry of level error', async () => {
  const words = ['retry', '--redis-url', 'redis://u:secret@127.0.0.1:1', '--log-format', 'json'];
  const { code, err } = await ogi(words);
  expect(code).toBe(2);
  expect(err).toHaveLength(1);
  expect(JSON.parse(err[0] ?? '')).toMatchObject({
    level: 'error',
    command: 'retry',
    msg: expect.stringMatching(/^ogi: Cannot reach Redis at "redis:\/\/127\.0\.0\.1:1"/u),
  });
  expect(err.join()).not.toContain('secret');
});
