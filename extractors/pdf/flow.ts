import type { Notice } from '../../model/notice.ts';
import { borderlessTables } from './borderless.ts';
import { continues, joinTables } from './join-pages.ts';
import type { Line } from './lines.ts';
import type { PlacedTable } from './page-tables.ts';
import { paragraphsOf, textArea } from './paragraphs.ts';
import type { PagedLine, PlacedParagraph, TextArea } from './paragraphs.ts';

/** What a page (1-based) holds once its furniture is gone; `width` in points. */
export interface PageContent {
  page: number;
  width: number;
  lines: Line[];
  tables: PlacedTable[];
}

/** A piece of the document in reading order. */
export type Piece = PlacedParagraph | PlacedTable;

/** Brings the content of all pages into reading order: tables joined over page breaks, lines joined into paragraphs. */
export function readingOrder(pages: readonly PageContent[]): { pieces: Piece[]; notices: Notice[] } {
  const areas = areasByWidth(pages);
  const notices: Notice[] = [];
  const pieces: Piece[] = [];
  let lines: PagedLine[] = [];
  let open: PlacedTable | null = null;
  const closeLines = (): void => {
    pieces.push(...paragraphsOf(lines));
    lines = [];
  };
  const closeTable = (): void => {
    if (open !== null) pieces.push(open);
    open = null;
  };
  for (const { page, item, area } of items(pages, areas)) {
    if ('kind' in item) {
      if (open !== null && item.page > lastPage(open) && continues(open, item)) {
        const joined = joinTables(open, item);
        open = joined.table;
        notices.push(...joined.notices);
      } else {
        closeTable();
        closeLines();
        open = item;
      }
    } else {
      closeTable();
      lines.push({ page, line: item, area });
    }
  }
  closeTable();
  closeLines();
  return { pieces: pieces.flatMap(frameToText), notices };
}

function lastPage(table: PlacedTable): number {
  return Math.max(...table.cells.map((cell) => cell.page));
}

function items(
  pages: readonly PageContent[],
  areas: ReadonlyMap<number, TextArea>,
): { page: number; item: Line | PlacedTable; area: TextArea }[] {
  return pages.flatMap(({ page, width, lines, tables }) => {
    const area = areas.get(Math.round(width)) ?? textArea([lines]);
    const loose = borderlessTables(lines, page, area);
    return [...loose.rest, ...tables, ...loose.tables]
      .sort((a, b) => top(a) - top(b))
      .map((item) => ({ page, item, area }));
  });
}

function top(item: Line | PlacedTable): number {
  return 'kind' in item ? (item.ys[0] ?? 0) : item.y0;
}

/** Pages of one width share their margins; a page with little text alone would not show them. */
function areasByWidth(pages: readonly PageContent[]): ReadonlyMap<number, TextArea> {
  const widths = new Set(pages.map((page) => Math.round(page.width)));
  return new Map(
    [...widths].map((width) => [
      width,
      textArea(pages.filter((page) => Math.round(page.width) === width).map((page) => page.lines)),
    ]),
  );
}

/**
 * A frame around one piece of text, which no other page continues, is a paragraph and not a table; a grid in which nothing
 * is printed on any page (a chart, a writing pad) is neither.
 */
function frameToText(piece: Piece): Piece[] {
  if (piece.kind !== 'table') return [piece];
  if (piece.cells.every((cell) => cell.text.trim() === '')) return [];
  const cell = piece.cells[0];
  if (cell === undefined || piece.cells.length > 1) return [piece];
  return [{ kind: 'paragraph', text: cell.text.replaceAll('\n', ''), page: cell.page, box: cell.box }];
}
