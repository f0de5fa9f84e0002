import type { ReportRecord } from '../../model/record.ts';
import type { LateTable } from '../output.ts';
import { checkWords } from '../explain/words.ts';
import { labelsOf } from '../form.ts';
import { denied, failures } from './overview.ts';
import type { SheetForm, SheetValue } from './sheet.ts';

/** How many reports the list of those that refused most holds. */
const MOST = 200;

/** Reports with the most refusals, kept while the records go by. */
export interface Ranking {
  add(record: ReportRecord): void;
  rows(): SheetValue[][];
}

/** The sheet of the reports that refused most. */
export const REFUSED_FORM: SheetForm = {
  name: '不予公开最多 Refused most',
  frozenColumns: 2,
  columns: [
    { head: '名次\nRank', width: 8 },
    { head: '机构\nBody', width: 36 },
    { head: '报告年度\nYear', width: 10 },
    { head: '不予公开\nRefused', width: 12 },
    { head: '办结\nRequests closed', width: 12 },
    { head: '占办结\nShare of closed', width: 12, style: 'share' },
    { head: '来源\nSource', width: 60 },
    { head: '报告编号\nReport id', width: 20, style: 'text' },
  ],
};

/** An empty ranking: at most `MOST` entries, whatever the number of records. Equal counts stand in the order of the dump. */
export function openRanking(): Ranking {
  let entries: { refused: number; values: SheetValue[] }[] = [];
  return {
    add(record) {
      const refused = denied(record);
      const least = entries[MOST - 1]?.refused ?? 0;
      if (refused === null || refused <= least) return;
      const closed = record.cells['t3.result.total.total']?.value ?? null;
      const share = closed === null || closed === 0 ? null : refused / closed;
      const { body, fiscalYear, provenance, id } = record;
      const values = [body.nameNormalised, fiscalYear, refused, closed, share, provenance.url, id];
      entries = [...entries, { refused, values }].sort((a, b) => b.refused - a.refused).slice(0, MOST);
    },
    rows: () => entries.map(({ values }, index) => [index + 1, ...values]),
  };
}

/** The sheet of the bodies that refused most, over all their reports here. */
export const BODIES_FORM: SheetForm = {
  name: '不予公开·机构 Refused by body',
  frozenColumns: 2,
  columns: [
    { head: '名次\nRank', width: 8 },
    { head: '机构\nBody', width: 36 },
    { head: '层级\nLevel', width: 12 },
    { head: '不予公开（各年合计）\nRefused, all years', width: 14 },
    { head: '办结（各年合计）\nRequests closed, all years', width: 14 },
    { head: '占办结\nShare of closed', width: 12, style: 'share' },
    { head: '计入年度\nYears counted', width: 30, style: 'text' },
    { head: '机构编号\nBody id', width: 16, style: 'text' },
  ],
};

interface BodySum {
  name: string | null;
  level: string;
  newest: number;
  refused: number;
  closed: number | null;
  years: number[];
}

/**
 * Refusals added up body by body, some 200 bytes each: the `MOST` largest. A report with an open cell among its refusals is
 * not counted, so the years that are stand beside the sum; equal sums stand in the order of the ids.
 */
export function openBodyRanking(): Ranking {
  const sums = new Map<string, BodySum>();
  return {
    add(record) {
      const refused = denied(record);
      if (refused === null) return;
      const { bodyId, body, fiscalYear, cells } = record;
      const closed = cells['t3.result.total.total']?.value ?? null;
      const sum = sums.get(bodyId) ?? { name: null, level: '', newest: -1, refused: 0, closed: 0, years: [] };
      sum.refused += refused;
      sum.closed = closed === null || sum.closed === null ? null : sum.closed + closed;
      if (fiscalYear !== null) sum.years.push(fiscalYear);
      const isNewest = (fiscalYear ?? 0) >= sum.newest;
      if (isNewest) Object.assign(sum, { name: body.nameNormalised, level: body.level, newest: fiscalYear ?? 0 });
      sums.set(bodyId, sum);
    },
    rows: () =>
      [...sums]
        .filter(([, { refused }]) => refused > 0)
        .sort(([a, one], [b, other]) => other.refused - one.refused || (a < b ? -1 : 1))
        .slice(0, MOST)
        .map(([bodyId, { name, level, refused, closed, years }], at) => {
          const share = closed === null || closed === 0 ? null : refused / closed;
          return [at + 1, name, level, refused, closed, share, years.sort((a, b) => a - b).join(', '), bodyId];
        }),
  };
}

/** The sheet of the printed sums that do not hold. */
export const FAILED_FORM: SheetForm = {
  name: '勾稽不符 Sums that fail',
  columns: [
    { head: '机构\nBody', width: 34 },
    { head: '报告年度\nYear', width: 10 },
    { head: '所列数\nStated', width: 10 },
    { head: '合计数\nIts parts make', width: 12 },
    { head: '差额\nDifference', width: 11 },
    { head: '在哪里\nWhere in the form', width: 46 },
    { head: '说明\nIn words', width: 70 },
    { head: '检查\nCheck', width: 8, style: 'text' },
    { head: '来源\nSource', width: 60 },
    { head: '报告编号\nReport id', width: 20, style: 'text' },
  ],
};

/** One row a printed sum that does not hold. */
export function failedRows(record: ReportRecord): SheetValue[][] {
  return failures(record).map((check) => {
    const first = check.cells[0];
    const labels = first === undefined ? null : labelsOf(first, record.template.detected);
    return [
      record.body.nameNormalised,
      record.fiscalYear,
      check.left,
      check.right,
      check.delta,
      labels === null ? check.scope : `${labels.row} — ${labels.column}`,
      checkWords(check),
      check.id,
      record.provenance.url,
      record.id,
    ];
  });
}

/** The sheet of those that did not publish, or late, or not readably: the rows of `missing.csv`. */
export const MISSING_FORM: SheetForm = {
  name: '未发布或逾期 Not published',
  columns: [
    { head: '机构\nBody', width: 34 },
    { head: '报告年度\nYear', width: 10 },
    { head: '状况\nState', width: 14 },
    { head: '说明\nMeaning', width: 70 },
    { head: '层级\nLevel', width: 12 },
    { head: '类型\nKind', width: 18 },
    { head: '区划代码\nDivision', width: 11, style: 'text' },
    { head: '法定期限\nDeadline', width: 12, style: 'date' },
    { head: '检索网址\nLooked where', width: 50 },
    { head: '最近检索\nLooked when (UTC)', width: 24, style: 'text' },
    { head: '检索页面数\nPages asked', width: 11 },
    { head: '未能取得\nPages that failed', width: 11 },
    { head: '页面\nPage', width: 50 },
    { head: '链接文字\nText of the link', width: 40 },
    { head: '原因\nWhy', width: 50 },
  ],
};

/** Rows of the sheet from those of `missing.csv`. */
export function missingRows({ table, rows }: LateTable): SheetValue[][] {
  const order = [
    'body_name',
    'fiscal_year',
    'state',
    'state_meaning',
    'level',
    'kind',
    'division_code',
    'deadline_statutory',
  ];
  const looked = ['looked_where', 'looked_at', 'looked_pages', 'looked_failed'];
  return columnsOf({ table, rows }, [...order, ...looked, 'page_url', 'page_text', 'why']);
}

/** These columns of a table, in this order, as a sheet holds them. */
function columnsOf({ table, rows }: LateTable, names: readonly string[]): SheetValue[][] {
  const places = names.map((name) => table.columns.findIndex((column) => column.name === name));
  return rows.map((row) => places.map((at) => plain(row[at] ?? null)));
}

/** The sheet of what is expected and how it stands: the rows of `coverage.csv`. */
export const COVERAGE_FORM: SheetForm = {
  name: '覆盖 Coverage',
  frozenColumns: 2,
  columns: [
    { head: '省份\nProvince', width: 18 },
    { head: '层级\nLevel', width: 12 },
    { head: '报告年度\nYear', width: 10 },
    { head: '应有\nExpected', width: 10 },
    { head: '已找到\nFound', width: 10 },
    { head: '逾期\nLate', width: 10 },
    { head: '已撤下\nWithdrawn', width: 11 },
    { head: '无法读取\nUnreadable', width: 11 },
    { head: '网站拒绝\nDeclined', width: 10 },
    { head: '无法取得\nUnreachable', width: 12 },
    { head: '未找到\nNot found', width: 10 },
    { head: '法定期限\nStatutory days', width: 24, style: 'text' },
    { head: '无法定期限\nWithout such a day', width: 12 },
    { head: '区划表中政府\nGovernments in the tables', width: 14 },
    { head: '其中已有\nOf these here', width: 10 },
  ],
};

/** Rows of the sheet from those of `coverage.csv`; a province without name is shown by its code. */
export function coverageRows(late: LateTable): SheetValue[][] {
  const states = ['found', 'late', 'withdrawn', 'unreadable', 'declined', 'unreachable', 'not_found'];
  const days = ['deadlines_statutory', 'without_deadline', 'governments_in_tree', 'governments_here'];
  const names = ['province', 'province_name', 'level', 'fiscal_year', 'expected', ...states, ...days];
  return columnsOf(late, names).map(([code = null, name = null, ...rest]) => [name ?? code ?? '不明 unknown', ...rest]);
}

/** A value of a table as a sheet holds it: bare decimals as numbers where a number is exact, `NA` as text. */
export function plain(value: string | number | boolean | null | { bare: string }): SheetValue {
  if (typeof value !== 'object' || value === null) return value;
  const number = Number(value.bare);
  return String(number) === value.bare ? number : value.bare;
}
