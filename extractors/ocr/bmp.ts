/** Pixels of a bitmap as sharp takes them raw: three channels, from the top left. */
export interface RawPixels {
  width: number;
  height: number;
  channels: 3;
  data: Uint8Array;
}

const HEADER = 54;

/** Whether the bytes are an uncompressed Windows bitmap (BITMAPINFOHEADER or later), which libvips does not read. */
export function isBmp(bytes: Uint8Array): boolean {
  if (bytes.length < HEADER || bytes[0] !== 0x42 || bytes[1] !== 0x4d) return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const header = view.getUint32(14, true);
  return view.getUint32(6, true) === 0 && header >= 40 && header <= 124 && view.getUint16(26, true) === 1;
}

/** The pixels of a bitmap of 1, 4, 8, 24 or 32 bits. Throws an Error where it is compressed or cut off. */
export function decodeBmp(bytes: Uint8Array): RawPixels {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [width, signedHeight] = [view.getInt32(18, true), view.getInt32(22, true)];
  const height = Math.abs(signedHeight);
  const bits = view.getUint16(28, true);
  const compression = view.getUint32(30, true);
  const isKnown = [1, 4, 8, 24, 32].includes(bits) && (compression === 0 || (compression === 3 && bits === 32));
  if (!isKnown || width <= 0) throw new Error(`a bitmap of ${bits} bits with compression ${compression}`);
  const start = view.getUint32(10, true);
  const palette = 14 + view.getUint32(14, true);
  const stride = Math.ceil((width * bits) / 32) * 4;
  if (start + stride * height > bytes.length) throw new Error(`a bitmap cut off after ${bytes.length} bytes`);
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y += 1) {
    const row = start + stride * (signedHeight > 0 ? height - 1 - y : y);
    for (let x = 0; x < width; x += 1) {
      const at = bits >= 24 ? row + (x * bits) / 8 : palette + 4 * indexAt(bytes, row, { x, bits });
      const to = (y * width + x) * 3;
      for (const channel of [0, 1, 2]) data[to + channel] = bytes[at + 2 - channel] ?? 255;
    }
  }
  return { width, height, channels: 3, data };
}

/** The entry of the palette that a pixel names; pixels of 1 and 4 bits are packed from the left. */
function indexAt(bytes: Uint8Array, row: number, { x, bits }: { x: number; bits: number }): number {
  const byte = bytes[row + Math.floor((x * bits) / 8)] ?? 0;
  const shift = 8 - bits - ((x * bits) % 8);
  return (byte >> shift) & ((1 << bits) - 1);
}
