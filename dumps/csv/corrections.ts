import { inFormOrder } from '../form.ts';
import { bareColumn, KEY_COLUMNS } from './columns.ts';
import type { CsvTable, CsvValue } from './table.ts';

/** `corrections.csv`: one row a cell that a person corrected, with what the reader had read. */
export const correctionsTable: CsvTable = {
  name: 'corrections.csv',
  holds: 'one row a cell that a person corrected (flag corrected in cells.csv): what the reader had read, why, by whom',
  columns: [
    ...KEY_COLUMNS.map(bareColumn),
    { name: 'cell_path', meaning: 'the cell; with report_id the key of cells.csv, which holds the corrected value' },
    { name: 'status', meaning: 'status after the correction, as in cells.csv' },
    { name: 'value', meaning: 'value after the correction, as in cells.csv', type: 'number' },
    { name: 'printed', meaning: 'what the person read in the source; blank = the cell is printed empty' },
    { name: 'read_status', meaning: 'status that the reader had given' },
    { name: 'read_value', meaning: 'value that the reader had given; empty where it gave none', type: 'number' },
    { name: 'read_unit', meaning: 'unit that the reader had given' },
    { name: 'read_yuan', meaning: 'money only: amount in yuan that the reader had given', type: 'decimal' },
    { name: 'read_raw', meaning: 'the text that the reader took for printed' },
    { name: 'why', meaning: 'why it was corrected' },
    { name: 'by', meaning: 'who corrected it' },
    { name: 'date', meaning: 'day of the correction', type: 'date' },
    { name: 'source_sha256', meaning: 'SHA-256 of the bytes in which the person read it' },
  ],
  rows(record) {
    const key = KEY_COLUMNS.map((column) => column.of(record));
    return inFormOrder(Object.keys(record.cells)).flatMap((path) => {
      const cell = record.cells[path];
      if (cell?.correction === undefined) return [];
      const { read, printed, why, by, date } = cell.correction;
      const readYuan: CsvValue = read.yuan === undefined || read.yuan === null ? null : { bare: read.yuan };
      const before = [read.status, read.value, read.unit, readYuan, cell.raw];
      return [[...key, path, cell.status, cell.value, printed, ...before, why, by, date, record.provenance.sha256]];
    });
  },
};
