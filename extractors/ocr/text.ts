import type { Box } from '../pdf/geometry.ts';
import { median } from '../pdf/geometry.ts';
import type { Glyph } from '../pdf/marks.ts';
import { around, blobsIn } from './blobs.ts';
import type { PixelBox } from './blobs.ts';
import { blankImage, framed, PIXELS_PER_POINT } from './grey.ts';
import type { GreyImage } from './grey.ts';
import type { PageInk } from './print.ts';
import type { Recogniser, Word } from './tesseract.ts';

/** White around what is handed to the recogniser, pixels. */
const MARGIN = 30;
/** What is lower than this (pixels) outside of tables is dust or a rest of a line. */
const LOWEST = 12;
/** Sizes of characters that differ by less than this share are one size, measured unevenly. */
const SAME_SIZE = 0.12;

/** Full-width characters: as wide as they are high. */
const WIDE = /[\p{Script=Han}\u3000-\u303f\uff00-\uff60“”‘’—…]/u;

/**
 * Reads what stands outside of the tables (`taken`, boxes in points): the bands of the page above, between and below
 * them. Gives characters with their boxes in points, those of one line on one base line and of one size.
 */
export async function readText(page: PageInk, taken: readonly Box[], recogniser: Recogniser): Promise<Glyph[]> {
  const bands = bandsOf(page, taken).flatMap((band) => {
    const print = around(blobsIn(page.rest, band).filter((blob) => blob.y1 - blob.y0 >= LOWEST));
    return print === null ? [] : [print];
  });
  const pictures = bands.map((band) => framed(cut(page.even, band), MARGIN));
  const read = await recogniser.read(pictures, { language: 'chi_sim', layout: 'block' });
  const lines = read.flatMap((found, index) =>
    found.map((words) => words.map((word) => onPage(word, bands[index] ?? { x0: 0, y0: 0, x1: 0, y1: 0 }))),
  );
  return glyphsOf(lines);
}

/** The stretches of the page's height that no table takes, in pixels. */
function bandsOf({ rest }: PageInk, taken: readonly Box[]): PixelBox[] {
  const bands: PixelBox[] = [];
  let top = 0;
  const tables = [...taken].sort((a, b) => a.y0 - b.y0);
  for (const table of [...tables, null]) {
    const bottom = table === null ? rest.height : Math.floor(table.y0 * PIXELS_PER_POINT);
    if (bottom - top >= LOWEST) bands.push({ x0: 0, y0: top, x1: rest.width, y1: bottom });
    if (table !== null) top = Math.max(top, Math.ceil(table.y1 * PIXELS_PER_POINT));
  }
  return bands;
}

function cut(image: GreyImage, box: PixelBox): GreyImage {
  const result = blankImage(box.x1 - box.x0, box.y1 - box.y0);
  for (let y = 0; y < result.height; y += 1) {
    const start = (y + box.y0) * image.width + box.x0;
    result.data.set(image.data.subarray(start, start + result.width), y * result.width);
  }
  return result;
}

/** The word with its box in points on the page. */
function onPage(word: Word, band: PixelBox): Word {
  return {
    ...word,
    x0: (word.x0 - MARGIN + band.x0) / PIXELS_PER_POINT,
    x1: (word.x1 - MARGIN + band.x0) / PIXELS_PER_POINT,
    y0: (word.y0 - MARGIN + band.y0) / PIXELS_PER_POINT,
    y1: (word.y1 - MARGIN + band.y0) / PIXELS_PER_POINT,
  };
}

/** The characters of lines, those of one line in the order in which they were read: boxes of words overlap. */
function glyphsOf(lines: readonly Word[][]): Glyph[] {
  const sizes = evenSizes(lines);
  return lines.flatMap((words, index) => {
    const size = sizes[index] ?? 0;
    const base = median(
      words.map((word) => word.y1),
      0,
    );
    return stretches(words, size).flatMap((stretch) => spread(stretch, size, base));
  });
}

/** The words of a line cut where a gap as wide as two characters lies between them. */
function stretches(words: readonly Word[], size: number): Word[][] {
  const cutAt: Word[][] = [];
  let end = 0;
  for (const word of words) {
    const last = cutAt.at(-1);
    if (last !== undefined && word.x0 - end < 2 * size) last.push(word);
    else cutAt.push([word]);
    end = Math.max(end, word.x1);
  }
  return cutAt;
}

/** The characters of words spread evenly from the first to the end of the last. */
function spread(words: readonly Word[], size: number, base: number): Glyph[] {
  const chars = words.flatMap((word) => Array.from(word.text));
  const [x0, x1] = [Math.min(...words.map((word) => word.x0)), Math.max(...words.map((word) => word.x1))];
  const total = chars.reduce((sum, char) => sum + weight(char), 0);
  let at = x0;
  return chars.map((text) => {
    const left = at;
    at += ((x1 - x0) * weight(text)) / total;
    return { text, x0: left, x1: at, y0: base - size, y1: base, base, size, turn: 0, hidden: false, slanted: false };
  });
}

function weight(char: string): number {
  return WIDE.test(char) ? 1 : 0.5;
}

/** Size of the characters of a line in points by their pitch; null where they are too few to tell. */
function sizeOf(words: readonly Word[]): number | null {
  const total = words.flatMap((word) => Array.from(word.text)).reduce((sum, char) => sum + weight(char), 0);
  const [x0, x1] = [Math.min(...words.map((word) => word.x0)), Math.max(...words.map((word) => word.x1))];
  return total >= 5 ? (x1 - x0) / total : null;
}

/** Sizes of the lines: those that lie close together are one size, short lines are of the usual size. */
function evenSizes(lines: readonly Word[][]): number[] {
  const sizes = lines.map(sizeOf);
  const known = sizes.filter((size) => size !== null);
  const groups: number[][] = [];
  for (const size of [...known].sort((a, b) => a - b)) {
    const last = groups.at(-1);
    if (last !== undefined && size <= (last[0] ?? size) * (1 + 2 * SAME_SIZE)) last.push(size);
    else groups.push([size]);
  }
  const usual = median(known, 12);
  return sizes.map((size) =>
    median(groups.find((group) => size !== null && group.includes(size)) ?? [], size ?? usual),
  );
}
