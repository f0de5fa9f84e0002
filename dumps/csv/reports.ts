import type { Cell, ReportRecord } from '../../model/record.ts';
import { stripSpace } from '../../text/fold.ts';
import { DERIVED_FIGURES, daysToPublish, derivedFigures } from '../derived.ts';
import { FORM_CELLS, type FormCell } from '../form.ts';
import { bareColumn, type RecordColumn } from './columns.ts';
import { NA, type ColumnType, type CsvTable, type CsvValue } from './table.ts';

/** What identifies a report and says where it comes from: the first columns of the wide table. */
const IDENTIFICATION: readonly RecordColumn[] = [
  { name: 'report_id', meaning: 'the report: body and fiscal year', of: (r) => r.id },
  { name: 'version', meaning: 'counts changes of content from 1', type: 'integer', of: (r) => r.version },
  { name: 'body_id', meaning: 'the issuing body; key of bodies.csv', of: (r) => r.bodyId },
  { name: 'body_name', meaning: 'fullest name that document and page support', of: (r) => r.body.nameNormalised },
  { name: 'body_name_in_title', meaning: 'name as the title prints it', of: (r) => r.body.nameInTitle },
  { name: 'body_name_signed', meaning: 'name as the signature prints it', of: (r) => r.body.nameSigned },
  { name: 'kind', meaning: 'government, department, town_government … (DOMAIN.md 4.2)', of: (r) => r.body.kind },
  { name: 'level', meaning: 'national, province, prefecture, county, township, unknown', of: (r) => r.body.level },
  { name: 'division_code', meaning: 'GB/T 2260 code, 6 digits as text', of: (r) => r.body.divisionCode },
  { name: 'town_code', meaning: 'statistical code of the town, 9 digits as text', of: (r) => r.body.townCode },
  {
    name: 'code_method',
    meaning: 'what settled the place: title, portal, text, uscc, manual; none = no code',
    of: (r) => r.body.codeMethod,
  },
  {
    name: 'code_confidence',
    meaning: 'how sure the code is, 0 to 1: a rank, no probability',
    type: 'number',
    of: (r) => r.body.codeConfidence,
  },
  {
    name: 'code_revision',
    meaning: 'newest revision (YYYYMM) of the tables with this code under this name',
    of: (r) => r.body.codeRevision,
  },
  { name: 'parent_body_id', meaning: 'the body above, where known', of: (r) => r.body.parentBodyId },
  { name: 'fiscal_year', meaning: 'the year the report is about (报告年度)', type: 'integer', of: (r) => r.fiscalYear },
  { name: 'fiscal_year_source', meaning: 'where the year was read', of: (r) => r.fiscalYearSource },
  {
    name: 'period_start',
    meaning: 'first day of the period as the report states it',
    type: 'date',
    of: (r) => r.periodStart,
  },
  {
    name: 'period_end',
    meaning: 'last day of the period as the report states it',
    type: 'date',
    of: (r) => r.periodEnd,
  },
  { name: 'scope', meaning: 'own: this body alone; region: with the bodies below it; unknown', of: (r) => r.scope },
  { name: 'title', meaning: 'title as published', of: (r) => r.title },
  { name: 'doc_no', meaning: '文号', of: (r) => r.docNo },
  { name: 'index_no', meaning: '索引号; no identity, some are dummies', of: (r) => r.indexNo },
  { name: 'publisher_on_page', meaning: '发布机构: often the office that uploads', of: (r) => r.publisherOnPage },
  { name: 'date_published', meaning: 'day of publication, ISO 8601', type: 'date', of: (r) => r.datePublished },
  { name: 'date_published_source', meaning: 'where that day was read', of: (r) => r.datePublishedSource },
  { name: 'date_signed', meaning: 'day under the signature', type: 'date', of: (r) => r.dateSigned },
  {
    name: 'deadline_statutory',
    meaning: 'day by which the law asks for it',
    type: 'date',
    of: (r) => r.deadlineStatutory,
  },
  {
    name: 'deadline_local',
    meaning: 'an earlier day that the place itself set',
    type: 'date',
    of: (r) => r.deadlineLocal,
  },
  { name: 'template_expected', meaning: 'the form that the year asks for', of: (r) => r.template.expected },
  { name: 'template_variant', meaning: 'a known deviation of the form', of: (r) => r.template.variant },
  {
    name: 'template_mismatch',
    meaning: 'true: another form than the year asks for',
    type: 'boolean',
    of: (r) => r.template.mismatch,
  },
  { name: 'cited_notice', meaning: 'the notice that the report says it follows', of: (r) => r.template.citedNotice },
  { name: 'portal_id', meaning: 'the portal it was found on', of: (r) => r.provenance.portalId },
  { name: 'source_url', meaning: 'address of the document the cells were read from', of: (r) => r.provenance.url },
  {
    name: 'source_part',
    meaning: 'which report of that document, where it holds several: its number, a file of a bundle, or both',
    of: (r) => r.provenance.part ?? null,
  },
  { name: 'source_sha256', meaning: 'SHA-256 of the bytes of that document', of: (r) => r.provenance.sha256 },
  { name: 'source_format', meaning: 'html, docx, pdf …', of: (r) => r.provenance.via },
  {
    name: 'source_extractor',
    meaning: 'reader and its version; ocr/… = recognised from a picture, also where the format is pdf',
    of: (r) => r.provenance.extractor,
  },
  {
    name: 'fetched_at',
    meaning: 'when it was fetched, ISO 8601, UTC',
    type: 'datetime',
    of: (r) => r.provenance.fetchedAt,
  },
];

/** What is counted over a whole report: the last columns of the wide table. */
const COUNTS: readonly RecordColumn[] = [
  {
    name: 'days_to_publish',
    meaning: 'days from 31 December of the fiscal year to publication',
    type: 'integer',
    of: daysToPublish,
  },
  {
    name: 'days_late',
    meaning: 'days after the statutory deadline, 0 if in time',
    type: 'integer',
    of: (r) => r.daysLate,
  },
  {
    name: 'checks_failed_exact',
    meaning: 'sums printed in the form that do not add up',
    type: 'integer',
    of: failed('exact'),
  },
  { name: 'checks_failed_usual', meaning: 'rules that usually hold and do not', type: 'integer', of: failed('usual') },
  {
    name: 'checks_indeterminate',
    meaning: 'checks that blanks or text leave open',
    type: 'integer',
    of: (r) => r.checks.filter((check) => check.status === 'indeterminate').length,
  },
  { name: 'cells_blank', meaning: 'cells printed empty', type: 'integer', of: (r) => cellsWith(r, 'blank') },
  {
    name: 'cells_placeholder',
    meaning: 'cells with a dash, 无 or the like',
    type: 'integer',
    of: (r) => cellsWith(r, 'placeholder'),
  },
  {
    name: 'cells_unreadable',
    meaning: 'cells that could not be read for certain',
    type: 'integer',
    of: (r) => cellsWith(r, 'unreadable'),
  },
  {
    name: 'template',
    meaning: 'the form its tables follow: E1, E2, E3, E4, L, mixed, none',
    of: (r) => r.template.detected,
  },
  {
    name: 'text_chars',
    meaning: 'characters of all section texts, white space left out',
    type: 'integer',
    of: textCharacters,
  },
  {
    name: 'similarity_prev_year',
    meaning:
      'likeness of all section texts to the year before, 0 to 1 (5-gram Jaccard); NA: no single report of that year here, or no text',
    type: 'number',
    of: similarityToPrevious,
  },
];

/** A column of the wide table that belongs to one cell of the form. */
interface CellColumn {
  name: string;
  meaning: string;
  type: ColumnType;
  cell: FormCell;
  of(cell: Cell | undefined): CsvValue;
}

/** The wide table's columns for cells; codebook.csv explains each. */
export const CELL_COLUMNS: readonly CellColumn[] = FORM_CELLS.flatMap(columnsOf);

const CELL_NAMES = CELL_COLUMNS.map(({ name, type }) => ({ name, meaning: 'see codebook.csv', type }));
const DERIVED_NAMES = DERIVED_FIGURES.flatMap(({ name, definition }) => [
  { name, meaning: `${definition}; empty when any needed cell has no value`, type: 'number' as const },
  { name: `${name}_b0`, meaning: `${definition}; blanks counted as 0`, type: 'number' as const },
]);

/** `reports.csv`: one row a report, in the order of DOMAIN.md 5.3. */
export const reportsTable: CsvTable = {
  name: 'reports.csv',
  holds: 'one row a report: the wide table, with every cell of the form as a column, derived figures and counts',
  columns: [...IDENTIFICATION.map(bareColumn), ...CELL_NAMES, ...DERIVED_NAMES, ...COUNTS.map(bareColumn)],
  rows(record) {
    const derived = derivedFigures(record).flatMap(({ strict, blanksAsZero }) => [strict, blanksAsZero]);
    return [
      [
        ...IDENTIFICATION.map((column) => column.of(record)),
        ...CELL_COLUMNS.map((column) => column.of(record.cells[column.cell.path])),
        ...derived,
        ...COUNTS.map((column) => column.of(record)),
      ],
    ];
  },
};

/** A column for the value; for a total its status too; for money the printed unit and the amount in yuan. */
function columnsOf(cell: FormCell): CellColumn[] {
  const name = cell.path.replaceAll('.', '__');
  const columns: CellColumn[] = [{ name, meaning: 'value', type: 'number', cell, of: wideValue }];
  if (cell.kind === 'money') {
    columns.push({
      name: `${name}__unit`,
      meaning: 'printed unit',
      type: 'string',
      cell,
      of: (one) => one?.unit ?? null,
    });
    columns.push({ name: `${name}__yuan`, meaning: 'exact amount in yuan', type: 'decimal', cell, of: wideYuan });
  }
  if (cell.column === 'total') {
    columns.push({ name: `${name}__status`, meaning: 'status', type: 'string', cell, of: wideStatus });
  }
  return columns;
}

/** DOMAIN.md 5.3: empty for blank, placeholder, text, unreadable; NA for what the report has no cell for. */
function wideValue(cell: Cell | undefined): CsvValue {
  return cell === undefined || isMissing(cell) ? NA : cell.value;
}

function wideStatus(cell: Cell | undefined): CsvValue {
  return cell?.status ?? 'not_in_template';
}

function wideYuan(cell: Cell | undefined): CsvValue {
  if (cell === undefined || isMissing(cell)) return NA;
  return cell.yuan === undefined || cell.yuan === null ? null : { bare: cell.yuan };
}

/** Whether the form has the cell and the report does not print it. */
function isMissing({ status }: Cell): boolean {
  return status === 'row_missing' || status === 'table_missing';
}

function failed(strength: 'exact' | 'usual'): (record: ReportRecord) => number {
  return ({ checks }) => checks.filter((check) => check.status === 'fail' && check.strength === strength).length;
}

/** The left side of check S6 (scope `text`), which a dump computes from the report of the year before. */
function similarityToPrevious({ checks }: ReportRecord): CsvValue {
  return checks.find(({ id, scope }) => id === 'S6' && scope === 'text')?.left ?? NA;
}

function cellsWith({ cells }: ReportRecord, status: Cell['status']): number {
  return Object.values(cells).filter((cell) => cell.status === status).length;
}

function textCharacters({ sections }: ReportRecord): number {
  return sections.reduce((sum, section) => sum + Array.from(stripSpace(section.text ?? '')).length, 0);
}
