import type { Turn } from '../pdf/geometry.ts';

/** A picture in shades of grey, row by row from the top left: 0 is black, 255 white. Sizes in pixels. */
export interface GreyImage {
  width: number;
  height: number;
  data: Uint8Array;
}

/** Pixels per PDF point at which pages are looked at: 300 dpi, at which tesseract reads best. */
export const PIXELS_PER_POINT = 300 / 72;

/** More pixels than this are no page: 300 dpi on A3 are 17 million. */
export const MOST_PIXELS = 40_000_000;

/** A picture of one shade. */
export function blankImage(width: number, height: number, shade = 255): GreyImage {
  return { width, height, data: new Uint8Array(width * height).fill(shade) };
}

/** The picture turned by `degrees` counter-clockwise about its middle, its size kept; white comes in at the corners. */
export function turned(image: GreyImage, degrees: number): GreyImage {
  if (degrees === 0) return image;
  const { width, height } = image;
  const result = blankImage(width, height);
  const [firstX, firstY] = turnedPoint([0, 0], image, degrees);
  const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      result.data[y * width + x] = shadeAt(image, firstX + x * cos - y * sin, firstY + x * sin + y * cos);
    }
  }
  return result;
}

/** The picture turned clockwise by quarters, no shade changed. */
export function quarterTurned({ width, height, data }: GreyImage, turn: Turn): GreyImage {
  const result = turn === 90 || turn === 270 ? blankImage(height, width) : blankImage(width, height);
  const [first, alongX, alongY] =
    turn === 90
      ? [(height - 1) * width, -width, 1]
      : turn === 180
        ? [width * height - 1, -1, -width]
        : turn === 270
          ? [width - 1, width, -1]
          : [0, 1, width];
  for (let y = 0; y < result.height; y += 1) {
    for (let x = 0; x < result.width; x += 1) {
      result.data[y * result.width + x] = data[first + x * alongX + y * alongY] ?? 255;
    }
  }
  return result;
}

/** The shade at a place between pixels, from its four neighbours; white outside the picture. */
function shadeAt({ width, height, data }: GreyImage, x: number, y: number): number {
  const left = Math.floor(x);
  const top = Math.floor(y);
  if (left < 0 || top < 0 || left + 1 >= width || top + 1 >= height) return 255;
  const at = top * width + left;
  const right = x - left;
  const upper = (data[at] ?? 255) * (1 - right) + (data[at + 1] ?? 255) * right;
  const lower = (data[at + width] ?? 255) * (1 - right) + (data[at + width + 1] ?? 255) * right;
  return upper + (lower - upper) * (y - top);
}

/** Where a point of the picture turned by `degrees` counter-clockwise lay before. */
export function turnedPoint(
  [x, y]: readonly [number, number],
  { width, height }: { width: number; height: number },
  degrees: number,
): [number, number] {
  const angle = (degrees * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const [dx, dy] = [x - width / 2, y - height / 2];
  return [width / 2 + dx * cos - dy * sin, height / 2 + dx * sin + dy * cos];
}

/** The picture at another size, its shades interpolated. */
export function scaled(image: GreyImage, factor: number): GreyImage {
  const width = Math.max(1, Math.round(image.width * factor));
  const height = Math.max(1, Math.round(image.height * factor));
  const result = blankImage(width, height);
  for (let y = 0; y < height; y += 1) {
    const fromY = Math.min(Math.max((y + 0.5) / factor - 0.5, 0), image.height - 1.001);
    for (let x = 0; x < width; x += 1) {
      const fromX = Math.min(Math.max((x + 0.5) / factor - 0.5, 0), image.width - 1.001);
      result.data[y * width + x] = shadeAt(image, fromX, fromY);
    }
  }
  return result;
}

/** The picture at half its size: each pixel the mean of four. */
export function halved({ width, height, data }: GreyImage): GreyImage {
  const result = blankImage(Math.floor(width / 2), Math.floor(height / 2));
  for (let y = 0; y < result.height; y += 1) {
    for (let x = 0; x < result.width; x += 1) {
      const at = 2 * (y * width + x);
      const sum = (data[at] ?? 0) + (data[at + 1] ?? 0) + (data[at + width] ?? 0) + (data[at + width + 1] ?? 0);
      result.data[y * result.width + x] = sum >> 2;
    }
  }
  return result;
}

/** The picture with a white margin of so many pixels on every side. */
export function framed(image: GreyImage, margin: number): GreyImage {
  const result = blankImage(image.width + 2 * margin, image.height + 2 * margin);
  for (let y = 0; y < image.height; y += 1) {
    const row = image.data.subarray(y * image.width, (y + 1) * image.width);
    result.data.set(row, (y + margin) * result.width + margin);
  }
  return result;
}
