import { CsvError, parse } from 'csv-parse/sync';
import { z } from 'zod';
import { ConfigError } from '../errors.ts';
import { BLANK_WORD, CORRECTION_COLUMNS, type Correction } from '../model/correction.ts';
import { parseLocator } from '../model/locator-text.ts';
import { decodeText } from '../text/decode.ts';
import { readNumber } from '../text/numbers.ts';
import type { Drive } from './drive.ts';

/** Where people's corrections stand, in the data folder itself. */
const KEY = 'corrections.csv';
/** The column that says what the reader had read; the only one that may be missing. */
const OPTIONAL = 'read';
/** Faults named in one error, so that a broken file does not fill the screen. */
const MOST_FAULTS = 10;
const PLACEHOLDER = /^(?:[-—–/\\]+|无|暂无|没有|不适用|N\/?A)$/iu;

/** The corrections of a store, in the order of the file; none where there is no file. Throws ConfigError naming each faulty line. */
export async function readCorrections(drive: Drive): Promise<Correction[]> {
  const bytes = await drive.get(KEY);
  return bytes === null ? [] : parseCorrections(decodeText(bytes).text, `${drive.place}/${KEY}`);
}

/** Corrections from the text of `corrections.csv`; `place` for messages. Throws ConfigError naming each faulty line. */
export function parseCorrections(text: string, place: string): Correction[] {
  const [header, ...rows] = rowsOf(text, place);
  if (header === undefined) return [];
  const names = header.cells.map((name) => name.trim().toLowerCase().replaceAll(' ', '_'));
  const missing = CORRECTION_COLUMNS.filter((name) => name !== OPTIONAL && !names.includes(name));
  if (missing.length > 0) {
    throw new ConfigError(
      `Cannot use "${place}": its first line has no column ${missing.join(', ')}; expected ${CORRECTION_COLUMNS.join(',')}`,
    );
  }
  const faults: string[] = [];
  const corrections = rows.flatMap(({ line, cells }) => {
    const row = new Map(names.map((name, index) => [name, cells[index]?.trim() ?? '']));
    const wrong =
      cells.length === names.length ? faultsOf(row) : [`${cells.length} columns, the first line has ${names.length}`];
    faults.push(...wrong.map((fault) => `line ${line}: ${fault}`));
    return wrong.length > 0 ? [] : [correctionOf(line, row)];
  });
  if (faults.length > 0) {
    const rest = faults.length > MOST_FAULTS ? `; and ${faults.length - MOST_FAULTS} more` : '';
    throw new ConfigError(`Cannot use "${place}": ${faults.slice(0, MOST_FAULTS).join('; ')}${rest}`);
  }
  return corrections;
}

/** What the CSV reader gives where it is asked to say lines. */
const Rows = z.array(z.object({ record: z.array(z.string()), info: z.object({ lines: z.int() }) }));

function rowsOf(text: string, place: string): { line: number; cells: string[] }[] {
  try {
    const rows: unknown = parse(text, {
      bom: true,
      info: true,
      skip_empty_lines: true,
      relax_column_count: true,
    });
    return Rows.parse(rows).map(({ record, info }) => ({ line: info.lines, cells: record }));
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    throw new ConfigError(`Cannot use "${place}": it is no CSV file (${cause.message})`, { cause });
  }
}

type Row = ReadonlyMap<string, string>;

function faultsOf(row: Row): string[] {
  const of = (name: string): string => row.get(name) ?? '';
  const tests: [string, boolean, string][] = [
    ['record', /^[0-9a-f]{12}-\d{4}(?:-\d+)?$/u.test(of('record')), 'the id of a record, such as 0123456789ab-2023'],
    ['cell_path', /^\w+(?:\.\w+)+$/u.test(of('cell_path')), 'a cell path, such as t3.result.granted.total'],
    ['value', isPrintable(of('value')), `what the source prints: a number, a placeholder such as —, or ${BLANK_WORD}`],
    ['why', of('why') !== '', 'a reason'],
    ['by', of('by') !== '', 'who corrected it'],
    ['date', isDay(of('date')), 'a day, such as 2024-03-01'],
    ['sha256', /^[0-9a-f]{64}$/u.test(of('sha256')), 'the SHA-256 of the source, 64 lower-case hexadecimal digits'],
    [
      'locator',
      of('locator') === '' || parseLocator(of('locator')) !== null,
      'a place as "ogi explain" prints it, such as block=2;row=5;col=9, or nothing for a cell that was not found',
    ],
  ];
  return tests
    .filter(([, isRight]) => !isRight)
    .map(([name, , expected]) => `${name} "${of(name)}" is not valid; expected ${expected}`);
}

function isPrintable(value: string): boolean {
  return value === BLANK_WORD || PLACEHOLDER.test(value) || readNumber(value) !== null;
}

function isDay(text: string): boolean {
  const time = /^\d{4}-\d{2}-\d{2}$/u.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

function correctionOf(line: number, row: Row): Correction {
  const of = (name: string): string => row.get(name) ?? '';
  return {
    line,
    record: of('record'),
    cellPath: of('cell_path'),
    value: of('value'),
    why: of('why'),
    by: of('by'),
    date: of('date'),
    sha256: of('sha256'),
    at: of('locator') === '' ? null : parseLocator(of('locator')),
    read: row.get(OPTIONAL) ?? null,
  };
}
