import { RECORD, textReader, withContinuations, type BiffRecord } from './biff.ts';

/** How a cell looks: its number format (null: General) and whether it has lines. */
interface Look {
  format: string | null;
  isBordered: boolean;
}

/** What the first part of a workbook says for all its sheets. `at` is where a sheet's records begin in the stream. */
export interface Book {
  sheets: { name: string; isHidden: boolean; isWorksheet: boolean; at: number }[];
  strings: string[];
  looks: Look[];
  is1904: boolean;
  isEncrypted: boolean;
}

/** The formats that files name by number alone (MS-XLS 2.5.165), as the Chinese edition shows them. */
const BUILT_IN: Readonly<Record<number, string>> = {
  1: '0',
  2: '0.00',
  3: '#,##0',
  4: '#,##0.00',
  9: '0%',
  10: '0.00%',
  11: '0.00E+00',
  12: '# ?/?',
  13: '# ??/??',
  14: 'yyyy/m/d',
  15: 'd-mmm-yy',
  16: 'd-mmm',
  17: 'mmm-yy',
  18: 'h:mm AM/PM',
  19: 'h:mm:ss AM/PM',
  20: 'h:mm',
  21: 'h:mm:ss',
  22: 'yyyy/m/d h:mm',
  27: 'yyyy"年"m"月"',
  28: 'm"月"d"日"',
  29: 'm"月"d"日"',
  30: 'm-d-yy',
  31: 'yyyy"年"m"月"d"日"',
  32: 'h"时"mm"分"',
  33: 'h"时"mm"分"ss"秒"',
  36: 'yyyy"年"m"月"',
  37: '#,##0;-#,##0',
  38: '#,##0;-#,##0',
  39: '#,##0.00;-#,##0.00',
  40: '#,##0.00;-#,##0.00',
  45: 'mm:ss',
  46: '[h]:mm:ss',
  47: 'mm:ss.0',
  49: '@',
  57: 'yyyy"年"m"月"',
  58: 'm"月"d"日"',
};

/** Reads the records up to the end of the first part. Throws `RangeError` for records that are cut short. */
export function readBook(records: readonly BiffRecord[]): Book {
  const book: Book = { sheets: [], strings: [], looks: [], is1904: false, isEncrypted: false };
  const formats = new Map<number, string>();
  const cellFormats: { format: number; isBordered: boolean }[] = [];
  for (const [index, { id, view }] of records.entries()) {
    if (id === RECORD.eof) break;
    if (id === RECORD.filePass) return { ...book, isEncrypted: true };
    if (id === RECORD.date1904) book.is1904 = view.getUint16(0, true) === 1;
    if (id === RECORD.format) formats.set(view.getUint16(0, true), textReader([view], 4).text(view.getUint16(2, true)));
    if (id === RECORD.xf) {
      cellFormats.push({ format: view.getUint16(2, true), isBordered: (view.getUint32(10, true) & 0xffff) !== 0 });
    }
    if (id === RECORD.boundSheet) {
      book.sheets.push({
        name: textReader([view], 7).text(view.getUint8(6)),
        isHidden: (view.getUint8(4) & 3) !== 0,
        isWorksheet: view.getUint8(5) === 0,
        at: view.getUint32(0, true),
      });
    }
    if (id === RECORD.sst) book.strings = readStrings(withContinuations(records, index));
  }
  const looks = cellFormats.map(({ format, isBordered }) => ({
    format: formats.get(format) ?? BUILT_IN[format] ?? null,
    isBordered,
  }));
  return { ...book, looks };
}

function readStrings(parts: readonly DataView[]): string[] {
  const reader = textReader(parts, 4);
  const count = reader.u32();
  const strings: string[] = [];
  while (strings.length < count && !reader.isDone()) strings.push(reader.text(reader.u16()));
  return strings;
}
