import { around } from './blobs.ts';
import type { Blob, PixelBox } from './blobs.ts';

/** One line of characters: the box of its ink. */
export type Strip = PixelBox;

/** Rows of ink lower than this share of the usual line are part of a character (二, 三), not a line of their own. */
const LOW = 0.55;
/** Two rows are put together as long as the result is no higher than this many usual lines. */
const HIGH = 1.35;

/** Cuts print into its lines where rows without ink divide them. */
export function lineStrips(blobs: readonly Blob[], bounds: PixelBox): Strip[] {
  const filled = new Uint8Array(bounds.y1 - bounds.y0);
  for (const blob of blobs) filled.fill(1, blob.y0 - bounds.y0, blob.y1 - bounds.y0);
  const rows: { y0: number; y1: number }[] = [];
  for (const [row, ink] of filled.entries()) {
    if (ink === 0) continue;
    const last = rows.at(-1);
    if (last !== undefined && last.y1 === row + bounds.y0) last.y1 += 1;
    else rows.push({ y0: row + bounds.y0, y1: row + bounds.y0 + 1 });
  }
  const usual = Math.max(...widthsOf(blobs), ...rows.map((row) => row.y1 - row.y0).filter((_, index) => index === 0));
  return joinLow(rows, usual).map(({ y0, y1 }) => {
    const own = around(blobs.filter((blob) => blob.y0 < y1 && blob.y1 > y0)) ?? bounds;
    return { x0: own.x0, x1: own.x1, y0, y1 };
  });
}

/** Chinese characters are about as wide as they are high, and some part of one is nearly as wide as the whole. */
function widthsOf(blobs: readonly Blob[]): number[] {
  const widths = blobs.map((blob) => blob.x1 - blob.x0).sort((a, b) => a - b);
  return [widths[Math.floor(widths.length * 0.9)] ?? 0];
}

function joinLow(rows: readonly { y0: number; y1: number }[], usual: number): { y0: number; y1: number }[] {
  const joined: { y0: number; y1: number }[] = [];
  for (const row of rows) {
    const last = joined.at(-1);
    const isLow = last !== undefined && Math.min(last.y1 - last.y0, row.y1 - row.y0) < LOW * usual;
    if (last !== undefined && isLow && row.y1 - last.y0 <= HIGH * usual) last.y1 = row.y1;
    else joined.push({ ...row });
  }
  return joined;
}
