import type { Rule } from '../pdf/marks.ts';
import { joinRules } from '../pdf/rules.ts';
import { PIXELS_PER_POINT } from './grey.ts';
import type { Ink } from './ink.ts';

/** Runs of ink may be broken by so many pixels (noise). */
const GAP = 3;
/** A level run shorter than this many points may be a stroke of a character. */
const SHORTEST_LEVEL = 18;
/** An upright run may be as short as the lowest row of a table, points. */
const SHORTEST_UPRIGHT = 9;
/** Uprights shorter than this (points) are taken for lines only where they run from one level line to another. */
const SURE = 26;
/** What is thicker than this many points on average is a bar, a shadow or a picture. */
const THICKEST = 3;
/** A line ends at another when no more than this many points lie between. */
const TOUCH = 2;

/** A run of ink along one row (or column) of pixels: `at` that row, `from` up to but not including `to`. */
interface Run {
  at: number;
  from: number;
  to: number;
}

/** A line of the page in points, and the runs of ink that it consists of, in pixels. */
interface InkLine {
  rule: Rule;
  runs: Run[];
}

/**
 * The straight lines drawn on a straightened page, in points from its top left, and the page's ink without them. Dark
 * areas and the strokes of characters are no lines.
 */
export function findRules(ink: Ink): { rules: Rule[]; rest: Ink } {
  const level = linesAlong('x', ink, SHORTEST_LEVEL * PIXELS_PER_POINT);
  const upright = linesAlong('y', ink, SHORTEST_UPRIGHT * PIXELS_PER_POINT).filter(
    ({ rule }) => rule.to - rule.from >= SURE || isBetween(rule, level),
  );
  const rest: Ink = { ...ink, data: Uint8Array.from(ink.data) };
  for (const line of [...level, ...upright]) erase(line, rest);
  return { rules: joinRules([...level, ...upright].map(({ rule }) => rule)), rest };
}

function isBetween(upright: Rule, level: readonly InkLine[]): boolean {
  const crosses = (at: number): boolean =>
    level.some(
      ({ rule }) => Math.abs(rule.at - at) <= TOUCH && upright.at >= rule.from - TOUCH && upright.at <= rule.to + TOUCH,
    );
  return crosses(upright.from) && crosses(upright.to);
}

/** Runs that lie side by side are one line; `least` is the length in pixels below which there is none. */
function linesAlong(along: 'x' | 'y', ink: Ink, least: number): InkLine[] {
  const lines: Run[][] = [];
  let before: { run: Run; line: Run[] }[] = [];
  const rows = along === 'x' ? ink.height : ink.width;
  for (let at = 0; at < rows; at += 1) {
    const current: typeof before = [];
    for (const run of runsOf(ink, along, at, least)) {
      const beside = before.find((other) => other.run.from < run.to && run.from < other.run.to);
      const line = beside?.line ?? [];
      if (beside === undefined) lines.push(line);
      line.push(run);
      current.push({ run, line });
    }
    before = current;
  }
  return lines.map((runs) => inkLine(along, runs)).filter((line) => line !== null);
}

function runsOf(ink: Ink, along: 'x' | 'y', at: number, least: number): Run[] {
  const [length, first, step] = along === 'x' ? [ink.width, at * ink.width, 1] : [ink.height, at, ink.width];
  const runs: Run[] = [];
  let from = -1;
  let last = -1;
  for (let place = 0; place < length; place += 1) {
    if (ink.data[first + place * step] !== 1) continue;
    if (from >= 0 && place - last > GAP + 1) {
      if (last + 1 - from >= least) runs.push({ at, from, to: last + 1 });
      from = place;
    } else if (from < 0) from = place;
    last = place;
  }
  if (from >= 0 && last + 1 - from >= least) runs.push({ at, from, to: last + 1 });
  return runs;
}

/** The line that side-by-side runs make; null for a bar thicker than a line. */
function inkLine(along: 'x' | 'y', runs: Run[]): InkLine | null {
  const from = Math.min(...runs.map((run) => run.from));
  const to = Math.max(...runs.map((run) => run.to));
  const area = runs.reduce((sum, run) => sum + run.to - run.from, 0);
  if (area / (to - from) > THICKEST * PIXELS_PER_POINT) return null;
  const at = runs.reduce((sum, run) => sum + (run.at + 0.5) * (run.to - run.from), 0) / area;
  const rule = {
    along,
    at: at / PIXELS_PER_POINT,
    from: from / PIXELS_PER_POINT,
    to: to / PIXELS_PER_POINT,
  };
  return { rule, runs };
}

/** Takes the runs and the pixels beside them out of the ink: the blurred edge of a line is part of it. */
function erase({ rule, runs }: InkLine, ink: Ink): void {
  const [along, across] = rule.along === 'x' ? [1, ink.width] : [ink.width, 1];
  const last = (rule.along === 'x' ? ink.height : ink.width) - 1;
  for (const run of runs) {
    for (let at = Math.max(0, run.at - 1); at <= Math.min(last, run.at + 1); at += 1) {
      for (let place = run.from; place < run.to; place += 1) ink.data[at * across + place * along] = 0;
    }
  }
}
