import { decodeText } from '../../text/decode.ts';
import { sha256 } from '../../text/hash.ts';
import type { Block, ExtractedDocument } from '../../model/document.ts';
import type { Notice, Reading } from '../../model/notice.ts';
import { charsetNotices } from '../charset.ts';
import type { DocumentHint } from '../hint.ts';
import { readArchiveHead } from './archive-head.ts';
import { pipeCells } from './pipes.ts';
import type { TextRow } from './row.ts';
import { rowsOfText } from './rows.ts';

/** Raised when the output of this reader changes. */
export const TEXT_EXTRACTOR = 'text/1';

const BOOKMARK = /\[bookmark: [^\]\n]*\]/gu;

/**
 * Plain text as blocks: a line is a paragraph; lines flattened from Word tables (a TAB starts a cell, a blank line ends a
 * row) make tables of fidelity `flattened`; rows written with `|` or with TABs between cells, of fidelity `cells`.
 * Notices: `charset_conflict`, `bookmark_debris`, `page_number`, `row_without_end`.
 */
export function readText(bytes: Uint8Array, hint: DocumentHint): Reading<ExtractedDocument> {
  const decoded = decodeText(bytes, { header: hint.contentType });
  const notices: Notice[] = charsetNotices(decoded);
  const debris = decoded.text.match(BOOKMARK) ?? [];
  for (const mark of debris) notices.push({ code: 'bookmark_debris', message: `Left out "${mark}"` });
  const head = readArchiveHead(decoded.text.replace(BOOKMARK, '').split(/\r\n|[\n\r\f\v\u2028]/u));
  const lines = withoutPageNumber(head.lines, notices);
  const blocks = blocksOf(rowsOfText(lines, notices));
  return {
    value: {
      sha256: sha256(bytes),
      format: 'text',
      extractor: TEXT_EXTRACTOR,
      charset: decoded.charset,
      ...(head.title === null ? {} : { title: head.title }),
      meta: head.meta,
      blocks,
      attachments: [],
    },
    notices,
  };
}

/** The number of the last page, left at the end by converters (seed 001). A number below other numbers may be a figure. */
function withoutPageNumber(lines: readonly string[], notices: Notice[]): string[] {
  const shown = lines.flatMap((line, index) => (line.trim() === '' ? [] : [index]));
  const last = shown.at(-1) ?? -1;
  const before = lines[shown.at(-2) ?? -1] ?? '';
  const number = lines[last] ?? '';
  if (!/^\d{1,3}$/u.test(number.trim()) || number.startsWith('\t') || !/\p{Script=Han}/u.test(before))
    return [...lines];
  if (before.startsWith('\t') || pipeCells(before) !== null) return [...lines];
  notices.push({ code: 'page_number', message: `Left out the page number "${number.trim()}" at the end` });
  return lines.filter((_, index) => index !== last);
}

function blocksOf(rows: readonly TextRow[]): Block[] {
  const blocks: Block[] = [];
  let open: TextRow['kind'] | null = null;
  for (const row of rows) {
    const block = blocks.length;
    if (row.kind === 'paragraph') {
      blocks.push({ kind: 'paragraph', text: row.text, at: { block } });
    } else {
      const last = blocks.at(-1);
      const table = open === row.kind && last?.kind === 'table' ? last : null;
      const line = table?.rows.length ?? 0;
      const cells = row.cells.map((text, col) => ({
        text,
        colSpan: 1,
        rowSpan: 1,
        at: { block: table === null ? block : block - 1, row: line, col },
      }));
      if (table === null) blocks.push({ kind: 'table', rows: [cells], fidelity: row.kind });
      else table.rows.push(cells);
    }
    open = row.kind;
  }
  return blocks;
}
