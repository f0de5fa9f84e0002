import type { FormTable } from '../forms.ts';
import type { Part } from '../narrative.ts';
import { placeCells } from '../tables.ts';
import { addFonts, openPdf, round, showText, widthOf } from './pdf-writer.ts';

// A4 in points, origin at the bottom left.
const page = { width: 595.28, height: 841.89, left: 56, right: 56, top: 64, bottom: 60 };
const textWidth = page.width - page.left - page.right;

/** Pages as lists of operators; `y` is the next free height, from the bottom; size and line height of text in tables. */
interface Canvas {
  pages: string[][];
  y: number;
  cell: { size: number; lead: number };
}

function draw(canvas: Canvas, operators: string): void {
  canvas.pages.at(-1)?.push(operators);
}

function breakPage(canvas: Canvas): void {
  canvas.pages.push([]);
  canvas.y = page.height - page.top;
}

/** Breaks a text into lines of at most `width` points; a line never starts with a closing sign if the line above has room to give. */
function wrap(text: string, width: number, size: number): string[] {
  return text.split('\n').flatMap((line) => {
    const lines: string[] = [];
    let current = '';
    for (const piece of line.match(/[!-~]+|[^!-~]/gu) ?? []) {
      if (current !== '' && widthOf(current + piece, size) > width && !/[，。；、）》〉”]/u.test(piece)) {
        lines.push(current);
        current = '';
      }
      current += piece;
    }
    return [...lines, current];
  });
}

interface TextStyle {
  size: number;
  lead: number;
  align: 'left' | 'center' | 'right';
  indent: boolean;
}

function writeText(canvas: Canvas, text: string, style: TextStyle): void {
  const lines = wrap(style.indent ? `\u3000\u3000${text}` : text, textWidth - style.size, style.size);
  for (const line of lines) {
    if (canvas.y - style.lead < page.bottom) breakPage(canvas);
    canvas.y -= style.lead;
    const shown = line.replace(/^\u3000+/u, '');
    const lost = widthOf(line, style.size) - widthOf(shown, style.size);
    const free = textWidth - widthOf(line, style.size);
    const x = page.left + (style.align === 'center' ? free / 2 : style.align === 'right' ? free : lost);
    draw(canvas, showText(shown, { x, y: canvas.y, size: style.size }));
  }
}

/** A table measured: left edges of the columns (one more than columns), heights of the rows in points. */
interface Measured {
  table: FormTable;
  edges: number[];
  heights: number[];
}

function measure(canvas: Canvas, table: FormTable): Measured {
  const { size, lead } = canvas.cell;
  const total = table.widths.reduce((sum, width) => sum + width, 0);
  const edges = [page.left];
  for (const width of table.widths) edges.push((edges.at(-1) ?? 0) + (width / total) * textWidth);
  const heights = table.rows.map(() => lead + 6);
  for (const { cell, row, col } of placeCells(table)) {
    if (cell.rowSpan > 1) continue;
    const lines = wrap(cell.text, cellWidth(edges, col, cell.colSpan), size).length;
    heights[row] = Math.max(heights[row] ?? 0, lines * lead + 6);
  }
  return { table, edges, heights };
}

function cellWidth(edges: readonly number[], col: number, colSpan: number): number {
  return (edges[col + colSpan] ?? 0) - (edges[col] ?? 0) - 6;
}

/**
 * Draws the rows `from` … `to` (0-based, `to` excluded) below the present height. A merged cell that began further up, on
 * an earlier page, is ruled again and stays empty, as word processors do.
 */
function drawRows(canvas: Canvas, measured: Measured, from: number, to: number): void {
  const tops = [canvas.y];
  for (let row = from; row < to; row += 1) tops.push((tops.at(-1) ?? 0) - (measured.heights[row] ?? 0));
  const { size, lead } = canvas.cell;
  const rules = new Set<string>();
  for (const { cell, row, col } of placeCells(measured.table)) {
    const first = Math.max(row, from);
    const last = Math.min(row + cell.rowSpan, to);
    if (first >= last) continue;
    const [x0 = 0, x1 = 0] = [measured.edges[col], measured.edges[col + cell.colSpan]];
    const [y1 = 0, y0 = 0] = [tops[first - from], tops[last - from]];
    const segments = [
      [x0, y0, x1, y0],
      [x0, y1, x1, y1],
      [x0, y0, x0, y1],
      [x1, y0, x1, y1],
    ];
    for (const [a = 0, b = 0, c = 0, d = 0] of segments) {
      rules.add(`${round(a)} ${round(b)} m ${round(c)} ${round(d)} l S`);
    }
    if (row < from) continue;
    const lines = wrap(cell.text, cellWidth(measured.edges, col, cell.colSpan), size);
    let y = (y0 + y1) / 2 + (lines.length * lead) / 2 - size - 1;
    for (const line of lines) {
      if (line !== '') draw(canvas, showText(line, { x: (x0 + x1 - widthOf(line, size)) / 2, y, size }));
      y -= lead;
    }
  }
  draw(canvas, `0.5 w\n${[...rules].join('\n')}`);
  canvas.y = tops.at(-1) ?? canvas.y;
}

function writeTable(canvas: Canvas, table: FormTable): void {
  const measured = measure(canvas, table);
  const height = (from: number, to: number): number =>
    measured.heights.slice(from, to).reduce((sum, one) => sum + one, 0);
  canvas.y -= 8;
  let from = 0;
  while (from < table.rows.length) {
    const repeats = from > 0 ? table.headerRows : 0;
    const room = canvas.y - page.bottom - height(0, repeats);
    let to = from;
    while (to < table.rows.length && height(from, to + 1) <= room) to += 1;
    if (to <= Math.max(from, table.headerRows) && from === 0) {
      breakPage(canvas);
      continue;
    }
    if (repeats > 0) drawRows(canvas, measured, 0, repeats);
    drawRows(canvas, measured, from, to);
    if (to < table.rows.length) breakPage(canvas);
    from = to;
  }
  canvas.y -= 10;
}

function writePart(canvas: Canvas, part: Part): void {
  const body: TextStyle = { size: 12, lead: 21, align: 'left', indent: true };
  switch (part.kind) {
    case 'title':
      return writeText(canvas, part.text, { size: 18, lead: 30, align: 'center', indent: false });
    case 'heading':
      return writeText(canvas, part.text, { ...body, size: part.level === 1 ? 14 : 12, lead: 25 });
    case 'text':
      return writeText(canvas, part.text, body);
    case 'signature':
      return writeText(canvas, part.text, { ...body, align: 'right', indent: false });
    case 'table':
      return writeTable(canvas, part.table);
  }
}

/** The report as a PDF of A4 pages: ruled tables, merged cells, header rows repeated on the next page, page numbers; `largePrint`: bigger text in tables. */
export function renderPdf(parts: readonly Part[], options: { largePrint?: boolean } = {}): Uint8Array {
  const cell = options.largePrint === true ? { size: 10.5, lead: 15 } : { size: 9, lead: 12 };
  const canvas: Canvas = { pages: [], y: 0, cell };
  breakPage(canvas);
  for (const part of parts) writePart(canvas, part);
  const pdf = openPdf();
  const fonts = addFonts(pdf);
  const tree = pdf.add('');
  const kids = canvas.pages.map((operators, at) => {
    const number = `- ${at + 1} -`;
    const foot = showText(number, { x: (page.width - widthOf(number, 9)) / 2, y: 36, size: 9 });
    const stream = [...operators, foot].join('\n');
    const content = pdf.add(`<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`);
    return pdf.add(
      `<< /Type /Page /Parent ${tree} 0 R /MediaBox [0 0 ${page.width} ${page.height}] /Resources << /Font << ${fonts} >> >> /Contents ${content} 0 R >>`,
    );
  });
  pdf.set(tree, `<< /Type /Pages /Kids [${kids.map((kid) => `${kid} 0 R`).join(' ')}] /Count ${kids.length} >>`);
  return pdf.finish(pdf.add(`<< /Type /Catalog /Pages ${tree} 0 R >>`));
}
