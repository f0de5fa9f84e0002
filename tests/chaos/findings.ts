import { HOST_DELAY_MS } from '../replicas/core/harvest.ts';
import type { Entry } from '../replicas/core/server.ts';
import type { Store } from '../../storage/store.ts';

/** What a disturbed harvest left, compared with one that nobody disturbed. Empty lists and equal counts are good. */
export interface Findings {
  /** Records of the undisturbed harvest, and of the disturbed one. */
  records: { calm: number; disturbed: number };
  /** Beginnings of the records that only one of the two has. */
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
  const [before, after] = [new Set(calm), new Set(disturbed)];
  const different = [
    ...calm.filter((line) => !after.has(line)).map((line) => `only undisturbed: ${line.slice(0, 300)}`),
    ...disturbed.filter((line) => !before.has(line)).map((line) => `only disturbed: ${line.slice(0, 300)}`),
  ];
  return {
    records: { calm: calm.length, disturbed: disturbed.length },
    different,
    askedAgain: await askedAgain(log, store, documents),
    tooSoon: tooSoon(log),
  };
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
