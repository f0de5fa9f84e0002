import type { Cell, ReportRecord } from '../../model/record.ts';
import { sha256 } from '../../text/hash.ts';
import { inFormOrder, isFormCell, labelsOf, splitPath } from '../form.ts';
import { NA, type CsvTable, type CsvValue } from './table.ts';

/** `cells.csv`: one row a cell of the detected form, in the columns and the order of DOMAIN.md 5.2. */
export const cellsTable: CsvTable = {
  name: 'cells.csv',
  holds: 'one row a cell of the form: the long table, with the printed text of every figure',
  columns: [
    { name: 'report_id', meaning: 'the report; key of reports.csv' },
    { name: 'body_id', meaning: 'the issuing body; key of bodies.csv' },
    { name: 'division_code', meaning: 'GB/T 2260 code of the place, 6 digits as text; empty where not resolved' },
    { name: 'level', meaning: 'national, province, prefecture, county, township, unknown' },
    { name: 'kind', meaning: 'government, department, town_government … (DOMAIN.md 4.2)' },
    { name: 'fiscal_year', meaning: 'the year the report is about (报告年度)', type: 'integer' },
    { name: 'template', meaning: 'the form its tables follow' },
    { name: 'table', meaning: 't2, t3 or t4 of the form' },
    { name: 'cell_path', meaning: 'the cell: table.row.column; see codebook.csv' },
    { name: 'row_key', meaning: 'the middle of cell_path' },
    { name: 'col_key', meaning: 'the end of cell_path' },
    { name: 'row_label_zh', meaning: 'row label of the official form; empty for a cell outside it' },
    { name: 'col_label_zh', meaning: 'column label of the official form; empty for a cell outside it' },
    { name: 'status', meaning: 'value, blank, placeholder, text, unreadable, row_missing, table_missing' },
    {
      name: 'value',
      meaning: 'the number, in `unit`; empty for blank, placeholder, text, unreadable; NA for *_missing',
      type: 'number',
    },
    { name: 'raw', meaning: 'exactly as printed, at most 200 characters; "" for an empty cell, nothing for *_missing' },
    { name: 'unit', meaning: 'unit as printed in the cell or its header' },
    { name: 'yuan', meaning: 'money only: exact amount in yuan; empty where the unit is not known', type: 'decimal' },
    { name: 'flags', meaning: 'what was odd about the cell, with ; between' },
    {
      name: 'source_url',
      meaning: 'address of the document the cell was read from; with #part where it holds several reports',
    },
    {
      name: 'text_sha256',
      meaning: 'SHA-256 of all headings and section texts of the report: equal texts, equal values; empty without text',
    },
  ],
  rows(record) {
    const { id, bodyId, body, fiscalYear, template, provenance } = record;
    const start = [id, bodyId, body.divisionCode, body.level, body.kind, fiscalYear, template.detected];
    const end = [partUrl(provenance), textHash(record)];
    return inFormOrder(Object.keys(record.cells)).flatMap((path) => {
      const cell = record.cells[path];
      return cell === undefined ? [] : [[...start, ...place(path, template.detected), ...content(cell), ...end]];
    });
  },
};

/** As outcomes of a harvest name the report of a document that holds several: its part behind a #. */
function partUrl({ url, part }: ReportRecord['provenance']): string {
  return part === undefined ? url : `${url}#${part}`;
}

const PLACES = new Map<string, Map<string, readonly CsvValue[]>>();

/** Path and labels of a cell. Those of the forms are remembered, the few hundred that there are. */
function place(path: string, form: ReportRecord['template']['detected']): readonly CsvValue[] {
  const known = PLACES.get(form)?.get(path);
  if (known !== undefined) return known;
  const { table, row, column } = splitPath(path);
  const labels = labelsOf(path, form);
  const made = [table, path, row, column, labels?.row ?? null, labels?.column ?? null];
  if (isFormCell(path)) {
    const ofForm = PLACES.get(form) ?? new Map<string, readonly CsvValue[]>();
    PLACES.set(form, ofForm.set(path, made));
  }
  return made;
}

function content(cell: Cell): CsvValue[] {
  const missing = cell.status === 'row_missing' || cell.status === 'table_missing';
  const yuan = cell.yuan === undefined || cell.yuan === null ? null : { bare: cell.yuan };
  const flags = cell.flags === undefined || cell.flags.length === 0 ? null : cell.flags.join(';');
  return [cell.status, missing ? NA : cell.value, cell.raw, cell.unit, yuan, flags];
}

function textHash({ sections }: ReportRecord): string | null {
  const texts = sections
    .filter((section) => section.state !== 'absent')
    .map((one) => `${one.heading ?? ''}\n${one.text ?? ''}\n`);
  return texts.length === 0 ? null : sha256(texts.join(''));
}
