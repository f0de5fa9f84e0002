import type { DocxNode } from './blocks.ts';

/** A cell by its edges in twips (1/20 point) from the table's origin, as rows of DOC and RTF describe it. */
export interface RowCell {
  left: number;
  right: number;
  /** `first` begins a merge, `merged` belongs to the cell before it (across) or above it (down). */
  across: Merge;
  down: Merge;
}

/** A cell with what stands in it. */
export interface EdgedCell extends RowCell {
  content: DocxNode[];
}

/** What a cell is in a merge; `none` = it stands alone. */
export type Merge = 'none' | 'first' | 'merged';

/** Twips by which edges of one column may differ from row to row: a point, below which Word draws one line. */
const TOLERANCE = 20;
/** Twips at the start of a row that are a cell left out, not a row that was moved a little. */
const LEAST_GAP = 300;

interface GridCell {
  from: number;
  to: number;
  node: DocxNode;
  down: Merge;
}

/**
 * A table node from rows whose cells are known by their edges: the columns are those of all rows together, a cell spans
 * as many as lie between its edges. `lost`: texts of cells that are merged into others, which print nothing.
 */
export function tableNode(rows: readonly (readonly EdgedCell[])[]): { node: DocxNode; lost: string[] } {
  const lost: string[] = [];
  const joined = rows.map((row) => joinAcross(row, lost));
  const aligned = alignLeft(joined);
  const columns = columnsOf(aligned);
  let above: GridCell[] = [];
  const children = aligned.map((row) => {
    const cells = placed(row, columns);
    const kept = cells.filter((cell) => !continues(cell, above, lost));
    // A cell that goes on downwards keeps the node of the cell that began it.
    above = cells;
    return { type: 'tableRow', children: kept.map((cell) => cell.node) };
  });
  return { node: { type: 'table', children }, lost };
}

/** Cells of a row merged across become one. */
function joinAcross(row: readonly EdgedCell[], lost: string[]): EdgedCell[] {
  const cells: EdgedCell[] = [];
  for (const cell of row) {
    const before = cells.at(-1);
    if (cell.across === 'merged' && before !== undefined && before.across !== 'none') {
      lost.push(...textsIn(cell.content));
      cells[cells.length - 1] = { ...before, right: cell.right };
    } else cells.push({ ...cell, across: cell.across === 'none' ? 'none' : 'first' });
  }
  return cells;
}

/**
 * Rows may begin a little further right than the table: the whole row was moved, then it is moved back; or only its first
 * cell is narrower. What lets more edges agree with those of other rows is taken.
 */
function alignLeft(rows: readonly (readonly EdgedCell[])[]): EdgedCell[][] {
  const edges = new Set(rows.flat().flatMap(edgesOf).map(inSteps));
  const origin = Math.min(...rows.map((row) => row[0]?.left ?? Infinity));
  return rows.map((row) => {
    const by = (row[0]?.left ?? origin) - origin;
    const agreeing = (move: number): number =>
      row.flatMap(edgesOf).filter((edge) => edges.has(inSteps(edge - move))).length;
    if (by <= TOLERANCE || by >= LEAST_GAP || agreeing(by) < agreeing(0)) return [...row];
    return row.map((cell) => ({ ...cell, left: cell.left - by, right: cell.right - by }));
  });
}

function edgesOf({ left, right }: EdgedCell): [number, number] {
  return [left, right];
}

function inSteps(edge: number): number {
  return Math.round(edge / TOLERANCE);
}

interface Columns {
  /** The left edge of the table, twips. */
  origin: number;
  /** The number of the column that begins at an edge. */
  at(edge: number): number;
}

/** Edges of different rows that nearly agree are one. */
function columnsOf(rows: readonly (readonly EdgedCell[])[]): Columns {
  const edges = [...new Set(rows.flat().flatMap(edgesOf))].toSorted((a, b) => a - b);
  const columns = new Map<number, number>();
  let column = -1;
  let start = -Infinity;
  for (const edge of edges) {
    if (edge - start > TOLERANCE) {
      column += 1;
      start = edge;
    }
    columns.set(edge, column);
  }
  return { origin: edges[0] ?? 0, at: (edge) => columns.get(edge) ?? 0 };
}

function placed(row: readonly EdgedCell[], columns: Columns): GridCell[] {
  const cells: GridCell[] = [];
  const add = (cell: Pick<EdgedCell, 'down' | 'content'>, from: number, to: number): void => {
    const node = { type: 'tableCell', children: cell.content, colSpan: to - from, rowSpan: 1 };
    cells.push({ from, to, node, down: cell.down });
  };
  for (const cell of row) {
    let from = cells.at(-1)?.to ?? 0;
    const begins = columns.at(cell.left);
    // A row that begins far inside the table leaves a place free.
    if (cells.length === 0 && begins > 0 && cell.left - columns.origin >= LEAST_GAP) {
      add({ down: 'none', content: [] }, 0, begins);
      from = begins;
    }
    // Every cell takes at least one column, however narrow it is.
    add(cell, from, Math.max(columns.at(cell.right), from + 1));
  }
  return cells;
}

/** Whether the cell belongs to one above, which then grows by a row; `above` is of the row before. */
function continues(cell: GridCell, above: readonly GridCell[], lost: string[]): boolean {
  if (cell.down !== 'merged') return false;
  const over = above.find((other) => other.down !== 'none' && isOver(other, cell));
  if (over === undefined) return false;
  lost.push(...textsIn(cell.node.children ?? []));
  over.node.rowSpan = (over.node.rowSpan ?? 1) + 1;
  cell.node = over.node;
  return true;
}

/** Whether more than half of the narrower of two cells stands over or under the other. */
function isOver(one: GridCell, other: GridCell): boolean {
  const shared = Math.min(one.to, other.to) - Math.max(one.from, other.from);
  return shared * 2 > Math.min(one.to - one.from, other.to - other.from);
}

function textsIn(nodes: readonly DocxNode[]): string[] {
  const text = nodes.map(plainText).join('');
  return text.trim() === '' ? [] : [text];
}

function plainText(node: DocxNode): string {
  return (node.value ?? '') + (node.children ?? []).map(plainText).join('');
}
