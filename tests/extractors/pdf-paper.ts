import { Buffer } from 'node:buffer';

/** One page of a hand-made PDF: size in points, /Rotate, and a content stream in a font /F (STSong-Light, not embedded). */
export interface Sheet {
  width?: number;
  height?: number;
  rotate?: number;
  content: string;
}

const HEIGHT = 842;

/** Shows `text` with its baseline `y` points below the upper edge; digits and letters are half an em wide. */
export function write(x: number, y: number, text: string, size = 10): string {
  const hex = Buffer.from(text, 'utf16le').swap16().toString('hex');
  return `BT /F ${size} Tf 1 0 0 1 ${x} ${HEIGHT - y} Tm <${hex}> Tj ET\n`;
}

/** A stroked line; y from the upper edge. */
export function stroke(x0: number, y0: number, x1: number, y1: number): string {
  return `${x0} ${HEIGHT - y0} m ${x1} ${HEIGHT - y1} l S\n`;
}

/** A line drawn as a filled rectangle half a point thick. */
export function bar(x0: number, y0: number, x1: number, y1: number): string {
  return `${x0 - 0.25} ${HEIGHT - y1 - 0.25} ${x1 - x0 + 0.5} ${y1 - y0 + 0.5} re f\n`;
}

/** A full grid of lines. */
export function ruled(xs: readonly number[], ys: readonly number[], draw = stroke): string {
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  return [...xs.map((x) => draw(x, top, x, bottom)), ...ys.map((y) => draw(left, y, right, y))].join('');
}

/** The bytes of a PDF of these pages; `trailer` is added to the trailer dictionary. */
export function paper(sheets: readonly Sheet[], trailer = ''): Uint8Array {
  const objects = [
    '<</Type/Catalog/Pages 2 0 R>>',
    `<</Type/Pages/Count ${sheets.length}/Kids[${sheets.map((_, index) => `${4 + index * 2} 0 R`).join(' ')}]>>`,
    '<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>/DW 1000/W[1 95 500]/FontDescriptor<</Type/FontDescriptor/FontName/STSong-Light/Flags 4/Ascent 880/Descent -120>>>>]>>',
  ];
  for (const [index, { width = 595, height = HEIGHT, rotate = 0, content }] of sheets.entries()) {
    objects.push(
      `<</Type/Page/Parent 2 0 R/MediaBox[0 0 ${width} ${height}]/Rotate ${rotate}/Resources<</Font<</F 3 0 R>>>>/Contents ${5 + index * 2} 0 R>>`,
      `<</Length ${content.length}>>\nstream\n${content}\nendstream`,
    );
  }
  let text = '%PDF-1.5\n';
  const places: number[] = [];
  for (const [index, object] of objects.entries()) {
    places.push(text.length);
    text += `${index + 1} 0 obj\n${object}\nendobj\n`;
  }
  const table = places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('');
  const size = objects.length + 1;
  text += `xref\n0 ${size}\n0000000000 65535 f \n${table}trailer\n<</Size ${size}/Root 1 0 R${trailer}>>\nstartxref\n${text.length}\n%%EOF\n`;
  return new Uint8Array(Buffer.from(text, 'latin1'));
}
