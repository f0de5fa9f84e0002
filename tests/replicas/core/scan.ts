import sharp from 'sharp';
import type { FormTable } from '../../../sample/forms.ts';
import { escapeText } from '../../../sample/render/markup.ts';
import { placeCells } from '../../../sample/tables.ts';
import { composeParts, type ReplicaReport } from './report.ts';
import type { Answer } from './site.ts';

/** A4 at 200 dots per inch. */
const [WIDTH, HEIGHT] = [1654, 2339];
const MARGIN = 140;
const [TEXT, CELL] = [34, 26];

/** A page in the making: its drawing, and the next free height in pixels. */
interface Sheet {
  svg: string[];
  y: number;
}

/** The pages of a report as JPEGs, drawn with the fonts of this machine. */
export async function picturesOf(report: ReplicaReport): Promise<Uint8Array[]> {
  const sheets: Sheet[] = [{ svg: [], y: MARGIN }];
  for (const part of composeParts(report)) {
    if (part.kind === 'table') drawTable(sheets, part.table);
    else drawText(sheets, part.text, part.kind === 'title' ? 44 : TEXT);
  }
  return Promise.all(
    sheets.map(({ svg }) =>
      sharp(Buffer.from(paper(svg)))
        .flatten({ background: '#fff' })
        .toColourspace('b-w') // one channel, as the PDF around it says: grayscale() alone leaves three
        .jpeg({ quality: 85 })
        .toBuffer(),
    ),
  );
}

/** The report as a PDF of pictures, as a scanner or "Microsoft Print to PDF" gives it: no text layer. */
export async function scanFile(report: ReplicaReport, headers: Record<string, string> = {}): Promise<Answer> {
  return { body: pdfOfJpegs(await picturesOf(report)), headers: { 'content-type': 'application/pdf', ...headers } };
}

function paper(svg: readonly string[]): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}"><rect width="100%" height="100%" fill="#fff"/><g font-family="Noto Serif CJK SC, Noto Sans CJK SC, SimSun, serif" fill="#111" stroke="none">${svg.join('')}</g></svg>`;
}

function room(sheets: Sheet[], height: number): Sheet {
  const last = sheets.at(-1);
  if (last !== undefined && last.y + height <= HEIGHT - MARGIN) return last;
  const fresh = { svg: [], y: MARGIN };
  sheets.push(fresh);
  return fresh;
}

function drawText(sheets: Sheet[], text: string, size: number): void {
  const each = Math.floor((WIDTH - 2 * MARGIN) / size);
  for (const piece of text.match(new RegExp(`.{1,${each}}`, 'gu')) ?? []) {
    const sheet = room(sheets, size * 1.8);
    sheet.y += size * 1.8;
    sheet.svg.push(words(MARGIN, sheet.y - size * 0.5, piece, size));
  }
}

function words(x: number, y: number, text: string, size: number): string {
  return `<text x="${x}" y="${y}" font-size="${size}">${escapeText(text)}</text>`;
}

/** A table on one page of its own; labels are broken into lines that fit. */
function drawTable(sheets: Sheet[], table: FormTable): void {
  const total = table.widths.reduce((sum, one) => sum + one, 0);
  const edges = [MARGIN];
  for (const one of table.widths) edges.push((edges.at(-1) ?? 0) + (one / total) * (WIDTH - 2 * MARGIN));
  const placed = placeCells(table).map((at) => {
    const width = (edges[at.col + at.cell.colSpan] ?? 0) - (edges[at.col] ?? 0);
    const lines = at.cell.text.match(new RegExp(`.{1,${Math.max(1, Math.floor((width - 12) / CELL))}}`, 'gu')) ?? [];
    return { ...at, width, lines };
  });
  const heights = table.rows.map(() => CELL * 1.7);
  for (const { cell, row, lines } of placed) {
    if (cell.rowSpan === 1) heights[row] = Math.max(heights[row] ?? 0, lines.length * CELL * 1.25 + 14);
  }
  const sheet = room(sheets, heights.reduce((sum, one) => sum + one, 0) + 30);
  const tops = [sheet.y + 15];
  for (const height of heights) tops.push((tops.at(-1) ?? 0) + height);
  for (const { cell, row, col, width, lines } of placed) {
    const [top = 0, bottom = 0, left = 0] = [tops[row], tops[row + cell.rowSpan], edges[col]];
    sheet.svg.push(
      `<rect x="${left}" y="${top}" width="${width}" height="${bottom - top}" fill="none" stroke="#111" stroke-width="2"/>`,
    );
    const first = (top + bottom) / 2 - ((lines.length - 1) * CELL * 1.25) / 2 + CELL * 0.35;
    lines.forEach((line, at) => sheet.svg.push(words(left + 7, first + at * CELL * 1.25, line, CELL)));
  }
  sheet.y = (tops.at(-1) ?? 0) + 15;
}

function pdfOfJpegs(jpegs: readonly Uint8Array[]): Uint8Array {
  const parts: Uint8Array[] = [Buffer.from('%PDF-1.4\n')];
  const offsets: number[] = [];
  const add = (head: string, stream?: Uint8Array): void => {
    offsets.push(parts.reduce((sum, one) => sum + one.length, 0));
    parts.push(Buffer.from(`${offsets.length} 0 obj\n${head}\n`));
    if (stream !== undefined) parts.push(Buffer.from('stream\n'), stream, Buffer.from('\nendstream\n'));
    parts.push(Buffer.from('endobj\n'));
  };
  add('<</Type/Catalog/Pages 2 0 R>>');
  add(`<</Type/Pages/Count ${jpegs.length}/Kids[${jpegs.map((_, at) => `${3 + 3 * at} 0 R`).join(' ')}]>>`);
  jpegs.forEach((jpeg, at) => {
    const content = Buffer.from('595 0 0 842 0 0 cm /I Do');
    add(
      `<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</XObject<</I ${4 + 3 * at} 0 R>>>>/Contents ${5 + 3 * at} 0 R>>`,
    );
    add(
      `<</Type/XObject/Subtype/Image/Width ${WIDTH}/Height ${HEIGHT}/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/DCTDecode/Length ${jpeg.length}>>`,
      jpeg,
    );
    add(`<</Length ${content.length}>>`, content);
  });
  const start = parts.reduce((sum, one) => sum + one.length, 0);
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  parts.push(
    Buffer.from(
      `xref\n0 ${offsets.length + 1}\n0000000000 65535 f \n${table}trailer\n<</Size ${offsets.length + 1}/Root 1 0 R>>\nstartxref\n${start}\n%%EOF\n`,
    ),
  );
  return Buffer.concat(parts);
}
