import type { ExtractedDocument, TableCell } from '../model/document.ts';
import type { Locator, Notice } from '../model/notice.ts';
import type { Cell, CheckResult } from '../model/record.ts';
import { readNumber } from '../text/numbers.ts';
import { unreadableCell, withFlag } from './cell.ts';
import type { CellsReading } from './cells.ts';
import { runChecks } from './checks.ts';

/** A cell counts as surely recognised from here on: both readings agree, and so do its shapes. */
const SURE = 0.9;
const SUMS: ReadonlySet<string> = new Set(['R1', 'R2', 'R3', 'R4']);

/**
 * Judges the cells that a character recogniser read (DESIGN.md 3, "Two readings"). A cell stays without flag only where
 * both recognitions agree and no sum over it fails; else it is `ocr_suspect`. Where they differ, the reading under which
 * all sums over the cell hold and without which one fails is `chosen`; if the sums do not tell, the cell is `unreadable`
 * with notice `readings_differ`. Cells of text documents pass unchanged.
 */
export function judgeOcrCells(document: ExtractedDocument, reading: CellsReading): CellsReading {
  const recognised = recognisedCells(document);
  if (recognised.size === 0) return reading;
  const notices: Notice[] = [];
  const settled: Record<string, Cell> = { ...reading.cells };
  for (const [path, cell] of Object.entries(reading.cells)) {
    const second = recognised.get(key(cell.at))?.second;
    if (second === undefined || cell.status.endsWith('_missing')) continue;
    const choice = chooseReading({ path, cell, second }, reading, recognised);
    settled[path] =
      choice ?? unreadableCell(cell.raw ?? '', cell.at ?? { block: 0 }, cell.yuan === undefined ? 'count' : 'money');
    if (choice === null) notices.push(differNotice(path, cell, second));
  }
  const checks = sumsOf({ template: reading.template, cells: settled });
  const cells = Object.fromEntries(
    Object.entries(settled).map(([path, cell]) => [
      path,
      judged(path, cell, { at: recognised.get(key(cell.at)), checks }),
    ]),
  );
  const extraRows = reading.extraRows.map((row) => ({
    ...row,
    cells: row.cells.map((cell) => (recognised.has(key(cell.at)) ? withFlag(cell, 'ocr_suspect') : cell)),
  }));
  // The sums of statistical tables are not the form's: none of them proves a reading.
  const indicators = reading.indicators.map((line) =>
    recognised.has(key(line.cell.at)) ? { ...line, cell: withFlag(line.cell, 'ocr_suspect') } : line,
  );
  return { ...reading, cells, extraRows, indicators, notices: [...reading.notices, ...notices] };
}

function key(at: Locator | null): string {
  return at === null ? '' : `${at.block} ${at.row} ${at.col}`;
}

function recognisedCells(document: ExtractedDocument): Map<string, TableCell> {
  const tables = document.blocks.filter((block) => block.kind === 'table').filter((table) => table.fidelity === 'ocr');
  const cells = tables.flatMap((table) => table.rows.flat()).filter((cell) => cell.confidence !== undefined);
  return new Map(cells.map((cell) => [key(cell.at), cell]));
}

function sumsOf(reading: Pick<CellsReading, 'template' | 'cells'>): CheckResult[] {
  return runChecks(reading).filter((check) => SUMS.has(check.id));
}

function judged(
  path: string,
  cell: Cell,
  { at, checks }: { at: TableCell | undefined; checks: readonly CheckResult[] },
): Cell {
  if (at?.confidence === undefined || cell.status === 'unreadable' || cell.status.endsWith('_missing')) return cell;
  const fails = checks.some((check) => check.status === 'fail' && check.cells.includes(path));
  const isSure = at.confidence >= SURE && at.second === undefined && cell.status !== 'text' && !fails;
  if (!isSure) return withFlag(cell, 'ocr_suspect');
  return cell.status === 'value' ? { ...cell, reading: 'confirmed' } : cell;
}

interface Disagreement {
  path: string;
  cell: Cell;
  second: string;
}

/** The cell under the one of its two readings that the sums prove; null where they prove neither. */
function chooseReading(
  { path, cell, second }: Disagreement,
  reading: CellsReading,
  recognised: ReadonlyMap<string, TableCell>,
): Cell | null {
  const number = readNumber(second);
  // An amount is in no sum, and a row with two doubtful cells proves neither.
  if (cell.yuan !== undefined || isDoubtfulRow(path, reading, recognised)) return null;
  const other: Cell | null =
    number === null
      ? null
      : { status: 'value', value: Number(number.digits), raw: second, unit: number.unit, at: cell.at };
  const holds = (one: Cell | null): boolean | null => {
    if (one === null || one.status !== 'value') return null;
    const own = sumsOf({ template: reading.template, cells: { ...reading.cells, [path]: one } }).filter(
      (check) => check.cells.includes(path) && check.status !== 'indeterminate',
    );
    return own.length === 0 ? null : own.every((check) => check.status === 'pass');
  };
  const [first, alternative] = [holds(cell), holds(other)];
  if (first === true && alternative === false) return { ...cell, reading: 'chosen' };
  if (first === false && alternative === true && other !== null) return { ...other, reading: 'chosen' };
  return null;
}

function isDoubtfulRow(path: string, reading: CellsReading, recognised: ReadonlyMap<string, TableCell>): boolean {
  const row = path.slice(0, path.lastIndexOf('.') + 1);
  return Object.entries(reading.cells).some(
    ([other, cell]) => other !== path && other.startsWith(row) && recognised.get(key(cell.at))?.second !== undefined,
  );
}

function differNotice(path: string, cell: Cell, second: string): Notice {
  const message = `Cell "${path}" was recognised once as "${cell.raw}" and once as "${second}", and no sum tells which is right`;
  return { code: 'readings_differ', message, ...(cell.at === null ? {} : { at: cell.at }) };
}
