import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, expect, test } from '@jest/globals';
import { UnreadableError } from '../../errors.ts';
import { ExtractedDocument } from '../../model/document.ts';
import { openReaderPool } from '../../extractors/pool.ts';
import { hostileFiles } from './set.ts';
import type { HostileFile } from './specials.ts';

/** `npm run fuzz` sets 2,000. */
const COUNT = Number(process.env['OGI_FUZZ'] ?? 200);
const DEADLINE_MS = 10_000;

/** The promise is 1 GB; the watchdog looks every 50 ms, in which a bomb unfolds some 100 MB. */
const LIMIT_MB = 800;
const PROMISE_MB = 1_024;

/** What a reading may take beyond its deadline: a process may take a minute to start on a busy machine. */
const GRACE_MS = 70_000;

const PROCESSES = 2;

interface Outcome {
  name: string;
  /** The reason of an `UnreadableError`, `read`, or what went wrong in words. */
  what: string;
  ms: number;
}

const pool = openReaderPool({
  processes: PROCESSES,
  deadlineMs: DEADLINE_MS,
  maxResidentMb: LIMIT_MB,
  maxBytes: 50_000_000,
});
const peaks = new Map<string, number>();
const watch = setInterval(notePeaks, 50);

afterAll(async () => {
  clearInterval(watch);
  await pool.close();
});

/** Notes the greatest resident memory (MB) of every reading process, where /proc tells it. */
function notePeaks(): void {
  let entries: string[] = [];
  try {
    entries = readdirSync('/proc').filter((name) => /^\d+$/u.test(name));
  } catch {
    return; // Not Linux: no figures.
  }
  for (const entry of entries) {
    try {
      const status = readFileSync(`/proc/${entry}/status`, 'utf8');
      if (Number(/^PPid:\s*(\d+)/mu.exec(status)?.[1]) !== process.pid) continue;
      const peak = Number(/^VmHWM:\s*(\d+) kB/mu.exec(status)?.[1] ?? 0) / 1024;
      peaks.set(entry, Math.max(peaks.get(entry) ?? 0, peak));
    } catch {
      continue; // It ended while we looked.
    }
  }
}

async function readOne(file: HostileFile): Promise<Outcome> {
  const start = performance.now();
  const what = await outcomeOf(file);
  return { name: file.name, what, ms: performance.now() - start };
}

async function outcomeOf({ name, bytes }: HostileFile): Promise<string> {
  try {
    const { value } = await pool.read(bytes, { url: `file:${name}`, name });
    return ExtractedDocument.safeParse(value).success ? 'read' : 'an invalid document';
  } catch (error) {
    if (error instanceof UnreadableError) return error.reason;
    return `an error of ours: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
  }
}

test(`${COUNT} hostile files each cost only themselves`, async () => {
  const files = hostileFiles(COUNT);
  const outcomes: Outcome[] = [];
  const work = async (): Promise<void> => {
    for (const file of files) {
      const one = await readOne(file);
      outcomes.push(one);
      if (process.env['OGI_FUZZ'] !== undefined)
        process.stderr.write(`${Math.round(one.ms)} ms  ${one.what}  ${one.name}\n`);
    }
  };
  await Promise.all(Array.from({ length: PROCESSES }, work));
  const counts = new Map<string, number>();
  for (const { what } of outcomes)
    counts.set(what.split('\n')[0] ?? '', (counts.get(what.split('\n')[0] ?? '') ?? 0) + 1);
  const peak = Math.round(Math.max(0, ...peaks.values()));
  if (process.env['OGI_FUZZ'] !== undefined) {
    const slowest = outcomes.toSorted((a, b) => b.ms - a.ms).slice(0, 40);
    process.stderr.write(`${JSON.stringify(Object.fromEntries(counts))}, ${peaks.size} processes, peak ${peak} MB\n`);
    process.stderr.write(slowest.map(({ name, what, ms }) => `${Math.round(ms)} ms  ${what}  ${name}\n`).join(''));
  }
  expect(outcomes).toHaveLength(COUNT);
  const known = /^(?:read|format|damaged|encrypted|too_large|timeout|scan)$/u;
  expect(outcomes.filter(({ what }) => !known.test(what))).toEqual([]);
  expect(outcomes.filter(({ ms }) => ms > DEADLINE_MS + GRACE_MS)).toEqual([]);
  expect(peak).toBeLessThan(PROMISE_MB);
  const next = await pool.read(new TextEncoder().encode('政府信息公开工作年度报告'), { url: 'file:a.txt' });
  expect(next.value.format).toBe('text');
}, 3_600_000);
