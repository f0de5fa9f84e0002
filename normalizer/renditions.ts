import type { ExtractedDocument, Format } from '../model/document.ts';
import type { Notice } from '../model/notice.ts';
import type { Cell, Rendition } from '../model/record.ts';
import { matchForm } from '../text/fold.ts';
import { type CellsReading, readCells } from './cells.ts';
import type { ReportInput, SourceDocument } from './input.ts';
import { type Line, linesOf } from './lines.ts';
import { judgeOcrCells } from './ocr-cells.ts';
import { settleLabels } from './ocr-labels.ts';
import { countHeadings, readSections, type SectionsReading } from './sections.ts';
import { bodyInTitle, isReportTitle, titlesOf, yearsInTitle } from './title.ts';

/** One form of the report, read. */
export interface RenditionReading {
  source: SourceDocument;
  lines: Line[];
  cells: CellsReading;
  sections: SectionsReading;
}

/** The rendition that the record is made from, and the others in no order. */
export interface ChosenRendition {
  primary: RenditionReading;
  others: RenditionReading[];
  notices: Notice[];
}

const ORDER: readonly Format[] = [
  'html',
  'text',
  'docx',
  'rtf',
  'xlsx',
  'xls',
  'doc',
  'wps',
  'pdf',
  'ofd',
  'zip',
  'rar',
  'image',
];

/** Names of tables in which many bodies stand together, and bodies whose own report such a table may belong to. */
const SUMMARY = /汇总|各(?:部门|单位|乡镇|镇|街道|县区|区县)/u;
const GOVERNMENT = /(?:政府|[省市县区州旗])$/u;

/**
 * Chooses the primary rendition (DESIGN.md 3): the first that reads all tables of its template without `unreadable`, in the
 * order HTML, DOCX, XLSX, DOC/WPS, text PDF, OFD, scan; where none does, the one with most tables, then most sections. A
 * file with another year in its title, or without form and sections, is no rendition (`attachment_ignored`).
 */
export function chooseRendition(input: ReportInput): ChosenRendition {
  const landing = readRendition(input.landing);
  const notices: Notice[] = [];
  const files = input.attachments.map(readRendition).filter((file) => {
    const why = whyNoRendition(file, landing) ?? gathersSeveral(file, input.landing.document);
    if (why !== null)
      notices.push({
        code: 'attachment_ignored',
        message: `File "${file.source.url}" is no form of this report: ${why}`,
      });
    return why === null;
  });
  const all = [landing, ...files].toSorted(byOrder);
  const primary = all.find(isComplete) ?? all.toSorted((a, b) => weight(b) - weight(a))[0] ?? landing;
  const others = all.filter((one) => one !== primary && (one !== landing || weight(one) > 0));
  return { primary, others, notices };
}

/** The renditions as the record lists them, by address, with a notice for every cell that reads differently. */
export function compareRenditions(chosen: ChosenRendition): { renditions: Rendition[]; notices: Notice[] } {
  const notices: Notice[] = [];
  const renditions = chosen.others.map((other) => {
    const differing = differences(chosen.primary, other);
    notices.push(...differing);
    const { url, document } = other.source;
    return { url, sha256: document.sha256, via: document.format, agrees: differing.length === 0 };
  });
  return { renditions: renditions.toSorted((a, b) => compareText(a.url, b.url)), notices };
}

/** Whether two documents print figures of the form and not one of them differs: then they are one report, whatever they are called. */
export function sameFigures(one: SourceDocument, other: SourceDocument): boolean {
  const [left, right] = [readRendition(one), readRendition(other)];
  const printed = Object.values(figuresOf(left)).filter((cell) => cell.status === 'value');
  return printed.length > 0 && weight(right) > 0 && differences(left, right).length === 0;
}

function readRendition(source: SourceDocument): RenditionReading {
  const lines = linesOf(source.document.blocks);
  const cells = judgeOcrCells(source.document, readCells(settleLabels(source.document)));
  return { source, lines, cells, sections: readSections(lines, cells.tables) };
}

function whyNoRendition(file: RenditionReading, landing: RenditionReading): string | null {
  if (weight(file) === 0) return 'it holds neither tables of the form nor its sections';
  const year = yearsOf(file)[0];
  const landingYears = yearsOf(landing);
  const other = year !== undefined && landingYears.length > 0 && !landingYears.includes(year);
  return other ? `its title says ${year}, the page says ${landingYears.join(', ')}` : null;
}

/** A table of many bodies is no form of the report of one, except of the government over them. */
function gathersSeveral(file: RenditionReading, page: ExtractedDocument): string | null {
  const { document, url } = file.source;
  const link = page.attachments.find((attachment) => attachment.url === url)?.text ?? '';
  const first = document.blocks
    .slice(0, 2)
    .map((block) => (block.kind === 'table' ? (block.rows[0]?.[0]?.text ?? '') : block.text));
  const names = [link, ...first, ...titlesOf(document).map(({ text }) => text)].map(matchForm);
  const summary = names.find((name) => name.length <= 60 && SUMMARY.test(name));
  const ofGovernment = titlesOf(page).some(({ text }) => GOVERNMENT.test(bodyInTitle(text) ?? ''));
  return summary === undefined || ofGovernment ? null : `it gathers the figures of several bodies ("${summary}")`;
}

function yearsOf(reading: RenditionReading): number[] {
  return titlesOf(reading.source.document)
    .filter(({ text }) => isReportTitle(text))
    .flatMap(({ text }) => yearsInTitle(text));
}

function isScan(reading: RenditionReading): boolean {
  const { format, blocks } = reading.source.document;
  return format === 'image' || blocks.some((block) => block.kind === 'table' && block.fidelity === 'ocr');
}

function byOrder(a: RenditionReading, b: RenditionReading): number {
  const place = (one: RenditionReading): number =>
    isScan(one) ? ORDER.length : ORDER.indexOf(one.source.document.format);
  return place(a) - place(b) || compareText(a.source.url, b.source.url);
}

/** All tables of its own template are there and no cell is unreadable; a narrative report (no form) is complete with its sections. */
function isComplete(reading: RenditionReading): boolean {
  const { template, cells, indicators } = reading.cells;
  const all = [...Object.values(cells), ...indicators.map((line) => line.cell)];
  if (all.length > 0) return all.every((cell) => cell.status !== 'unreadable' && cell.status !== 'table_missing');
  return template.detected !== 'none' && countHeadings(reading.sections) >= 3;
}

/** Known tables count first, then sections. */
function weight(reading: RenditionReading): number {
  const tables = new Set(reading.cells.tables.map(({ table }) => table).filter((table) => table !== null)).size;
  return tables * 100 + (reading.cells.indicators.length > 0 ? 100 : 0) + countHeadings(reading.sections);
}

function differences(primary: RenditionReading, other: RenditionReading): Notice[] {
  const notices: Notice[] = [];
  const missing = new Set<string>();
  const [left, right] = [figuresOf(primary), figuresOf(other)];
  for (const path of Object.keys(left).toSorted()) {
    const mine = left[path];
    const theirs = right[path];
    if (mine === undefined || (theirs !== undefined && sameCell(mine, theirs))) continue;
    if (theirs === undefined || theirs.status === 'table_missing') {
      missing.add(/^t[234](?=\.)/u.exec(path)?.[0] ?? 'statistics');
      continue;
    }
    const message = `Cell "${path}" reads ${shown(mine)} in "${primary.source.url}" and ${shown(theirs)} in "${other.source.url}"`;
    notices.push({ code: 'rendition_differs', message, ...(mine.at === null ? {} : { at: mine.at }) });
  }
  for (const table of missing) {
    const message = `Table "${table}" could not be compared: "${other.source.url}" does not hold it in the same form`;
    notices.push({ code: 'rendition_differs', message });
  }
  return notices;
}

/** The cells of the form, and the lines of statistical tables by path and column. */
function figuresOf({ cells }: RenditionReading): Record<string, Cell> {
  const lines = cells.indicators.map(({ path, column, cell }) => [`${path} [${column}]`, cell] as const);
  return { ...cells.cells, ...Object.fromEntries(lines) };
}

function sameCell(one: Cell, other: Cell): boolean {
  if (one.status !== other.status || one.value !== other.value || (one.yuan ?? null) !== (other.yuan ?? null))
    return false;
  return one.status !== 'text' || matchForm(one.raw ?? '') === matchForm(other.raw ?? '');
}

function shown(cell: Cell): string {
  return cell.raw === null ? `(${cell.status})` : `"${cell.raw}"${cell.status === 'unreadable' ? ' (unreadable)' : ''}`;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
