import type { ListPlace } from '../docx/list-counts.ts';
import type { RowCell } from '../docx/merged-rows.ts';
import { readRowCells } from './row-cells.ts';
import { SPRM, type Sprm } from './sprms.ts';
import type { WordFile } from './word-file.ts';

/** What decides where a paragraph belongs. */
export interface ParagraphProperties {
  styleName: string | null;
  /** How many tables it stands in, one in another; 0 = none. */
  nesting: number;
  /** It ends a row and holds no text. */
  isRowEnd: boolean;
  /** It ends a cell of a table within a table (a cell of an outer one ends with a mark of its own). */
  isInnerCellEnd: boolean;
  /** Of a row's end: its cells; null where they are not defined. */
  rowCells: RowCell[] | null;
  listPlace: ListPlace | null;
}

/** Numbers of lists above this one are marks for lists of old versions and for numbers that are not shown. */
const LAST_LIST = 0x7fe;

/** The properties of the paragraph whose mark is this character. */
export function paragraphProperties(word: WordFile, mark: number): ParagraphProperties {
  const piece = word.pieces.at(mark);
  const run = word.paragraphs(piece.offset + (mark - piece.first) * piece.bytesPerCharacter);
  const direct = [...run.sprms, ...piece.sprms].flatMap((sprm) => word.unfold(sprm));
  const styleNumber = lastNumber(direct, SPRM.paragraphStyle) ?? run.style ?? 0;
  const style = word.styles[styleNumber] ?? null;
  const all = [...(style?.paragraph ?? []), ...direct];
  const flag = (code: number): boolean => (lastNumber(all, code) ?? 0) !== 0;
  const nesting = nestingOf(all, flag(SPRM.inTable));
  const isRowEnd = nesting > 0 && (flag(SPRM.rowEnd) || flag(SPRM.innerRowEnd));
  return {
    styleName: style?.name ?? null,
    nesting,
    isRowEnd,
    isInnerCellEnd: nesting > 1 && flag(SPRM.innerCellEnd) && !isRowEnd,
    rowCells: isRowEnd ? readRowCells(all) : null,
    listPlace: listPlaceOf(word, lastNumber(all, SPRM.list) ?? 0, lastNumber(all, SPRM.listLevel) ?? 0),
  };
}

function nestingOf(sprms: readonly Sprm[], isInTable: boolean): number {
  let nesting = 0;
  for (const { code, operand } of sprms) {
    if (code === SPRM.nesting) nesting = operand.i32(0);
    if (code === SPRM.nestingChange) nesting += operand.i32(0);
  }
  return isInTable ? Math.max(1, nesting) : 0;
}

function lastNumber(sprms: readonly Sprm[], code: number): number | null {
  const sprm = sprms.findLast((candidate) => candidate.code === code);
  if (sprm === undefined) return null;
  return sprm.operand.length === 1 ? sprm.operand.u8(0) : sprm.operand.u16(0);
}

function listPlaceOf(word: WordFile, number: number, level: number): ListPlace | null {
  const list = number >= 1 && number <= LAST_LIST ? word.lists.get(number) : undefined;
  return list === undefined ? null : { list, listId: String(number), level };
}
