import type { GreyImage } from './grey.ts';

/** Bytes of an image file directory with its ten entries, and of the two resolutions behind it. */
const ENTRIES = 12;
const DIRECTORY = 2 + ENTRIES * 12 + 4;
const RESOLUTION = 8;

const SHORT = 3;
const LONG = 4;
const RATIONAL = 5;

/**
 * The pictures as the pages of one uncompressed greyscale TIFF (TIFF 6.0, section 4), which tesseract takes from its
 * standard input: many pictures for one start of the program and no file on disk. All are marked as 300 dpi.
 */
export function writeTiff(images: readonly GreyImage[]): Buffer {
  const size = images.reduce((sum, image) => sum + even(image.data.length) + DIRECTORY + RESOLUTION, 8);
  const file = Buffer.alloc(size);
  file.write('II*\0', 'latin1');
  let link = 4;
  let at = 8;
  for (const image of images) {
    const pixels = at;
    file.set(image.data, pixels);
    const resolution = pixels + even(image.data.length);
    file.writeUInt32LE(300, resolution);
    file.writeUInt32LE(1, resolution + 4);
    const directory = resolution + RESOLUTION;
    file.writeUInt32LE(directory, link);
    link = writeDirectory(file, directory, { image, pixels, resolution });
    at = directory + DIRECTORY;
  }
  return file;
}

function even(size: number): number {
  return size + (size % 2);
}

/** Writes one directory; returns where the address of the next one belongs. */
function writeDirectory(
  file: Buffer,
  directory: number,
  { image, pixels, resolution }: { image: GreyImage; pixels: number; resolution: number },
): number {
  const entries: [tag: number, type: number, value: number][] = [
    [256, LONG, image.width],
    [257, LONG, image.height],
    [258, SHORT, 8],
    [259, SHORT, 1],
    [262, SHORT, 1],
    [273, LONG, pixels],
    [277, SHORT, 1],
    [278, LONG, image.height],
    [279, LONG, image.data.length],
    [282, RATIONAL, resolution],
    [283, RATIONAL, resolution],
    [296, SHORT, 2],
  ];
  file.writeUInt16LE(ENTRIES, directory);
  for (const [index, [tag, type, value]] of entries.entries()) {
    const entry = directory + 2 + index * 12;
    file.writeUInt16LE(tag, entry);
    file.writeUInt16LE(type, entry + 2);
    file.writeUInt32LE(1, entry + 4);
    if (type === SHORT) file.writeUInt16LE(value, entry + 8);
    else file.writeUInt32LE(value, entry + 8);
  }
  return directory + 2 + ENTRIES * 12;
}
