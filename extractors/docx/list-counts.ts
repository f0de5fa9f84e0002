import { formatNumber } from './numerals.ts';

/** One level of a list: ECMA-376 17.9.6 `lvl`, [MS-DOC] 2.9.150 LVL. Levels are 0-based, `%1` in `text` is level 0. */
export interface Level {
  /** Name of the number format (ECMA-376 17.18.59). */
  format: string;
  text: string;
  start: number;
  /** What follows the number: `tab`, `space` or `nothing`. */
  suffix: string;
  styleId: string | null;
  /** The level whose advance restarts this one: null = every level above, 0 = none, else 1-based. */
  restart: number | null;
  /** Numbers of other levels stand in Arabic digits. */
  legal: boolean;
}

/** A list as a paragraph names it; lists that share `abstractId` count on together. */
export interface List {
  abstractId: string;
  levels: Map<number, Level>;
  startOverrides: Map<number, number>;
}

/** The place of a paragraph in a list; `level` 0-based. */
export interface ListPlace {
  list: List;
  listId: string;
  level: number;
}

/** Starts counting a document: the function gives the label of each numbered paragraph in turn, '' where it prints none. */
export function startCounting(): (place: ListPlace) => string {
  const counters = new Map<string, Map<number, number>>();
  const begun = new Set<string>();
  return (place) => labelOf(place.list, place.level, advance({ ...place, counters, begun }));
}

/** Lists with one abstract list count on together; a list with a start of its own begins there once. */
function advance(
  step: ListPlace & { counters: Map<string, Map<number, number>>; begun: Set<string> },
): Map<number, number> {
  const { list, level } = step;
  const counts = step.counters.get(list.abstractId) ?? new Map<number, number>();
  step.counters.set(list.abstractId, counts);
  const override = list.startOverrides.get(level);
  const first = `${step.listId} ${level}`;
  if (override !== undefined && !step.begun.has(first)) counts.delete(level);
  step.begun.add(first);
  const start = override ?? list.levels.get(level)?.start ?? 1;
  const before = counts.get(level);
  counts.set(level, before === undefined ? start : before + 1);
  for (const deeper of [...counts.keys()].filter((index) => index > level)) {
    const restart = list.levels.get(deeper)?.restart ?? null;
    if (restart === null || (restart !== 0 && level < restart)) counts.delete(deeper);
  }
  return counts;
}

function labelOf(list: List, index: number, counts: ReadonlyMap<number, number>): string {
  const level = list.levels.get(index);
  if (level === undefined || level.format === 'bullet' || level.text === '') return '';
  const label = level.text.replace(/%(\d)/gu, (_, digit: string) => {
    const part = list.levels.get(Number(digit) - 1);
    const number = counts.get(Number(digit) - 1) ?? part?.start ?? 1;
    return formatNumber(number, level.legal && Number(digit) - 1 !== index ? 'decimal' : (part?.format ?? 'decimal'));
  });
  return withSuffix(label, level.suffix !== 'nothing');
}

/** A label before its text: without the space that Word prints, `1.` before `2020年` would read as 1.2020. */
function withSuffix(label: string, isApart: boolean): string {
  return !isApart || label === '' || /[、，．。）)】〕：]$/u.test(label) ? label : `${label} `;
}

/** A label that a document holds as it is printed; a bullet is none. `isApart`: a tab or space follows it. */
export function printedLabel(label: string, isApart: boolean): string {
  const text = label.trim();
  return /[\p{L}\p{N}]/u.test(text) ? withSuffix(text, isApart) : '';
}
