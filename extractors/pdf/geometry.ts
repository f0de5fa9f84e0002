/** A rectangle in PDF points, origin at the top left of the page, y downwards. */
export interface Box {
  x0: number;
  y0: number;
  x1: number;
  y1: number;
}

/** A quarter turn clockwise, in degrees. */
export type Turn = 0 | 90 | 180 | 270;

/** An affine map [a, b, c, d, e, f] as PDF writes it: x' = a·x + c·y + e, y' = b·x + d·y + f. */
export type Matrix = readonly [number, number, number, number, number, number];

/** The map that changes nothing. */
export const IDENTITY: Matrix = [1, 0, 0, 1, 0, 0];

/** The map that does `inner` first and then `outer`. */
export function compose(outer: Matrix, inner: Matrix): Matrix {
  return [
    outer[0] * inner[0] + outer[2] * inner[1],
    outer[1] * inner[0] + outer[3] * inner[1],
    outer[0] * inner[2] + outer[2] * inner[3],
    outer[1] * inner[2] + outer[3] * inner[3],
    outer[0] * inner[4] + outer[2] * inner[5] + outer[4],
    outer[1] * inner[4] + outer[3] * inner[5] + outer[5],
  ];
}

/** Where `matrix` takes the point. */
export function apply(matrix: Matrix, x: number, y: number): [number, number] {
  return [matrix[0] * x + matrix[2] * y + matrix[4], matrix[1] * x + matrix[3] * y + matrix[5]];
}

/** The smallest box around the points or boxes; null for none. */
export function surround(boxes: readonly Box[]): Box | null {
  const [first, ...others] = boxes;
  if (first === undefined) return null;
  let { x0, y0, x1, y1 } = first;
  for (const box of others) {
    x0 = Math.min(x0, box.x0);
    y0 = Math.min(y0, box.y0);
    x1 = Math.max(x1, box.x1);
    y1 = Math.max(y1, box.y1);
  }
  return { x0, y0, x1, y1 };
}

/** Whether the point lies in the box, edges included. */
export function holds(box: Box, x: number, y: number): boolean {
  return x >= box.x0 && x <= box.x1 && y >= box.y0 && y <= box.y1;
}

/** The middle value of the numbers; `otherwise` for none. */
export function median(numbers: readonly number[], otherwise: number): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? otherwise;
}

/** Numbers closer than `tolerance` to their neighbour become one, their mean; ascending. */
export function snap(numbers: readonly number[], tolerance: number): number[] {
  const groups: number[][] = [];
  for (const number of [...numbers].sort((a, b) => a - b)) {
    const last = groups.at(-1);
    if (last !== undefined && number - (last.at(-1) ?? number) <= tolerance) last.push(number);
    else groups.push([number]);
  }
  return groups.map((group) => group.reduce((sum, number) => sum + number, 0) / group.length);
}

/** Index of the number nearest to `value`; -1 for none. */
export function nearest(numbers: readonly number[], value: number): number {
  let best = -1;
  let least = Infinity;
  for (const [index, number] of numbers.entries()) {
    const distance = Math.abs(number - value);
    if (distance < least) [best, least] = [index, distance];
  }
  return best;
}
