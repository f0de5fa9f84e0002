import type { Cell, CheckResult } from '../model/record.ts';
import { matchForm } from '../text/fold.ts';
import type { SectionReading } from './sections.ts';
import type { Statement } from './statements.ts';

type Cells = Readonly<Record<string, Cell>>;

/** What a table says to a statement: numbers that would agree, best first; `null` sum = nothing can be said. */
interface TableSide {
  sum: number | null;
  reason: string | null;
  blanks: boolean;
  paths: string[];
}

/** One comparison of text and table: the facts it uses and the sums of cells that the text may mean, the plainest first. */
interface Comparison {
  scope: string;
  keys: readonly string[];
  sums: (cells: Cells) => string[][];
}

const total = (row: string): string => `t3.${row}.total`;
const group =
  (prefix: string) =>
  (cells: Cells): string[][] => [
    Object.keys(cells).filter(
      (path) =>
        path.startsWith(`t3.result.${prefix}.`) && path.endsWith('.total') && cells[path]?.status !== 'row_missing',
    ),
  ];

/** S1 of DOMAIN.md 2.3; "received" may include what was carried in (H17), "handled" may mean the results. */
const COMPARISONS: readonly Comparison[] = [
  {
    scope: 'requests',
    keys: ['requests_received', 'requests_handled'],
    sums: () => [[total('new_received')], [total('new_received'), total('carried_in')], applicants('new_received')],
  },
  { scope: 'carried_in', keys: ['carried_in'], sums: () => [[total('carried_in')]] },
  { scope: 'carried_out', keys: ['carried_out'], sums: () => [[total('carried_out')]] },
  { scope: 'granted', keys: ['granted'], sums: () => [[total('result.granted')]] },
  { scope: 'partial', keys: ['partial'], sums: () => [[total('result.partial')]] },
  { scope: 'denied', keys: ['denied'], sums: group('denied') },
  { scope: 'unable', keys: ['unable'], sums: group('unable') },
  { scope: 'not_processed', keys: ['not_processed'], sums: group('not_processed') },
  { scope: 'other_processing', keys: ['other_processing'], sums: group('other_processing') },
  { scope: 'review', keys: ['review'], sums: () => [['t4.review.total']] },
  {
    scope: 'litigation',
    keys: ['litigation'],
    sums: () => [['t4.litigation_direct.total', 't4.litigation_after_review.total']],
  },
];

/**
 * Text against table, and lists of the text against their own total: leads for a reader, never corrections. `left` is what
 * the text states, `right` what the table (or list) adds up to. One result a scope; it passes where any statement agrees.
 */
export function runSoftChecks(
  statements: readonly Statement[],
  cells: Cells,
  sections: readonly SectionReading[],
): CheckResult[] {
  const compared = COMPARISONS.flatMap((comparison) => {
    const facts = statements.filter((fact) => comparison.keys.includes(fact.key));
    const sums = comparison
      .sums(cells)
      .filter((paths) => paths.length > 0 && paths.every((path) => cells[path] !== undefined));
    return facts.length === 0 || sums.length === 0 ? [] : [compare(comparison.scope, { facts, sums, cells })];
  });
  return [...compared, ...checkLists(sections)];
}

function compare(
  scope: string,
  given: { facts: readonly Statement[]; sums: readonly string[][]; cells: Cells },
): CheckResult {
  const { facts, cells } = given;
  const sides = given.sums.map((paths) => addUp(paths, cells));
  const handled = facts.some((fact) => fact.key === 'requests_handled') ? [addUp([total('result.total')], cells)] : [];
  for (const fact of facts.toSorted((a, b) => Number(a.qualifier !== null) - Number(b.qualifier !== null))) {
    const known = fact.key === 'requests_handled' ? [...sides, ...handled] : sides;
    const side = known.find((one) => one.sum === fact.value);
    if (side !== undefined) return result(scope, { fact, side, reason: passReason(scope, side) });
  }
  const side = sides.find((one) => one.sum !== null) ?? sides[0];
  const fact = facts.find((one) => one.qualifier === null) ?? facts[0];
  if (side === undefined || fact === undefined) throw new Error(`Cannot compare "${scope}": nothing to compare`);
  return result(scope, { fact, side, reason: failReason(fact, side, cells) });
}

function addUp(paths: string[], cells: Cells): TableSide {
  const found = paths.map((path) => cells[path]).filter((cell) => cell !== undefined);
  const blanks = found.filter((cell) => cell.status !== 'value').length;
  const unfit = found.some((cell) => cell.status === 'text' || cell.status === 'unreadable');
  if (unfit || blanks === paths.length)
    return { sum: null, reason: unfit ? 'not_numeric' : 'all_blank', blanks: true, paths };
  const sum = found.reduce((before, cell) => before + (cell.value ?? 0), 0);
  return { sum, reason: null, blanks: blanks > 0, paths };
}

function result(scope: string, made: { fact: Statement; side: TableSide; reason: string | null }): CheckResult {
  const { fact, side, reason } = made;
  const base = { id: 'S1', scope, strength: 'soft' as const, cells: side.paths };
  if (side.sum === null) {
    const why = side.reason ?? 'all_blank';
    return { ...base, left: null, right: null, delta: null, status: 'indeterminate', blankPolicy: null, reason: why };
  }
  const delta = fact.value - side.sum;
  return {
    ...base,
    left: fact.value,
    right: side.sum,
    delta,
    status: delta === 0 ? 'pass' : 'fail',
    blankPolicy: side.blanks ? 'zero' : 'none',
    ...(reason === null ? {} : { reason }),
  };
}

/** `with_carried_in`: the text counts them together; `row_sum`: it agrees with the columns, whose printed total is wrong. */
function passReason(scope: string, side: TableSide): string | null {
  if (scope !== 'requests' || side.paths.length === 1) return null;
  return side.paths.length === 2 ? 'with_carried_in' : 'row_sum';
}

/** Another population, or the one row of the group that the text meant (H18: 无法提供 265 is the row 不掌握). */
function failReason(fact: Statement, side: TableSide, cells: Cells): string {
  if (fact.qualifier !== null) return `population_qualifier:${fact.qualifier}`;
  const row = side.paths.find((path) => side.paths.length > 1 && fact.value !== 0 && cells[path]?.value === fact.value);
  return row === undefined ? 'text_differs' : `matches:${row}`;
}

function applicants(row: string): string[] {
  const columns = ['natural_person', 'business', 'research', 'public_interest_org', 'legal_service', 'other_org'];
  return columns.map((column) => `t3.${row}.${column}`);
}

/**
 * S2: `共公开信息267条，其中…1条，…4条`. A list of three or more that misses its total fails; two that meet it pass; anything
 * else says nothing, since one item is a part and not a list.
 */
function checkLists(sections: readonly SectionReading[]): CheckResult[] {
  const lines = sections
    .filter(({ section }) => section.key === 'overview' || section.key === 'proactive')
    .flatMap((one) => one.lines);
  return lines.flatMap((line) => {
    const text = matchForm(line.text);
    const match =
      /(?:公开|公布|发布)(?:各类)?(?:政府|政务)?信息[^,。;:\d]{0,10}(\d+)(条次|条|件|篇)(?<list>.{0,60}?[(,。]其中.*)/su.exec(
        text,
      );
    const list = (match?.groups?.['list'] ?? '').replace(/^[^其]*?(?=其中)/su, '').split(/[。)]/u)[0] ?? '';
    const items = [...list.matchAll(/(\d+)(?:条次|条|件|篇)/gu)].map((item) => Number(item[1]));
    const sum = items.reduce((before, item) => before + item, 0);
    const left = Number(match?.[1]);
    if (match === null || items.length < 2 || (items.length < 3 && sum !== left)) return [];
    const status = sum === left ? ('pass' as const) : ('fail' as const);
    return [
      {
        id: 'S2',
        scope: 'disclosed',
        left,
        right: sum,
        delta: left - sum,
        status,
        blankPolicy: 'none' as const,
        strength: 'soft' as const,
        cells: [],
      },
    ];
  });
}
