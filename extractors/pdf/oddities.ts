import type { Notice } from '../../model/notice.ts';
import { UNREAD } from '../../text/unread.ts';
import type { Piece } from './flow.ts';
import type { Glyph, PageMarks } from './marks.ts';
import { isLost } from './text-layer.ts';

/** What is odd about the text of the pages: none, characters without meaning, hidden text, watermarks. */
export function pageNotices(pages: readonly PageMarks[]): Notice[] {
  const notices: Notice[] = [];
  for (const { page, glyphs, watermark } of pages) {
    if (watermark !== '') {
      notices.push({ code: 'watermark_dropped', message: `Left out "${watermark}", set slanting across page ${page}` });
    }
    const printed = glyphs.filter((glyph) => glyph.text.trim() !== '');
    const lost = printed.filter((glyph) => isLost(glyph.text)).length;
    if (printed.length === 0) notices.push({ code: 'page_without_text', message: `Page ${page} holds no text` });
    if (lost > 0) {
      notices.push({
        code: 'unmapped_characters',
        message: `${lost} characters of page ${page} have no meaning in their font and are kept as the file gives them`,
      });
    }
    if (printed.some((glyph) => glyph.hidden)) {
      notices.push({
        code: 'hidden_text',
        message: `Page ${page} has text that is not painted, such as a character recogniser lays over a scan`,
      });
    }
  }
  return notices;
}

/** Which pages were recognised from their pictures: what stands in their text, a machine read. */
export function recognitionNotice(pages: readonly PageMarks[]): Notice[] {
  const read = pages.filter((page) => page.recognised !== undefined).map(({ page }) => page);
  if (read.length === 0) return [];
  const which = `page${read.length > 1 ? 's' : ''} ${read.join(', ')}`;
  const message = `No text layer that can be used: ${which} recognised from pictures; ${UNREAD} outside of tables is a character on which the readings of its line do not agree`;
  return [{ code: 'pages_recognised', message }];
}

/** What is odd about the tables among the pieces of the document. */
export function tableNotices(pieces: readonly Piece[]): Notice[] {
  const notices: Notice[] = [];
  for (const [block, piece] of pieces.entries()) {
    if (piece.kind !== 'table') continue;
    const at = { block, page: piece.page };
    if (piece.irregular > 0) {
      const message = `${piece.irregular} merged areas of the table are no rectangle and were read cell by cell`;
      notices.push({ code: 'irregular_cell', message, at });
    }
    if (piece.fidelity === 'cells') {
      const message = 'The table has no ruling lines: its columns were told by white space, merged cells are not known';
      notices.push({ code: 'borderless_table', message, at });
    }
  }
  return notices;
}

/** Text beside the tables of a page (1-based) that runs up, down or upside down, which has no place among the lines. */
export function turnedNotice(page: number, rest: readonly Glyph[]): Notice[] {
  const text = rest
    .filter((glyph) => glyph.turn !== 0)
    .map((glyph) => glyph.text)
    .join('')
    .trim();
  if (text === '') return [];
  return [
    { code: 'turned_text_dropped', message: `Left out "${text}", which is set turned beside the text of page ${page}` },
  ];
}
