import type { Ink } from './ink.ts';

/** Pages are laid askew by no more than this many degrees. */
const MOST = 5;
/** Steps in degrees, each search about the best of the one before. */
const STEPS = [0.25, 0.05, 0.01];
/** Of all ink pixels so many are looked at; a page has some 500,000. */
const SAMPLE = 60_000;

/**
 * By how many degrees clockwise the lines of a page fall, −5 to 5: the angle at which its ink gathers in the fewest rows.
 */
export function findSkew(ink: Ink): number {
  const points = samplePoints(ink);
  let best = 0;
  let reach = MOST;
  for (const step of STEPS) {
    let most = -1;
    let found = best;
    for (let angle = best - reach; angle <= best + reach + step / 2; angle += step) {
      const gathered = gathering(points, ink, angle);
      if (gathered > most) [most, found] = [gathered, angle];
    }
    best = found;
    reach = step;
  }
  return Math.abs(best) < 0.015 ? 0 : best;
}

function samplePoints(ink: Ink): Int32Array {
  let total = 0;
  for (const pixel of ink.data) total += pixel;
  const every = Math.max(1, Math.floor(total / SAMPLE));
  const points: number[] = [];
  let seen = 0;
  for (const [index, pixel] of ink.data.entries()) {
    if (pixel === 0) continue;
    if (seen % every === 0) points.push(index % ink.width, Math.floor(index / ink.width));
    seen += 1;
  }
  return Int32Array.from(points);
}

/** Sum of the squares of the ink in each row, were the page turned back by `degrees`. */
function gathering(points: Int32Array, { width, height }: Ink, degrees: number): number {
  const slope = Math.tan((degrees * Math.PI) / 180);
  const margin = Math.ceil(Math.abs(slope) * width);
  const rows = new Int32Array(height + 2 * margin + 2);
  for (let index = 0; index < points.length; index += 2) {
    const row = Math.round((points[index + 1] ?? 0) - slope * (points[index] ?? 0)) + margin;
    rows[row] = (rows[row] ?? 0) + 1;
  }
  let sum = 0;
  for (const count of rows) sum += count * count;
  return sum;
}
