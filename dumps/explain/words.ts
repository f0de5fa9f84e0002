import type { Locator } from '../../model/notice.ts';
import type { Cell, CheckResult } from '../../model/record.ts';

const STATUSES: Readonly<Record<Cell['status'], string>> = {
  value: 'a number is printed',
  blank: 'the cell is printed empty; that is not 0',
  placeholder: 'a dash, 无 or the like is printed; that is not 0',
  text: 'something that is no number is printed',
  unreadable: 'something is printed that could not be read for certain, so no number is given',
  row_missing: 'the report prints the table, but not this row or column',
  table_missing: 'the form has this table, but it was not found in the report',
};

const FLAGS: Readonly<Record<string, string>> = {
  alias_label: 'the printed label differs from that of the official form and was recognised as another way to say it',
  columns_by_order: 'the printed header names no column, so the columns were taken in the order of the form',
  copy_differs: 'the table is printed more than once and the copies differ in this row; the first is kept',
  corrected: 'a person corrected the reading; see the correction',
  dash: 'a dash or stroke is printed in place of a number',
  duplicate_row: 'the row is printed more than once with different figures; all are kept as extra rows, none is chosen',
  glued: 'the figures of the row are printed as one run; they were divided only because their number fits the columns',
  label_by_order: 'the label is garbled; the row was recognised by its place between its neighbours',
  none_word: 'a word such as 无 is printed in place of a number',
  ocr_suspect: 'a letter stands where a digit belongs, or the recogniser is unsure; it is never read as 0 or 1',
  sign_suspect: 'the row adds up only if a minus sign was left out here; the figure is kept as printed',
  space_in_number: 'there is a space inside the number; it was read as one number',
  suspect_decisions_column:
    'it equals items plus or minus change, so the column was probably filled with a running total (check S3)',
  unit_conflict: 'the cell prints another unit than the header; that of the cell counts',
  unit_missing: 'no unit of money is printed, so the amount in yuan is not known',
};

const READINGS = {
  confirmed: 'two independent readings of the document agree on it',
  single: 'only one of two independent readings could read it',
  chosen: 'two independent readings differ; this one makes every sum over the cell right and the other does not',
} as const;

const CHECKS: Readonly<Record<string, string>> = {
  R1: 'the total of the row must be the sum of its six applicants',
  R2: 'the total of results must be the sum of all results',
  R3: 'new and carried-in requests must be results and carried-out requests',
  R4: 'the total must be the sum of the four outcomes',
  R5: 'the sums of the local table must hold by its codes',
  R6: 'the sums of the 2014 statistics must hold by its nesting',
  R7: 'a count must be a whole number and not negative',
  S1: 'the text should state the same figure as the table',
  S2: 'a list in the text should add up to its total',
  S3: 'decisions should not equal items plus change',
  S4: 'a body that can make no rules should have none',
  S5: 'a report should hold more than zeros and empty cells',
  S6: 'the report should not repeat that of the year before',
  S7: 'a figure should not change tenfold in a year',
  S8: 'the text should speak of the year of the report',
  S9: 'fees in 万元 should not look like 元',
  U1: 'what was carried out of the year before should be carried into this one',
  U2: 'documents in force should be those of the year before plus made minus repealed',
  U3: 'items of the year before should be those stated then plus their change',
  U4: 'what was newly disclosed should be at most what is disclosed in total',
  U5: 'replies should be as many as the requests that were closed',
  U6: 'the total of a region should be that of its bodies added up',
  U7: 'no body of a region should have more than the region',
};

const REASONS: Readonly<Record<string, string>> = {
  addends_blank: 'a total is printed over nothing but empty cells',
  all_blank: 'all its cells are empty',
  children_incomplete: 'it has more than the reports found below it, and not all of them may be known',
  level_unknown: 'the level of the body is not known',
  no_text: 'one of the two reports has too little text',
  not_numeric: 'one of its cells holds something that is no number',
  nothing_happened: 'all its figures are 0 or empty',
  other_parts: 'the list may have parts that were not told apart',
  total_blank: 'the total itself is empty',
};

/** What a status means, in plain words. */
export function statusWords(status: Cell['status']): string {
  return STATUSES[status];
}

/** What a flag means, in plain words; a flag without words is named, never hidden. */
export function flagWords(flag: string): string {
  return FLAGS[flag] ?? `flag "${flag}" of the reader (docs/data-dictionary.md)`;
}

/** What the outcome of two readings means, in plain words. */
export function readingWords(reading: NonNullable<Cell['reading']>): string {
  return READINGS[reading];
}

/** A check and its result, in plain words. */
export function checkWords(check: CheckResult): string {
  const rule = CHECKS[check.id] ?? 'see docs/record.md';
  const start = `${check.id} ${check.scope} (${rule}): `;
  if (check.status === 'indeterminate') {
    const reason = check.reason ?? 'no reason kept';
    return `${start}cannot be said, because ${REASONS[reason] ?? reason}`;
  }
  const zero = check.blankPolicy === 'zero' ? ', empty cells counted as 0' : '';
  const sides = check.right === null ? `the value is ${check.left}` : sidesWords(check);
  const reason = check.status === 'fail' && check.reason !== undefined ? ` [${check.reason}]` : '';
  const meaning =
    check.strength === 'exact'
      ? ''
      : check.strength === 'usual'
        ? ', which has innocent causes'
        : ', a lead and no error';
  return `${start}${check.status === 'pass' ? 'holds' : 'fails'}, ${sides}${zero}${check.status === 'fail' ? meaning : ''}${reason}`;
}

function sidesWords({ id, scope, left, right, delta }: CheckResult): string {
  if (id === 'S6' && scope === 'text') return `likeness ${left}, a copy from ${right} on`;
  if (id === 'S6') return `${left} of ${right} cells are equal`;
  if (id === 'S7') return `${left} this year, ${right} the year before`;
  if (delta === 0) return `both sides are ${left}`;
  if (id === 'S1') return `the text says ${left}, the table ${right}`;
  if (id === 'U4') return `${left} newly disclosed, ${right} in total`;
  if (id === 'U5') return `${left} replies, ${right} closed`;
  if (id === 'U6') return `${left} in the region, ${right} in the reports below it`;
  if (id === 'U7') return `${left} in the region, ${right} in the largest report below it`;
  if (id.startsWith('U')) return `${left} is stated, ${right} follows from the year before`;
  return `${left} is stated, ${right} is what the other cells make`;
}

/** A place in plain words; counts from 1 for people. */
export function placeWords({ block, row, col, page, box, path }: Locator): string {
  const parts = [
    ...(page === undefined ? [] : [`page ${page}`]),
    `block ${block + 1} of the document`,
    ...(row === undefined ? [] : [`row ${row + 1} of the table`]),
    ...(col === undefined ? [] : [`cell ${col + 1} of the row`]),
    ...(box === undefined
      ? []
      : [
          `${Math.round(box[0])} points from the left and ${Math.round(box[1])} from the top, ${Math.round(box[2] - box[0])} wide, ${Math.round(box[3] - box[1])} high`,
        ]),
    ...(path === undefined ? [] : [`CSS path ${path}`]),
  ];
  return parts.join(', ');
}
