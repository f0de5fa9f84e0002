import type { MissingReport } from '../../model/missing.ts';
import type { LateTable } from '../output.ts';
import type { CsvValue } from './table.ts';

const MEANINGS: Readonly<Record<string, string>> = {
  late: 'found, published after the statutory day · 已找到，晚于法定期限',
  gone: 'was published and taken away again · 曾发布，后撤下',
  unreadable: 'found, could not be read · 已找到，无法读取',
  declined: 'the host refused, it was not asked again · 网站拒绝访问，未再请求',
  unreachable: 'a link is there, the page could not be had · 有链接，页面无法取得',
  not_found: 'looked for on the portal and not found; that proves nothing · 在门户上未找到，不等于未发布',
};

/** `missing.csv`: who did not publish, or not in time, or not readably. */
export function missingTable(missing: readonly MissingReport[]): LateTable {
  return {
    table: {
      name: 'missing.csv',
      holds: 'one row a report that was expected and is late, gone, unreadable, declined, unreachable or not found',
      columns: [
        { name: 'body_id', meaning: 'the body; key of bodies.csv; empty for a page that fits no body here' },
        { name: 'body_name', meaning: 'fullest name, from its newest report' },
        { name: 'kind', meaning: 'government, department, town_government … (DOMAIN.md 4.2)' },
        { name: 'level', meaning: 'national, province, prefecture, county, township, unknown' },
        { name: 'division_code', meaning: 'GB/T 2260 code, 6 digits as text' },
        { name: 'fiscal_year', meaning: 'the year the report is about (报告年度)', type: 'integer' },
        { name: 'state', meaning: 'late, gone, unreadable, declined, unreachable, not_found' },
        { name: 'state_meaning', meaning: 'the state in words, English and Chinese' },
        {
          name: 'deadline_statutory',
          meaning: 'day by which the law asks for it; empty where it sets none for this kind of body',
          type: 'date',
        },
        { name: 'page_url', meaning: 'address of a page that looked like the report and gave none' },
        { name: 'page_text', meaning: 'text of the link to that page' },
        { name: 'why', meaning: 'why that page gave no report' },
      ],
    },
    rows: missing.map((one): CsvValue[] => [
      one.bodyId,
      one.name,
      one.kind,
      one.level,
      one.divisionCode,
      one.fiscalYear,
      one.state,
      MEANINGS[one.state] ?? one.state,
      one.deadline,
      one.url,
      one.text,
      one.why,
    ]),
  };
}
