import type { MissingReport } from '../../model/missing.ts';
import { VERDICTS } from '../../model/run.ts';
import type { LateTable } from '../output.ts';
import type { CsvColumn, CsvValue } from './table.ts';

const MEANINGS: Readonly<Record<string, string>> = {
  late: 'found, published after the statutory day · 已找到，晚于法定期限',
  withdrawn: 'was published and taken away again · 曾发布，后撤下',
  unreadable: 'found, could not be read · 已找到，无法读取',
  declined: 'the host refused, it was not asked again · 网站拒绝访问，未再请求',
  unreachable: 'a link is there, the page could not be had · 有链接，页面无法取得',
  not_found:
    'looked for on the portal and not found (where and when: see there); that proves nothing · 在门户上未找到，不等于未发布',
};

const NOT_LOOKED = 'not here; no portal of this body was looked at · 本库中没有，也未检索其门户';

const COLUMNS: readonly CsvColumn[] = [
  {
    name: 'body_id',
    meaning:
      'the body; key of bodies.csv; empty for a page that fits no body here, and for a body that only the registry names',
  },
  { name: 'body_name', meaning: 'fullest name, from its newest report' },
  { name: 'kind', meaning: 'government, department, town_government … (DOMAIN.md 4.2)' },
  { name: 'level', meaning: 'national, province, prefecture, county, township, unknown' },
  { name: 'division_code', meaning: 'GB/T 2260 code, 6 digits as text' },
  { name: 'fiscal_year', meaning: 'the year the report is about (报告年度)', type: 'integer' },
  { name: 'state', meaning: 'late, withdrawn, unreadable, declined, unreachable, not_found' },
  { name: 'state_meaning', meaning: 'the state in words, English and Chinese' },
  {
    name: 'deadline_statutory',
    meaning: 'day by which the law asks for it; empty where it sets none for this kind of body',
    type: 'date',
  },
  {
    name: 'page_url',
    meaning: 'address of the late report, or of a page that looked like the report and gave none',
  },
  { name: 'page_text', meaning: 'title of the late report, or text of the link to that page' },
  { name: 'why', meaning: 'why that page gave no report' },
  { name: 'page_seen_at', meaning: 'when that page was fetched or decided on, ISO 8601, UTC', type: 'datetime' },
  {
    name: 'looked_where',
    meaning:
      'addresses of the portal at which the report should stand (its annual-report columns, else its hub or home page; last, where a second look for this very report was had), with ; between; empty: no portal was looked at',
  },
  { name: 'looked_at', meaning: 'when they were last looked at, ISO 8601, UTC', type: 'datetime' },
  { name: 'looked_pages', meaning: 'pages of the portal that were asked then', type: 'integer' },
  { name: 'looked_failed', meaning: 'of these, pages that could not be had', type: 'integer' },
  {
    name: 'looked_verdict',
    meaning: `how the last run ended on the portal: ${VERDICTS.join(', ')}`,
  },
];

/** `missing.csv`: who did not publish, or not in time, or not readably. */
export function missingTable(missing: readonly MissingReport[]): LateTable {
  return {
    table: {
      name: 'missing.csv',
      holds:
        'one row a report that was expected and is late, withdrawn, unreadable, declined, unreachable or not found',
      columns: COLUMNS,
    },
    rows: missing.map((one): CsvValue[] => [
      one.bodyId,
      one.name,
      one.kind,
      one.level,
      one.divisionCode,
      one.fiscalYear,
      one.state,
      meaningOf(one),
      one.deadline,
      one.url,
      one.text,
      one.why,
      one.decidedAt,
      ...lookedValues(one.looked),
    ]),
  };
}

/** Without a look nothing can be said to have been looked for. */
function meaningOf({ state, looked }: MissingReport): string {
  return state === 'not_found' && looked.where.length === 0 ? NOT_LOOKED : (MEANINGS[state] ?? state);
}

function lookedValues({ where, at, pages, failed, verdicts }: MissingReport['looked']): CsvValue[] {
  if (where.length === 0) return [null, null, null, null, null];
  return [where.join(';'), at, pages, failed, verdicts.length === 0 ? null : verdicts.join(';')];
}
