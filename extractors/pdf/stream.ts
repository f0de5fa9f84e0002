import { PDFiumLibrary } from '@hyzyla/pdfium';
import type { Block } from '../../model/document.ts';
import type { Notice } from '../../model/notice.ts';
import { foldWidth, stripSpace } from '../../text/fold.ts';
import type { StreamRow } from '../stream-table.ts';
import { streamBlocks } from '../stream-table.ts';
import { isPageNumber } from './furniture.ts';

/** A number as cells print it, with its unit, or what stands in the place of one. */
const VALUE = /^(?:[-+]?\d[\d,.]*(?:元|万元|亿元|千元|件|条|项|个|次|批次|份|宗)?|[-‐-―─/\\]+|无|暂无)$/u;
/** A number at the end of which a unit may be missing that stands apart from it. */
const BARE_NUMBER = /^[-+]?\d[\d,.]*$/u;
const UNIT = /^(?:元|万元|亿元|千元)$/u;
/** No label of a form is longer; what stands before it is a merged label, a heading or the head of the table. */
const LONGEST_LABEL = 80;

let engine: Promise<PDFiumLibrary> | null = null;

/**
 * The second reading of a PDF: PDFium's own text of these pages (1-based) in the order in which the file draws it, without
 * a look at ruling lines. A row is the words since the last value, joined, and the values that follow them; an empty cell
 * leaves no trace. A notice says where PDFium could not read the file.
 */
export async function readStream(
  bytes: Uint8Array,
  pages: readonly number[],
): Promise<{ blocks: Block[]; notices: Notice[] }> {
  if (pages.length === 0) return { blocks: [], notices: [] };
  try {
    engine ??= PDFiumLibrary.init();
    const document = await (await engine).loadDocument(bytes);
    try {
      const groups = pages.map((page) => ({ page, rows: rowsOfText(document.getPage(page - 1).getText()) }));
      return { blocks: streamBlocks(groups), notices: [] };
    } finally {
      document.destroy();
    }
  } catch (error) {
    // An aborted engine answers nothing any more.
    engine = null;
    const why = error instanceof Error ? error.message : String(error);
    const message = `There is no second reading of the tables: PDFium cannot read the file (${why.slice(0, 200)})`;
    return { blocks: [], notices: [{ code: 'second_reading_failed', message }] };
  }
}

/** The rows that the text of one page shows, page numbers at its edges left out. */
export function rowsOfText(text: string): StreamRow[] {
  const lines = text.split(/\r?\n/u).filter((line) => line.trim() !== '');
  const kept = lines.filter((line, index) => !((index === 0 || index === lines.length - 1) && isPageNumber(line)));
  const rows: string[][] = [];
  let label = '';
  let values: string[] = [];
  const close = (): void => {
    if (values.length > 0 && label !== '') rows.push([label.slice(-LONGEST_LABEL), ...values]);
    [label, values] = ['', []];
  };
  for (const token of kept.flatMap((line) => line.replaceAll('\0', ' ').split(/\s+/u)).map(stripSpace)) {
    const folded = foldWidth(token);
    const last = values.at(-1);
    if (VALUE.test(folded)) values.push(token);
    else if (last !== undefined && UNIT.test(folded) && BARE_NUMBER.test(foldWidth(last))) {
      values[values.length - 1] = last + token;
    } else if (token !== '') {
      if (values.length > 0) close();
      label += token;
    }
  }
  close();
  return rows;
}
