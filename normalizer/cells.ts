import type { ExtractedDocument } from '../model/document.ts';
import type { Notice } from '../model/notice.ts';
import type { Cell, ExtraRow, Indicator } from '../model/record.ts';
import type { TableKey, Template } from '../model/template.ts';
import { TEMPLATES } from '../model/templates/list.ts';
import { nameByOrder } from './by-order.ts';
import { firstCopy } from './copies.ts';
import type { DetectedTemplate } from './detect.ts';
import { detectTemplate } from './detect.ts';
import { readGluedRemedies } from './glued.ts';
import { readGluedRows } from './glued-rows.ts';
import type { IndicatorTable } from './indicator-table.ts';
import { readIndicators } from './indicators.ts';
import type { TablePart } from './parts.ts';
import { findParts } from './parts.ts';
import { placeCells } from './place.ts';
import type { PrintedTable } from './printed-row.ts';
import { secondTexts } from './second-reading.ts';
import { settle } from './settle.ts';
import { flagSuspects } from './suspects.ts';
import { textStream } from './text-stream.ts';
import { readTableFour } from './table-four.ts';
import { readTableThree } from './table-three.ts';
import { readTableTwo } from './table-two.ts';

/** The figures of a document: which form it follows, every cell of that form, and rows that the form has not. */
export interface CellsReading {
  template: DetectedTemplate;
  /** Every cell of the detected form by its path; empty for E1, E2, L and none. */
  cells: Record<string, Cell>;
  extraRows: ExtraRow[];
  /** Lines of statistical tables, in printed order; they may stand beside the tables of a form. */
  indicators: Indicator[];
  /** The statistical tables that `indicators` come from, for the checks over them. */
  statistics: IndicatorTable[];
  /** For every Table block of the document the table of the form that begins in it; null = none. */
  tables: { block: number; table: TableKey | null }[];
  notices: Notice[];
}

/** Reads the cells of a report from its blocks. Pure; refuses what it cannot tell for certain and never moves a number. */
export function readCells(document: ExtractedDocument): CellsReading {
  const parts = findParts(document);
  const copies = printedTables(document, parts).map(nameByOrder);
  const second = secondTexts(document, copies);
  const printed = copies.map(firstCopy);
  const statistics = readIndicators(document, new Set(parts.map((part) => part.block)));
  const template = detectTemplate(document, printed, statistics.tables);
  const tables = document.blocks.flatMap((block, index) =>
    block.kind === 'table' ? [{ block: index, table: parts.find((part) => part.block === index)?.table ?? null }] : [],
  );
  const forms = TEMPLATES.filter((form) => template.detected === form.id || template.detected === 'mixed');
  const placed = forms.map((form) => placeCells(form, variantOf(form, template), { tables: printed, second }));
  const merged = mergeCells(placed.map((one) => one.cells));
  const settled = settle(
    { template, cells: merged },
    placed.flatMap((one) => one.disputes),
  );
  const [first] = placed;
  return {
    template,
    cells: flagSuspects(settled.cells),
    extraRows: first?.extraRows.filter((row) => placed.every((one) => hasRow(one.extraRows, row))) ?? [],
    indicators: statistics.tables.flatMap((table) => table.lines.flatMap((line) => line.indicators)),
    statistics: statistics.tables,
    tables,
    notices: [
      ...statistics.notices,
      ...besideForm(forms, statistics.tables),
      ...(forms.length === 0
        ? []
        : [
            ...printed.flatMap((table) => table.notices),
            ...(first?.notices ?? []),
            ...settled.notices,
            ...missing(printed),
          ]),
    ],
  };
}

/** Statistical tables in a report on a form that has none: read all the same, and said so. */
function besideForm(forms: readonly Template[], tables: readonly IndicatorTable[]): Notice[] {
  if (forms.length === 0) return [];
  return tables.map(({ block, form }) => {
    const message = `A statistical table (${form.variant ?? form.id}) stands beside the tables of the form`;
    return { code: 'indicators_beside_form', message, at: { block } };
  });
}

/** Each table from the grids that carry it; from running text only where no grid does. */
function printedTables(document: ExtractedDocument, parts: TablePart[]): PrintedTable[] {
  const rowsOf = (table: TableKey) => parts.filter((part) => part.table === table).map((part) => part.rows);
  const stream = textStream(document);
  const two = rowsOf('t2').length > 0 ? readTableTwo(rowsOf('t2').flat()) : readGluedRows(stream, 't2');
  const three = rowsOf('t3').length > 0 ? readTableThree(rowsOf('t3')) : readGluedRows(stream, 't3');
  const four = rowsOf('t4').length > 0 ? readTableFour(rowsOf('t4')) : readGluedRemedies(stream);
  return [two, three, four].filter((table) => table !== null);
}

function variantOf(form: Template, template: DetectedTemplate): string | null {
  return form.variants.some((variant) => variant.key === template.variant) ? template.variant : null;
}

/** Both forms' cells side by side; a path that both have is the same cell. */
function mergeCells(sets: Record<string, Cell>[]): Record<string, Cell> {
  const merged: Record<string, Cell> = {};
  for (const set of sets) {
    for (const [path, cell] of Object.entries(set)) merged[path] ??= cell;
  }
  return merged;
}

function hasRow(rows: ExtraRow[], row: ExtraRow): boolean {
  return rows.some((one) => one.table === row.table && one.label === row.label);
}

function missing(printed: PrintedTable[]): Notice[] {
  const there = new Set(printed.map((table) => table.table));
  return (['t2', 't3', 't4'] as const)
    .filter((table) => !there.has(table))
    .map((table) => ({ code: 'table_missing', message: `The form asks for table ${table}, the document has none` }));
}
