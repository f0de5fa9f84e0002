import type { Notice } from '../../model/notice.ts';
import { stripSpace } from '../../text/fold.ts';
import type { Line } from './lines.ts';

/** The lines of text of one page (1-based) outside of its tables; `height` of the page in points. */
export interface PageLines {
  page: number;
  height: number;
  lines: Line[];
}

/** Page numbers and running lines stand within this share of the page's height from its top or bottom edge. */
const MARGIN_ZONE = 0.13;
/** A running line stands at the same height on every page, give or take this many points. */
const SAME_HEIGHT = 4;
/** Lines from the edge inwards that are looked at: a header of two lines, a footer of two lines. */
const DEPTH = 2;

/** Printed over the rest of a table that continues. */
const CONTINUED = /^[（(]?(?:续上?表|接上表)[）)]?[:：]?$/u;

const DASHES = '[-—–―─·•~～|]*';
const PAGE_NUMBER = new RegExp(
  `^${DASHES}(?:第?\\d{1,4}页?|第[一二三四五六七八九十百]+页|[ⅰ-ⅻivxIVX]{1,5}|(?:第?\\d{1,4}页?[,，、/／|]?(?:共|of)?\\d{1,4}页?))${DASHES}$`,
  'u',
);

/** Takes page numbers and running headers and footers out of the pages, with a notice for each kind of line taken out. */
export function dropFurniture(pages: readonly PageLines[]): { pages: PageLines[]; notices: Notice[] } {
  const taken = new Map<string, { code: string; text: string; pages: number[] }>();
  let current = pages.map((page) => ({ ...page, lines: [...page.lines] }));
  for (let depth = 0; depth < DEPTH; depth += 1) {
    for (const edge of ['top', 'bottom'] as const) {
      current = current.map((page) => {
        const line = outermost(page, edge);
        const code = line === null ? null : furnitureKind(line, page, { pages: current, edge });
        if (line === null || code === null) return page;
        const key = `${code} ${edge} ${pattern(line.text)}`;
        const entry = taken.get(key) ?? { code, text: line.text, pages: [] };
        taken.set(key, { ...entry, pages: [...entry.pages, page.page] });
        return { ...page, lines: page.lines.filter((other) => other !== line) };
      });
    }
  }
  const notices = [...taken.values()].map(({ code, text, pages: on }) => ({
    code,
    message: `Left out "${text}" at the edge of page${on.length > 1 ? 's' : ''} ${on.join(', ')}`,
  }));
  return { pages: current, notices };
}

/** The line nearest to the page's edge, if it lies in the margin. */
function outermost(page: PageLines, edge: 'top' | 'bottom'): Line | null {
  const line = edge === 'top' ? page.lines[0] : page.lines.at(-1);
  if (line === undefined) return null;
  return distance(line, page, edge) <= MARGIN_ZONE * page.height ? line : null;
}

function distance(line: Line, page: PageLines, edge: 'top' | 'bottom'): number {
  return edge === 'top' ? line.base : page.height - line.base;
}

/** Whether a line shows a page number and nothing else. */
export function isPageNumber(line: string): boolean {
  return PAGE_NUMBER.test(stripSpace(line));
}

function furnitureKind(
  line: Line,
  page: PageLines,
  among: { pages: readonly PageLines[]; edge: 'top' | 'bottom' },
): string | null {
  if (isPageNumber(line.text)) return 'page_number_dropped';
  if (CONTINUED.test(stripSpace(line.text))) return 'continued_mark_dropped';
  const { pages, edge } = among;
  const alike = pages.filter((other) => {
    const its = outermost(other, edge);
    return (
      its !== null &&
      pattern(its.text) === pattern(line.text) &&
      Math.abs(distance(its, other, edge) - distance(line, page, edge)) <= SAME_HEIGHT
    );
  });
  return alike.length >= 2 && alike.length >= 0.4 * pages.length ? 'running_line_dropped' : null;
}

function pattern(text: string): string {
  return stripSpace(text).replace(/\d+/gu, '#');
}
