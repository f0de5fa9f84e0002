import { BLANK_WORD, type Correction, type StaleCorrection, type StaleReason } from '../model/correction.ts';
import { isSamePlace, locatorText } from '../model/locator-text.ts';
import type { Cell, CheckResult, ReportRecord } from '../model/record.ts';
import { cellForm } from '../text/numbers.ts';
import { readCell, withFlag } from './cell.ts';
import { runChecks } from './checks.ts';

/** A record with people's corrections on top, and the corrections that do not fit it any more. */
export interface Corrected {
  record: ReportRecord;
  stale: StaleCorrection[];
}

/**
 * Puts corrections on top of a reading; the reading stays in `correction.read` and `raw`. One is applied only while the
 * source has the same bytes, the cell the same place and (where the correction says what was read) the same reading.
 * Checks over a corrected cell are computed again. `version` stays, `versionReason` becomes `correction` where any applied.
 * `corrections`: those of this record.
 */
export function correctRecord(record: ReportRecord, corrections: readonly Correction[]): Corrected {
  const stale: StaleCorrection[] = [];
  const cells = { ...record.cells };
  const done = new Set<string>();
  for (const correction of corrections) {
    const cell = record.cells[correction.cellPath];
    const misfit = misfitOf(record, correction, done);
    const corrected = cell === undefined ? null : correctedCell(cell, correction);
    if (misfit !== null) stale.push(misfit);
    else if (corrected === null)
      stale.push(staleOf(correction, 'agrees', 'the reader now reads the same; the line is no longer needed'));
    else {
      cells[correction.cellPath] = corrected;
      done.add(correction.cellPath);
    }
  }
  if (done.size === 0) return { record, stale };
  return { record: { ...record, versionReason: 'correction', cells, checks: checkAgain(record, cells, done) }, stale };
}

function misfitOf(record: ReportRecord, correction: Correction, done: ReadonlySet<string>): StaleCorrection | null {
  const { cellPath, sha256, at, read } = correction;
  const cell = record.cells[cellPath];
  if (sha256 !== record.provenance.sha256) {
    return staleOf(
      correction,
      'source_changed',
      `the record is now read from other bytes (SHA-256 ${record.provenance.sha256})`,
    );
  }
  if (cell === undefined) {
    return staleOf(
      correction,
      'cell_unknown',
      `the record has no cell "${cellPath}"; its tables follow form ${record.template.detected}`,
    );
  }
  if (done.has(cellPath)) return staleOf(correction, 'doubled', 'an earlier line corrects the same cell');
  if (at === null ? cell.at !== null : cell.at === null || !isSamePlace(at, cell.at)) {
    const now = cell.at === null ? 'not found' : `at ${locatorText(cell.at)}`;
    return staleOf(
      correction,
      'moved',
      `the cell is now ${now}, not ${at === null ? 'missing' : `at ${locatorText(at)}`}`,
    );
  }
  if (read !== null && cellForm(read) !== cellForm(cell.raw ?? '')) {
    return staleOf(correction, 'reads_otherwise', `the reader now reads "${cell.raw ?? ''}", not "${read}"`);
  }
  return null;
}

function staleOf(correction: Correction, reason: StaleReason, why: string): StaleCorrection {
  return { correction, reason, why };
}

/** The cell as the person read it; null where the reader reads the same. */
function correctedCell(cell: Cell, { value, why, by, date }: Correction): Cell | null {
  const { status, unit, yuan } = cell;
  const isMoney = yuan !== undefined;
  const text = value === BLANK_WORD ? '' : value;
  const printed = { text, colSpan: 1, rowSpan: 1, at: cell.at ?? { block: 0 } };
  // Signed columns read as counts do: only a check cares for the sign.
  const own = readCell(printed, isMoney ? 'money' : 'count', unit);
  if (own.status === status && own.value === cell.value && own.yuan === yuan) return null;
  const read = { status, value: cell.value, unit, ...(isMoney ? { yuan } : {}) };
  return withFlag(
    {
      ...cell,
      status: own.status,
      value: own.value,
      unit: own.unit,
      ...(isMoney ? { yuan: own.yuan ?? null } : {}),
      correction: { read, printed: value, why, by, date },
    },
    'corrected',
  );
}

/** The checks of the record with those over corrected cells computed again; all others stand as they were. */
function checkAgain(record: ReportRecord, cells: Record<string, Cell>, corrected: ReadonlySet<string>): CheckResult[] {
  const anew = new Map(runChecks({ template: record.template, cells }).map((check) => [keyOf(check), check]));
  const known = new Set(record.checks.map(keyOf));
  const again = record.checks.flatMap((check) => {
    if (!check.cells.some((path) => corrected.has(path))) return [check];
    const fresh = anew.get(keyOf(check));
    if (fresh !== undefined) return [fresh];
    return check.id === 'R7' ? [] : [sumAgain(check, cells)];
  });
  const added = [...anew.values()].filter(
    (check) => !known.has(keyOf(check)) && check.cells.some((path) => corrected.has(path)),
  );
  return [...again, ...added];
}

function keyOf({ id, scope }: CheckResult): string {
  return `${id}|${scope}`;
}

/** A comparison of text and table: the text's side stays, the same cells are added up again. */
function sumAgain(check: CheckResult, cells: Record<string, Cell>): CheckResult {
  const operands = check.cells.map((path) => cells[path]);
  if (check.left === null || operands.some((cell) => cell?.status === 'text' || cell?.status === 'unreadable'))
    return check;
  const right = operands.reduce((sum, cell) => sum + (cell?.value ?? 0), 0);
  const { reason: _before, ...rest } = check;
  const delta = check.left - right;
  const blankPolicy = operands.every((cell) => cell?.status === 'value') ? 'none' : 'zero';
  const reason = delta === 0 ? {} : { reason: 'text_differs' };
  return { ...rest, right, delta, status: delta === 0 ? 'pass' : 'fail', blankPolicy, ...reason };
}
