import type { ReportRecord } from '../../model/record.ts';
import type { CsvColumn, CsvValue } from './table.ts';

/** A column that is read off a record. */
export interface RecordColumn extends CsvColumn {
  of(record: ReportRecord): CsvValue;
}

/** Which report a row belongs to: the first columns of every long table but `cells.csv`, whose columns DOMAIN.md 5.2 fixes. */
export const KEY_COLUMNS: readonly RecordColumn[] = [
  { name: 'report_id', meaning: 'the report: body and fiscal year; key of reports.csv', of: (r) => r.id },
  { name: 'body_id', meaning: 'the issuing body; key of bodies.csv', of: (r) => r.bodyId },
  {
    name: 'fiscal_year',
    meaning: 'the year the report is about (报告年度), not the year it was published',
    type: 'integer',
    of: (r) => r.fiscalYear,
  },
  {
    name: 'template',
    meaning: 'the form its tables follow: E1 narrative, E2 2014 statistics, E3 2019, E4 2021, L local, mixed, none',
    of: (r) => r.template.detected,
  },
];

/** The column without the way to read it off a record. */
export function bareColumn({ name, meaning, type }: CsvColumn): CsvColumn {
  return type === undefined ? { name, meaning } : { name, meaning, type };
}
