import type { Notice } from '../../model/notice.ts';
import { matchForm } from '../../text/fold.ts';
import { snap } from './geometry.ts';
import { compact, onColumns } from './grid.ts';
import type { PlacedCell, PlacedTable } from './page-tables.ts';

/** Column edges of two parts of one table agree within this many points. */
const SAME_EDGE = 4;
/** A row lower than this (points) holds no line of text: the rest of a row that the page cut. */
const SLIVER = 8;
/** Labels of the form begin with a number; what so begins is never the rest of another label. */
const ENUMERATOR = /^(?:[（(]?[一二三四五六七八九十]+[）)、.．]|第[一二三四五六七八九十]+|[（(]?\d+[）)、.．]\D)/u;

function near(a: number | undefined, b: number | undefined): boolean {
  return a !== undefined && b !== undefined && Math.abs(a - b) <= SAME_EDGE;
}

/** Whether the second table, first on its page, may continue the first, last on the page before: their edges agree. */
export function continues(upper: PlacedTable, lower: PlacedTable): boolean {
  if (upper.fidelity !== lower.fidelity) return false;
  if (!near(upper.xs[0], lower.xs[0]) || !near(upper.xs.at(-1), lower.xs.at(-1))) return false;
  const [few, many] = [upper.xs.slice(1, -1), lower.xs.slice(1, -1)].sort((a, b) => a.length - b.length);
  const shared = few?.filter((x) => many?.some((other) => near(x, other)) === true).length ?? 0;
  return shared >= 0.6 * (few?.length ?? 0);
}

/** One table out of two parts: repeated header dropped, rows and merged cells that the page cut put together. */
export function joinTables(upper: PlacedTable, lower: PlacedTable): { table: PlacedTable; notices: Notice[] } {
  if (upper.fidelity === 'cells') return { table: appended(upper, lower), notices: [] };
  const xs = snap([...upper.xs, ...lower.xs], SAME_EDGE);
  const notices: Notice[] = [];
  const above = onColumns(upper.cells, upper.xs, xs);
  let below = onColumns(lower.cells, lower.xs, xs);
  const repeated = repeatedRows(above, below, lower.ys.length - 1);
  if (repeated > 0) {
    below = below.filter((cell) => cell.row >= repeated).map((cell) => ({ ...cell, row: cell.row - repeated }));
    notices.push({
      code: 'repeated_header',
      message: `The table's first ${repeated} row${repeated > 1 ? 's are' : ' is'} printed again on page ${lower.page} and left out there`,
    });
  }
  const rows = upper.ys.length - 1;
  const firstRow = lower.ys.slice(repeated, repeated + 2);
  const isSliver = (firstRow[1] ?? 0) - (firstRow[0] ?? 0) < SLIVER;
  const joined = stitch(above, below, { rows, isSliver, isOpen: upper.openBottom || lower.openTop });
  const offset = upper.ys.at(-1) ?? 0;
  const ys = [...upper.ys, ...lower.ys.slice(repeated + 1).map((y) => y - (lower.ys[repeated] ?? 0) + offset)];
  const irregular = upper.irregular + lower.irregular;
  const table = { ...upper, xs, ys, irregular, cells: joined, openBottom: lower.openBottom };
  return { table: compact(table), notices };
}

function rowKey(cells: readonly PlacedCell[], row: number): string {
  return cells
    .filter((cell) => cell.row === row)
    .map((cell) => `${cell.col}+${cell.colSpan}×${cell.rowSpan}:${matchForm(cell.text)}`)
    .join('|');
}

function isFilled(cell: PlacedCell): boolean {
  return matchForm(cell.text) !== '';
}

/** Tables without lines have no columns in common: the rows of the second follow those of the first. */
function appended(upper: PlacedTable, lower: PlacedTable): PlacedTable {
  const rows = upper.ys.length - 1;
  const moved = lower.cells.map((cell) => ({ ...cell, row: cell.row + rows }));
  return { ...upper, ys: [...upper.ys, ...lower.ys.slice(1)], cells: [...upper.cells, ...moved] };
}

/** How many rows at the head of `below` repeat those of `above`, cell by cell; 0 unless words stand in them. */
function repeatedRows(above: readonly PlacedCell[], below: readonly PlacedCell[], rows: number): number {
  let count = 0;
  while (count < rows && rowKey(above, count) === rowKey(below, count)) count += 1;
  const crosses = (at: number): boolean => below.some((cell) => cell.row < at && cell.row + cell.rowSpan > at);
  while (count > 0 && (count === rows || crosses(count))) count -= 1;
  const hasWords = below.some((cell) => cell.row < count && /\p{Script=Han}/u.test(cell.text));
  return hasWords ? count : 0;
}

/** Appends the rows of `below`; a cell that the page cut takes its rest in. */
function stitch(
  above: readonly PlacedCell[],
  below: readonly PlacedCell[],
  { rows, ...cut }: { rows: number; isSliver: boolean; isOpen: boolean },
): PlacedCell[] {
  const last = above.filter((cell) => cell.row + cell.rowSpan === rows);
  const first = below.filter((cell) => cell.row === 0);
  const pairs = new Map<PlacedCell, PlacedCell>();
  for (const upper of last) {
    const lower = first.find((cell) => cell.col === upper.col && cell.colSpan === upper.colSpan);
    if (lower !== undefined) pairs.set(upper, lower);
  }
  const aligned = pairs.size === last.length && pairs.size === first.length;
  const rowIsCut = aligned && [...pairs].some(([upper]) => upper.rowSpan === 1) && isCutRow(pairs, cut);
  const shift = rowIsCut ? rows - 1 : rows;
  const rest = new Set<PlacedCell>();
  const joined = above.map((cell) => {
    const lower = pairs.get(cell);
    if (lower === undefined || !(rowIsCut || isCutCell(cell, lower))) return cell;
    rest.add(lower);
    const rowSpan = lower.row + shift + lower.rowSpan - cell.row;
    return { ...cell, rowSpan, text: joinedText(cell, lower), room: lower.room };
  });
  return [...joined, ...below.filter((cell) => !rest.has(cell)).map((cell) => ({ ...cell, row: cell.row + shift }))];
}

function joinedText(upper: PlacedCell, lower: PlacedCell): string {
  return matchForm(upper.text) === matchForm(lower.text) ? upper.text : upper.text + lower.text;
}

/** Whether a merged cell at the foot of a page goes on at the head of the next. */
function isCutCell(upper: PlacedCell, lower: PlacedCell): boolean {
  if (upper.rowSpan === 1 && lower.rowSpan === 1) return false;
  if (matchForm(lower.text) === '' || matchForm(upper.text) === '') return true;
  return matchForm(upper.text) === matchForm(lower.text) || !ENUMERATOR.test(lower.text);
}

/**
 * Whether the last row on a page and the first on the next are one row that the page cut: the lower part is too low for
 * text, or all its words are the rest of a label that ran out of room, or each cell is filled on one side only while the
 * lower part has no label of its own.
 */
function isCutRow(
  pairs: ReadonlyMap<PlacedCell, PlacedCell>,
  { isSliver, isOpen }: { isSliver: boolean; isOpen: boolean },
): boolean {
  const all = [...pairs].filter(([upper, lower]) => upper.rowSpan === 1 || lower.rowSpan === 1);
  const filledBelow = all.filter(([, lower]) => isFilled(lower));
  if (filledBelow.length === 0) return isSliver;
  const clash = filledBelow.filter(([upper]) => isFilled(upper));
  if (clash.length === 0) {
    const label = [...pairs].sort(([a], [b]) => a.col - b.col).find(([upper]) => upper.rowSpan === 1);
    const ownLabel = label === undefined || isFilled(label[1]);
    return !ownLabel && all.some(([upper]) => isFilled(upper));
  }
  return clash.every(([upper, lower]) => isRestOfLabel(upper, lower, isOpen));
}

/**
 * Whether the words below are the rest of the label above: they close a bracket that it left open, or it had no room for
 * them. Labels without numbers (行政处罚, 行政强制) may fill their column and be whole, so there a missing line must say it.
 */
function isRestOfLabel(upper: PlacedCell, lower: PlacedCell, isOpen: boolean): boolean {
  if (!/\p{Script=Han}/u.test(upper.text) || ENUMERATOR.test(lower.text)) return false;
  if (openBrackets(upper.text) > 0 && openBrackets(lower.text) < 0) return true;
  return (isOpen || ENUMERATOR.test(upper.text)) && lower.firstToken > upper.room;
}

function openBrackets(text: string): number {
  return (text.match(/[（(《“]/gu) ?? []).length - (text.match(/[）)》”]/gu) ?? []).length;
}
