import { Buffer } from 'node:buffer';
import sharp, { type Sharp } from 'sharp';
import { openPictures } from '../../extractors/ocr/render.ts';
import type { GreyImage } from '../../extractors/ocr/grey.ts';

/** How a scanner spoils a page: turned by degrees clockwise, dots per inch, spread of the noise in shades, JPEG quality. */
export interface Spoiling {
  turn?: number;
  dpi?: number;
  noise?: number;
  quality?: number;
}

/** A page as JPEG, sizes in pixels. */
interface Jpeg {
  width: number;
  height: number;
  bytes: Uint8Array;
}

/** A4 in points. */
const WIDTH = 595;

/** The pages (1-based) of a PDF as a poorer scanner would have given them: a PDF of pictures alone. */
export async function spoiled(bytes: Uint8Array, pages: readonly number[], spoiling: Spoiling): Promise<Uint8Array> {
  const pictures = await openPictures(bytes, 'original');
  const jpegs: Jpeg[] = [];
  for (const page of pages) {
    const picture = await pictures.picture(page);
    if (picture === null) throw new Error(`page ${page} has no picture`);
    jpegs.push(await spoil(picture, spoiling));
  }
  pictures.close();
  return pdfOf(jpegs);
}

/** The picture of one page of a PDF in a format that sharp writes. */
export async function pictureOf(bytes: Uint8Array, page: number, format: 'png' | 'tiff'): Promise<Uint8Array> {
  const pictures = await openPictures(bytes, 'original');
  const picture = await pictures.picture(page);
  pictures.close();
  if (picture === null) throw new Error(`page ${page} has no picture`);
  return await raw(picture).toFormat(format).toBuffer();
}

function raw({ width, height, data }: GreyImage): Sharp {
  return sharp(data, { raw: { width, height, channels: 1 } }).toColourspace('b-w');
}

async function spoil(picture: GreyImage, { turn = 0, dpi = 200, noise = 0, quality = 85 }: Spoiling): Promise<Jpeg> {
  const turned = await raw(picture).rotate(turn, { background: '#fff' }).png().toBuffer();
  const { width } = await sharp(turned).metadata();
  const { data, info } = await sharp(turned)
    .resize({ width: Math.round((width * dpi) / 300) })
    .toColourspace('b-w')
    .raw()
    .toBuffer({ resolveWithObject: true });
  const shade = grain(noise);
  for (const [at, value] of data.entries()) data[at] = Math.max(0, Math.min(255, value * 0.94 + 6 + shade()));
  const bytes = await raw({ width: info.width, height: info.height, data }).jpeg({ quality }).toBuffer();
  return { width: info.width, height: info.height, bytes };
}

/** The same noise every time, spread like the sum of four dice (linear congruential generator of POSIX `rand`). */
function grain(spread: number): () => number {
  let state = 12_345;
  const roll = (): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return state / 0x7fffffff;
  };
  return () => (roll() + roll() + roll() + roll() - 2) * 1.7 * spread;
}

/** A PDF whose pages are these pictures, all as wide as A4. */
function pdfOf(jpegs: readonly Jpeg[]): Uint8Array {
  const kids = jpegs.map((_, index) => `${3 + 3 * index} 0 R`).join(' ');
  const objects: { head: string; stream?: Uint8Array }[] = [
    { head: '<</Type/Catalog/Pages 2 0 R>>' },
    { head: `<</Type/Pages/Count ${jpegs.length}/Kids[${kids}]>>` },
  ];
  for (const [index, { width, height, bytes }] of jpegs.entries()) {
    const high = (WIDTH * height) / width;
    const content = Buffer.from(`${WIDTH} 0 0 ${high} 0 0 cm /I Do`);
    const first = 3 + 3 * index;
    objects.push(
      {
        head: `<</Type/Page/Parent 2 0 R/MediaBox[0 0 ${WIDTH} ${high}]/Resources<</XObject<</I ${first + 1} 0 R>>>>/Contents ${first + 2} 0 R>>`,
      },
      {
        head: `<</Type/XObject/Subtype/Image/Width ${width}/Height ${height}/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/DCTDecode/Length ${bytes.length}>>`,
        stream: bytes,
      },
      { head: `<</Length ${content.length}>>`, stream: content },
    );
  }
  const parts: Uint8Array[] = [Buffer.from('%PDF-1.4\n')];
  for (const [index, { head, stream }] of objects.entries()) {
    parts.push(Buffer.from(`${index + 1} 0 obj\n${head}\n`));
    if (stream !== undefined) parts.push(Buffer.from('stream\n'), stream, Buffer.from('\nendstream\n'));
    parts.push(Buffer.from('endobj\n'));
  }
  // Without a table of places: every reader finds the objects by themselves.
  parts.push(Buffer.from(`trailer\n<</Size ${objects.length + 1}/Root 1 0 R>>\n%%EOF\n`));
  return new Uint8Array(Buffer.concat(parts));
}
