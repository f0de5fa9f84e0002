import type { TemplateColumn } from '../model/template.ts';
import type { TableCell } from '../model/document.ts';
import type { Locator } from '../model/notice.ts';
import type { Cell, CellStatus } from '../model/record.ts';
import { OBJECT } from '../text/ornaments.ts';
import { toYuan } from '../text/money.ts';
import { cellForm, readNumber } from '../text/numbers.ts';

const DASH = /^[-\u2010-\u2015\u2500/\\\u2216]+$/u;
const NONE_WORD = /^(无|暂无|没有|不适用|N\/?A)$/iu;
// Letters that a character recogniser or a typist puts where a digit belongs: never read as 0 or 1.
const OCR_SUSPECT = /^(?=.*[OoОо〇○IlＯ])[\dOoОо〇○Il.,+-]+$/u;

/** `raw` as printed, cut at 200 characters without halving one. */
function rawText(printed: string): string {
  return printed.length <= 200 ? printed : printed.slice(0, 200).replace(/[\ud800-\udbff]$/u, '');
}

// A wrapped long number, or two numbers in one cell: read as one, and said so.
const SPACE_IN_NUMBER = /[\d.,，．][\s\u00a0\u3000]+[\d.,，．]/u;

/**
 * Reads one printed cell by DOMAIN.md 3.2, step by step. `headerUnit`: the unit of money that the printed header names,
 * null if none. Only cells of `money` columns carry `yuan`.
 */
export function readCell(printed: TableCell, kind: TemplateColumn['kind'], headerUnit: string | null): Cell {
  const cell = { raw: rawText(printed.text), at: printed.at };
  const form = cellForm(printed.text);
  const money = kind === 'money';
  const without = (status: CellStatus, flags: string[]): Cell => ({
    ...cell,
    status,
    value: null,
    unit: money && status !== 'text' ? headerUnit : null,
    ...(money ? { yuan: null } : {}),
    ...(flags.length > 0 ? { flags } : {}),
  });
  if (form === '') return without('blank', []);
  if (form.includes(OBJECT)) return without('unreadable', ['object_in_cell']);
  if (DASH.test(form)) return without('placeholder', ['dash']);
  if (NONE_WORD.test(form)) return without('placeholder', ['none_word']);
  const number = readNumber(printed.text);
  if (!number) return without('text', OCR_SUSPECT.test(form) ? ['ocr_suspect'] : []);
  const value = Number(number.digits);
  const read: Cell = money
    ? { ...cell, status: 'value', value, ...readAmount(number.digits, number.unit, headerUnit) }
    : { ...cell, status: 'value', value, unit: number.unit };
  return SPACE_IN_NUMBER.test(printed.text) ? withFlag(read, 'space_in_number') : read;
}

function readAmount(digits: string, ownUnit: string | null, headerUnit: string | null) {
  const unit = ownUnit ?? headerUnit;
  const yuan = Number(digits) === 0 ? '0' : unit === null ? null : toYuan(digits, unit);
  const flags = [
    ...(ownUnit !== null && headerUnit !== null && ownUnit !== headerUnit ? ['unit_conflict'] : []),
    ...(yuan === null ? ['unit_missing'] : []),
  ];
  return { unit, yuan, ...(flags.length > 0 ? { flags } : {}) };
}

/** A cell that the form has and the document does not print. */
export function missingCell(status: 'row_missing' | 'table_missing', kind: TemplateColumn['kind']): Cell {
  return { status, value: null, raw: null, unit: null, ...(kind === 'money' ? { yuan: null } : {}), at: null };
}

/** A cell that is printed but not understood; `printed` = what stands there or in its row. */
export function unreadableCell(printed: string, at: Locator, kind: TemplateColumn['kind']): Cell {
  return {
    status: 'unreadable',
    value: null,
    raw: rawText(printed),
    unit: null,
    ...(kind === 'money' ? { yuan: null } : {}),
    at,
  };
}

/** The same cell with one more flag; flags stay sorted and unique. */
export function withFlag(cell: Cell, flag: string): Cell {
  return { ...cell, flags: [...new Set([...(cell.flags ?? []), flag])].sort() };
}
