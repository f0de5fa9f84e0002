import { bareColumn, KEY_COLUMNS } from './columns.ts';
import type { CsvTable } from './table.ts';

/** `checks.csv`: one row an instance of a check. */
export const checksTable: CsvTable = {
  name: 'checks.csv',
  holds: 'one row a check: which sums of which report add up, which do not, and which blanks leave open',
  columns: [
    ...KEY_COLUMNS.map(bareColumn),
    { name: 'check_id', meaning: 'R1 row sums, R2 results, R3 balance, R4 review and litigation … (DOMAIN.md 2)' },
    { name: 'scope', meaning: 'the row, column or block that was checked' },
    { name: 'strength', meaning: 'exact: the form itself says so; usual: usually holds; soft: a lead' },
    { name: 'status', meaning: 'pass, fail, indeterminate' },
    { name: 'left', meaning: 'the stated side; empty when indeterminate', type: 'number' },
    { name: 'right', meaning: 'the summed side; empty when indeterminate', type: 'number' },
    { name: 'delta', meaning: 'left − right; empty when indeterminate', type: 'number' },
    { name: 'blank_policy', meaning: 'none: no blank among them; zero: a blank was counted as 0' },
    { name: 'reason', meaning: 'why it is indeterminate' },
    { name: 'cells', meaning: 'paths of the cells, the stated side first, with ; between' },
  ],
  rows(record) {
    const key = KEY_COLUMNS.map((column) => column.of(record));
    return record.checks.map((check) => [
      ...key,
      check.id,
      check.scope,
      check.strength,
      check.status,
      check.left,
      check.right,
      check.delta,
      check.blankPolicy,
      check.reason ?? null,
      check.cells.join(';'),
    ]);
  },
};
