/** Objects of one PDF file, numbered in the order in which they are added. Nothing is compressed, so bytes never vary. */
export interface PdfWriter {
  /** Adds an object and returns its number (from 1). */
  add(body: string): number;
  /** Sets the body of an object that was reserved with `add('')`. */
  set(number: number, body: string): void;
  /** The finished file. */
  finish(catalog: number): Uint8Array;
}

/** Opens an empty file. All bodies are ASCII: text is written in hexadecimal or in the printable characters of Latin fonts. */
export function openPdf(): PdfWriter {
  const bodies: string[] = [];
  return {
    add(body) {
      bodies.push(body);
      return bodies.length;
    },
    set(number, body) {
      bodies[number - 1] = body;
    },
    finish(catalog) {
      let file = '%PDF-1.4\n%\u007f\u007f\u007f\u007f\n';
      const offsets = bodies.map((body, at) => {
        const offset = file.length;
        file += `${at + 1} 0 obj\n${body}\nendobj\n`;
        return offset;
      });
      const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
      const size = bodies.length + 1;
      const trailer = `trailer\n<< /Size ${size} /Root ${catalog} 0 R >>\nstartxref\n${file.length}\n%%EOF\n`;
      return new TextEncoder().encode(`${file}xref\n0 ${size}\n0000000000 65535 f \n${table}${trailer}`);
    },
  };
}

/** Adds the two fonts and returns the resource entries: `F1` = STSong-Light, not embedded, UniGB-UCS2-H; `F2` = Times-Roman. */
export function addFonts(pdf: PdfWriter): string {
  const descriptor = pdf.add(
    '<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>',
  );
  const descendant = pdf.add(
    `<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> /FontDescriptor ${descriptor} 0 R /DW 1000 >>`,
  );
  const han = pdf.add(
    `<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light-UniGB-UCS2-H /Encoding /UniGB-UCS2-H /DescendantFonts [${descendant} 0 R] >>`,
  );
  const latin = pdf.add('<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman /Encoding /WinAnsiEncoding >>');
  return `/F1 ${han} 0 R /F2 ${latin} 0 R`;
}

/** Widths of Times-Roman in thousandths of the size, for the signs that reports use; other letters count as 500. */
const latinWidths: Record<string, number> = {
  ',': 250,
  '.': 250,
  '-': 333,
  '+': 564,
  '/': 278,
  '(': 333,
  ')': 333,
  ' ': 250,
};

/** Width of a text in points: Han characters are as wide as the size, Latin ones by the font's own table. */
export function widthOf(text: string, size: number): number {
  let thousandths = 0;
  for (const char of text) thousandths += char < '\u0080' ? (latinWidths[char] ?? 500) : 1000;
  return (thousandths * size) / 1000;
}

/** Operators that show one line of text at a point (PDF units, origin at the bottom left). */
export function showText(text: string, options: { x: number; y: number; size: number }): string {
  const pieces = text.match(/[ -~]+|[^ -~]+/gu) ?? [];
  let x = options.x;
  return pieces
    .map((piece) => {
      const latin = piece < '\u0080';
      const shown = latin ? `(${piece.replace(/[()\\]/gu, '\\$&')})` : `<${hex(piece)}>`;
      const operators = `BT /${latin ? 'F2' : 'F1'} ${options.size} Tf 1 0 0 1 ${round(x)} ${round(options.y)} Tm ${shown} Tj ET`;
      x += widthOf(piece, options.size);
      return operators;
    })
    .join('\n');
}

/** A number with at most two decimals, as PDF writes it. */
export function round(value: number): string {
  return String(Math.round(value * 100) / 100);
}

function hex(text: string): string {
  return Array.from(text, (char) => (char.codePointAt(0) ?? 0).toString(16).padStart(4, '0')).join('');
}
