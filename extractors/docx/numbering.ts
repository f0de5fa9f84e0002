import { above, all, attributeOf, child, childValue, isOn } from './xml.ts';
import { formatNumber } from './numerals.ts';

/** One level of a list: ECMA-376 17.9.6 `lvl`. */
interface Level {
  format: string;
  text: string;
  start: number;
  suffix: string;
  styleId: string | null;
  /** The level whose advance restarts this one: null = every level above, 0 = none, else 1-based. */
  restart: number | null;
  legal: boolean;
}

interface List {
  abstractId: string;
  levels: Map<number, Level>;
  startOverrides: Map<number, number>;
}

interface StyleNumbering {
  listId: string | null;
  level: number | null;
  basedOn: string | null;
}

/**
 * Writes the numbers that Word prints before paragraphs (一、（一）1.) as text into the document, since readers of DOCX drop
 * them: numbers of lists from numbering.xml, directly or through styles. Returns how many were written.
 */
export function writeNumbers(document: Document, numbering: Document, styles: Document | null): number {
  const lists = readLists(numbering);
  const byStyle = styles === null ? new Map<string, StyleNumbering>() : readStyles(styles);
  const counters = new Map<string, Map<number, number>>();
  const begun = new Set<string>();
  let written = 0;
  for (const paragraph of all(document, 'w:p')) {
    const place = placeOf(paragraph, byStyle, lists);
    if (place === null || isDeleted(paragraph)) continue;
    const counts = advance({ ...place, counters, begun });
    const label = labelOf(place.list, place.level, counts);
    if (label === '') continue;
    insertText(document, paragraph, label);
    written += 1;
  }
  return written;
}

function readLists(numbering: Document): Map<string, List> {
  const abstracts = new Map(
    all(numbering, 'w:abstractNum').map((item) => [attributeOf(item, 'w:abstractNumId') ?? '', item]),
  );
  const lists = new Map<string, List>();
  for (const item of all(numbering, 'w:num')) {
    const abstractId = childValue(item, 'w:abstractNumId') ?? '';
    const levels = new Map(all(abstractWithLevels(abstractId, abstracts) ?? item, 'w:lvl').map(readLevel));
    const startOverrides = new Map<number, number>();
    for (const override of all(item, 'w:lvlOverride')) {
      const level = Number(attributeOf(override, 'w:ilvl') ?? 0);
      const start = childValue(override, 'w:startOverride');
      if (start !== null) startOverrides.set(level, Number(start));
      const replaced = child(override, 'w:lvl');
      if (replaced !== null) levels.set(...readLevel(replaced));
    }
    lists.set(attributeOf(item, 'w:numId') ?? '', { abstractId, levels, startOverrides });
  }
  return lists;
}

/** An abstract list may only point to another by the name of a list style (`numStyleLink` → `styleLink`). */
function abstractWithLevels(id: string, abstracts: ReadonlyMap<string, Element>): Element | null {
  const own = abstracts.get(id) ?? null;
  const link = childValue(own, 'w:numStyleLink');
  if (link === null) return own;
  return [...abstracts.values()].find((item) => childValue(item, 'w:styleLink') === link) ?? own;
}

function readLevel(level: Element): [number, Level] {
  const restart = childValue(level, 'w:lvlRestart');
  return [
    Number(attributeOf(level, 'w:ilvl') ?? 0),
    {
      format: childValue(level, 'w:numFmt') ?? 'decimal',
      text: childValue(level, 'w:lvlText') ?? '',
      start: Number(childValue(level, 'w:start') ?? 1),
      suffix: childValue(level, 'w:suff') ?? 'tab',
      styleId: childValue(level, 'w:pStyle'),
      restart: restart === null ? null : Number(restart),
      legal: isOn(level, 'w:isLgl'),
    },
  ];
}

function readStyles(styles: Document): Map<string, StyleNumbering> {
  return new Map(
    all(styles, 'w:style').map((style) => {
      const properties = child(child(style, 'w:pPr'), 'w:numPr');
      const level = childValue(properties, 'w:ilvl');
      return [
        attributeOf(style, 'w:styleId') ?? '',
        {
          listId: childValue(properties, 'w:numId'),
          level: level === null ? null : Number(level),
          basedOn: childValue(style, 'w:basedOn'),
        },
      ];
    }),
  );
}

function placeOf(
  paragraph: Element,
  byStyle: ReadonlyMap<string, StyleNumbering>,
  lists: ReadonlyMap<string, List>,
): { list: List; listId: string; level: number } | null {
  const properties = child(paragraph, 'w:pPr');
  const own = child(properties, 'w:numPr');
  const ownLevel = childValue(own, 'w:ilvl');
  let listId = childValue(own, 'w:numId');
  let level = ownLevel === null ? null : Number(ownLevel);
  let styleId = childValue(properties, 'w:pStyle');
  // A chain of styles that leads back to itself ends after as many steps as there are styles.
  for (let steps = 0; listId === null && styleId !== null && steps <= byStyle.size; steps += 1) {
    const style: StyleNumbering | undefined = byStyle.get(styleId);
    listId = style?.listId ?? null;
    if (listId !== null) level ??= levelOfStyle(lists.get(listId), styleId) ?? style?.level ?? null;
    styleId = style?.basedOn ?? null;
  }
  const list = listId === null || listId === '0' ? undefined : lists.get(listId);
  return list === undefined || listId === null ? null : { list, listId, level: level ?? 0 };
}

function levelOfStyle(list: List | undefined, styleId: string): number | null {
  for (const [index, level] of list?.levels ?? []) {
    if (level.styleId === styleId) return index;
  }
  return null;
}

/** Paragraphs and rows deleted under "track changes" are not printed and not counted. */
function isDeleted(paragraph: Element): boolean {
  const mark = child(child(paragraph, 'w:pPr'), 'w:rPr');
  const row = above(paragraph, 'w:tr');
  return isOn(mark, 'w:del') || isOn(mark, 'w:moveFrom') || isOn(child(row, 'w:trPr'), 'w:del');
}

/** Lists with one abstract list count on together; a list with a start of its own begins there once. */
function advance(step: {
  list: List;
  listId: string;
  level: number;
  counters: Map<string, Map<number, number>>;
  begun: Set<string>;
}): Map<number, number> {
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
  // Without the space that Word prints, `1.` before `2020年` would read as 1.2020.
  return level.suffix === 'nothing' || /[、，．。）)】〕：]$/u.test(label) || label === '' ? label : `${label} `;
}

function insertText(document: Document, paragraph: Element, text: string): void {
  const run = document.createElement('w:r');
  const piece = document.createElement('w:t');
  piece.setAttribute('xml:space', 'preserve');
  piece.appendChild(document.createTextNode(text));
  run.appendChild(piece);
  const properties = child(paragraph, 'w:pPr');
  paragraph.insertBefore(run, properties === null ? paragraph.firstChild : properties.nextSibling);
}
