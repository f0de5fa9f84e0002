import { around, blobsIn } from './blobs.ts';
import type { Blob, PixelBox } from './blobs.ts';
import { blankImage } from './grey.ts';
import type { GreyImage } from './grey.ts';
import type { Ink } from './ink.ts';
import { lineStrips } from './strips.ts';
import type { Strip } from './strips.ts';

/** A blob of fewer pixels is a speck of dust or noise (a full stop of 10 points has some 25). */
const SPECK = 14;
/** Print has at least one blob so wide or high, in pixels: a minus sign of 7 points is 10 wide. */
const SMALLEST_PRINT = 9;
/** A blurred mark this much darker than its paper may be a faded character. */
const FAINT = 0.93;
/** Pixels at the edge of a box in which the blur of a ruling line is no mark. */
const EDGE = 4;

/** A straightened page: its ink without ruling lines, and its shades with the paper made white. */
export interface PageInk {
  rest: Ink;
  even: GreyImage;
}

/** What is printed inside a box of the page. */
export interface Print {
  box: PixelBox;
  blobs: Blob[];
  /** Its lines of characters, from top to bottom. */
  strips: Strip[];
}

/**
 * Looks for print inside a box of the page: `doubtful` where there is none, but a mark too faint or too small for a
 * character and too large for dust.
 */
export function findPrint(page: PageInk, box: PixelBox): Print | 'nothing' | 'doubtful' {
  const blobs = blobsIn(page.rest, box).filter((blob) => !isRestOfLine(blob, box));
  const solid = blobs.filter((blob) => blob.pixels.length >= SPECK);
  const bounds = around(solid);
  if (bounds === null || !solid.some(isCharacter))
    return isFaint(page, box) || solid.length > 2 ? 'doubtful' : 'nothing';
  return { box: bounds, blobs: solid, strips: lineStrips(solid, bounds) };
}

function isCharacter(blob: PixelBox): boolean {
  return Math.max(blob.x1 - blob.x0, blob.y1 - blob.y0) >= SMALLEST_PRINT;
}

/** A thin remainder of the ruling line beside the box. */
function isRestOfLine(blob: Blob, box: PixelBox): boolean {
  const [width, height] = [blob.x1 - blob.x0, blob.y1 - blob.y0];
  const level = (blob.y0 <= box.y0 + 1 || blob.y1 >= box.y1 - 1) && height <= EDGE;
  const upright = (blob.x0 <= box.x0 + 1 || blob.x1 >= box.x1 - 1) && width <= EDGE;
  return level || upright;
}

/** Whether the mean of each pixel and its neighbours shows a mark as large as a character that is no ink yet. */
function isFaint({ even }: PageInk, box: PixelBox): boolean {
  const [left, top] = [box.x0 + EDGE, box.y0 + EDGE];
  const [width, height] = [box.x1 - EDGE - left, box.y1 - EDGE - top];
  if (width <= 0 || height <= 0) return false;
  const marks: Ink = { width, height, data: new Uint8Array(width * height) };
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const at = (y + top) * even.width + x + left;
      let sum = 0;
      for (const row of [-even.width, 0, even.width]) {
        for (const column of [-1, 0, 1]) sum += even.data[at + row + column] ?? 255;
      }
      if (sum / 9 < FAINT * 255) marks.data[y * width + x] = 1;
    }
  }
  return blobsIn(marks, { x0: 0, y0: 0, x1: width, y1: height }).some(
    (blob) => blob.y1 - blob.y0 >= 2 * SMALLEST_PRINT,
  );
}

/** The print alone on white, its lines put side by side: `grey` with its shades, `black` as plain black. */
export function pictureOf(page: PageInk, { blobs, strips }: Print): { grey: GreyImage; black: GreyImage } {
  const height = Math.max(...strips.map((strip) => strip.y1 - strip.y0));
  const width = strips.reduce((sum, strip) => sum + strip.x1 - strip.x0, 0) + (strips.length - 1) * gapOf(height);
  const grey = blankImage(width, height);
  const black = blankImage(width, height);
  let left = 0;
  for (const strip of strips) {
    const drop = Math.floor((height - strip.y1 + strip.y0) / 2);
    const place = { strip, left, drop };
    for (const blob of blobs) if (blob.y0 < strip.y1 && blob.y1 > strip.y0) draw(blob, place, { page, grey, black });
    left += strip.x1 - strip.x0 + gapOf(height);
  }
  return { grey, black };
}

/** Pixels between two lines put side by side: less than a character, so that they read on. */
function gapOf(height: number): number {
  return Math.round(height / 8);
}

function draw(
  blob: Blob,
  { strip, left, drop }: { strip: Strip; left: number; drop: number },
  { page, grey, black }: { page: PageInk; grey: GreyImage; black: GreyImage },
): void {
  const pageWidth = page.rest.width;
  for (const at of blob.pixels) {
    const [x, y] = [(at % pageWidth) - strip.x0, Math.floor(at / pageWidth) - strip.y0];
    if (y < 0 || y >= strip.y1 - strip.y0) continue;
    black.data[(y + drop) * black.width + x + left] = 0;
    for (const nearY of [y - 1, y, y + 1]) {
      for (const nearX of [x - 1, x, x + 1]) {
        const [toX, toY] = [nearX + left, nearY + drop];
        if (toX < 0 || toY < 0 || toX >= grey.width || toY >= grey.height) continue;
        grey.data[toY * grey.width + toX] = page.even.data[(nearY + strip.y0) * pageWidth + nearX + strip.x0] ?? 255;
      }
    }
  }
}
