import { openDeflated, type Part } from '../zip.ts';

/** What a cell of a sheet may hold. Text is always text: nothing in a sheet of ours is ever a formula. */
export type SheetValue = string | number | boolean | null;

/** How cells of a column look. `text`: codes that must not turn into numbers; `date`: ISO 8601 day; `share`: 0 to 1. */
export type SheetStyle = 'plain' | 'text' | 'date' | 'share' | 'wrapped' | 'title';

/** A column: its head, and its width in characters. */
export interface SheetColumn {
  head: string;
  width: number;
  style?: SheetStyle;
}

/** A sheet. `head` false: no head row, no filter, no frozen pane (for text). */
export interface SheetForm {
  name: string;
  columns: readonly SheetColumn[];
  head?: boolean;
  frozenColumns?: number;
}

/** A finished sheet: the name it got, its bytes, and the range that its filter covers (`$A$1:$C$9`). */
export interface FinishedSheet {
  name: string;
  part: Part;
  rows: number;
  filter: string | null;
}

/** A sheet in the making; goes on in a second one, `name (2)`, where Excel's rows end. */
export interface OpenSheet {
  /** `style`: of this row's words, in place of those of the columns. */
  write(values: readonly SheetValue[], style?: SheetStyle): Promise<void>;
  close(): Promise<FinishedSheet[]>;
}

/** Rows that a sheet of Excel has, the head included. */
const EXCEL_ROWS = 1_048_576;
/** Letters that a cell of Excel holds. */
const EXCEL_LETTERS = 32_767;
/** Style numbers in `styles.xml`. */
const STYLES = { plain: 0, head: 1, text: 2, date: 3, share: 4, wrapped: 5, title: 6 } as const;
/** Columns that a printed page holds. */
const WIDEST_PAGE = 30;
/** Letters gathered before they are packed. */
const BUFFER = 64 * 1024;

/** Opens a sheet. `scratch` gives the path of a file for each part of it; `maxRows` with the head. */
export async function openSheet(
  form: SheetForm,
  options: { scratch: (name: string) => Promise<string>; key: string; maxRows?: number },
): Promise<OpenSheet> {
  const { maxRows = EXCEL_ROWS } = options;
  const finished: FinishedSheet[] = [];
  const headRows = form.head === false ? 0 : 1;
  const next = async (): Promise<ReturnType<typeof openPart>> =>
    openPart(form, await options.scratch(`${options.key}-${finished.length + 1}.xml`));
  let part = await next();
  let rows = headRows;
  const finish = async (): Promise<void> => {
    const name = finished.length === 0 ? form.name : `${form.name} (${finished.length + 1})`;
    const last = columnName(form.columns.length - 1);
    const filter = headRows === 0 ? null : `$A$1:$${last}$${Math.max(rows, 1)}`;
    finished.push({ name, part: await part.close(rows), rows: rows - headRows, filter });
  };
  return {
    async write(values, style) {
      if (rows >= maxRows) {
        await finish();
        part = await next();
        rows = headRows;
      }
      rows += 1;
      await part.write(rowXml(form, values, { row: rows, style }));
    },
    async close() {
      await finish();
      return finished;
    },
  };
}

function openPart(
  form: SheetForm,
  path: string,
): { write(xml: string): Promise<void>; close(rows: number): Promise<Part> } {
  const file = openDeflated(path);
  let pending = sheetStart(form);
  const flush = async (): Promise<void> => {
    await file.write(pending);
    pending = '';
  };
  return {
    async write(xml) {
      pending += xml;
      if (pending.length >= BUFFER) await flush();
    },
    async close(rows) {
      const last = `${columnName(form.columns.length - 1)}${Math.max(rows, 1)}`;
      const filter = form.head === false ? '' : `<autoFilter ref="A1:${last}"/>`;
      const page = `<pageSetup paperSize="9" orientation="landscape"${fitsPage(form) ? ' fitToWidth="1" fitToHeight="0"' : ''}/>`;
      pending += `</sheetData>${filter}${page}</worksheet>`;
      await flush();
      return file.close();
    },
  };
}

function sheetStart(form: SheetForm): string {
  const { columns, head = true, frozenColumns = 1 } = form;
  const corner = `${columnName(frozenColumns)}2`;
  const pane = head
    ? `<pane ${frozenColumns > 0 ? `xSplit="${frozenColumns}" ` : ''}ySplit="1" topLeftCell="${corner}" activePane="${frozenColumns > 0 ? 'bottomRight' : 'bottomLeft'}" state="frozen"/>`
    : '';
  const widths = columns.map(
    ({ width }, at) => `<col min="${at + 1}" max="${at + 1}" width="${width}" customWidth="1"/>`,
  );
  const cells = columns.map((column, at) => textXml(`${columnName(at)}1`, column.head, STYLES.head));
  const lines = Math.max(...columns.map((column) => linesOf(column.head, column.width)));
  const row = head ? `<row r="1" ht="${15 * lines + 3}" customHeight="1">${cells.join('')}</row>` : '';
  return (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' +
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">' +
    `<sheetPr><pageSetUpPr fitToPage="${fitsPage(form) ? 1 : 0}"/></sheetPr><sheetViews><sheetView workbookViewId="0"${head ? '' : ' showGridLines="0"'}>${pane}</sheetView></sheetViews>` +
    `<cols>${widths.join('')}</cols><sheetData>${row}`
  );
}

/** Whether a printed page is wide enough for all columns. */
function fitsPage({ columns }: SheetForm): boolean {
  return columns.length <= WIDEST_PAGE;
}

/** Lines that a text takes in a column: Chinese letters are twice as wide. */
function linesOf(head: string, width: number): number {
  return head
    .split('\n')
    .reduce(
      (sum, line) => sum + Math.max(1, Math.ceil((line.length + line.replaceAll(/[ -~]/gu, '').length) / (width - 1))),
      0,
    );
}

function rowXml(
  { columns }: SheetForm,
  values: readonly SheetValue[],
  { row, style }: { row: number; style: SheetStyle | undefined },
): string {
  const cells = values.map((value, at) =>
    cellXml(`${columnName(at)}${row}`, value, style ?? columns[at]?.style ?? 'plain'),
  );
  const lines = columns.map(({ style: own, width }, at) => {
    const text = values[at];
    return own === 'wrapped' && style === undefined && typeof text === 'string' ? linesOf(text, width) : 1;
  });
  const most = Math.max(...lines);
  return `<row r="${row}"${most > 1 ? ` ht="${15 * most}" customHeight="1"` : ''}>${cells.join('')}</row>`;
}

function cellXml(ref: string, value: SheetValue, style: SheetStyle): string {
  if (value === null || value === '') return '';
  if (typeof value === 'number') {
    // A number in a column of codes or words keeps its digits.
    if (style === 'text') return textXml(ref, String(value), STYLES.text);
    return `<c r="${ref}" s="${style === 'share' ? STYLES.share : STYLES.plain}"><v>${value}</v></c>`;
  }
  if (typeof value === 'boolean') return `<c r="${ref}" t="b"><v>${value ? 1 : 0}</v></c>`;
  const day = style === 'date' ? dayNumber(value) : null;
  if (day !== null) return `<c r="${ref}" s="${STYLES.date}"><v>${day}</v></c>`;
  return textXml(ref, value, STYLES[style]);
}

function textXml(ref: string, text: string, style: number): string {
  const cut = text.length > EXCEL_LETTERS ? `${text.slice(0, EXCEL_LETTERS - 1)}…` : text;
  return `<c r="${ref}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${escapeXml(cut)}</t></is></c>`;
}

/** Text for XML; letters that XML cannot hold are written as Excel writes them: `_x0001_`. */
export function escapeXml(text: string): string {
  if (!NEEDS_ESCAPE.test(text)) return text;
  return text
    .replaceAll(/\p{Surrogate}/gu, '\ufffd')
    .replaceAll(/_x[0-9A-Fa-f]{4}_/gu, (whole) => `_x005F${whole}`)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll(CONTROL, (letter) => `_x${letter.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`);
}

/** Anything that is not written as it is. */
const NEEDS_ESCAPE = /_x|[&<>"\ufffe\uffff]|\p{Surrogate}|(?![\t\n])\p{Cc}/u;

/** Control letters but tab and line feed, and the two that are no letters. */
const CONTROL = /(?![\t\n])\p{Cc}|[\ufffe\uffff]/gu;

/** Days since 30 December 1899, as spreadsheets count; null where the text is no day. */
function dayNumber(text: string): number | null {
  const time = /^\d{4}-\d{2}-\d{2}$/u.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(time) ? null : (time - Date.UTC(1899, 11, 30)) / 86_400_000;
}

const NAMES: string[] = [];

/** 0 → A, 26 → AA. */
function columnName(at: number): string {
  const known = NAMES[at];
  if (known !== undefined) return known;
  const letter = String.fromCharCode(65 + (at % 26));
  const name = at < 26 ? letter : columnName(Math.floor(at / 26) - 1) + letter;
  NAMES[at] = name;
  return name;
}
