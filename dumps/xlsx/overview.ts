import { DENIED_REASONS } from '../../model/templates/denied.ts';
import type { ReportRecord } from '../../model/record.ts';
import { derivedFigures, DERIVED_FIGURES } from '../derived.ts';
import type { SheetColumn, SheetForm, SheetValue } from './sheet.ts';

/** A column of the overview that is read off a record. */
interface OverviewColumn extends SheetColumn {
  of(record: ReportRecord): SheetValue;
}

/** The eight kinds of denial added up, all applicants; null where one of the eight holds no number. */
export function denied(record: ReportRecord): number | null {
  return sum(
    record,
    DENIED_REASONS.map((row) => `t3.result.denied.${row}.total`),
  );
}

/** Who, when, how much, how: what one asks of a report first. */
const OVERVIEW: readonly OverviewColumn[] = [
  { head: '机构\nBody', width: 34, of: (r) => r.body.nameNormalised },
  { head: '报告年度\nYear', width: 10, of: (r) => r.fiscalYear },
  { head: '层级\nLevel', width: 12, of: (r) => r.body.level },
  { head: '类型\nKind', width: 18, of: (r) => r.body.kind },
  { head: '区划代码\nDivision', width: 11, style: 'text', of: (r) => r.body.divisionCode },
  { head: '新收申请\nRequests received', width: 12, of: value('t3.new_received.total') },
  { head: '办结\nRequests closed', width: 12, of: value('t3.result.total.total') },
  { head: '予以公开\nDisclosed', width: 12, of: value('t3.result.granted.total') },
  { head: '部分公开\nDisclosed in part', width: 12, of: value('t3.result.partial.total') },
  { head: '不予公开\nRefused', width: 12, of: denied },
  { head: '不予公开率\nRefused of closed', width: 12, style: 'share', of: rate('denial_rate_closed') },
  {
    head: '无法提供\nUnable to provide',
    width: 12,
    of: (r) =>
      sum(
        r,
        ['not_held', 'needs_creation', 'still_unclear'].map((row) => `t3.result.unable.${row}.total`),
      ),
  },
  { head: '结转下年\nCarried over', width: 12, of: value('t3.carried_out.total') },
  { head: '行政复议\nReviews', width: 10, of: value('t4.review.total') },
  {
    head: '行政诉讼\nLawsuits',
    width: 10,
    of: (r) => sum(r, ['t4.litigation_direct.total', 't4.litigation_after_review.total']),
  },
  { head: '发布日期\nPublished', width: 12, style: 'date', of: (r) => r.datePublished },
  { head: '法定期限\nDeadline', width: 12, style: 'date', of: (r) => r.deadlineStatutory },
  { head: '逾期天数\nDays late', width: 10, of: (r) => r.daysLate },
  { head: '勾稽不符\nSums that fail', width: 11, of: (r) => failures(r).length },
  { head: '无法识别\nUnreadable cells', width: 11, of: (r) => count(r, 'unreadable') },
  { head: '空白格\nBlank cells', width: 10, of: (r) => count(r, 'blank') },
  { head: '范围\nScope', width: 10, of: (r) => r.scope },
  { head: '表式\nForm', width: 8, of: (r) => r.template.detected },
  { head: '来源\nSource', width: 60, of: (r) => r.provenance.url },
  { head: '报告编号\nReport id', width: 20, style: 'text', of: (r) => r.id },
];

/** The sheet of one row a report. */
export const OVERVIEW_FORM: SheetForm = { name: '概览 Overview', columns: OVERVIEW, frozenColumns: 2 };

/** The row of a report in the overview. */
export function overviewRow(record: ReportRecord): SheetValue[] {
  return OVERVIEW.map((column) => column.of(record));
}

/** Checks of sums that the form itself prints, which do not hold. */
export function failures({ checks }: ReportRecord): ReportRecord['checks'] {
  return checks.filter((check) => check.status === 'fail' && check.strength === 'exact');
}

function value(path: string): (record: ReportRecord) => number | null {
  return ({ cells }) => (cells[path]?.status === 'value' ? cells[path].value : null);
}

function sum(record: ReportRecord, paths: readonly string[]): number | null {
  return paths
    .map((path) => value(path)(record))
    .reduce<number | null>((total, one) => (total === null || one === null ? null : total + one), 0);
}

function rate(name: string): (record: ReportRecord) => number | null {
  const at = DERIVED_FIGURES.findIndex((figure) => figure.name === name);
  return (record) => derivedFigures(record)[at]?.strict ?? null;
}

function count({ cells }: ReportRecord, status: string): number {
  return Object.values(cells).filter((cell) => cell.status === status).length;
}
