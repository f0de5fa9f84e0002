import { median, surround } from './geometry.ts';
import type { Box } from './geometry.ts';
import { firstTokenWidth } from './lines.ts';
import type { Line } from './lines.ts';

/** A paragraph with the box of that part of it which stands on its first page (1-based). */
export interface PlacedParagraph {
  kind: 'paragraph';
  text: string;
  page: number;
  box: Box;
}

/** Left and right edge of the body text of a page, in points, and the usual distance of its lines by font size. */
export interface TextArea {
  left: number;
  right: number;
  pitch: number;
}

/** A line in its place: page 1-based, the text area of that page. */
export interface PagedLine {
  page: number;
  line: Line;
  area: TextArea;
}

/** A first line is indented by two em; half of it is enough to tell. */
const INDENT = 1.2;
/** Lines this many times farther apart than usual belong to different paragraphs. */
const WIDE_GAP = 1.5;
/** Font sizes that differ by more than this share are not of one paragraph. */
const OTHER_SIZE = 0.12;

/** The text area of pages of one size, from all their lines. */
export function textArea(pages: readonly (readonly Line[])[]): TextArea {
  const lines = pages.flat();
  const starts = lines.map((line) => line.x0).sort((a, b) => a - b);
  const ends = lines.map((line) => line.x1).sort((a, b) => a - b);
  const pitches = pages.flatMap((page) =>
    page.slice(1).map((line, index) => (line.base - (page[index]?.base ?? 0)) / line.size),
  );
  return {
    left: starts[Math.floor(starts.length * 0.05)] ?? 0,
    right: ends[Math.floor((ends.length - 1) * 0.95)] ?? 0,
    pitch: median(pitches, WIDE_GAP),
  };
}

/** Joins lines that follow each other, also over a page break, into paragraphs. */
export function paragraphsOf(lines: readonly PagedLine[]): PlacedParagraph[] {
  const paragraphs: PagedLine[][] = [];
  for (const line of lines) {
    const current = paragraphs.at(-1);
    if (current === undefined || beginsParagraph(line, current)) paragraphs.push([line]);
    else current.push(line);
  }
  return paragraphs.map(placed).filter((paragraph) => paragraph !== null);
}

function beginsParagraph(next: PagedLine, current: readonly PagedLine[]): boolean {
  const before = current.at(-1);
  if (before === undefined) return true;
  const size = Math.max(next.line.size, before.line.size);
  if (Math.abs(next.line.size - before.line.size) > OTHER_SIZE * size) return true;
  const room = before.area.right - before.line.x1;
  if (firstTokenWidth(next.line) + 0.3 * size < room) return true;
  if (isHeadingLine(next) && /[。！？；]$/u.test(before.line.text)) return true;
  if (next.page === before.page) {
    const gap = (next.line.base - before.line.base) / size;
    if (gap > WIDE_GAP * next.area.pitch) return true;
  }
  return isIndented(next) && !hangs(next, current);
}

/** A numbered line that ends early and without a full stop: a heading, even where the line before it is full. */
function isHeadingLine({ line, area }: PagedLine): boolean {
  const isNumbered = /^(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)])/u.test(line.text);
  return isNumbered && area.right - line.x1 > 2 * line.size && !/[。！？；，、]$/u.test(line.text);
}

function isIndented({ line, area }: PagedLine): boolean {
  return line.x0 - area.left >= INDENT * line.size;
}

/** Whether the whole paragraph stands indented, so that an indented line continues it. */
function hangs(next: PagedLine, current: readonly PagedLine[]): boolean {
  const second = current[1];
  return (
    second !== undefined && Math.abs(second.line.x0 - second.area.left - next.line.x0 + next.area.left) < next.line.size
  );
}

function placed(lines: readonly PagedLine[]): PlacedParagraph | null {
  const first = lines[0];
  if (first === undefined) return null;
  const box = surround(lines.filter((line) => line.page === first.page).map((line) => line.line));
  if (box === null) return null;
  let text = '';
  for (const { line } of lines) {
    const twoWords = /\p{Script=Latin}$/u.test(text) && /^\p{Script=Latin}/u.test(line.text);
    text += `${twoWords ? ' ' : ''}${line.text}`;
  }
  return { kind: 'paragraph', text, page: first.page, box };
}
