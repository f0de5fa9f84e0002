import { DENIED_REASONS } from './denied.ts';

/**
 * How the figures of one form relate to those of another: `same` = one may be set beside the other; `sum` = only their sum
 * may; `approximate` = alike in intent, counted by other rules; `unlike` = similar words, another thing: never one series.
 */
type Comparability = 'same' | 'sum' | 'approximate' | 'unlike';

/**
 * One line of the crosswalk. `e2`: lines of the national table (`e2.…`); `e3`, `e4`: rows or cells of the later forms, by
 * path without column for rows of table 3. An empty list: that form has nothing of the kind.
 */
interface CrosswalkLine {
  readonly e2: readonly string[];
  readonly e3: readonly string[];
  readonly e4: readonly string[];
  /** From 2014 to 2019, null where E2 or E3 has none. */
  readonly e2e3: Comparability | null;
  /** From 2019 to 2021, null where E3 or E4 has none. */
  readonly e3e4: Comparability | null;
  readonly note: string;
}

const DENIED = 't3.result.denied.';

/**
 * The crosswalk E2 → E3 → E4 of DOMAIN.md 1.6, used by dumps only: no figure is moved, added or renamed by it. Every series
 * over 2018/2019 is broken, whatever stands here: E2 has neither applicants nor requests carried over. Cells of tables 3
 * and 4 that no line names are the same in E3 and E4.
 */
export const CROSSWALK: readonly CrosswalkLine[] = [
  later(
    ['t2.art20_1.rules.new_made'],
    ['t2.art20_1.rules.made'],
    'approximate',
    'rules made in the year; 2019 counts, 2021 issues',
  ),
  later(
    ['t2.art20_1.normative_docs.new_made'],
    ['t2.art20_1.normative_docs.made'],
    'approximate',
    'the name is narrower since 2021 (行政规范性文件)',
    ['e2.proactive.normative_made'],
  ),
  later(
    ['t2.art20_1.rules.total_disclosed'],
    ['t2.art20_1.rules.in_force'],
    'unlike',
    'stock published against stock in force',
  ),
  later(
    ['t2.art20_1.normative_docs.total_disclosed'],
    ['t2.art20_1.normative_docs.in_force'],
    'unlike',
    'stock published against stock in force',
  ),
  ...['licensing', 'penalty', 'coercion'].map((row) => {
    const path = `t2.${row === 'licensing' ? 'art20_5' : 'art20_6'}.${row}.decisions`;
    return later([path], [path], 'approximate', 'the same in intent; the column of 2019 is often misfilled (S3)');
  }),
  later(
    ['t2.art20_8.fees.prev_items', 't2.art20_8.fees.change'],
    ['t2.art20_8.fees.amount'],
    'unlike',
    'numbers of fee items against money',
  ),
  later(
    ['t3.result.other_processing'],
    ['no_correction', 'fee_unpaid', 'other'].map((key) => `t3.result.other_processing.${key}`),
    'sum',
    'one row of 2019 is three rows since 2021',
  ),
  earlier(['e2.requests.received'], ['t3.new_received'], 'E2 counts all requests received, without applicants'),
  earlier(['e2.requests.closed'], ['t3.result.total'], 'requests closed against results'),
  earlier(['e2.replies.granted'], ['t3.result.granted'], '同意公开 against 予以公开'),
  earlier(['e2.replies.partial'], ['t3.result.partial'], '同意部分公开 against 部分公开'),
  earlier(
    ['e2.replies.refused'],
    DENIED_REASONS.map((key) => `${DENIED}${key}`),
    'six reasons before 2019, eight others since: only their sums, and only roughly',
  ),
  earlier(
    ['e2.replies.not_this_body', 'e2.replies.not_exist'],
    ['t3.result.unable.not_held'],
    'two classes against one',
  ),
  earlier(
    ['e2.replies.asked_to_amend'],
    ['t3.result.unable.still_unclear'],
    'asked to amend against still unclear afterwards',
  ),
  earlier(
    ['e2.replies.other_channel'],
    ['t3.result.not_processed.petition'],
    'other procedures against petitions and complaints',
  ),
  earlier(
    ['e2.review.total'],
    ['t4.review.total'],
    'reviews in the year; pending ones have a column of their own since 2019',
  ),
  earlier(['e2.review.upheld'], ['t4.review.upheld'], 'upheld'),
  earlier(['e2.review.corrected'], ['t4.review.corrected'], 'corrected'),
  earlier(['e2.review.other'], ['t4.review.other'], 'other outcomes; pending ones may be among them before 2019'),
  earlier(
    ['e2.litigation.total'],
    ['t4.litigation_direct.total', 't4.litigation_after_review.total'],
    'one block before 2019, two since: only their sum',
    'sum',
  ),
  ...['upheld', 'corrected', 'other'].map((key) =>
    earlier(
      [`e2.litigation.${key}`],
      [`t4.litigation_direct.${key}`, `t4.litigation_after_review.${key}`],
      'one block before 2019, two since: only their sum',
      'sum',
    ),
  ),
];

function later(
  e3: readonly string[],
  e4: readonly string[],
  e3e4: Comparability,
  note: string,
  e2: readonly string[] = [],
): CrosswalkLine {
  return { e2, e3, e4, e2e3: e2.length > 0 ? 'approximate' : null, e3e4, note };
}

/** A line whose later side is the same in E3 and E4. */
function earlier(
  e2: readonly string[],
  paths: readonly string[],
  note: string,
  e2e3: Comparability = 'approximate',
): CrosswalkLine {
  return { e2, e3: paths, e4: paths, e2e3, e3e4: 'same', note };
}

/** What the crosswalk says of one path. */
interface Comparison {
  /** Paths of other forms that it is set against, each with its form: `E2:e2.replies.granted`; empty if there are none. */
  with: string[];
  /** How, from 2014 to 2019 and from 2019 to 2021; null = nothing to compare with. */
  e2e3: Comparability | null;
  e3e4: Comparability | null;
  note: string;
}

/**
 * What a cell (`t3.result.granted.total`) or a line of the national table (`e2.replies.granted`) may be compared with.
 * Applicant columns have no counterpart before 2019. Null where the crosswalk says nothing of it.
 */
export function comparisonOf(path: string): Comparison | null {
  const line = CROSSWALK.find((one) => [...one.e2, ...one.e3, ...one.e4].some((known) => isIt(known, path)));
  if (!line) return null;
  const column = path.startsWith('t3.') ? (path.split('.').at(-1) ?? '') : '';
  const hasE2 = line.e2.length > 0 && (column === '' || column === 'total');
  const side = (form: string, paths: readonly string[]) => paths.map((one) => `${form}:${withColumn(one, column)}`);
  const all = [...(hasE2 ? side('E2', line.e2) : []), ...side('E3', line.e3), ...side('E4', line.e4)];
  return {
    with: all.filter((one) => one.slice(3) !== path),
    e2e3: hasE2 ? line.e2e3 : null,
    e3e4: path.startsWith('e2.') ? null : line.e3e4,
    note: line.note,
  };
}

function isIt(known: string, path: string): boolean {
  return path === known || (known.startsWith('t3.') && path.slice(0, path.lastIndexOf('.')) === known);
}

function withColumn(path: string, column: string): string {
  return path.startsWith('t3.') ? `${path}.${column === '' ? 'total' : column}` : path;
}
