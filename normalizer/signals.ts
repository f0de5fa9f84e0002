import type { Cell, CheckResult, ReportRecord } from '../model/record.ts';
import { matchForm } from '../text/fold.ts';
import type { CellsReading } from './cells.ts';
import { sumOfCells } from './checks.ts';
import type { Identity } from './identity.ts';
import type { SectionReading } from './sections.ts';

/** What the signals look at: the figures, who reports on which year, and the sections with their sentences. */
export interface Reported {
  cells: CellsReading['cells'];
  indicators: CellsReading['indicators'];
  statistics: CellsReading['statistics'];
  identity: Pick<Identity, 'body' | 'fiscalYear' | 'periodStart'>;
  sections: readonly SectionReading[];
}

/**
 * Signals over one report (DOMAIN.md 2.2, 2.3): U4 for each row that has it; S4, S5, S8, S9 only where something is odd.
 * All are leads for a reader; nothing is corrected.
 */
export function runSignals(reported: Reported): CheckResult[] {
  return [
    ...disclosedAtMostTotal(reported.cells),
    ...implausibleRules(reported),
    ...nothingButZeros(reported),
    ...otherYears(reported),
    ...feesInYuan(reported),
  ];
}

/** U4: what was newly disclosed in the year cannot be more than what is disclosed in total (2019 form). */
function disclosedAtMostTotal(cells: Reported['cells']): CheckResult[] {
  return ['rules', 'normative_docs', 'other_disclosed_docs'].flatMap((row) => {
    const paths = [`t2.art20_1.${row}.new_disclosed`, `t2.art20_1.${row}.total_disclosed`];
    const [added, all] = paths.map((path) => cells[path]);
    if (!added || !all) return [];
    const result = sumOfCells({
      base: { id: 'U4', scope: `art20_1.${row}`, strength: 'usual', cells: paths },
      stated: [added],
      summed: [all],
      printed: [all],
      emptySumIsUnknown: false,
    });
    if (result.delta === null || result.delta >= 0) return [result];
    const { reason: _, ...smaller } = result;
    return [{ ...smaller, status: 'pass' as const }];
  });
}

/** Kinds of bodies that make no rules (规章) at any level. */
const NO_RULES = new Set([
  'town_government',
  'street_office',
  'zone_committee',
  'dispatched_office',
  'public_institution',
  'school',
  'enterprise',
]);

/**
 * Whether a body can make rules (DOMAIN.md 2.3): State Council departments, governments of provinces and of cities with
 * districts; null where its level is not known.
 */
function canMakeRules({ kind, level }: ReportRecord['body']): boolean | null {
  if (NO_RULES.has(kind) || level === 'county' || level === 'township') return false;
  if (level === 'national') return true;
  if (level === 'unknown' || kind === 'other') return null;
  return kind === 'government' || kind === 'government_office';
}

/** S4: rules of a body that cannot make any. */
function implausibleRules({ cells, identity }: Reported): CheckResult[] {
  const can = canMakeRules(identity.body);
  if (can === true) return [];
  const paths = Object.keys(cells).filter(
    (path) => path.startsWith('t2.art20_1.rules.') && (cells[path]?.value ?? 0) > 0,
  );
  return paths.map((path) =>
    can === false
      ? signal('S4', path, { left: cells[path]?.value ?? null, reason: 'body_makes_no_rules', cells: [path] })
      : { ...signal('S4', path, { reason: 'level_unknown', cells: [path] }), status: 'indeterminate' },
  );
}

/** S5: every figure that is printed is 0, or every one is blank. */
function nothingButZeros({ cells, indicators }: Reported): CheckResult[] {
  const all: Cell[] = [...Object.values(cells), ...indicators.map((line) => line.cell)];
  const printed = all.filter((cell) => !cell.status.endsWith('_missing'));
  const values = printed.filter((cell) => cell.status === 'value');
  const empty = printed.filter((cell) => cell.status === 'blank' || cell.status === 'placeholder');
  if (printed.length === 0 || values.length + empty.length < printed.length) return [];
  if (values.some((cell) => cell.value !== 0)) return [];
  return [signal('S5', 'report', { reason: values.length === 0 ? 'all_blank' : 'all_zero', cells: [] })];
}

const REPORTING = new Set(['overview', 'proactive', 'requests', 'review_litigation']);

/**
 * S8: a year that is not the report's: in the period, in the header of the year's column, or at the start of a sentence
 * that counts something and does not name the report's own year (a paragraph left over from the year before).
 */
function otherYears({ identity, statistics, sections }: Reported): CheckResult[] {
  const { fiscalYear, periodStart } = identity;
  if (fiscalYear === null) return [];
  const headers = statistics.flatMap(({ columns }) => columns.filter(({ key }) => key === 'year'));
  const named = [
    { scope: 'period', years: periodStart === null ? [] : [Number(periodStart.slice(0, 4))] },
    { scope: 'table_header', years: headers.flatMap(({ header }) => yearsIn(header)) },
    ...sections
      .filter(({ section }) => REPORTING.has(section.key))
      .map(({ section, lines }) => ({
        scope: section.key,
        years: lines.flatMap((line) => yearsOfSentences(line.text, fiscalYear)),
      })),
  ];
  return named.flatMap(({ scope, years }) => {
    const other = years.find((year) => year !== fiscalYear);
    if (other === undefined) return [];
    return [
      {
        ...signal('S8', scope, { left: other, reason: 'other_year', cells: [] }),
        right: fiscalYear,
        delta: other - fiscalYear,
      },
    ];
  });
}

function yearsIn(text: string): number[] {
  return [...text.matchAll(/(20\d{2})年/gu)].map((match) => Number(match[1]));
}

function yearsOfSentences(text: string, fiscalYear: number): number[] {
  return matchForm(text)
    .split(/[。;]/u)
    .filter((sentence) => !sentence.includes(`${fiscalYear}年`) && /\d(?:件|条|次|篇|个|份|例|宗)/u.test(sentence))
    .flatMap((sentence) => {
      const match =
        /^(?:[一二三四五六七八九十\d]{1,3}[、.]|\([一二三四五六七八九十\d]{1,3}\))?(20\d{2})年(?:度)?(?!\d{1,2}月|以来|底|至|-)/u.exec(
          sentence,
        );
      return match ? [Number(match[1])] : [];
    });
}

/** S9: a town that charges a million or more, without decimals, in a column of 万元: probably yuan. */
function feesInYuan({ cells, identity }: Reported): CheckResult[] {
  const path = 't2.art20_8.fees.amount';
  const cell = cells[path];
  const value = cell?.value ?? null;
  if (identity.body.level !== 'township' || value === null || cell?.unit === '元') return [];
  if (value < 1_000_000 || !Number.isInteger(value)) return [];
  return [signal('S9', path, { left: value, reason: 'probably_yuan', cells: [path] })];
}

function signal(
  id: string,
  scope: string,
  found: { left?: number | null; reason: string; cells: string[] },
): CheckResult {
  const { reason, cells } = found;
  const sides = { left: found.left ?? null, right: null, delta: null, blankPolicy: null };
  return { id, scope, ...sides, status: 'fail', strength: 'soft', reason, cells };
}
