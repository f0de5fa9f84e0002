import { HOST_DELAY_MS } from '../replicas/core/harvest.ts';
import type { Entry } from '../replicas/core/server.ts';
import type { Store } from '../../storage/store.ts';

/** What a disturbed harvest left, compared with one that nobody disturbed. Empty lists and equal counts are good. */
export interface Findings {
  /** Records of the undisturbed harvest, and of the disturbed one. */
  records: { calm: number; disturbed: number };
  /** Records that differ or that only one of the two has: id, place in the record, and both values. */
  different: string[];
  /** Documents that were asked again although their answer was stored. */
  askedAgain: string[];
  /** Hosts that were asked sooner than the gap after their last request, with the gap in ms. */
  tooSoon: string[];
}

/** Dates and clocks tell whole milliseconds. */
const ROUNDING_MS = 1;

/** Compares two dumps (lines without times), and looks whether the portal was asked too often or too soon. */
export async function findingsOf(
  [calm, disturbed]: readonly [readonly string[], readonly string[]],
  { store, log, documents }: { store: Store; log: readonly Entry[]; documents: ReadonlySet<string> },
): Promise<Findings> {
  return {
    records: { calm: calm.length, disturbed: disturbed.length },
    different: differences(recordsOf(calm), recordsOf(disturbed)),
    askedAgain: await askedAgain(log, store, documents),
    tooSoon: tooSoon(log),
  };
}

function recordsOf(lines: readonly string[]): Map<string, unknown> {
  return new Map(
    lines.map((line) => {
      const record: unknown = JSON.parse(line);
      const id = typeof record === 'object' && record !== null && 'id' in record ? String(record.id) : line;
      return [id, record];
    }),
  );
}

function differences(calm: ReadonlyMap<string, unknown>, disturbed: ReadonlyMap<string, unknown>): string[] {
  return [...new Set([...calm.keys(), ...disturbed.keys()])].flatMap((id) => {
    const [before, after] = [calm.get(id), disturbed.get(id)];
    if (before === undefined) return [`${id}: only disturbed`];
    if (after === undefined) return [`${id}: only undisturbed`];
    return firstDifference(before, after, id) ?? [];
  });
}

/** Where two values differ first, as `place: this ≠ that`; null where they are the same. */
function firstDifference(a: unknown, b: unknown, place: string): string | null {
  const [keysA, keysB] = [keysOf(a), keysOf(b)];
  if (keysA === null || keysB === null) {
    const [x, y] = [JSON.stringify(a) ?? 'absent', JSON.stringify(b) ?? 'absent'];
    return x === y ? null : `${place}: ${x.slice(0, 300)} ≠ ${y.slice(0, 300)}`;
  }
  for (const key of new Set([...keysA, ...keysB])) {
    const found = firstDifference(member(a, key), member(b, key), `${place}.${key}`);
    if (found !== null) return found;
  }
  return null;
}

function keysOf(value: unknown): string[] | null {
  return typeof value === 'object' && value !== null ? Object.keys(value) : null;
}

function member(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}

/** A document that was answered twice has two answers in the store only where the first had been stored already. */
async function askedAgain(log: readonly Entry[], store: Store, documents: ReadonlySet<string>): Promise<string[]> {
  const counts = new Map<string, number>();
  for (const { scheme, host, path, status } of log) {
    const url = `${scheme}://${host}${path}`;
    if (status === 200 && documents.has(url)) counts.set(url, (counts.get(url) ?? 0) + 1);
  }
  const again: string[] = [];
  for (const [url, count] of counts) {
    if (count > 1 && (await store.documents.answers(url)).length > 1) again.push(url);
  }
  return again;
}

function tooSoon(log: readonly Entry[]): string[] {
  const last = new Map<string, number>();
  const found: string[] = [];
  for (const { at, host, path } of log) {
    const gap = at - (last.get(host) ?? -Infinity);
    last.set(host, at);
    if (gap < HOST_DELAY_MS - ROUNDING_MS) found.push(`${host}${path}: ${gap.toFixed(1)} ms`);
  }
  return found;
}
