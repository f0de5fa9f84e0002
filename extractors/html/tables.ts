import { isTag, type Element } from 'domhandler';
import { matchForm, stripSpace } from '../../text/fold.ts';
import type { Table, TableCell } from '../../model/document.ts';
import type { Notice } from '../../model/notice.ts';
import { attribute, bareLength, descendants, elementsIn, isHidden, linksIn, memoryOfPage, rawText } from './dom.ts';
import { isBlank, shownText } from './lines.ts';
import { factsInTable } from './page-facts.ts';

/** What a `<table>` is used for: figures, the box of page facts (索引号 …), or mere placing on the page. */
export type TableRole = 'data' | 'facts' | 'layout';

/** Words that stand in the statutory tables of some year, and hardly in any other table of a portal (DOMAIN.md 1). */
const REPORT_WORDS =
  /第二十条|信息内容|申请人情况|法人或其他组织|结果维[持护]|尚未审结|未经复议|制发件数|废止件数|行政许可|行政处罚|行政强制|指标名称|统计指标|计量单位|主动公开.{0,6}(?:信息|文件)数|申请总?数|集中采购|予以公开|不予公开/u;

/** Spans above are slips of the pen: HTML itself allows 1,000 columns, and no form has more rows. */
const MAX_SPAN = 1000;

/** Rows of this table alone, not of tables inside it. */
function rowsOf(table: Element): Element[] {
  return elementsIn(table).flatMap((child) => {
    if (child.name === 'tr') return [child];
    return /^(?:tbody|thead|tfoot)$/u.test(child.name) ? elementsIn(child).filter((row) => row.name === 'tr') : [];
  });
}

/** Cells of a row that are shown. */
function cellsOf(row: Element): Element[] {
  return elementsIn(row).filter((cell) => (cell.name === 'td' || cell.name === 'th') && !isHidden(cell));
}

/** What is known of tables already: a page is never changed while it is read. */
const ROLES = memoryOfPage<Element, TableRole>();
const REPORT_TABLES = memoryOfPage<Element, boolean>();

/** Whether the table speaks of what the annual report counts. */
export function isReportTable(table: Element): boolean {
  const known = REPORT_TABLES.get(table);
  if (known !== undefined) return known;
  const answer = REPORT_WORDS.test(matchForm(rawText(table)));
  REPORT_TABLES.set(table, answer);
  return answer;
}

/** What the table is used for. A table of one column, one cell, or around other tables only places its content. */
export function roleOfTable(table: Element): TableRole {
  const known = ROLES.get(table) ?? judgeRole(table);
  ROLES.set(table, known);
  return known;
}

function judgeRole(table: Element): TableRole {
  const rows = rowsOf(table).map(cellsOf);
  const cells = rows.flat();
  const width = largest(rows.map((row) => row.length));
  const nested = descendants(table).some(
    (inner) => inner !== table && inner.name === 'table' && rowsOf(inner).flatMap(cellsOf).length > 1,
  );
  if (nested || width < 2 || attribute(table, 'role') === 'presentation') return 'layout';
  const report = isReportTable(table);
  if (!report && rows.length <= 15 && factsInTable(rows).length >= 2) return 'facts';
  const lengths = cells.map(bareLength);
  const longest = largest(lengths);
  const total = lengths.reduce((sum, length) => sum + length, 0);
  if (longest > 200 && longest > total * 0.6) return 'layout';
  if (rows.length === 1 && width < 4 && !report) return 'layout';
  return isMostlyLinks(table, total) ? 'layout' : 'data';
}

function largest(numbers: readonly number[]): number {
  return numbers.reduce((most, number) => Math.max(most, number), 0);
}

/** All tables of page facts below the element with their rows × cells. */
export function factBoxesIn(root: Element): Map<Element, Element[][]> {
  const boxes = new Map<Element, Element[][]>();
  for (const table of descendants(root)) {
    if (table.name === 'table' && roleOfTable(table) === 'facts') boxes.set(table, rowsOf(table).map(cellsOf));
  }
  return boxes;
}

function isMostlyLinks(table: Element, total: number): boolean {
  const links = linksIn(table);
  const linked = links.reduce((sum, link) => sum + bareLength(link), 0);
  return links.length > 1 && linked > total * 0.6;
}

/**
 * A data table as printed: rows × cells with their spans. Rows that are hidden or of no height (Word's column widths) are
 * left out, and spans that cross them shortened; hidden text is reported.
 */
export function readTable(
  table: Element,
  where: { block: number; pathOf: (element: Element) => string },
): { table: Table; notices: Notice[] } {
  const notices: Notice[] = [];
  const rows = rowsOf(table);
  const shown = rows.map((row) => !isHidden(row) && !hasNoHeight(row));
  rows.forEach((row, index) => {
    if (shown[index] !== true && !isBlank(rawText(row))) notices.push(hiddenText(rawText(row), where.block));
  });
  const read: TableCell[][] = [];
  let spanned = 0;
  rows.forEach((row, index) => {
    if (shown[index] !== true) return;
    const cells = cellsOf(row);
    if (cells.length === 0 && index >= spanned) return;
    const line = read.length;
    for (const cell of elementsIn(row)) {
      if (isHidden(cell) && !isBlank(rawText(cell))) notices.push(hiddenText(rawText(cell), where.block));
    }
    read.push(
      cells.map((cell, col) => {
        const reach = Math.min(span(cell, 'rowspan', rows.length - index), rows.length - index);
        spanned = Math.max(spanned, index + reach);
        return {
          text: shownTextOf(cell, notices, where.block),
          colSpan: span(cell, 'colspan', 1),
          rowSpan: Math.max(1, shown.slice(index, index + reach).filter(Boolean).length),
          at: { block: where.block, row: line, col, path: where.pathOf(cell) },
        };
      }),
    );
  });
  return { table: { kind: 'table', rows: read, fidelity: 'spans' }, notices };
}

function shownTextOf(cell: Element, notices: Notice[], block: number): string {
  const visit = (element: Element): void => {
    for (let inner = element.firstChild; inner !== null; inner = inner.next) {
      if (!isTag(inner)) continue;
      if (isHidden(inner) && !isBlank(rawText(inner))) notices.push(hiddenText(rawText(inner), block));
      visit(inner);
    }
  };
  visit(cell);
  return shownText(cell);
}

/** The notice that some text was left out because the page hides it. */
export function hiddenText(text: string, block: number): Notice {
  const quote = stripSpace(text).slice(0, 60);
  return { code: 'hidden_text', message: `Left out text that the page hides: "${quote}"`, at: { block } };
}

/** A span as browsers read it; `rowspan="0"` reaches to the end of the table. */
function span(cell: Element, name: 'rowspan' | 'colspan', rest: number): number {
  const number = Number.parseInt(attribute(cell, name), 10);
  if (number === 0 && name === 'rowspan') return Math.max(1, rest);
  return Number.isFinite(number) && number > 0 ? Math.min(number, MAX_SPAN) : 1;
}

function hasNoHeight(row: Element): boolean {
  const style = attribute(row, 'style').replace(/\s+/gu, '');
  const none = attribute(row, 'height') === '0' || /(?:^|;)height:0(?:px|pt|cm)?(?:;|$)/iu.test(style);
  return none && isBlank(rawText(row));
}
