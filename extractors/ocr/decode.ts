import sharp from 'sharp';
import { UnreadableError } from '../../errors.ts';
import { decodeBmp, isBmp } from './bmp.ts';
import { MOST_PIXELS, PIXELS_PER_POINT } from './grey.ts';
import type { GreyImage } from './grey.ts';

/** Widths of A4, upright and lying, in points: a picture of a page is taken for one of them, whatever dpi it claims. */
const [UPRIGHT, LYING] = [595, 842];
/** A TIFF of more pages is no report. */
const MOST_PAGES = 100;

/** How many pages a picture holds (TIFF and GIF may hold several). Throws UnreadableError `damaged` or `too_large`. */
export async function countPages(bytes: Uint8Array, name: string): Promise<number> {
  if (isBmp(bytes)) return 1;
  const { pages = 1, width, height } = await orDamaged(name, () => sharp(bytes).metadata());
  if (pages > MOST_PAGES || width * height > MOST_PIXELS) {
    const message = `Cannot read "${name}": a picture of ${width} × ${height} pixels on ${pages} pages is no report`;
    throw new UnreadableError(message, 'too_large');
  }
  return pages;
}

/** One page (0-based) of a PNG, JPEG, TIFF, GIF, WebP or BMP at 300 dpi, its paper taken for A4. Throws as `countPages`. */
export async function decodePage(bytes: Uint8Array, page: number, name: string): Promise<GreyImage> {
  return await orDamaged(name, async () => {
    const bitmap = isBmp(bytes) ? decodeBmp(bytes) : null;
    const source =
      bitmap === null ? sharp(bytes, { page, limitInputPixels: MOST_PIXELS }) : sharp(bitmap.data, { raw: bitmap });
    const upright = await source
      .autoOrient()
      .flatten({ background: '#fff' })
      .toColourspace('b-w')
      .png({ compressionLevel: 0 })
      .toBuffer();
    const { width, height } = await sharp(upright).metadata();
    const points = width > height ? LYING : UPRIGHT;
    const target = Math.round(points * PIXELS_PER_POINT);
    if ((target * target * height) / width > MOST_PIXELS) {
      throw new UnreadableError(`Cannot read "${name}": ${width} × ${height} pixels are no page`, 'too_large');
    }
    const { data, info } = await sharp(upright)
      .resize({ width: target })
      .toColourspace('b-w')
      .raw()
      .toBuffer({ resolveWithObject: true });
    if (info.channels !== 1) throw new Error(`expected one channel, found ${info.channels}`);
    return { width: info.width, height: info.height, data };
  });
}

async function orDamaged<T>(name: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof UnreadableError) throw error;
    const why =
      typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error);
    throw new UnreadableError(
      `Cannot read "${name}": the picture is damaged (${why.split('\n')[0]}); fetch it again`,
      'damaged',
      { cause: error },
    );
  }
}
