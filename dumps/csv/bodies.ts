import type { ReportRecord } from '../../model/record.ts';
import type { CsvColumn, CsvValue } from './table.ts';

/** Name and columns of `bodies.csv`: one row a body, by body_id. */
export const BODIES = {
  name: 'bodies.csv',
  holds: 'one row a body: name, kind, level, codes, and for which years it has reports here',
  columns: [
    { name: 'body_id', meaning: 'the body; key' },
    { name: 'body_name', meaning: 'fullest name, from its newest report here' },
    { name: 'kind', meaning: 'government, department, town_government … (DOMAIN.md 4.2)' },
    { name: 'level', meaning: 'national, province, prefecture, county, township, unknown' },
    { name: 'division_code', meaning: 'GB/T 2260 code, 6 digits as text' },
    { name: 'town_code', meaning: 'statistical code of the town, 9 digits as text' },
    { name: 'code_method', meaning: 'what settled the place: title, portal, text, uscc, manual; none = no code' },
    { name: 'code_confidence', meaning: 'how sure the code is, 0 to 1: a rank, no probability', type: 'number' },
    { name: 'code_revision', meaning: 'newest revision (YYYYMM) of the tables with this code under this name' },
    { name: 'parent_body_id', meaning: 'the body above, where known' },
    { name: 'reports', meaning: 'reports of this body in this dump', type: 'integer' },
    { name: 'first_year', meaning: 'first fiscal year with a report here', type: 'integer' },
    { name: 'last_year', meaning: 'last fiscal year with a report here', type: 'integer' },
  ] satisfies CsvColumn[],
};

/** The bodies seen so far. Holds one entry a body, never a report: some 300 bytes each. */
export interface BodyList {
  add(record: ReportRecord): void;
  /** One row a body, sorted by id. */
  rows(): CsvValue[][];
}

interface Entry {
  body: ReportRecord['body'];
  newest: string;
  reports: number;
  years: number[];
}

/** An empty list of bodies. */
export function openBodyList(): BodyList {
  const entries = new Map<string, Entry>();
  return {
    add(record) {
      const key = `${record.fiscalYear ?? 0} ${record.id}`;
      const known = entries.get(record.bodyId);
      const entry = known ?? { body: record.body, newest: key, reports: 0, years: [] };
      entry.reports += 1;
      if (record.fiscalYear !== null) entry.years = widened(entry.years, record.fiscalYear);
      if (key > entry.newest) Object.assign(entry, { body: record.body, newest: key });
      entries.set(record.bodyId, entry);
    },
    rows: () => [...entries].sort(([a], [b]) => (a < b ? -1 : 1)).map(([id, entry]) => [id, ...bodyValues(entry)]),
  };
}

function bodyValues({ body, reports, years }: Entry): CsvValue[] {
  const { nameNormalised, kind, level, divisionCode, townCode, parentBodyId } = body;
  const how = [body.codeMethod, body.codeConfidence, body.codeRevision];
  const span = [years[0] ?? null, years.at(-1) ?? null];
  return [nameNormalised, kind, level, divisionCode, townCode, ...how, parentBodyId, reports, ...span];
}

/** First and last of the years seen so far. */
function widened(years: readonly number[], year: number): number[] {
  return [Math.min(year, ...years), Math.max(year, ...years)];
}
