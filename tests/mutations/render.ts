import type { Block, ExtractedDocument } from '../../model/document.ts';
import { readDocx } from '../../extractors/docx/read-docx.ts';
import { readHtml } from '../../extractors/html/read-html.ts';
import { readText } from '../../extractors/text/read-text.ts';
import type { Notice } from '../../model/notice.ts';
import { docx, paragraph } from '../extractors/docx-paper.ts';
import { documentOf } from '../normalizer/record-documents.ts';
import { layOut, type Draft, type Piece, type Sheet, type Slot } from './sheets.ts';

/** How a draft becomes a document: as blocks at once, or written in a format and read back. */
export type Rendering = 'blocks' | 'html' | 'docx' | 'text' | 'pipes';

/** A document and what its reader remarked. */
export interface Rendered {
  document: ExtractedDocument;
  notices: Notice[];
}

/** Writes the draft in the format and reads it back; null where the format cannot say what the draft holds. */
export async function render(draft: Draft, rendering: Rendering): Promise<Rendered | null> {
  const ornaments = draft.flatMap((part) => (typeof part === 'string' ? [] : part.rows.flat()));
  const plain = ornaments.every((piece) => piece.ornament === undefined);
  if (rendering === 'html') return read(readHtml(bytesOf(htmlOf(draft)), { url: 'file:report.html' }));
  if (rendering === 'docx') {
    if (ornaments.some(({ ornament }) => /^(?:input|script|nested)$/u.test(ornament?.kind ?? ''))) return null;
    return read(await readDocx(await docx(draft.map(wordOf).join('')), { url: 'file:report.docx' }));
  }
  if (!plain) return null;
  if (rendering === 'blocks') return { document: { ...documentOf([]), blocks: draft.map(blockOf) }, notices: [] };
  const lines = draft.map(rendering === 'text' ? flatOf : pipesOf);
  return read(readText(bytesOf(lines.join('\n')), { url: 'file:report.txt' }));
}

function read(reading: { value: ExtractedDocument; notices: Notice[] }): Rendered {
  return { document: reading.value, notices: reading.notices };
}

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function blockOf(part: string | Sheet, block: number): Block {
  if (typeof part === 'string') return { kind: 'paragraph', text: part, at: { block } };
  const rows = part.rows.map((row, at) =>
    row.map(({ text, down, across }, col) => ({ text, rowSpan: down, colSpan: across, at: { block, row: at, col } })),
  );
  return { kind: 'table', rows, fidelity: 'spans' };
}

function htmlOf(draft: Draft): string {
  const parts = draft.map((part) => {
    if (typeof part === 'string') return `<p>${escape(part)}</p>`;
    const rows = part.rows.map((row) => `<tr>${row.map(htmlCell).join('')}</tr>`);
    return `<table border="1"><tbody>${rows.join('\n')}</tbody></table>`;
  });
  return `<!doctype html><html><head><meta charset="utf-8"></head><body><div class="TRS_Editor">${parts.join('\n')}</div></body></html>`;
}

function htmlCell(piece: Piece): string {
  const spans = `${piece.down > 1 ? ` rowspan="${piece.down}"` : ''}${piece.across > 1 ? ` colspan="${piece.across}"` : ''}`;
  return `<td${spans}>${escape(piece.text).replaceAll('\n', '<br>')}${htmlOrnament(piece)}</td>`;
}

function htmlOrnament({ ornament }: Piece): string {
  if (ornament === undefined) return '';
  const forms: Record<typeof ornament.kind, string> = {
    superscript: `<sup>${ornament.text}</sup>`,
    struck: `<s>${ornament.text}</s>`,
    image: '<img src="/number.png">',
    input: `<input type="text" readonly value="${ornament.text}">`,
    hidden: `<span style="display:none">${ornament.text}</span>`,
    nested: `<table><tr><td>${ornament.text}</td></tr></table>`,
    script: `<script>document.write("${ornament.text}")</script>`,
  };
  return forms[ornament.kind];
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function wordOf(part: string | Sheet): string {
  if (typeof part === 'string') return paragraph(escape(part));
  const rows = layOut(part).map((slots) => {
    const columns = [...slots].toSorted(([a], [b]) => a - b).map(([, slot]) => slot);
    return `<w:tr>${columns
      .filter((slot) => slot.left)
      .map(wordCell)
      .join('')}</w:tr>`;
  });
  return `<w:tbl><w:tblPr/>${rows.join('')}</w:tbl>`;
}

function wordCell({ piece, fromAbove }: Slot): string {
  const merge = piece.down > 1 ? `<w:vMerge${fromAbove ? '' : ' w:val="restart"'}/>` : '';
  const properties = `<w:tcPr>${piece.across > 1 ? `<w:gridSpan w:val="${piece.across}"/>` : ''}${merge}</w:tcPr>`;
  if (fromAbove) return `<w:tc>${properties}<w:p/></w:tc>`;
  const lines = escape(piece.text)
    .split('\n')
    .map((line) => `<w:t xml:space="preserve">${line}</w:t>`);
  return `<w:tc>${properties}<w:p><w:r>${lines.join('<w:br/>')}</w:r>${wordOrnament(piece)}</w:p></w:tc>`;
}

function wordOrnament({ ornament }: Piece): string {
  if (ornament === undefined) return '';
  const run = (properties: string): string =>
    `<w:r><w:rPr>${properties}</w:rPr><w:t>${escape(ornament.text)}</w:t></w:r>`;
  if (ornament.kind === 'superscript') return run('<w:vertAlign w:val="superscript"/>');
  if (ornament.kind === 'struck') return run('<w:strike/>');
  if (ornament.kind === 'hidden') return run('<w:vanish/>');
  return '<w:r><w:drawing><wp:inline><a:graphic><a:graphicData><a:blip/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>';
}

/** As Word flattens a table: a TAB starts a cell, covered cells of vertical merges are empty, a blank line ends a row. */
function flatOf(part: string | Sheet): string {
  if (typeof part === 'string') return part;
  return `${lineCells(part)
    .map((cells) => cells.map((text) => `\t${text}`).join('\n'))
    .join('\n\n')}\n`;
}

function pipesOf(part: string | Sheet): string {
  if (typeof part === 'string') return part;
  return lineCells(part)
    .map((cells) => `| ${cells.map((text) => text.replaceAll('\n', ' ')).join(' | ')} |`)
    .join('\n');
}

function lineCells(sheet: Sheet): string[][] {
  return layOut(sheet).map((slots) =>
    [...slots]
      .toSorted(([a], [b]) => a - b)
      .filter(([, slot]) => slot.left)
      .map(([, slot]) => (slot.fromAbove ? '' : slot.piece.text)),
  );
}
