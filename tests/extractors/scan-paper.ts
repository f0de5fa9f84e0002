import { Buffer } from 'node:buffer';
import sharp, { type Sharp } from 'sharp';
import { openPictures } from '../../extractors/ocr/render.ts';
import { halved, type GreyImage } from '../../extractors/ocr/grey.ts';

/** How a scanner spoils a page: turned by degrees clockwise, dots per inch, spread of the noise in shades, JPEG quality. */
export interface Spoiling {
  turn?: number;
  dpi?: number;
  noise?: number;
  quality?: number;
}

/** A page as JPEG, sizes in pixels. */
export interface Jpeg {
  width: number;
  height: number;
  bytes: Uint8Array;
}

/** A4 in points. */
const WIDTH = 595;
const HEIGHT = 842;
const WHITE = Uint8Array.of(255);

/** A page of a PDF to be made: a picture as wide as A4 (upright or lying), and operators that are run before and behind it (font /F, STSong). */
export interface ScanSheet {
  picture?: Jpeg;
  before?: string;
  behind?: string;
}

/** The pages (1-based) of a PDF as a poorer scanner would have given them. */
export async function spoiledPages(
  bytes: Uint8Array,
  pages: readonly number[],
  spoiling: Spoiling = {},
): Promise<Jpeg[]> {
  const pictures = await openPictures(bytes, 'original');
  const jpegs: Jpeg[] = [];
  for (const page of pages) {
    const picture = await pictures.picture(page);
    if (picture === null) throw new Error(`page ${page} has no picture`);
    jpegs.push(await spoil(picture, spoiling));
  }
  pictures.close();
  return jpegs;
}

/** Those pages as a PDF of pictures alone. */
export async function spoiled(bytes: Uint8Array, pages: readonly number[], spoiling: Spoiling): Promise<Uint8Array> {
  return scanOf((await spoiledPages(bytes, pages, spoiling)).map((picture) => ({ picture })));
}

/** A page drawn as the areas of its ink, as a printer driver that turns letters into outlines leaves it: no text, no picture. */
export async function outlined(bytes: Uint8Array, page: number): Promise<ScanSheet> {
  const pictures = await openPictures(bytes, 'original');
  const picture = await pictures.picture(page);
  pictures.close();
  if (picture === null) throw new Error(`page ${page} has no picture`);
  const { width, height, data } = halved(picture);
  const points = WIDTH / width;
  let drawn = `${points.toFixed(5)} 0 0 ${points.toFixed(5)} 0 0 cm\n`;
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const from = x;
      while (x < width && (data[y * width + x] ?? 255) < 140) x += 1;
      if (x > from) drawn += `${from} ${height - y - 1} ${x - from} 1 re\n`;
    }
    if (y % 8 === 7) drawn += 'f\n';
  }
  return { before: `${drawn}f\n` };
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

const FONT =
  '<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>/DW 1000/W[1 95 500]/FontDescriptor<</Type/FontDescriptor/FontName/STSong-Light/Flags 4/Ascent 880/Descent -120>>>>]>>';

/** A PDF of these pages. */
export function scanOf(sheets: readonly ScanSheet[]): Uint8Array {
  const kids = sheets.map((_, index) => `${4 + 3 * index} 0 R`).join(' ');
  const objects: { head: string; stream?: Uint8Array }[] = [
    { head: '<</Type/Catalog/Pages 2 0 R>>' },
    { head: `<</Type/Pages/Count ${sheets.length}/Kids[${kids}]>>` },
    { head: FONT },
  ];
  for (const [index, { picture, before = '', behind = '' }] of sheets.entries()) {
    const wide = picture !== undefined && picture.width > picture.height ? HEIGHT : WIDTH;
    const high = picture === undefined ? HEIGHT : (wide * picture.height) / picture.width;
    const painted = picture === undefined ? '' : `q ${wide} 0 0 ${high} 0 0 cm /I Do Q`;
    const content = Buffer.from(`q ${before}\nQ\n${painted}\nq ${behind}\nQ`);
    const { width, height, bytes } = picture ?? { width: 1, height: 1, bytes: WHITE };
    const first = 4 + 3 * index;
    objects.push(
      {
        head: `<</Type/Page/Parent 2 0 R/MediaBox[0 0 ${wide} ${high}]/Resources<</Font<</F 3 0 R>>/XObject<</I ${first + 1} 0 R>>>>/Contents ${first + 2} 0 R>>`,
      },
      {
        head: `<</Type/XObject/Subtype/Image/Width ${width}/Height ${height}/ColorSpace/DeviceGray/BitsPerComponent 8${picture === undefined ? '' : '/Filter/DCTDecode'}/Length ${bytes.length}>>`,
        stream: bytes,
      },
      { head: `<</Length ${content.length}>>`, stream: content },
    );
  }
  return fileOf(objects);
}

/** A PDF with its characters given another meaning by broken ToUnicode maps; how it looks does not change. `first`: what code 0 means. */
export function withBrokenMaps(bytes: Uint8Array, first: number): Uint8Array {
  const text = Buffer.from(bytes).toString('latin1');
  const maps = [...new Set([...text.matchAll(/\/ToUnicode (\d+) 0 R/gu)].map((match) => Number(match[1])))];
  const trailer = /trailer\s*<<[^]*?\/Root (\d+ 0 R)[^]*?startxref\s+(\d+)/u.exec(text);
  if (maps.length === 0 || trailer === null) throw new Error('expected a PDF with ToUnicode maps and a plain trailer');
  const hex = first.toString(16).padStart(4, '0');
  const map = `/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /B def /CMapType 2 def
1 begincodespacerange <00> <FF> endcodespacerange
1 beginbfrange <00> <FF> <${hex}> endbfrange
endcmap end end`;
  const parts: string[] = [text, '\n'];
  let at = bytes.length + 1;
  let places = '';
  for (const number of maps) {
    const object = `${number} 0 obj\n<</Length ${map.length}>>\nstream\n${map}\nendstream\nendobj\n`;
    places += `${number} 1\n${String(at).padStart(10, '0')} 00000 n \n`;
    parts.push(object);
    at += object.length;
  }
  const size = /\/Size (\d+)/u.exec(text.slice(text.lastIndexOf('trailer')))?.[1] ?? '';
  parts.push(
    `xref\n${places}trailer\n<</Size ${size}/Root ${trailer[1]}/Prev ${trailer[2]}>>\nstartxref\n${at}\n%%EOF\n`,
  );
  return new Uint8Array(Buffer.from(parts.join(''), 'latin1'));
}

function fileOf(objects: readonly { head: string; stream?: Uint8Array }[]): Uint8Array {
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
