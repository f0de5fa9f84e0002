import type { Box } from '../pdf/geometry.ts';
import { median } from '../pdf/geometry.ts';
import type { Glyph } from '../pdf/marks.ts';
import { around, blobsIn } from './blobs.ts';
import type { PixelBox } from './blobs.ts';
import { blankImage, framed, PIXELS_PER_POINT, scaled } from './grey.ts';
import type { GreyImage } from './grey.ts';
import type { PageInk } from './print.ts';
import type { Recogniser, Word } from './tesseract.ts';
import { readsAlike, voteOn } from './vote.ts';

/** White around what is handed to the recogniser, pixels. */
const MARGIN = 30;
/** What is lower than this (pixels) outside of tables is dust or a rest of a line. */
const LOWEST = 12;
/** Paper above and below a line that is read alone, pixels: less than parts it from the next. */
const LINE_MARGIN = 4;
/** Heights in pixels at which lines are read again: about where the recogniser was trained, and not the first reading's. */
const SECOND_HEIGHT = 40;
const THIRD_HEIGHT = 32;
/** Sizes of characters that differ by less than this share are one size, measured unevenly. */
const SAME_SIZE = 0.12;

/** Full-width characters: as wide as they are high. */
const WIDE = /[\p{Script=Han}\u3000-\u303f\uff00-\uff60“”‘’—…]/u;

/**
 * Reads what stands outside of the tables (`taken`, boxes in points): the bands of the page above, between and below
 * them. Gives characters with their boxes in points, those of one line on one base line and of one size, and how sure the
 * recogniser was of the words (0..1 each).
 */
export async function readText(
  page: PageInk,
  taken: readonly Box[],
  recogniser: Recogniser,
): Promise<{ glyphs: Glyph[]; confidences: number[] }> {
  const bands = bandsOf(page, taken).flatMap((band) => {
    const print = printIn(page, band);
    return print === null ? [] : [print];
  });
  const pictures = bands.map((band) => framed(cut(page.even, band), MARGIN));
  const read = await recogniser.read(pictures, { language: 'chi_sim', layout: 'block' });
  const lines = read.flatMap((found, index): ReadLine[] => {
    const [picture, band] = [pictures[index], bands[index]];
    return picture === undefined || band === undefined ? [] : found.map((words) => ({ words, picture, band }));
  });
  const settled = await readAgain(lines, recogniser);
  return {
    glyphs: glyphsOf(settled.map(({ words, band }) => words.map((word) => onPage(word, band)))),
    confidences: read.flat(2).map((word) => word.confidence),
  };
}

/** A line as read: its words in pixels of the picture of its band. */
interface ReadLine {
  words: Word[];
  picture: GreyImage;
  band: PixelBox;
}

/**
 * The lines read a second time, each alone and smaller, and where that differs a third time: what a character is, most
 * readings say. One reading of Chinese text misreads one character in fifty, and says nothing of it.
 */
async function readAgain(lines: readonly ReadLine[], recogniser: Recogniser): Promise<ReadLine[]> {
  const second = await readLines(lines, SECOND_HEIGHT, recogniser);
  const differing = lines.flatMap((line, index) => {
    const other = second[index] ?? '';
    return readsAlike(textOf(line.words), other) ? [] : [{ line, other }];
  });
  const third = await readLines(
    differing.map(({ line }) => line),
    THIRD_HEIGHT,
    recogniser,
  );
  const settled = new Map(
    differing.map(({ line, other }, index) => [line, settledLine(line, other, third[index] ?? '')]),
  );
  return lines.map((line) => settled.get(line) ?? line);
}

async function readLines(lines: readonly ReadLine[], height: number, recogniser: Recogniser): Promise<string[]> {
  const pictures = lines.map(({ words, picture }) => {
    const box = lineBox(words, picture);
    return framed(scaled(cut(picture, box), height / (box.y1 - box.y0)), Math.round(height / 2));
  });
  const read = await recogniser.read(pictures, { language: 'chi_sim', layout: 'line' });
  return read.map((found) => textOf(found.flat()));
}

/** The box of a line with a little paper around it, within its picture. */
function lineBox(words: readonly Word[], picture: GreyImage): PixelBox {
  const box = around(words) ?? { x0: 0, y0: 0, x1: 1, y1: 1 };
  return {
    x0: Math.max(0, box.x0 - MARGIN),
    y0: Math.max(0, box.y0 - LINE_MARGIN),
    x1: Math.min(picture.width, box.x1 + MARGIN),
    y1: Math.min(picture.height, box.y1 + LINE_MARGIN),
  };
}

/** The line with its characters as most of three readings have them, each in the word where it was first read. */
function settledLine(line: ReadLine, second: string, third: string): ReadLine {
  const voted = voteOn(textOf(line.words), second, third);
  let from = 0;
  const words = line.words.map((word) => {
    const to = from + Array.from(word.text).length;
    const text = voted.slice(from, to).join('');
    from = to;
    return { ...word, text };
  });
  return { ...line, words: words.filter((word) => word.text !== '') };
}

function textOf(words: readonly Word[]): string {
  return words.map((word) => word.text).join('');
}

/** The box around the print of a band: flat strokes (一, 三, a dash) count where they stand beside higher ones. */
function printIn({ rest }: PageInk, band: PixelBox): PixelBox | null {
  const blobs = blobsIn(rest, band);
  const high = around(blobs.filter((blob) => blob.y1 - blob.y0 >= LOWEST));
  if (high === null) return null;
  return around([
    high,
    ...blobs.filter((blob) => blob.x1 - blob.x0 >= LOWEST && blob.y0 >= high.y0 && blob.y1 <= high.y1),
  ]);
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
