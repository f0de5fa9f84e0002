import { UnreadableError } from '../../errors.ts';
import type { ExtractedDocument } from '../../model/document.ts';
import type { Notice, Reading } from '../../model/notice.ts';
import { sha256 } from '../../text/hash.ts';
import type { DocumentHint } from '../hint.ts';
import { openCompoundFile } from '../office/compound-file.ts';
import { RECORD, readRecords, type BiffRecord } from './biff.ts';
import { blocksOfSheets } from './blocks.ts';
import { cellName, type Sheet, type SheetCell } from './sheet.ts';
import { shownText } from './shown.ts';
import { readBook, type Book } from './xls-book.ts';
import { readSheet } from './xls-sheet.ts';

/** Raised when the output of this reader changes. */
export const XLS_EXTRACTOR = 'xls/1';

/** The version that Excel 97–2003 and WPS write (MS-XLS 2.4.21). */
const BIFF8 = 0x0600;

/**
 * An Excel 97–2003 or WPS (.et) workbook as blocks, every cell as it is shown; formulas by their stored values. Read by its
 * own small reader: hucre's loses number formats, hidden rows, and merged cells behind a chart, and reads protected cells
 * as if they were open. Notices: those of `blocksOfSheets` and `shownText`, `chart_sheet`.
 * Throws `UnreadableError`: `damaged`, `encrypted`, `format` (Excel 95 and older), `too_large`.
 */
export function readXls(bytes: Uint8Array, hint: DocumentHint): Reading<ExtractedDocument> {
  const name = hint.name ?? hint.url;
  const notices: Notice[] = [];
  const sheets = readSheets(bytes, { name, notices });
  const read = blocksOfSheets(sheets, name);
  return {
    value: {
      sha256: sha256(bytes),
      format: 'xls',
      extractor: XLS_EXTRACTOR,
      meta: {},
      blocks: read.blocks,
      attachments: [],
    },
    notices: [...notices, ...read.notices],
  };
}

function readSheets(bytes: Uint8Array, { name, notices }: { name: string; notices: Notice[] }): Sheet[] {
  try {
    const file = openCompoundFile(bytes, name);
    const stream = file.stream('Workbook') ?? file.stream('Book');
    const records = stream === null ? [] : readRecords(stream);
    const version = records[0]?.id === RECORD.bof ? records[0].view.getUint16(0, true) : null;
    if (version !== BIFF8) throw wrongVersion(version, name);
    const book = readBook(records);
    if (book.isEncrypted) {
      throw new UnreadableError(`Cannot read "${name}": a workbook protected by a password`, 'encrypted');
    }
    const starts = new Map(records.map(({ at }, index) => [at, index]));
    return book.sheets.flatMap((sheet) => {
      if (sheet.isWorksheet) return [sheetOf(sheet, { book, records, first: starts.get(sheet.at), notices })];
      notices.push({ code: 'chart_sheet', message: `Left out "${sheet.name}", which is a chart or a macro, no sheet` });
      return [];
    });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const message = `Cannot read "${name}": the workbook is damaged or cut short (${error.message})`;
    throw new UnreadableError(message, 'damaged', { cause: error });
  }
}

function wrongVersion(version: number | null, name: string): UnreadableError {
  return version === null
    ? new UnreadableError(`Cannot read "${name}": it holds no workbook`, 'damaged')
    : new UnreadableError(
        `Cannot read "${name}": a workbook of Excel 95 or older (version ${version}); save it as .xlsx and import that`,
        'format',
      );
}

interface Source {
  book: Book;
  records: readonly BiffRecord[];
  first: number | undefined;
  notices: Notice[];
}

function sheetOf({ name, isHidden }: Book['sheets'][number], { book, records, first, notices }: Source): Sheet {
  if (first === undefined) throw new RangeError(`sheet "${name}" points nowhere`);
  const { cells, ...layout } = readSheet(records, first, book.strings);
  const rows: Sheet['rows'] = [];
  for (const cell of cells) {
    const look = book.looks[cell.look];
    const { text, oddity } = shownText(cell.value, look?.format ?? null, book.is1904);
    if (oddity !== null) {
      notices.push({ code: oddity.code, message: `${cellName(name, cell.row, cell.col)}: ${oddity.message}` });
    }
    const row: (SheetCell | undefined)[] = (rows[cell.row] ??= []);
    row[cell.col] = { text, isBordered: look?.isBordered === true };
  }
  return { name, isHidden, rows, ...layout };
}
