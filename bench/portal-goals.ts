import type { Figures } from '../tests/replicas/core/figures.ts';
import type { Truth } from '../tests/replicas/core/truth.ts';

const COLUMNS = [
  'id',
  'true',
  'recall',
  'scans',
  'precision',
  'strict',
  'body',
  'year',
  'date',
  'decoys',
  'doubles',
  'requests',
  'per report',
  'KB/report',
  'gap ms',
  'parallel',
  'refused+',
  'disallowed',
] as const;

/** The head of the table. */
export const HEAD = COLUMNS.map((name) => name.padStart(widthOf(name))).join(' ');

function widthOf(name: string): number {
  return Math.max(6, name.length);
}

/** A part of a whole; 1 where there is no whole. */
export function ratio(part: number, whole: number): number {
  return whole === 0 ? 1 : part / whole;
}

/** One line of the table. Scans that were told as such count as found. */
export function figureLine(id: string, figures: Figures): string {
  const { traffic } = figures;
  const reached = figures.found + figures.scans;
  const cells: Record<(typeof COLUMNS)[number], string> = {
    id,
    true: String(figures.published),
    recall: ratio(reached, figures.published).toFixed(3),
    scans: String(figures.scans),
    precision: ratio(figures.right, figures.records).toFixed(3),
    strict: ratio(figures.strict, figures.found).toFixed(3),
    body: ratio(figures.bodies, figures.found).toFixed(3),
    year: ratio(figures.years, figures.found).toFixed(3),
    date: ratio(figures.dates, figures.found).toFixed(3),
    decoys: String(figures.decoys.length),
    doubles: String(figures.duplicates.length),
    requests: String(traffic.requests),
    'per report': reached === 0 ? '-' : (traffic.requests / reached).toFixed(2),
    'KB/report': reached === 0 ? '-' : (traffic.bytes / 1000 / reached).toFixed(0),
    'gap ms': traffic.smallestGapMs?.toFixed(0) ?? '-',
    parallel: String(traffic.parallel),
    'refused+': String(traffic.afterRefusal.length),
    disallowed: String(traffic.disallowed.length),
  };
  return COLUMNS.map((name) => cells[name].padStart(widthOf(name))).join(' ');
}

/** All replicas together. */
export function totalsOf(all: readonly Figures[]): Figures {
  const sum = (pick: (figures: Figures) => number): number => all.reduce((total, one) => total + pick(one), 0);
  const join = (pick: (figures: Figures) => readonly string[]): string[] => all.flatMap((one) => [...pick(one)]);
  const gaps = all.flatMap(({ traffic }) => (traffic.smallestGapMs === null ? [] : [traffic.smallestGapMs]));
  return {
    published: sum((one) => one.published),
    found: sum((one) => one.found),
    scans: sum((one) => one.scans),
    records: sum((one) => one.records),
    right: sum((one) => one.right),
    bodies: sum((one) => one.bodies),
    years: sum((one) => one.years),
    dates: sum((one) => one.dates),
    strict: sum((one) => one.strict),
    decoys: join((one) => one.decoys),
    duplicates: join((one) => one.duplicates),
    strangers: join((one) => one.strangers),
    missing: join((one) => one.missing),
    misattributed: join((one) => one.misattributed),
    incomplete: join((one) => one.incomplete),
    wrongReasons: join((one) => one.wrongReasons),
    traffic: {
      requests: sum(({ traffic }) => traffic.requests),
      bytes: sum(({ traffic }) => traffic.bytes),
      smallestGapMs: gaps.length === 0 ? null : Math.min(...gaps),
      parallel: sum(({ traffic }) => traffic.parallel),
      afterRefusal: join(({ traffic }) => traffic.afterRefusal),
      disallowed: join(({ traffic }) => traffic.disallowed),
      dishonest: sum(({ traffic }) => traffic.dishonest),
    },
  };
}

/** A replica as it was measured. */
export interface Judged {
  id: string;
  figures: Figures | undefined;
  truth: Truth | undefined;
}

/** What is known of the whole run. */
export interface WholeRun {
  escapes: readonly string[];
  peakMb: number | null;
  delayMs: number;
}

/** Goals of issue 5 that one replica misses, in words. */
export function missedBy(figures: Figures, truth: Truth, delayMs: number): string[] {
  const { traffic } = figures;
  const reached = figures.found + figures.scans;
  const claims: [boolean, string][] = [
    [
      ratio(reached, figures.published) >= 0.9,
      `recall ${ratio(reached, figures.published).toFixed(3)}, expected at least 0.9`,
    ],
    [
      ratio(figures.right, figures.records) >= 0.99,
      `precision ${ratio(figures.right, figures.records).toFixed(3)}, expected at least 0.99`,
    ],
    [figures.decoys.length === 0, `${figures.decoys.length} decoys accepted`],
    [figures.duplicates.length === 0, `${figures.duplicates.length} duplicates`],
    [
      traffic.requests <= truth.requestsPerReport * reached,
      `${traffic.requests} requests for ${reached} reports, expected at most ${truth.requestsPerReport} each`,
    ],
    [
      (traffic.smallestGapMs ?? delayMs) >= delayMs,
      `requests ${traffic.smallestGapMs?.toFixed(1) ?? ''} ms apart, expected at least ${delayMs}`,
    ],
    [traffic.parallel === 0, `${traffic.parallel} requests beside another to the same host`],
    [traffic.afterRefusal.length === 0, `${traffic.afterRefusal.length} requests after a refusal`],
    [traffic.disallowed.length === 0, `${traffic.disallowed.length} disallowed paths asked for`],
    [figures.wrongReasons.length === 0, `${figures.wrongReasons.length} refusals without their reason`],
    [traffic.dishonest === 0, `${traffic.dishonest} requests under another name`],
  ];
  return claims.flatMap(([isMet, words]) => (isMet ? [] : [words]));
}

/** All goals that are missed, in words; empty where all are met. */
export function failedGoals(judged: readonly Judged[], { escapes, peakMb, delayMs }: WholeRun): string[] {
  const known = judged.flatMap(({ id, figures, truth }) =>
    figures === undefined || truth === undefined ? [] : [{ id, figures, truth }],
  );
  const each = known.flatMap(({ id, figures, truth }) =>
    missedBy(figures, truth, delayMs).map((words) => `${id}: ${words}`),
  );
  const all = totalsOf(known.map(({ figures }) => figures));
  const recall = ratio(all.found + all.scans, all.published);
  const whole: [boolean, string][] = [
    [recall >= 0.97, `all: recall ${recall.toFixed(3)}, expected at least 0.97`],
    [
      ratio(all.strict, all.found) >= 0.93,
      `all: strict ${ratio(all.strict, all.found).toFixed(3)}, expected at least 0.93`,
    ],
    [
      ratio(all.bodies, all.found) >= 0.99,
      `all: body ${ratio(all.bodies, all.found).toFixed(3)}, expected at least 0.99`,
    ],
    [all.years === all.found, `all: ${all.found - all.years} years wrong, expected none`],
    [escapes.length === 0, `all: ${escapes.length} requests to hosts outside`],
    [(peakMb ?? 0) <= 700, `all: ${peakMb?.toFixed(0) ?? ''} MiB at the highest, expected at most 700`],
  ];
  return [...each, ...whole.flatMap(([isMet, words]) => (isMet ? [] : [words]))];
}
