import type { Ink } from './ink.ts';

/** A rectangle of pixels: from `x0`, `y0` up to but not including `x1`, `y1`. */
export interface PixelBox {
  x0: number;
  y0: number;
  x1: number;
  y1: number;
}

/** Pixels of ink that touch each other; `pixels` are their indices in the whole page. */
export interface Blob extends PixelBox {
  pixels: number[];
}

/** The blobs of ink inside a box, cut at its edges. */
export function blobsIn(ink: Ink, box: PixelBox): Blob[] {
  const width = box.x1 - box.x0;
  const seen = new Uint8Array(Math.max(0, width * (box.y1 - box.y0)));
  const blobs: Blob[] = [];
  for (let y = box.y0; y < box.y1; y += 1) {
    for (let x = box.x0; x < box.x1; x += 1) {
      const at = y * ink.width + x;
      if (ink.data[at] !== 1 || seen[(y - box.y0) * width + x - box.x0] === 1) continue;
      blobs.push(blobFrom(at, { ink, box, seen }));
    }
  }
  return blobs;
}

function blobFrom(start: number, { ink, box, seen }: { ink: Ink; box: PixelBox; seen: Uint8Array }): Blob {
  const blob: Blob = { x0: box.x1, y0: box.y1, x1: box.x0, y1: box.y0, pixels: [] };
  const width = box.x1 - box.x0;
  const open: number[] = [];
  const take = (x: number, y: number): void => {
    const place = (y - box.y0) * width + x - box.x0;
    if (seen[place] === 1) return;
    seen[place] = 1;
    open.push(y * ink.width + x);
  };
  take(start % ink.width, Math.floor(start / ink.width));
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const [x, y] = [at % ink.width, Math.floor(at / ink.width)];
    blob.pixels.push(at);
    blob.x0 = Math.min(blob.x0, x);
    blob.y0 = Math.min(blob.y0, y);
    blob.x1 = Math.max(blob.x1, x + 1);
    blob.y1 = Math.max(blob.y1, y + 1);
    for (let nextY = Math.max(box.y0, y - 1); nextY <= Math.min(box.y1 - 1, y + 1); nextY += 1) {
      for (let nextX = Math.max(box.x0, x - 1); nextX <= Math.min(box.x1 - 1, x + 1); nextX += 1) {
        if (ink.data[nextY * ink.width + nextX] === 1) take(nextX, nextY);
      }
    }
  }
  return blob;
}

/** The smallest box around boxes; null for none. */
export function around(boxes: readonly PixelBox[]): PixelBox | null {
  if (boxes.length === 0) return null;
  return {
    x0: Math.min(...boxes.map((box) => box.x0)),
    y0: Math.min(...boxes.map((box) => box.y0)),
    x1: Math.max(...boxes.map((box) => box.x1)),
    y1: Math.max(...boxes.map((box) => box.y1)),
  };
}
