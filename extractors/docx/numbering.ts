import { above, all, attributeOf, child, childValue, insert, isOn, newRun, type MarkupElement } from './markup.ts';
import { startCounting, type List, type Level } from './list-counts.ts';

interface StyleNumbering {
  listId: string | null;
  level: number | null;
  basedOn: string | null;
}

/**
 * Writes the numbers that Word prints before paragraphs (一、（一）1.) as text into the document, since readers of DOCX drop
 * them: numbers of lists from numbering.xml, directly or through styles. Returns how many were written.
 */
export function writeNumbers(document: MarkupElement, numbering: MarkupElement, styles: MarkupElement | null): number {
  const lists = readLists(numbering);
  const byStyle = styles === null ? new Map<string, StyleNumbering>() : readStyles(styles);
  const nextLabel = startCounting();
  let written = 0;
  for (const paragraph of all(document, 'w:p')) {
    const place = placeOf(paragraph, byStyle, lists);
    if (place === null || isDeleted(paragraph)) continue;
    const label = nextLabel(place);
    if (label === '') continue;
    insertText(paragraph, label);
    written += 1;
  }
  return written;
}

function readLists(numbering: MarkupElement): Map<string, List> {
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
function abstractWithLevels(id: string, abstracts: ReadonlyMap<string, MarkupElement>): MarkupElement | null {
  const own = abstracts.get(id) ?? null;
  const link = childValue(own, 'w:numStyleLink');
  if (link === null) return own;
  return [...abstracts.values()].find((item) => childValue(item, 'w:styleLink') === link) ?? own;
}

function readLevel(level: MarkupElement): [number, Level] {
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

function readStyles(styles: MarkupElement): Map<string, StyleNumbering> {
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
  paragraph: MarkupElement,
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
function isDeleted(paragraph: MarkupElement): boolean {
  const mark = child(child(paragraph, 'w:pPr'), 'w:rPr');
  const row = above(paragraph, 'w:tr');
  return isOn(mark, 'w:del') || isOn(mark, 'w:moveFrom') || isOn(child(row, 'w:trPr'), 'w:del');
}

function insertText(paragraph: MarkupElement, text: string): void {
  const properties = child(paragraph, 'w:pPr');
  insert(newRun(text), paragraph, properties === null ? paragraph.first : properties.next);
}
