import { PassThrough } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import type { LogLevel } from '../../config.ts';
import { startProgress } from '../../cli/progress.ts';
import type { RunEvent } from '../../model/run.ts';
import { startTally } from '../../queue/tally.ts';

const events: RunEvent[] = [
  { kind: 'found', portalId: 'p', candidates: 2 },
  { kind: 'fetched', url: 'http://a.gov.test/1', bytes: 5, fromStore: false },
  { kind: 'record', portalId: 'p', recordId: 'r-2023', url: 'http://a.gov.test/1', change: 'first', odd: false },
  { kind: 'unreadable', portalId: 'p', url: 'http://a.gov.test/2', code: 'scan', why: 'it needs OCR' },
  { kind: 'portal', portalId: 'p', verdict: 'declined', why: 'robots.txt' },
];

/** What is written about the events above. */
function written(options: { logLevel: LogLevel; json?: boolean; isTTY?: boolean }): { lines: string[]; drawn: string } {
  const lines: string[] = [];
  const stderr = new PassThrough();
  const io = { out: () => undefined, err: (line: string) => lines.push(line), isTTY: options.isTTY === true, stderr };
  const tally = startTally();
  const progress = startProgress(io, tally, { json: options.json === true, logLevel: options.logLevel, now: () => 0 });
  for (const event of events) {
    tally.add(event);
    progress.show(event);
  }
  progress.stop();
  return { lines, drawn: String(stderr.read() ?? '') };
}

describe('the progress of a run', () => {
  test('without a terminal is plain lines of what is worth reading', () => {
    expect(written({ logLevel: 'info' }).lines).toEqual([
      'p: 2 reports nominated',
      'unreadable (scan): http://a.gov.test/2: it needs OCR',
      'p: declined: robots.txt',
    ]);
  });

  test.each([
    ['silent', 0],
    ['error', 1],
    ['warn', 2],
    ['info', 3],
    ['debug', 5],
  ] as const)('at log level %s is %i lines', (logLevel, count) => {
    expect(written({ logLevel }).lines).toHaveLength(count);
  });

  test('for a program is nothing', () => {
    expect(written({ logLevel: 'debug', json: true, isTTY: true })).toEqual({ lines: [], drawn: '' });
  });

  test('on a terminal shows counters in place and trouble above them', () => {
    const { lines, drawn } = written({ logLevel: 'info', isTTY: true });
    expect(lines).toEqual(['unreadable (scan): http://a.gov.test/2: it needs OCR', 'p: declined: robots.txt']);
    expect(drawn).toContain('found 2, fetched 1, read 1, unchanged 0, odd 0, no reports 0, failed 1');
  });
});
