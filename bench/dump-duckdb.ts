import { statSync, writeFileSync } from 'node:fs';
import { DuckDBInstance } from '@duckdb/node-api';
import { FORM_CELLS, labelsOf } from '../dumps/form.ts';
import type { ReportRecord } from '../model/record.ts';

/** What DuckDB reads of a record; the rest of the line is passed over. */
const COLUMNS = `{
  id: 'VARCHAR', bodyId: 'VARCHAR', fiscalYear: 'INTEGER', template: 'STRUCT(detected VARCHAR)',
  body: 'STRUCT(divisionCode VARCHAR, level VARCHAR, kind VARCHAR)', provenance: 'STRUCT(url VARCHAR)',
  sections: 'STRUCT(state VARCHAR, heading VARCHAR, text VARCHAR)[]',
  cells: 'MAP(VARCHAR, STRUCT(status VARCHAR, "value" DOUBLE, raw VARCHAR, unit VARCHAR, yuan VARCHAR, flags VARCHAR[]))'
}`;

/** Forms that have cells of their own in `cells.csv`. */
const FORMS: readonly ReportRecord['template']['detected'][] = ['E3', 'E4'];

/**
 * Writes the table of `cells.csv` by DuckDB from the same JSONL, on one thread: the same columns, labels joined, texts hashed;
 * the order of the form is not kept, which spares DuckDB a sort. The ending of `out` is the format. Returns what lies there.
 */
export async function convertByDuckdb(jsonl: string, out: string): Promise<{ bytes: number; rows: number }> {
  const labels = `${out}.labels.csv`;
  writeFileSync(labels, labelLines());
  const connection = await (await DuckDBInstance.create(':memory:', { threads: '1' })).connect();
  const how = out.endsWith('.csv') ? 'FORMAT csv, HEADER' : 'FORMAT parquet, COMPRESSION snappy';
  await connection.run(`COPY (${select(jsonl, labels)}) TO '${out}' (${how})`);
  const reader = await connection.runAndReadAll(`SELECT count(*)::INTEGER AS n FROM '${out}'`);
  return { bytes: statSync(out).size, rows: Number(reader.getRowObjectsJson()[0]?.['n']) };
}

function select(jsonl: string, labels: string): string {
  const texts = `list_transform(list_filter(sections, s -> s.state <> 'absent'),
    s -> coalesce(s.heading, '') || chr(10) || coalesce(s.text, '') || chr(10))`;
  return `
WITH reports AS (
  SELECT *, sha256(array_to_string(${texts}, '')) AS text_sha256
  FROM read_json('${jsonl}', format = 'newline_delimited', columns = ${COLUMNS}, maximum_object_size = 33554432)),
cells AS (SELECT * EXCLUDE (cells, sections), unnest(map_entries(cells)) AS entry FROM reports)
SELECT id AS report_id, bodyId AS body_id, body.divisionCode AS division_code, body.level AS level, body.kind AS kind,
  fiscalYear AS fiscal_year, template.detected AS template, split_part(entry.key, '.', 1) AS "table",
  entry.key AS cell_path, regexp_extract(entry.key, '^[^.]*\\.(.*)\\.[^.]*$', 1) AS row_key,
  split_part(entry.key, '.', -1) AS col_key, l.row_label AS row_label_zh, l.column_label AS col_label_zh,
  entry.value.status AS status,
  entry.value."value" AS "value", entry.value.raw AS raw, entry.value.unit AS unit,
  CAST(entry.value.yuan AS DECIMAL(38, 8)) AS yuan, array_to_string(entry.value.flags, ';') AS flags,
  provenance.url AS source_url, text_sha256
FROM cells LEFT JOIN read_csv('${labels}', header = true, all_varchar = true) l
  ON l.form = template.detected AND l.path = entry.key`;
}

function labelLines(): string {
  const lines = FORMS.flatMap((form) =>
    FORM_CELLS.map(({ path }) => {
      const { row = '', column = '' } = labelsOf(path, form) ?? {};
      return [form, path, row, column].map((text) => `"${text.replaceAll('"', '""')}"`).join(',');
    }),
  );
  return ['form,path,row_label,column_label', ...lines, ''].join('\n');
}
