import { ConfigError } from '../../errors.ts';
import { CORRECTION_COLUMNS } from '../../model/correction.ts';
import { locatorText } from '../../model/locator-text.ts';
import type { Locator } from '../../model/notice.ts';
import type { Cell, CheckResult, ReportRecord, TrailStep } from '../../model/record.ts';
import { nearMatches } from '../../text/near.ts';
import { isFormCell, labelsOf, splitPath, FORM_CELLS } from '../form.ts';
import { wordsOf } from '../words.ts';
import { checkWords, flagWords, placeWords, readingWords, statusWords } from './words.ts';

/** A code of the record with its meaning in plain words. */
interface Meant {
  code: string;
  meaning: string;
}

/** Where a value comes from. `place` null: not found in the document. `labels` null: a cell outside the official forms. */
export interface CellExplanation {
  path: string;
  labels: { row: string; column: string } | null;
  english: { label: string; definition: string } | null;
  status: Meant;
  value: number | null;
  unit: string | null;
  yuan?: string | null;
  raw: string | null;
  place: { at: Locator; words: string } | null;
  reading: Meant | null;
  flags: Meant[];
  correction: Cell['correction'] | null;
  checks: (CheckResult & { words: string })[];
  /** A line for `corrections.csv` and the first line of such a file, with `VALUE`, `WHY`, `WHO` and `DATE` to fill in. */
  correctionLine: string;
  correctionHeader: string;
}

/** A record in short: what it is, what was read, what contradicts itself, the way to its source. */
export interface RecordExplanation {
  id: string;
  version: number;
  versionReason: ReportRecord['versionReason'];
  body: string | null;
  fiscalYear: number | null;
  title: string | null;
  template: ReportRecord['template'];
  datePublished: string | null;
  cellsByStatus: Record<string, number>;
  sections: { key: string; heading: string | null; state: string }[];
  failedChecks: (CheckResult & { words: string })[];
  checksByStatus: Record<string, number>;
  corrected: string[];
  notices: { code: string; message: string }[];
  renditions: ReportRecord['provenance']['renditions'];
}

/** The way of the bytes: from the portal's home page to the document that was read. `part`: which report of it, null: it is one. */
export interface WayExplanation {
  portalId: string | null;
  trail: TrailStep[];
  url: string;
  part: string | null;
  sha256: string;
  fetchedAt: string | null;
  httpStatus: number | null;
  format: string;
  extractor: string;
  normalizer: string;
}

/** Nearest names offered where one is not known. */
const NEAR = 5;

/**
 * Where the cell comes from. `typed`: a cell path, or its column in `reports.csv` (`t3__result__granted__total`). Throws
 * ConfigError with near matches where the record has no such cell.
 */
export function explainCell(record: ReportRecord, typed: string): CellExplanation {
  const path = typed.trim().replaceAll('__', '.');
  const cell = record.cells[path];
  if (cell === undefined) throw unknownCell(record, path);
  const form = FORM_CELLS.find((known) => known.path === path);
  const words = form === undefined ? null : wordsOf(form);
  return {
    path,
    labels: labelsOf(path, record.template.detected),
    english: words === null ? null : { label: words.en, definition: words.definition },
    status: { code: cell.status, meaning: statusWords(cell.status) },
    value: cell.value,
    unit: cell.unit,
    ...(cell.yuan === undefined ? {} : { yuan: cell.yuan }),
    raw: cell.raw,
    place: cell.at === null ? null : { at: cell.at, words: placeWords(cell.at) },
    reading: cell.reading === undefined ? null : { code: cell.reading, meaning: readingWords(cell.reading) },
    flags: (cell.flags ?? []).map((flag) => ({ code: flag, meaning: flagWords(flag) })),
    correction: cell.correction ?? null,
    checks: record.checks.filter((check) => check.cells.some((one) => ownPath(record, one) === path)).map(inWords),
    correctionLine: correctionLine(record, path, cell),
    correctionHeader: CORRECTION_COLUMNS.join(','),
  };
}

/** The record in short. */
export function explainRecord(record: ReportRecord): RecordExplanation {
  const { id, version, versionReason, body, fiscalYear, title, template, datePublished } = record;
  return {
    id,
    version,
    versionReason,
    body: body.nameNormalised,
    fiscalYear,
    title,
    template,
    datePublished,
    cellsByStatus: counted(Object.values(record.cells).map((cell) => cell.status)),
    sections: record.sections.map(({ key, heading, state }) => ({ key, heading, state })),
    failedChecks: record.checks.filter((check) => check.status === 'fail').map(inWords),
    checksByStatus: counted(record.checks.map((check) => check.status)),
    corrected: Object.keys(record.cells)
      .filter((path) => record.cells[path]?.correction !== undefined)
      .sort(),
    notices: record.notices.map(({ code, message }) => ({ code, message })),
    renditions: record.provenance.renditions,
  };
}

/** The way of the record's bytes. */
export function explainWay({ provenance }: ReportRecord): WayExplanation {
  const { portalId, trail, url, part = null, sha256, fetchedAt, httpStatus, via, extractor, normalizer } = provenance;
  return { portalId, trail, url, part, sha256, fetchedAt, httpStatus, format: via, extractor, normalizer };
}

/** The path of an operand in this record; null for one of another record (`<id>#<path>`). */
function ownPath(record: ReportRecord, operand: string): string | null {
  const [id, path] = operand.split('#');
  if (path === undefined) return operand;
  return id === record.id ? path : null;
}

function inWords(check: CheckResult): CheckResult & { words: string } {
  return { ...check, words: checkWords(check) };
}

function counted(codes: readonly string[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const code of codes) counts.set(code, (counts.get(code) ?? 0) + 1);
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function unknownCell(record: ReportRecord, path: string): ConfigError {
  if (isFormCell(path)) {
    const { table } = splitPath(path);
    return new ConfigError(
      `Cannot explain cell "${path}" of "${record.id}": its form ${record.template.detected} has no such cell in table ${table}; another form has`,
    );
  }
  const near = nearMatches(path, NEAR);
  for (const known of Object.keys(record.cells)) near.add(known);
  const best = near.best();
  const advice =
    best.length === 0
      ? 'cells.csv of a dump lists all of them'
      : `did you mean ${best.map((one) => `"${one}"`).join(', ')}?`;
  return new ConfigError(`Cannot explain cell "${path}" of "${record.id}": it has no such cell; ${advice}`);
}

function correctionLine(record: ReportRecord, path: string, cell: Cell): string {
  const values: Record<(typeof CORRECTION_COLUMNS)[number], string> = {
    record: record.id,
    cell_path: path,
    value: 'VALUE',
    why: 'WHY',
    by: 'WHO',
    date: 'DATE',
    sha256: record.provenance.sha256,
    locator: cell.at === null ? '' : locatorText(cell.at),
    read: cell.raw ?? '',
  };
  return CORRECTION_COLUMNS.map((name) => quoted(values[name])).join(',');
}

function quoted(text: string): string {
  return /[",\r\n]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
