import type { Notice } from '../model/notice.ts';
import type { Section } from '../model/record.ts';
import { type Heading, headingOf, SECTION_KEYS } from './headings.ts';
import type { Line, TextLine } from './lines.ts';
import { withoutClosing } from './closing.ts';
import { saysNothing } from './nothing.ts';

/** Which table of the form stands in which block (from `readCells`); null = none of them. */
export type TablePlace = { block: number; table: 't2' | 't3' | 't4' | null };

/** A section with the lines that belong to it, for those who read its sentences. */
export interface SectionReading {
  section: Section;
  lines: TextLine[];
}

/** All sections of a document in their order, then the absent ones; `preface` are the lines before the first. */
export interface SectionsReading {
  sections: SectionReading[];
  preface: TextLine[];
  notices: Notice[];
}

interface Opening {
  key: string;
  heading: Heading | null;
  line: number;
}

const TABLE_SECTION = { t2: 'proactive', t3: 'requests', t4: 'review_litigation' } as const;

/**
 * Finds the sections by their words (DOMAIN.md 1.1, 3.1, 5.1 rules c and g). All six keys are always there; legacy
 * sections only where they stand at the level of 一、. A section whose heading was lost is taken from the place of its
 * table only where at least one other section is known by its words; then `heading` is null and the notice
 * `heading_missing` says so. A bare table proves no section.
 */
export function readSections(lines: readonly Line[], tables: readonly TablePlace[]): SectionsReading {
  const headings = chooseHeadings(lines);
  const notices: Notice[] = headings.unknown.map((heading) => ({
    code: 'unknown_heading',
    message: `Heading "${heading.text}" is none of the form; its text stays with the section before it`,
    at: heading.at,
  }));
  const openings = withTableSections(headings.chosen, { lines, tables, notices });
  const sections = openings.map((opening, order) =>
    readSection(opening, {
      lines,
      order,
      end: openings[order + 1]?.line ?? lines.length,
      last: isLastNarrative(openings, order),
    }),
  );
  const found = new Set(openings.map((opening) => opening.key));
  const absent = SECTION_KEYS.filter((key) => !found.has(key)).map((key) => ({
    section: absentSection(key),
    lines: [],
  }));
  const first = openings[0]?.line ?? lines.length;
  const preface = lines.filter((line): line is TextLine => line.kind === 'text' && line.index < first);
  return { sections: [...sections, ...absent], preface, notices };
}

/** How many of the six sections of the form were found by their words. */
export function countHeadings(reading: SectionsReading): number {
  const keys: readonly string[] = SECTION_KEYS;
  return reading.sections.filter(({ section }) => keys.includes(section.key) && section.heading !== null).length;
}

/** One heading a key: tables of contents dropped, numbered before unnumbered (H6), the first of several that remain. */
function chooseHeadings(lines: readonly Line[]): { chosen: Heading[]; unknown: Heading[] } {
  const all = withoutContents(
    lines.flatMap((line) => (line.kind === 'text' ? (headingOf(line) ?? []) : [])),
    lines,
  );
  const numbered = new Set(all.filter((heading) => heading.number !== null).map((heading) => heading.key));
  const chosen: Heading[] = [];
  const unknown: Heading[] = [];
  for (const heading of all) {
    if (heading.number === null && numbered.has(heading.key)) continue;
    if (chosen.some((other) => other.key === heading.key)) continue;
    if (heading.key !== 'unknown') chosen.push(heading);
    else if (follows(chosen.at(-1), heading)) unknown.push(heading);
  }
  return { chosen: inOrder(chosen), unknown };
}

/** An overview opens before every other section: 基本情况 as a head further down is none. */
function inOrder(chosen: readonly Heading[]): Heading[] {
  const first = chosen[0];
  return chosen.filter((heading) => heading === first || heading.number !== null || heading.key !== 'overview');
}

function follows(previous: Heading | undefined, heading: Heading): boolean {
  const order = '一二三四五六七八九十';
  return order.indexOf(heading.number ?? '') === order.indexOf(previous?.number ?? '') + 1;
}

/** Drops a table of contents: three or more headings one right after another whose keys all come again later. */
function withoutContents(headings: readonly Heading[], lines: readonly Line[]): Heading[] {
  const dropped = new Set<Heading>();
  for (let start = 0; start < headings.length; start += 1) {
    const keys = new Set([headings[start]?.key]);
    let end = start;
    while (isNext(headings[end], headings[end + 1], lines) && !keys.has(headings[end + 1]?.key)) {
      end += 1;
      keys.add(headings[end]?.key);
    }
    const run = headings.slice(start, end + 1);
    const later = headings.slice(end + 1);
    if (run.length >= 3 && run.every((heading) => later.some((other) => other.key === heading.key))) {
      run.forEach((heading) => dropped.add(heading));
    }
    start = end;
  }
  return headings.filter((heading) => !dropped.has(heading));
}

function isNext(heading: Heading | undefined, next: Heading | undefined, lines: readonly Line[]): boolean {
  if (heading === undefined || next === undefined || heading.rest !== '') return false;
  const between = lines.slice(heading.line + 1, next.line);
  return between.every(
    (line) => line.kind === 'text' && /^\s*[（(]?[一二三四五六\d]/u.test(line.text) && line.text.length < 40,
  );
}

/** Adds a section at each known table that stands under no heading of its own. */
function withTableSections(
  headings: readonly Heading[],
  context: { lines: readonly Line[]; tables: readonly TablePlace[]; notices: Notice[] },
): Opening[] {
  const openings: Opening[] = headings.map((heading) => ({ key: heading.key, heading, line: heading.line }));
  if (openings.length === 0) return [];
  for (const line of context.lines) {
    if (line.kind !== 'table') continue;
    const table = context.tables.find((place) => place.block === line.table)?.table ?? null;
    if (table === null || openings.some((opening) => opening.key === TABLE_SECTION[table])) continue;
    openings.push({ key: TABLE_SECTION[table], heading: null, line: line.index });
    const message = `No heading was found for section "${TABLE_SECTION[table]}"; it starts at its table`;
    context.notices.push({ code: 'heading_missing', message, at: line.at });
  }
  return openings.toSorted((a, b) => a.line - b.line);
}

function isLastNarrative(openings: readonly Opening[], order: number): boolean {
  return openings.slice(order + 1).every((opening) => opening.key === 'legacy_annex');
}

function readSection(
  opening: Opening,
  context: { lines: readonly Line[]; order: number; end: number; last: boolean },
): SectionReading {
  const { heading } = opening;
  const start = heading === null ? opening.line : opening.line + 1;
  const own = context.lines.slice(start, context.end);
  const texts = own.filter((line): line is TextLine => line.kind === 'text');
  const rest: TextLine[] =
    heading === null || heading.rest === ''
      ? []
      : [{ kind: 'text', index: heading.line, text: heading.rest, at: heading.at }];
  const lines = [...rest, ...(context.last ? withoutClosing(texts) : texts)].filter((line) => !isPageMark(line.text));
  const text = lines.map((line) => line.text.trim()).join('\n');
  const hasTable = own.some((line) => line.kind === 'table');
  const state = hasTable ? 'present' : text === '' ? 'empty' : saysNothing(text) ? 'none_stated' : 'present';
  const at = heading?.at ?? context.lines[opening.line]?.at ?? null;
  const section: Section = {
    key: opening.key,
    heading: heading?.text ?? null,
    number: heading?.number ?? null,
    order: context.order,
    state,
    text,
    at,
  };
  return { section, lines };
}

function isPageMark(text: string): boolean {
  return /^\s*(?:第\s*\d+\s*页(?:\s*[,，/]?\s*共\s*\d+\s*页)?|[-—–]\s*\d{1,3}\s*[-—–])\s*$/u.test(text);
}

function absentSection(key: string): Section {
  return { key, heading: null, number: null, order: -1, state: 'absent', text: null, at: null };
}
