import { STATES, type CoverageGroup } from '../../model/coverage.ts';
import type { LateTable } from '../output.ts';
import type { CsvColumn, CsvValue } from './table.ts';

const MEANINGS: Readonly<Record<(typeof STATES)[number], string>> = {
  found: 'found, in time or without a statutory day',
  late: 'found, published after the statutory day',
  withdrawn: 'published and taken away again',
  unreadable: 'found, could not be read',
  declined: 'the host refused, it was not asked again',
  unreachable: 'a link is there, the page could not be had',
  not_found: 'not here; missing.csv says where and when it was looked for',
};

const STATE_COLUMNS: readonly CsvColumn[] = STATES.map((state) => ({
  name: state,
  meaning: `of these: ${MEANINGS[state]}`,
  type: 'integer',
}));

/** `coverage.csv`: reports expected and their states, by province, level and year. */
export function coverageTable(groups: readonly CoverageGroup[]): LateTable {
  return {
    table: {
      name: 'coverage.csv',
      holds: 'one row a province, level and year: how many reports are expected here, and how they stand',
      columns: [
        { name: 'province', meaning: 'first two digits of the division codes; empty: place not known' },
        { name: 'province_name', meaning: 'the province in Chinese; empty where the official tables do not have it' },
        { name: 'level', meaning: 'national, province, prefecture, county, township, unknown' },
        { name: 'fiscal_year', meaning: 'the year the reports are about (报告年度)', type: 'integer' },
        {
          name: 'expected',
          meaning: 'bodies with a report of any year here, or whose own portal was looked at in vain',
          type: 'integer',
        },
        ...STATE_COLUMNS,
        {
          name: 'deadlines_statutory',
          meaning: 'statutory days that they are measured against, with ; between: one for each kind of body',
        },
        { name: 'without_deadline', meaning: 'of the expected: those that the law sets no day', type: 'integer' },
        {
          name: 'governments_in_tree',
          meaning: 'governments that the official division tables have at this level; empty where they do not say',
          type: 'integer',
        },
        {
          name: 'governments_here',
          meaning: 'of these, governments whose own report of the year is here',
          type: 'integer',
        },
      ],
    },
    rows: groups.map((group): CsvValue[] => [
      group.province,
      group.provinceName,
      group.level,
      group.year,
      group.expected,
      ...STATES.map((state) => group.states[state]),
      group.deadlines.length === 0 ? null : group.deadlines.join(';'),
      group.withoutDeadline,
      group.governments,
      group.governmentsHere,
    ]),
  };
}
