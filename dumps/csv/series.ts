import type { ReportRecord } from '../../model/record.ts';
import { CROSSWALK } from '../../model/templates/crosswalk.ts';
import { bareColumn, KEY_COLUMNS } from './columns.ts';
import type { CsvTable, CsvValue } from './table.ts';

/** A figure that two or three forms have: `paths` of each, to be added up where there are several. */
interface Series {
  name: string;
  paths: Readonly<Partial<Record<ReportRecord['template']['detected'], readonly string[]>>>;
  e2e3: string | null;
  e3e4: string | null;
  note: string;
}

/** Names of series that are sums, by the first cell of the sum. */
const SUMS: Readonly<Record<string, string>> = {
  't3.result.denied.state_secret.total': 't3.result.denied (all reasons)',
  't4.litigation_direct.total': 't4.litigation.total (both blocks)',
  't4.litigation_direct.upheld': 't4.litigation.upheld (both blocks)',
  't4.litigation_direct.corrected': 't4.litigation.corrected (both blocks)',
  't4.litigation_direct.other': 't4.litigation.other (both blocks)',
};

/** Of table 3 the totals, and the lines that the crosswalk does not call unlike: those are never one series. */
const SERIES: readonly Series[] = CROSSWALK.filter(({ e3e4 }) => e3e4 !== 'unlike').map((line) => {
  const [e2, e3, e4] = [line.e2, line.e3.map(total), line.e4.map(total)];
  const first = e3[0] ?? e4[0] ?? e2[0] ?? '';
  return {
    name: SUMS[first] ?? first,
    paths: { E2: e2, E3: e3, E4: e4 },
    e2e3: line.e2e3,
    e3e4: line.e3e4,
    note: line.note,
  };
});

/** `series.csv`: the same question over the forms of 2014, 2019 and 2021, its breaks beside it. */
export const seriesTable: CsvTable = {
  name: 'series.csv',
  holds: 'one row a figure that several forms have (2014–2018, 2019–2020, since 2021), with what breaks the series',
  columns: [
    ...KEY_COLUMNS.map(bareColumn),
    { name: 'series', meaning: 'the figure: its path in the form of 2019, without the applicants' },
    { name: 'value', meaning: 'the figure; empty where one cell of it holds no number', type: 'number' },
    { name: 'value_b0', meaning: 'the same with blanks and dashes counted as 0', type: 'number' },
    { name: 'from_cells', meaning: 'the cells or lines it is made of, added up, with ; between' },
    {
      name: 'segment',
      meaning: 'values of one segment may be compared over the years; another segment was counted by other rules',
    },
    {
      name: 'break',
      meaning:
        'how the segment goes on from the one before: approximate, sum; empty in the first; never the same count',
    },
    { name: 'note', meaning: 'what differs between the forms' },
  ],
  rows: (record) => SERIES.flatMap((series) => row(record, series)),
};

function row(record: ReportRecord, series: Series): CsvValue[][] {
  const form = record.template.detected;
  const paths = series.paths[form] ?? [];
  if (paths.length === 0) return [];
  const cells = paths.map((path) => cellOf(record, path));
  if (cells.every((cell) => cell === undefined)) return [];
  const [segment, broken] = segmentOf(form, series);
  return [
    [
      ...KEY_COLUMNS.map((column) => column.of(record)),
      series.name,
      added(cells, false),
      added(cells, true),
      paths.join(';'),
      segment,
      broken,
      series.note,
    ],
  ];
}

/** E2 is always a segment of its own (FY2019 breaks every series); E3 and E4 are one where the count is the same. */
function segmentOf(form: string, { paths, e2e3, e3e4 }: Series): [string, string | null] {
  if (form === 'E2') return ['2014-2018', null];
  const joined = e3e4 === 'same' || e3e4 === 'sum';
  if (form === 'E3' || joined) return [joined ? '2019-' : '2019-2020', (paths.E2 ?? []).length > 0 ? e2e3 : null];
  return ['2021-', e3e4];
}

function cellOf(record: ReportRecord, path: string): { status: string; value: number | null } | undefined {
  if (!path.startsWith('e2.')) return record.cells[path];
  return record.indicators.find((line) => line.path === path && line.column === 'year')?.cell;
}

function added(cells: readonly ReturnType<typeof cellOf>[], blanksAsZero: boolean): number | null {
  let sum = 0;
  for (const cell of cells) {
    if (cell?.status === 'value' && cell.value !== null) sum += cell.value;
    else if (!blanksAsZero || (cell?.status !== 'blank' && cell?.status !== 'placeholder')) return null;
  }
  return sum;
}

function total(path: string): string {
  return path.startsWith('t3.') ? `${path}.total` : path;
}
