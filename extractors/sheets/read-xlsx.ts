import { readXlsx as readWorkbook, type Cell, type CellStyle, type Sheet as HucreSheet, type Workbook } from 'hucre';
import { UnreadableError } from '../../errors.ts';
import type { ExtractedDocument } from '../../model/document.ts';
import type { Notice, Reading } from '../../model/notice.ts';
import { sha256 } from '../../text/hash.ts';
import type { DocumentHint } from '../hint.ts';
import { listZip, readZip } from '../zip.ts';
import { blocksOfSheets } from './blocks.ts';
import { otherSheets } from './parts.ts';
import { cellName, type Sheet, type SheetCell } from './sheet.ts';
import { shownText } from './shown.ts';

/** Raised when the output of this reader changes. */
export const XLSX_EXTRACTOR = 'xlsx/1';

/**
 * An Excel or WPS workbook (OOXML) as blocks, every cell as it is shown; formulas by the value that the file holds for them.
 * Notices: those of `blocksOfSheets` and `shownText`, `formula_without_value`, `text_box_in_sheet`, `chart_sheet`.
 * Throws `UnreadableError`: `damaged`, `too_large` (protected workbooks are told by their bytes before: `sniffFormat`).
 */
export async function readXlsx(bytes: Uint8Array, hint: DocumentHint): Promise<Reading<ExtractedDocument>> {
  const name = hint.name ?? hint.url;
  await listZip(bytes, name);
  // Unfolded here first, so that bytes changed on the way are told by their check sums.
  const others = otherSheets(await readZip(bytes, name, (entry) => /\.(?:xml|rels)$/u.test(entry)));
  const workbook = await openWorkbook(bytes, { name, others });
  const notices = [...others].map((other): Notice => {
    return { code: 'chart_sheet', message: `Left out "${other}", which is a chart or a macro, no sheet` };
  });
  const is1904 = workbook.dateSystem === '1904';
  const sheets = workbook.sheets.map((sheet) => sheetOf(sheet, { is1904, notices }));
  const read = blocksOfSheets(sheets, name);
  return {
    value: {
      sha256: sha256(bytes),
      format: 'xlsx',
      extractor: XLSX_EXTRACTOR,
      meta: propertiesOf(workbook),
      blocks: read.blocks,
      attachments: [],
    },
    notices: [...notices, ...read.notices],
  };
}

async function openWorkbook(
  bytes: Uint8Array,
  { name, others }: { name: string; others: ReadonlySet<string> },
): Promise<Workbook> {
  try {
    return await readWorkbook(bytes, { readStyles: true, sheets: (sheet) => !others.has(sheet.name) });
  } catch (error) {
    throw unreadableWorkbook(error, name);
  }
}

/** Whatever hucre fails with means that the file is not as a workbook must be, or larger than it takes. */
function unreadableWorkbook(error: unknown, name: string): UnreadableError {
  const why = typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error);
  const reason = / limit\b/u.test(why) ? 'too_large' : 'damaged';
  return new UnreadableError(`Cannot read "${name}": no sound workbook (${why})`, reason, { cause: error });
}

function sheetOf(sheet: HucreSheet, { is1904, notices }: { is1904: boolean; notices: Notice[] }): Sheet {
  const styled = sheet.cells ?? new Map<string, Cell>();
  const rows = sheet.rows.map((values, row) =>
    values.map((value, col): SheetCell | undefined => {
      const cell = styled.get(`${row},${col}`);
      const isBordered = hasBorder(cell?.style);
      if (value === null && cell?.formula === undefined) return isBordered ? { text: '', isBordered } : undefined;
      if (value === null || (value === '' && cell?.type === 'formula' && cell.formulaResult === undefined)) {
        const name = cellName(sheet.name, row, col);
        return { text: withoutValue(cell, name, notices), isBordered };
      }
      const { text, oddity } = shownText(value, cell?.style?.numFmt ?? null, is1904);
      if (oddity !== null) {
        notices.push({ code: oddity.code, message: `${cellName(sheet.name, row, col)}: ${oddity.message}` });
      }
      return { text, isBordered };
    }),
  );
  if ((sheet.textBoxes ?? []).length > 0) {
    const message = `${sheet.textBoxes?.length} text boxes of the sheet "${sheet.name}" were not read`;
    notices.push({ code: 'text_box_in_sheet', message });
  }
  return {
    name: sheet.name,
    isHidden: sheet.hidden === true || sheet.veryHidden === true,
    rows,
    merges: sheet.merges ?? [],
    hiddenRows: new Set([...(sheet.rowDefs ?? [])].filter(([, row]) => row.hidden === true).map(([index]) => index)),
    hiddenCols: new Set((sheet.columns ?? []).flatMap((column, index) => (column.hidden === true ? [index] : []))),
  };
}

/** Programs that write formulas without computing them leave no value: the formula stands there, so that it is no blank. */
function withoutValue(cell: Cell | undefined, name: string, notices: Notice[]): string {
  const formula = `=${cell?.formula ?? ''}`;
  notices.push({
    code: 'formula_without_value',
    message: `${name}: the file holds no value for the formula "${formula}"`,
  });
  return formula;
}

function hasBorder(style: CellStyle | undefined): boolean {
  const { left, right, top, bottom } = style?.border ?? {};
  return [left, right, top, bottom].some((side) => side !== undefined);
}

function propertiesOf({ properties }: Workbook): Record<string, string> {
  const entries = [
    ['title', properties?.title],
    ['author', properties?.creator],
    ['created', properties?.created?.toISOString()],
  ] as const;
  return Object.fromEntries(
    entries.flatMap(([key, text]) => (text === undefined || text.trim() === '' ? [] : [[key, text.trim()]])),
  );
}
