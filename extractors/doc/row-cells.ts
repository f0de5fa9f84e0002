import type { RowCell } from '../docx/merged-rows.ts';
import type { Bytes } from '../office/bytes.ts';
import { SPRM, type Sprm } from './sprms.ts';

/** Bytes of the description of one cell ([MS-DOC] 2.9.313 TC80). */
const CELL_BYTES = 20;

/** The two bits that merge a cell across, and the two that merge it down ([MS-DOC] 2.9.317 TCGRF). */
const ACROSS = 0x03;
const DOWN_SHIFT = 5;
const DOWN = 0x03;
/** Merged with the cell above; the second bit says: the first of those merged. */
const DOWN_MERGED = 1;
const DOWN_FIRST = 2;

interface Draft {
  left: number;
  right: number;
  across: number;
  down: number;
}

/** The cells of a row from the properties of its end; null where they define none. */
export function readRowCells(sprms: readonly Sprm[]): RowCell[] | null {
  let cells: Draft[] | null = null;
  for (const { code, operand } of sprms) {
    if (code === SPRM.tableDefinition) cells = readDefinition(operand);
    else if (cells !== null) change(cells, code, operand);
  }
  return cells === null ? null : withMerges(cells);
}

function readDefinition(operand: Bytes): Draft[] {
  const count = operand.length === 0 ? 0 : operand.u8(0);
  const described = 1 + (count + 1) * 2;
  return Array.from({ length: count }, (_, index) => {
    // Descriptions may be fewer than cells: the others have none of these properties.
    const at = described + index * CELL_BYTES;
    const flags = at + 2 <= operand.length ? operand.u16(at) : 0;
    return {
      left: operand.i16(1 + index * 2),
      right: operand.i16(3 + index * 2),
      across: flags & ACROSS,
      down: (flags >> DOWN_SHIFT) & DOWN,
    };
  });
}

/** Later modifiers change what the definition says. */
function change(cells: Draft[], code: number, operand: Bytes): void {
  if (code === SPRM.mergeCells || code === SPRM.splitCells) {
    const first = operand.u8(0);
    cells.slice(first, operand.u8(1)).forEach((cell, index) => {
      cell.across = code === SPRM.splitCells ? 0 : index === 0 ? 1 : 2;
    });
  } else if (code === SPRM.verticalMerge && operand.length >= 2) {
    const cell = cells[operand.u8(0)];
    if (cell !== undefined) cell.down = operand.u8(1) & DOWN;
  } else if (code === SPRM.deleteCells) {
    cells.splice(operand.u8(0), Math.max(0, operand.u8(1) - operand.u8(0)));
  } else if (code === SPRM.insertCells) insert(cells, operand);
}

function insert(cells: Draft[], operand: Bytes): void {
  const at = Math.min(operand.u8(0), cells.length);
  const width = operand.i16(2);
  const added = operand.u8(1);
  let left = cells[at]?.left ?? cells.at(-1)?.right ?? 0;
  for (const cell of cells.slice(at)) {
    cell.left += width * added;
    cell.right += width * added;
  }
  const fresh = Array.from({ length: added }, () => {
    const cell = { left, right: left + width, across: 0, down: 0 };
    left += width;
    return cell;
  });
  cells.splice(at, 0, ...fresh);
}

/**
 * The specification of 1997 gives 1 to the first of the cells merged across and 2 to the others, that of 2008 the other
 * way round, and writers follow either: in a run of merged cells its first shows which. 3 is always a first one.
 */
function withMerges(cells: readonly Draft[]): RowCell[] {
  let first = 0;
  return cells.map(({ left, right, across, down }, index) => {
    if (across !== 0 && (index === 0 || cells[index - 1]?.across === 0)) first = across;
    return {
      left,
      right,
      across: across === 0 ? 'none' : across === first || across === 3 ? 'first' : 'merged',
      down: (down & DOWN_FIRST) !== 0 ? 'first' : down === DOWN_MERGED ? 'merged' : 'none',
    };
  });
}
