import { matchForm } from '../../text/fold.ts';
import { nearest, surround } from './geometry.ts';
import type { Line } from './lines.ts';
import type { PlacedCell, PlacedTable } from './page-tables.ts';
import type { TextArea } from './paragraphs.ts';
import { middle, overlaps, piecesOf, stacksOf } from './stacks.ts';
import type { Stack } from './stacks.ts';

/** A number as cells print it, with its unit, or a dash in its place. */
const NUMBER = /^(?:[-+]?[\d,.]+(?:元|万元|亿元|千元|件|条|项|个|次|人|人次|篇)?|[-—–/]+)$/u;
/** A heading, never a row without numbers: numbered and not just a word. */
const HEADING = /^[一二三四五六七八九十]+、.{5,}/u;
/** Lines of one table are no farther apart than this many font sizes. */
const ROW_GAP = 3;
/** A line wider than this share of the text is a line of a paragraph. */
const WIDE = 0.55;

interface Row {
  line: Line;
  pieces: Line[];
  numbers: Line[];
}

/**
 * Tables without lines on one page (1-based): rows of numbers under each other with the words around them. Their columns
 * are told by white space, merged cells stay unknown (`cells`); a cell under a heading that shows nothing is empty.
 */
export function borderlessTables(
  lines: readonly Line[],
  page: number,
  area: TextArea,
): { tables: PlacedTable[]; rest: Line[] } {
  const rows = lines.map(rowOf);
  const regions = regionsOf(rows, area).filter((region) => isTable(region, region[0] === rows[0] && page > 1));
  const inside = new Set(regions.flat().map((row) => row.line));
  return {
    tables: regions.map((region) => tableOf(region, page, area)),
    rest: lines.filter((line) => !inside.has(line)),
  };
}

function rowOf(line: Line): Row {
  const pieces = piecesOf(line);
  return { line, pieces, numbers: pieces.filter((piece) => NUMBER.test(matchForm(piece.text))) };
}

/** Stretches of lines that may be rows of a table. */
function regionsOf(rows: readonly Row[], area: TextArea): Row[][] {
  const regions: Row[][] = [];
  let current: Row[] = [];
  for (const row of rows) {
    const last = current.at(-1)?.line;
    const size = tableSize(current) ?? row.line.size;
    const goesOn =
      last !== undefined && row.line.base - last.base <= ROW_GAP * size && Math.abs(row.line.size - size) <= 0.1 * size;
    if (isText(row, area) || !goesOn) {
      regions.push(current);
      current = [];
    }
    if (!isText(row, area)) current.push(row);
  }
  return [...regions, current];
}

function tableSize(rows: readonly Row[]): number | null {
  return rows.find((row) => row.pieces.length > 1)?.line.size ?? rows[0]?.line.size ?? null;
}

function isText({ line, pieces }: Row, area: TextArea): boolean {
  if (pieces.length > 1) return false;
  if (HEADING.test(matchForm(line.text)) || /[。；：]$/u.test(line.text)) return true;
  return line.x1 - line.x0 > WIDE * (area.right - area.left);
}

/** At least one row with two numbers; alone it is a table only where it continues one of the page before. */
function isTable(region: readonly Row[], isFirst: boolean): boolean {
  const several = region.filter((row) => row.pieces.length > 1).length;
  return region.some((row) => row.numbers.length > 1) && (several > 1 || isFirst);
}

function tableOf(region: readonly Row[], page: number, area: TextArea): PlacedTable {
  const labelled = region.filter((row) => row.numbers.length > 0 && row.numbers.length < row.pieces.length);
  const valuesFrom = Math.min(...labelled.flatMap((row) => row.numbers.map((number) => number.x0)), Infinity);
  const rows: Stack[][] = [];
  let header: Row[] = [];
  let body: Row[] = [];
  const close = (): void => {
    const heads = stacksOf(header.flatMap((row) => row.pieces));
    rows.push(...headerRows(heads), ...bodyRows(body, heads));
    [header, body] = [[], []];
  };
  for (const row of region) {
    const isBody =
      row.numbers.length > 0 || (labelled.length > 0 && row.pieces.every((piece) => piece.x1 < valuesFrom));
    if (!isBody && body.some((other) => other.numbers.length > 0)) close();
    if (isBody) body.push(row);
    else header.push(row);
  }
  close();
  return placedTable(rows, page, area);
}

/** Words of the head by the height of their middles; merged heads stand in rows of their own. */
function headerRows(stacks: readonly Stack[]): Stack[][] {
  const rows: Stack[][] = [];
  for (const stack of [...stacks].sort((a, b) => middle(a) - middle(b))) {
    const row = rows.at(-1);
    if (row?.[0] !== undefined && middle(stack) - middle(row[0]) <= 0.5 * stack.size) row.push(stack);
    else rows.push([stack]);
  }
  return rows.map((row) => row.sort((a, b) => a.x0 - b.x0));
}

/** One row for every line of numbers: labels of groups that begin there, its own label, its values by column. */
function bodyRows(body: readonly Row[], heads: readonly Stack[]): Stack[][] {
  const lines = body.filter((row) => row.numbers.length > 0);
  const columns = columnsOf(lines, heads);
  const values = new Map(lines.map((row) => [row, valuesOf(row, columns)]));
  const shown = new Set([...values.values()].flatMap((cells) => cells.flat()));
  const labels = stacksOf(body.flatMap((row) => row.pieces.filter((piece) => !shown.has(piece))));
  const entries = entriesOf(labels, lines);
  const leaves = entries.map((entry) => entry.leaf);
  const groups = labels.filter((label) => !leaves.includes(label));
  const starts = groupStarts(groups, entries);
  return entries.map(({ leaf, row, height }, index) => {
    const own = [...(starts.get(index) ?? []), ...(leaf === undefined ? [] : [leaf])].sort((a, b) => a.x0 - b.x0);
    const cells = row === undefined ? columns.map(() => []) : (values.get(row) ?? []);
    return [...own, ...cells.map((pieces, place) => valueCell(columns[place], pieces, height))];
  });
}

/** A row of the table's body at the height of its middle; `row` is missing where it shows no number. */
interface Entry {
  height: number;
  leaf: Stack | undefined;
  row?: Row;
}

/** The rows with numbers, and the labels beside which nothing stands though they are no label of a group: blank rows. */
function entriesOf(labels: readonly Stack[], lines: readonly Row[]): Entry[] {
  const entries: Entry[] = lines.map((row) => {
    const height = middle(row.numbers[0] ?? row.line);
    return { height, leaf: leafAt(labels, height), row };
  });
  const heights = entries.map((entry) => entry.height);
  const leaves = entries.map((entry) => entry.leaf);
  for (const label of labels.filter((other) => !leaves.includes(other))) {
    const beside = nearest(heights, middle(label));
    const leaf = leaves[beside];
    const isNear = Math.abs((heights[beside] ?? 0) - middle(label)) <= ROW_GAP * label.size;
    const isGroup = isNear && leaf !== undefined && leaf.x0 > label.x1;
    if (!isGroup) entries.push({ height: middle(label), leaf: label });
  }
  return entries.sort((a, b) => a.height - b.height);
}

/**
 * What a line shows in each column: its numbers, and words that stand under a head instead of a number. A line that does
 * not fit the columns (a number under two of them or under none, two numbers under one) gives its numbers alone, as many
 * as they are: which of its cells are empty cannot be told.
 */
function valuesOf(row: Row, columns: readonly Extent[]): Line[][] {
  const cells: Line[][] = columns.map(() => []);
  for (const [index, piece] of row.pieces.entries()) {
    const isNumber = row.numbers.includes(piece);
    const under = columns.flatMap((column, place) => (overlaps(column, piece) ? [place] : []));
    const cell = cells[under[0] ?? -1];
    if (under.length === 1 && cell?.length === 0 && (isNumber || index > 0)) cell.push(piece);
    else if (isNumber) return refused(row, columns.length);
  }
  return cells;
}

/** The numbers of a line as they stand, never as many as there are columns: then each would seem to have its own. */
function refused(row: Row, columns: number): Line[][] {
  const alone = row.numbers.map((number) => [number]);
  return alone.length === columns ? [...alone, []] : alone;
}

function valueCell(column: Extent | undefined, pieces: readonly Line[], height: number): Stack {
  const half = (pieces[0]?.size ?? 10) / 2;
  const box = surround(pieces) ?? { x0: column?.x0 ?? 0, x1: column?.x1 ?? 0, y0: height - half, y1: height + half };
  return { ...box, text: pieces.map((piece) => piece.text).join(' '), size: 2 * half };
}

/** The innermost label that stands beside a line of numbers. */
function leafAt(labels: readonly Stack[], height: number): Stack | undefined {
  const beside = labels.filter((label) => Math.abs(middle(label) - height) <= 0.6 * label.size);
  return beside.sort((a, b) => b.x0 - a.x0)[0];
}

/** Row in which each merged label begins: it stands in the middle of its rows. One that fits nowhere stays at its height. */
function groupStarts(groups: readonly Stack[], entries: readonly Entry[]): ReadonlyMap<number, Stack[]> {
  const heights = entries.map((entry) => entry.height);
  const starts = new Map<number, Stack[]>();
  const taken = new Map<number, number>();
  for (const group of [...groups].sort((a, b) => middle(a) - middle(b))) {
    const level = Math.round(group.x0 / group.size);
    const from = taken.get(level) ?? 0;
    const inner = entries.findIndex(({ leaf }, index) => index >= from && leaf !== undefined && leaf.x0 > group.x1);
    const start = inner < 0 ? nearest(heights, middle(group)) : inner;
    starts.set(start, [...(starts.get(start) ?? []), group]);
    let end = start;
    const distance = (row: number): number =>
      Math.abs(((heights[start] ?? 0) + (heights[row] ?? 0)) / 2 - middle(group));
    while (end + 1 < heights.length && distance(end + 1) <= distance(end)) end += 1;
    taken.set(level, end + 1);
  }
  return starts;
}

/** The part of the page's width in which everything stands that is known of one column. */
interface Extent {
  x0: number;
  x1: number;
}

/**
 * Extents of the value columns: the lowest heads (where there is none, the numbers of the fullest lines), widened by the
 * numbers of lines that show one in every column, and by those below that stand under one column alone. None where the
 * lines contradict each other.
 */
function columnsOf(lines: readonly Row[], heads: readonly Stack[]): Extent[] {
  const left = Math.min(...lines.flatMap((row) => row.numbers.map((value) => value.x0)));
  const lowest = heads.filter(
    (head) => head.x1 > left && !heads.some((other) => other.y0 > head.y0 + 0.5 * head.size && overlaps(other, head)),
  );
  const most = Math.max(0, ...lines.map((row) => row.numbers.length));
  const fullest = lines.find((row) => row.numbers.length === most)?.numbers ?? [];
  const columns: Extent[] = (lowest.length < most ? fullest : lowest)
    .map(({ x0, x1 }) => ({ x0, x1 }))
    .sort((a, b) => a.x0 - b.x0);
  const full = lines.filter((row) => row.numbers.length === columns.length);
  for (const { numbers } of full) {
    const fits = numbers.every((value, place) => columns.every((other, at) => at === place || !overlaps(other, value)));
    if (fits) for (const [place, value] of numbers.entries()) widen(columns[place], value);
  }
  for (const value of lines.filter((row) => !full.includes(row)).flatMap((row) => row.numbers)) {
    const under = columns.filter((column) => overlaps(column, value));
    if (under.length === 1) widen(under[0], value);
  }
  const isOrdered = columns.every((column, place) => column.x1 <= (columns[place + 1]?.x0 ?? Infinity));
  return isOrdered ? columns : [];
}

function widen(column: Extent | undefined, value: Extent): void {
  if (column === undefined) return;
  column.x0 = Math.min(column.x0, value.x0);
  column.x1 = Math.max(column.x1, value.x1);
}

function placedTable(rows: readonly Stack[][], page: number, area: TextArea): PlacedTable {
  const cells: PlacedCell[] = rows.flatMap((stacks, row) =>
    stacks.map(({ text, x0, y0, x1, y1 }, col) => ({
      row,
      col,
      rowSpan: 1,
      colSpan: 1,
      text,
      room: 0,
      firstToken: 0,
      page,
      box: { x0, y0, x1, y1 },
    })),
  );
  const tops = rows.map((stacks) => Math.min(...stacks.map((stack) => stack.y0)));
  const bottom = Math.max(...cells.map((cell) => cell.box.y1));
  return {
    kind: 'table',
    page,
    xs: [area.left, area.right],
    ys: [...tops, bottom],
    cells,
    fidelity: 'cells',
    openTop: false,
    openBottom: false,
    irregular: 0,
  };
}
