import type { TableKey } from '../../model/template.ts';

/** What a cell holds beside plain text, for formats that can say it: `text` then is the part that is no ornament. */
type Ornament = 'superscript' | 'struck' | 'image' | 'input' | 'hidden' | 'nested' | 'script';

/**
 * A cell of a report that is to be damaged. `path`: whose figure it prints, null for labels, headers and figures whose
 * meaning a damage destroyed. The tag wanders with the cell: it is the truth of the damaged document.
 */
export interface Piece {
  text: string;
  down: number;
  across: number;
  path: string | null;
  ornament?: { kind: Ornament; text: string };
}

/** One printed table, spans not expanded. */
export interface Sheet {
  table: TableKey;
  rows: Piece[][];
}

/** A report as paragraphs and tables in order. */
export type Draft = (string | Sheet)[];

/** What a cell means to a careful person; `odd`: no plain figure, so that no reader may take it for one unsaid. */
export type Meaning = { kind: 'value'; value: number; unit: string } | { kind: 'blank' | 'odd' | 'placeholder' };

const PLAIN = /^([+-]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?)(元|万元|件|条|项|个)?$/u;

/** Reads a cell strictly: space only around it, digits of any width. Written apart from the code under test. */
function meaningOf(piece: Piece): Meaning {
  const { ornament } = piece;
  const shown = ornament === undefined || /^(?:hidden|nested|input)$/u.test(ornament.kind);
  if (!shown) return { kind: 'odd' };
  const text = (ornament === undefined || ornament.kind === 'hidden' ? piece.text : `${piece.text}${ornament.text}`)
    .replace(/^[\s\u00a0\u3000]+|[\s\u00a0\u3000]+$/gu, '')
    .replace(/[０-９，．＋－]/gu, (sign) => String.fromCodePoint((sign.codePointAt(0) ?? 0) - 0xfee0))
    .replace(/^\u2212/u, '-')
    .replaceAll('\u200b', '');
  if (text === '') return { kind: 'blank' };
  if (/^(?:-|—|－|\/|无)$/u.test(text)) return { kind: 'placeholder' };
  const match = PLAIN.exec(text);
  return match
    ? { kind: 'value', value: Number(match[1]?.replaceAll(',', '')), unit: match[2] ?? '' }
    : { kind: 'odd' };
}

/** The truth of a draft: path → meaning; a path that stands twice with different meanings, or nowhere, is not in it. */
export function truthOf(draft: Draft): Map<string, Meaning> {
  const found = new Map<string, Meaning>();
  const contradicted = new Set<string>();
  for (const piece of draft.flatMap((part) => (typeof part === 'string' ? [] : part.rows.flat()))) {
    if (piece.path === null) continue;
    const meaning = meaningOf(piece);
    const before = found.get(piece.path);
    if (before !== undefined && JSON.stringify(before) !== JSON.stringify(meaning)) contradicted.add(piece.path);
    found.set(piece.path, meaning);
  }
  contradicted.forEach((path) => found.delete(path));
  return found;
}

/** A copy that may be changed. */
export function copyOf(draft: Draft): Draft {
  return structuredClone(draft);
}

/** The tables of a draft, or those of one kind. */
export function sheetsOf(draft: Draft, table: TableKey | null = null): Sheet[] {
  return draft.filter((part) => typeof part !== 'string').filter((sheet) => table === null || sheet.table === table);
}

/** A place in the expanded grid; `from` false where a cell that began above or to the left covers it. */
export interface Slot {
  piece: Piece;
  fromAbove: boolean;
  left: boolean;
}

/** The grid with spans expanded, as browsers lay it out: for every row, column → what stands there. */
export function layOut(sheet: Sheet): Map<number, Slot>[] {
  const grid = sheet.rows.map(() => new Map<number, Slot>());
  sheet.rows.forEach((row, index) => {
    let column = 0;
    for (const piece of row) {
      while (grid[index]?.has(column) === true) column += 1;
      for (let down = 0; down < piece.down; down += 1) {
        for (let right = 0; right < piece.across; right += 1) {
          const line = grid[index + down];
          if (line !== undefined && !line.has(column + right)) {
            line.set(column + right, { piece, fromAbove: down > 0, left: right === 0 });
          }
        }
      }
      column += piece.across;
    }
  });
  return grid;
}
