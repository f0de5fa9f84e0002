import type { Cell } from '../../model/record.ts';
import { bareColumn, KEY_COLUMNS } from './columns.ts';
import type { CsvColumn, CsvTable, CsvValue } from './table.ts';

const CELL_COLUMNS: readonly CsvColumn[] = [
  { name: 'status', meaning: 'value, blank, placeholder, text, unreadable' },
  { name: 'value', meaning: 'the number; empty unless status is value', type: 'number' },
  { name: 'raw', meaning: 'exactly as printed, at most 200 characters' },
  { name: 'unit', meaning: 'unit as printed' },
  { name: 'yuan', meaning: 'money only: exact amount in yuan', type: 'decimal' },
  { name: 'flags', meaning: 'what was odd about the cell, with ; between' },
];

/** `indicators.csv`: lines of the 2014 statistics (E2) and of local tables (L), one row a value. */
export const indicatorsTable: CsvTable = {
  name: 'indicators.csv',
  holds: 'one row a value of the statistical tables before 2019 (E2) and of local tables (L)',
  columns: [
    ...names(),
    { name: 'path', meaning: 'labels of the nesting with " > " between' },
    { name: 'label', meaning: 'label of the line as printed' },
    { name: 'code', meaning: 'code of the line where the table has codes, as text' },
    { name: 'indicator_unit', meaning: 'unit that the line itself prints' },
    { name: 'column', meaning: 'year, cumulative, current …' },
    ...CELL_COLUMNS,
  ],
  rows: (record) =>
    record.indicators.map((line) => [
      ...KEY_COLUMNS.map((column) => column.of(record)),
      line.path,
      line.label,
      line.code,
      line.unit,
      line.column,
      ...printed(line.cell),
    ]),
};

/** `extra_rows.csv`: rows that the official form does not have, and repeated ones, one row a cell. */
export const extraRowsTable: CsvTable = {
  name: 'extra_rows.csv',
  holds: 'one row a cell of rows that the official form does not have, or has only once',
  columns: [
    ...names(),
    { name: 'table', meaning: 't2, t3 or t4' },
    { name: 'row', meaning: 'which extra row of the report, from 1', type: 'integer' },
    { name: 'label', meaning: 'label of the row as printed' },
    { name: 'column', meaning: 'which cell of the row, from 1, the label left out', type: 'integer' },
    ...CELL_COLUMNS,
  ],
  rows: (record) =>
    record.extraRows.flatMap((row, index) =>
      row.cells.map((cell, column) => [
        ...KEY_COLUMNS.map((one) => one.of(record)),
        row.table,
        index + 1,
        row.label,
        column + 1,
        ...printed(cell),
      ]),
    ),
};

function names(): CsvColumn[] {
  return KEY_COLUMNS.map(bareColumn);
}

function printed(cell: Cell): CsvValue[] {
  const yuan = cell.yuan === undefined || cell.yuan === null ? null : { bare: cell.yuan };
  return [cell.status, cell.value, cell.raw, cell.unit, yuan, cell.flags?.join(';') ?? null];
}
