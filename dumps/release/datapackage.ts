import { stableJson } from '../../text/json.ts';
import type { CsvColumn } from '../csv/table.ts';
import { CSV_TABLES } from '../tables.ts';
import { describeRelease, releaseDay, releaseVersion, TITLE, TITLE_ZH } from './identity.ts';
import type { ReleaseFacts } from './facts.ts';
import { titleZh } from './titles-zh.ts';

/** Types of Table Schema. Money in yuan is a number without a bound on its digits there. */
const TYPES = {
  string: 'string',
  integer: 'integer',
  number: 'number',
  decimal: 'number',
  boolean: 'boolean',
  date: 'date',
  datetime: 'datetime',
} as const;

const PRIMARY_KEYS: Readonly<Record<string, string | string[]>> = {
  'reports.csv': 'report_id',
  'bodies.csv': 'body_id',
  'cells.csv': ['report_id', 'cell_path'],
  'codebook.csv': 'column',
  'series.csv': ['report_id', 'series'],
};

/** Tables whose rows belong to a report. `missing.csv` is none: its bodies may have no report of the year. */
const OF_REPORT = new Set(
  ['cells', 'checks', 'indicators', 'extra_rows', 'series', 'corrections'].map((name) => `${name}.csv`),
);

/** `datapackage.json`: Frictionless Data Package with a Table Schema for every CSV file. */
export function datapackageText(facts: ReleaseFacts): string {
  const day = releaseDay(facts);
  const tabular = facts.files.filter(({ name }) => CSV_TABLES.some((table) => table.name === name));
  const value = {
    name: 'ogi-annual-reports',
    id: `ogi-${releaseVersion(facts)}`,
    title: `${TITLE} · ${TITLE_ZH}`,
    description: describeRelease(facts),
    version: releaseVersion(facts),
    ...(day === null ? {} : { created: `${day}T00:00:00Z` }),
    keywords: ['open government information', 'freedom of information', 'China', '政府信息公开'],
    profile: 'data-package',
    resources: facts.files.map((file) => {
      const table = tabular.includes(file) ? CSV_TABLES.find(({ name }) => name === file.name) : undefined;
      const common = {
        name: file.name.toLowerCase().replaceAll(/[^a-z0-9._-]/gu, '-'),
        path: file.name,
        description: file.holds,
        bytes: file.bytes,
        hash: `sha256:${file.sha256}`,
        mediatype: mediaType(file.name),
        ...(/\.(?:csv|jsonl|cdxj)$/u.test(file.name) ? { encoding: 'utf-8' } : {}),
      };
      if (table === undefined)
        return { ...common, profile: 'data-resource', format: file.name.replace(/^[^.]*\./u, '') };
      return {
        ...common,
        profile: 'tabular-data-resource',
        format: 'csv',
        dialect: DIALECT,
        schema: schemaOf(table, tabular),
      };
    }),
  };
  return `${stableJson(value, 2)}\n`;
}

const DIALECT = { delimiter: ',', lineTerminator: '\n', quoteChar: '"', doubleQuote: true, header: true };

/** Types of the files by their ending. */
export function mediaType(name: string): string {
  if (name.endsWith('.csv')) return 'text/csv';
  if (name.endsWith('.jsonl')) return 'application/jsonl';
  if (name.endsWith('.xlsx')) return 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
  if (name.endsWith('.parquet')) return 'application/vnd.apache.parquet';
  if (name.endsWith('.sqlite')) return 'application/vnd.sqlite3';
  if (name.endsWith('.warc.gz')) return 'application/warc';
  return name.endsWith('.wacz') ? 'application/wacz' : 'text/plain';
}

function schemaOf(table: (typeof CSV_TABLES)[number], files: readonly { name: string }[]): unknown {
  const has = (name: string): boolean => files.some((file) => file.name === name);
  const primaryKey = PRIMARY_KEYS[table.name];
  const foreignKeys = [
    ...(OF_REPORT.has(table.name) && has('reports.csv') ? [foreignKey('report_id', 'reports.csv')] : []),
    ...(table.name === 'reports.csv' && has('bodies.csv') ? [foreignKey('body_id', 'bodies.csv')] : []),
  ];
  return {
    missingValues: ['', 'NA'],
    fields: table.columns.map(fieldOf),
    ...(primaryKey === undefined ? {} : { primaryKey }),
    ...(foreignKeys.length === 0 ? {} : { foreignKeys }),
  };
}

function foreignKey(fields: string, resource: string): unknown {
  return { fields, reference: { resource, fields } };
}

function fieldOf({ name, meaning, type = 'string' }: CsvColumn): unknown {
  const zh = titleZh(name);
  return { name, type: TYPES[type], title: zh === '' ? name : `${name} · ${zh}`, description: meaning };
}
