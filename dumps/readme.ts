import { STATES, type CoverageGroup } from '../model/coverage.ts';
import type { ReportRecord } from '../model/record.ts';
import { isFormCell } from './form.ts';
import type { DumpFile } from './output.ts';

/** What the README is told. `missing`: reports that are not simply there, by state; `groups`: what is expected, by place, level and year. */
interface ReadmeFacts {
  files: readonly (DumpFile & { holds: string })[];
  missing: ReadonlyMap<string, number>;
  groups: readonly CoverageGroup[];
  withContacts: boolean;
}

/** What a dump holds, counted while it is written. */
export interface Coverage {
  add(record: ReportRecord): void;
  /** The README of the dump: plain words, Markdown, no date, so that the same records give the same bytes. */
  readme(facts: ReadmeFacts): string;
  records(): number;
  /** Null where there is no record with a year, or with a time of fetching. */
  summary(): { records: number; firstYear: string | null; lastYear: string | null; newestFetch: string | null };
}

/** Counts by year, form and trouble; memory independent of the number of records. */
export function countCoverage(): Coverage {
  const years = new Map<string, number>();
  const forms = new Map<string, number>();
  const count = { records: 0, failing: 0, unreadable: 0, late: 0, outside: 0 };
  let newestFetch: string | null = null;
  return {
    add(record) {
      count.records += 1;
      bump(years, record.fiscalYear === null ? 'unknown' : String(record.fiscalYear));
      bump(forms, record.template.detected);
      if (record.checks.some((check) => check.status === 'fail' && check.strength === 'exact')) count.failing += 1;
      if (Object.values(record.cells).some((cell) => cell.status === 'unreadable')) count.unreadable += 1;
      if (record.daysLate !== null && record.daysLate > 0) count.late += 1;
      const fetched = record.provenance.fetchedAt;
      if (fetched !== null && (newestFetch === null || fetched > newestFetch)) newestFetch = fetched;
      count.outside += Object.keys(record.cells).filter((path) => !isFormCell(path)).length;
    },
    records: () => count.records,
    readme: (facts) =>
      [
        heading(count),
        coverage(count, years, forms),
        gaps(facts),
        expectedTables(facts),
        fileList(facts.files),
        HOW_TO_READ,
        contacts(facts.withContacts),
        HOW_TO_VERIFY,
        FAIRNESS,
      ].join('\n'),
    summary: () => {
      const known = [...years.keys()].filter((year) => year !== 'unknown').sort();
      return { records: count.records, firstYear: known[0] ?? null, lastYear: known.at(-1) ?? null, newestFetch };
    },
  };
}

type Counts = Record<'records' | 'failing' | 'unreadable' | 'late' | 'outside', number>;

function heading({ records }: Counts): string {
  return `# Open-government-information reports: ${records} ${records === 1 ? 'report' : 'reports'}

政府信息公开工作年度报告, as Chinese government bodies publish them every year, read figure by figure by ogi-harvest.
Every number here is the one that was printed. Nothing was corrected, filled in or estimated.
`;
}

function coverage(count: Counts, years: ReadonlyMap<string, number>, forms: ReadonlyMap<string, number>): string {
  const outside =
    count.outside === 0
      ? ''
      : `- ${count.outside} cells lie outside the official forms: they are in \`cells.csv\` and \`reports.jsonl\`, not in \`reports.csv\`.\n`;
  return `## What is in it

- Reports by fiscal year: ${counted(years)}.
- Reports by form: ${counted(forms)} (E1 narrative, E2 statistics of 2014, E3 form of 2019, E4 form of 2021, L local table).
- Reports with at least one printed sum that does not add up: ${count.failing}.
- Reports with at least one cell that could not be read for certain: ${count.unreadable}.
- Reports published after the statutory deadline: ${count.late}.
${outside}
A report that is absent here may not exist, may not have been found, or may not have been readable: absence proves nothing.
`;
}

function gaps({ missing, files }: ReadmeFacts): string {
  const known = files.some((file) => file.name === 'missing.csv');
  const states = counted(missing);
  return `## Known gaps

${missing.size === 0 ? 'No body is known whose report is late, withdrawn, unreadable or not found' : `Reports that are not simply there: ${states}`}${known && missing.size > 0 ? ' (each in `missing.csv`)' : ''}.
Expected, in every year from the first to the last, is every body with a report of some year here, and every body whose own
portal was looked at and gave none. A body of which nothing was found on a portal that it shares is not among them, so the list
of those who did not publish is never complete.
Each is measured against the statutory day: up to the year 2018 31 March for every administrative organ; from 2019 31 January
for departments and offices, 31 March for the report of a government from the county up; the law sets no day for the others. \`not_found\` means: looked
for on the portal and not seen.
`;
}

/** Expected × found by year, by level and by province; nothing where nothing is expected. */
function expectedTables({ groups }: ReadmeFacts): string {
  if (groups.every(({ expected }) => expected === 0)) return '';
  return `## Expected and found

${stateTable('year', groups, ({ year }) => String(year))}
${stateTable('level', groups, ({ level }) => level)}
${stateTable('province', groups, placeOf)}
By province, level and year, with the statutory days and the number of governments in the official division tables:
\`coverage.csv\`. Which reports these are: \`missing.csv\`.
`;
}

function placeOf({ province, provinceName }: CoverageGroup): string {
  if (province === null) return 'place not known';
  return provinceName === null ? province : `${province} ${provinceName}`;
}

function stateTable(head: string, groups: readonly CoverageGroup[], keyOf: (group: CoverageGroup) => string): string {
  const keys = [...new Set(groups.filter(({ expected }) => expected > 0).map(keyOf))];
  if (head === 'year') keys.sort();
  const lines = keys.map((key) => {
    const own = groups.filter((group) => keyOf(group) === key);
    const sum = (of: (group: CoverageGroup) => number): number => own.reduce((total, group) => total + of(group), 0);
    return [key, sum(({ expected }) => expected), ...STATES.map((state) => sum(({ states }) => states[state]))];
  });
  return [
    `| ${[head, 'expected', ...STATES].join(' | ')} |`,
    `|${'---|'.repeat(STATES.length + 2)}`,
    ...lines.map((cells) => `| ${cells.join(' | ')} |`),
    '',
  ].join('\n');
}

function fileList(files: readonly (DumpFile & { holds: string })[]): string {
  const lines = files.map(({ name, rows, holds }) => `| \`${name}\` | ${rows} | ${holds} |`);
  return `## Files

| file | rows | what it holds |
|---|---|---|
${lines.join('\n')}
`;
}

const HOW_TO_READ = `## How to read the tables

- **Empty, NA and 0 are three different things.** \`0\`: a zero is printed. Empty: the cell is printed and holds no number
  (blank, a dash or 无, words, unreadable). \`NA\`: the report has no such cell (not in its form, row or table missing).
  The status column decides.
- \`reports.csv\` has one column a cell; \`codebook.csv\` says what each is. Money stands in its printed unit; the columns
  \`…__unit\` and \`…__yuan\` say which unit and what that is in yuan. Never add up amounts of different units.
- Columns ending in \`_b0\` are computed with blanks and dashes counted as 0; those without are empty as soon as one needed
  cell holds no number.
- UTF-8, commas, LF at line ends, text in quotes, numbers without. Codes and ids are text: when a spreadsheet asks, import
  them as text, or it may turn an id into a number.
- A text that starts with = + - @ (also full-width), a tab, a line break or an apostrophe has one apostrophe put in front,
  so that no spreadsheet runs it as a formula. To get the printed text, remove one leading apostrophe. Numbers are untouched.
- To trace a figure: \`source_url\` is the document it was read from, \`source_sha256\` the bytes; \`reports.jsonl\` has its
  place in that document.
- \`series.csv\` sets figures of the forms of 2014, 2019 and 2021 side by side. Compare only within one \`segment\`.
- In Parquet and SQLite both "empty" and \`NA\` are null; the status columns say which it is.
`;

function contacts(withContacts: boolean): string {
  return `## Personal data

${
  withContacts
    ? 'The texts hold the names, telephones and addresses of contact persons as published. Do not publish them further without need.'
    : 'Names, telephones and addresses of contact persons are left out of all texts and replaced by a mark, ［contact left out］. They stand in the sources, and so in `archive.warc.gz` where this release holds one. Numbers of letters are those of the texts as they stand here.'
}
`;
}

const HOW_TO_VERIFY = `## How to verify

- Is this what was released? \`sha256sum -c SHA256SUMS\`
- Is every figure what the sources say? \`ogi verify --release .\` reads the archived sources again (this needs
  \`archive.warc.gz\` and \`reports.jsonl\`) and names every difference, by cause.
- Is one figure right? \`source_url\` beside it is the page; its place on the page stands in \`reports.jsonl\` (\`at\`).
`;

const FAIRNESS = `## In fairness

- Blank is not zero. An office that leaves a table empty has not said that nothing happened.
- Compare like with like: \`scope\` says whether a report covers one body or a whole region.
- In the form of 2019 the column 处理决定数量 (\`decisions\`) is unreliable: many offices wrote items plus change into it.
- Rates over fewer than 10 requests are noise.
- A sum that does not add up is a clerical matter, not concealment.
- Applications for review and litigation count cases, not people, and not who was right.
- The forms of 2019 and 2021 differ: published stock is not legal stock, fee items are not fee amounts. Series break in 2019 and 2021.
`;

function counted(counts: ReadonlyMap<string, number>): string {
  if (counts.size === 0) return 'none';
  const entries = [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.map(([name, count]) => `${name}: ${count}`).join(', ');
}

function bump(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
