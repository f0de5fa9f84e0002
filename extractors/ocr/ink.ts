import { blankImage } from './grey.ts';
import type { GreyImage } from './grey.ts';

/** Which pixels of a picture are printed: 1 for ink, 0 for paper; same order as the picture's. */
export interface Ink {
  width: number;
  height: number;
  data: Uint8Array;
}

/** Half the side of the square (pixels) whose mean is the paper around a pixel: 10 points, wider than any stroke or line. */
const REACH = 20;
/** A pixel is ink where it is darker than this share of its surroundings: noise and shading stay well above. */
const DARKER = 0.84;

/**
 * Tells ink from paper by the mean shade around each pixel, so that shadows and uneven light do not matter. Gives the
 * picture evened out as well: the paper around each pixel made white.
 */
export function findInk(image: GreyImage): { ink: Ink; even: GreyImage } {
  const { width, height, data } = image;
  const sums = summedArea(image);
  const stride = width + 1;
  const ink: Ink = { width, height, data: new Uint8Array(width * height) };
  const even = blankImage(width, height);
  for (let y = 0; y < height; y += 1) {
    const top = Math.max(0, y - REACH) * stride;
    const bottom = Math.min(height, y + REACH + 1) * stride;
    const rows = (bottom - top) / stride;
    for (let x = 0; x < width; x += 1) {
      const left = Math.max(0, x - REACH);
      const right = Math.min(width, x + REACH + 1);
      // Sums wrap at 2³², differences of them do not.
      const sum =
        ((sums[bottom + right] ?? 0) -
          (sums[bottom + left] ?? 0) -
          (sums[top + right] ?? 0) +
          (sums[top + left] ?? 0)) >>>
        0;
      const mean = sum / (rows * (right - left));
      const shade = data[y * width + x] ?? 255;
      if (shade < DARKER * mean) ink.data[y * width + x] = 1;
      even.data[y * width + x] = mean === 0 ? shade : Math.min(255, (shade * 255) / mean);
    }
  }
  return { ink, even };
}

/** Sums of all shades above and to the left of each corner between pixels. */
function summedArea({ width, height, data }: GreyImage): Uint32Array {
  const stride = width + 1;
  const sums = new Uint32Array(stride * (height + 1));
  for (let y = 0; y < height; y += 1) {
    let row = 0;
    for (let x = 0; x < width; x += 1) {
      row += data[y * width + x] ?? 0;
      sums[(y + 1) * stride + x + 1] = (sums[y * stride + x + 1] ?? 0) + row;
    }
  }
  return sums;
}
