import { UnreadableError } from '../../errors.ts';
import type { Notice } from '../../model/notice.ts';
import type { DocxNode } from './blocks.ts';
import { tableNode, type EdgedCell, type RowCell } from './merged-rows.ts';

/** A paragraph with its place: in how many tables, and which end it makes there. */
export interface FlowParagraph {
  node: DocxNode;
  /** What stands before it: text boxes that hang on it. */
  before: DocxNode[];
  nesting: number;
  end: 'none' | 'cell' | 'row';
  rowCells: RowCell[] | null;
}

/** What became of the tables: texts of merged cells, and how many tables do not say where their cells are. */
export interface FlowFaults {
  lostTexts: string[];
  undefinedTables: number;
}

/** Faults of tables as notices `merged_cell_text`, `table_definition_missing`. */
export function faultNotices(faults: FlowFaults): Notice[] {
  const notices: Notice[] = faults.lostTexts.map((text) => ({
    code: 'merged_cell_text',
    message: `Left out the text of a cell that is merged into another: "${text.slice(0, 60)}"`,
  }));
  if (faults.undefinedTables > 0) {
    const message = `${faults.undefinedTables} tables do not say where their cells are; merged cells are not known`;
    notices.push({ code: 'table_definition_missing', message });
  }
  return notices;
}

interface OpenTable {
  rows: { contents: DocxNode[][]; cells: RowCell[] | null }[];
  row: DocxNode[][];
  cell: DocxNode[];
}

/** Tables in tables beyond which the marks are wrong; Word allows 64. */
const MAX_NESTING = 64;

/** Width of a column in twips where the rows define none. */
const ANY_WIDTH = 1000;

/**
 * Paragraphs in order become a tree of paragraphs and tables, tables in cells of tables among them. Throws
 * `UnreadableError` `damaged` for tables nested beyond measure.
 */
export function flowOf(paragraphs: readonly FlowParagraph[], faults: FlowFaults): DocxNode[] {
  const nodes: DocxNode[] = [];
  const tables: OpenTable[] = [];
  const closeTo = (depth: number): void => {
    while (tables.length > depth) {
      const table = tables.pop();
      if (table !== undefined) (tables.at(-1)?.cell ?? nodes).push(...closed(table, faults));
    }
  };
  for (const { node, before, nesting, end, rowCells } of paragraphs) {
    if (nesting > MAX_NESTING) {
      const message = `Cannot read the tables of the document: ${nesting} in one another, at most ${MAX_NESTING} are real`;
      throw new UnreadableError(message, 'damaged');
    }
    closeTo(nesting);
    while (tables.length < nesting) tables.push({ rows: [], row: [], cell: [] });
    const table = tables.at(-1);
    (table?.cell ?? nodes).push(...before);
    if (table === undefined) nodes.push(node);
    else if (end === 'row') {
      // What stands behind the last cell of a row is the row's end itself.
      if (table.cell.length > 0) table.row.push(table.cell);
      table.rows.push({ contents: table.row, cells: rowCells });
      table.row = [];
      table.cell = [];
    } else {
      table.cell.push(node);
      if (end === 'none') continue;
      table.row.push(table.cell);
      table.cell = [];
    }
  }
  closeTo(0);
  return nodes;
}

function closed(table: OpenTable, faults: FlowFaults): DocxNode[] {
  const { rows } = table;
  if (table.cell.length > 0) table.row.push(table.cell);
  // A last row without an end: the document was cut, or its marks are wrong.
  if (table.row.length > 0) rows.push({ contents: table.row, cells: null });
  if (rows.length === 0) return [];
  const isDefined = rows.every(({ contents, cells }) => cells !== null && cells.length === contents.length);
  if (!isDefined) faults.undefinedTables += 1;
  const edged = rows.map(({ contents, cells }) =>
    contents.map((content, index): EdgedCell => {
      const cell = isDefined ? cells?.[index] : undefined;
      return { ...(cell ?? anyPlace(index)), content };
    }),
  );
  const { node, lost } = tableNode(edged);
  faults.lostTexts.push(...lost);
  return [isDefined ? node : { ...node, fidelity: 'cells' }];
}

function anyPlace(index: number): RowCell {
  return { left: index * ANY_WIDTH, right: (index + 1) * ANY_WIDTH, across: 'none', down: 'none' };
}
