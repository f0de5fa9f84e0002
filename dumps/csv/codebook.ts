import { comparisonOf } from '../../model/templates/crosswalk.ts';
import type { FormCell } from '../form.ts';
import { wordsOf } from '../words.ts';
import { CELL_COLUMNS, reportsTable } from './reports.ts';
import type { CsvColumn, CsvValue } from './table.ts';

/** Name and columns of `codebook.csv`: one row a column of `reports.csv`. */
export const CODEBOOK = {
  name: 'codebook.csv',
  holds:
    'one row a column of reports.csv: the cell it stands for, its labels in Chinese and English, unit, forms, meaning',
  columns: [
    { name: 'column', meaning: 'name of the column in reports.csv' },
    { name: 'cell_path', meaning: 'the cell in cells.csv and reports.jsonl; empty for columns that are no cell' },
    { name: 'table', meaning: 't2, t3 or t4' },
    { name: 'row_label_zh', meaning: 'row as the official form prints it, " | " between forms' },
    { name: 'col_label_zh', meaning: 'column as the official form prints it, " | " between forms' },
    { name: 'label_en', meaning: 'the same in English' },
    { name: 'unit', meaning: 'unit of the value' },
    { name: 'templates', meaning: 'forms that have the cell: E3 (2019), E4 (2021), a deviation as E4:name' },
    { name: 'definition', meaning: 'what the number is' },
    {
      name: 'compare_with',
      meaning: 'cells of other forms it may be set against, with ; between: E2:e2.replies.granted',
    },
    {
      name: 'from_e2_to_e3',
      meaning: 'how, over 2018/2019: sum, approximate, unlike; empty: E2 has nothing of the kind',
    },
    { name: 'from_e3_to_e4', meaning: 'how, over 2020/2021: same, sum, approximate, unlike; empty: one form lacks it' },
  ] satisfies CsvColumn[],
};

/** All rows of the codebook, in the order of the columns of `reports.csv`. */
export function codebookRows(): CsvValue[][] {
  const cells = new Map(CELL_COLUMNS.map((column) => [column.name, column]));
  return reportsTable.columns.map(({ name, meaning }) => {
    const column = cells.get(name);
    if (column === undefined) return [name, null, null, null, null, null, null, null, meaning, null, null, null];
    const { cell } = column;
    const { en, definition } = wordsOf(cell);
    const labels = [cell.rowLabels.join(' | '), cell.columnLabels.join(' | '), en];
    const said = column.meaning === 'value' ? definition : `${column.meaning} of ${cell.path}`;
    return [name, cell.path, cell.table, ...labels, unitOf(column), cell.forms.join(';'), said, ...comparable(cell)];
  });
}

function unitOf({ meaning, cell }: (typeof CELL_COLUMNS)[number]): string | null {
  if (meaning === 'exact amount in yuan') return 'yuan';
  if (meaning !== 'value') return null;
  if (cell.kind !== 'money') return 'count';
  return cell.unit ?? 'as printed, see the column __unit';
}

/** What the crosswalk of the forms says of a cell; without a word there, a cell of both later forms is the same in both. */
function comparable({ path, forms }: FormCell): CsvValue[] {
  const known = comparisonOf(path);
  const both = forms.includes('E3') && forms.includes('E4');
  if (known === null) return [null, null, both ? 'same' : null];
  return [known.with.length === 0 ? null : known.with.join(';'), known.e2e3, known.e3e4];
}
