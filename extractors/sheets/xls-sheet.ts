import type { CellValue } from 'hucre';
import { RECORD, textReader, unpackNumber, withContinuations, type BiffRecord } from './biff.ts';
import type { Merge } from './sheet.ts';

/** Error values of cells (MS-XLS 2.5.10). */
const ERRORS: Readonly<Record<number, string>> = {
  0x00: '#NULL!',
  0x07: '#DIV/0!',
  0x0f: '#VALUE!',
  0x17: '#REF!',
  0x1d: '#NAME?',
  0x24: '#NUM!',
  0x2a: '#N/A',
};

/** A cell as stored: its value and the number of its look. */
interface StoredCell {
  row: number;
  col: number;
  look: number;
  value: CellValue;
}

/** What the records of one sheet say; hidden rows and columns 0-based. */
export interface StoredSheet {
  cells: StoredCell[];
  merges: Merge[];
  hiddenRows: Set<number>;
  hiddenCols: Set<number>;
}

/** Reads the records of a sheet from its first on; parts within it (charts) are passed over. Throws `RangeError`. */
export function readSheet(records: readonly BiffRecord[], first: number, strings: readonly string[]): StoredSheet {
  const sheet: StoredSheet = { cells: [], merges: [], hiddenRows: new Set(), hiddenCols: new Set() };
  let depth = 0;
  for (let index = first; index < records.length; index += 1) {
    const record = records[index];
    if (record === undefined) break;
    if (record.id === RECORD.bof) depth += 1;
    else if (record.id === RECORD.eof) depth -= 1;
    if (depth === 0) return sheet;
    if (depth > 1) continue;
    takeLayout(sheet, record);
    if (record.id === RECORD.string) {
      const reader = textReader(withContinuations(records, index));
      const last = sheet.cells.at(-1);
      // The text of a formula stands in the next STRING record, behind the formula that it may share with others.
      if (last?.value === null) last.value = reader.text(reader.u16());
    } else sheet.cells.push(...cellsOf(record, strings));
  }
  throw new RangeError('a sheet that is cut short');
}

function takeLayout(sheet: StoredSheet, { id, view }: BiffRecord): void {
  if (id === RECORD.row && (view.getUint32(12, true) & 0x20) !== 0) sheet.hiddenRows.add(view.getUint16(0, true));
  if (id === RECORD.colInfo && (view.getUint16(8, true) & 1) !== 0) {
    const last = Math.min(view.getUint16(2, true), 255);
    for (let col = view.getUint16(0, true); col <= last; col += 1) sheet.hiddenCols.add(col);
  }
  if (id !== RECORD.mergeCells) return;
  for (let index = 0; index < view.getUint16(0, true); index += 1) {
    const [startRow = 0, endRow = 0, startCol = 0, endCol = 0] = [0, 2, 4, 6].map((place) =>
      view.getUint16(2 + 8 * index + place, true),
    );
    sheet.merges.push({ startRow, endRow, startCol, endCol });
  }
}

function cellsOf({ id, view }: BiffRecord, strings: readonly string[]): StoredCell[] {
  const [row, col] = view.byteLength < 4 ? [0, 0] : [view.getUint16(0, true), view.getUint16(2, true)];
  const one = (value: CellValue): StoredCell[] => [{ row, col, look: view.getUint16(4, true), value }];
  switch (id) {
    case RECORD.number:
      return one(view.getFloat64(6, true));
    case RECORD.rk:
      return one(unpackNumber(view.getInt32(6, true)));
    case RECORD.labelSst:
      return one(sharedString(strings, view.getUint32(6, true)));
    case RECORD.label:
    case RECORD.rString:
      return one(textReader([view], 8).text(view.getUint16(6, true)));
    case RECORD.boolErr:
      return one(view.getUint8(7) === 1 ? errorText(view.getUint8(6)) : view.getUint8(6) !== 0);
    case RECORD.formula:
      return one(resultOf(view));
    case RECORD.blank:
      return one('');
    case RECORD.mulRk:
      return Array.from({ length: (view.byteLength - 6) / 6 }, (_, index) => ({
        row,
        col: col + index,
        look: view.getUint16(4 + 6 * index, true),
        value: unpackNumber(view.getInt32(6 + 6 * index, true)),
      }));
    case RECORD.mulBlank:
      return Array.from({ length: (view.byteLength - 6) / 2 }, (_, index) => ({
        row,
        col: col + index,
        look: view.getUint16(4 + 2 * index, true),
        value: '',
      }));
    default:
      return [];
  }
}

function sharedString(strings: readonly string[], index: number): string {
  const text = strings[index];
  if (text === undefined) throw new RangeError(`text ${index} of ${strings.length}`);
  return text;
}

/** The value that a formula had when the file was saved (MS-XLS 2.5.133); null for text, which another record holds. */
function resultOf(view: DataView): CellValue {
  if (view.getUint16(12, true) !== 0xffff) return view.getFloat64(6, true);
  const kind = view.getUint8(6);
  if (kind === 0) return null;
  if (kind === 1) return view.getUint8(8) !== 0;
  return kind === 2 ? errorText(view.getUint8(8)) : '';
}

function errorText(code: number): string {
  return ERRORS[code] ?? '#ERR!';
}
