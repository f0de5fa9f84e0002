import type { ExtractedDocument } from '../model/document.ts';
import type { Template } from '../model/template.ts';
import { TEMPLATES } from '../model/templates/list.ts';
import { headingOf } from './headings.ts';
import type { IndicatorTable } from './indicator-table.ts';
import { isNational } from './indicators.ts';
import { labelCore, labelForm } from './labels.ts';
import type { TextLine } from './lines.ts';
import { linesOf } from './lines.ts';
import type { PrintedTable } from './printed-row.ts';

/** Which form the tables follow (DOMAIN.md 1.7) and which known deviation of it; `variant` null = as prescribed. */
export interface DetectedTemplate {
  detected: 'E1' | 'E2' | 'E3' | 'E4' | 'L' | 'mixed' | 'none';
  variant: string | null;
}

const OTHER_ROW = 'result.other_processing';

// The law's items of 2008 (492号, art. 32) as they stand in headings; three of them make a free narrative report (E1).
const ITEMS: readonly RegExp[] = [
  /主动公开/u,
  /依申请公开|申请公开政府信息|收到和处理|不予公开/u,
  /收费/u,
  /行政复议|行政诉讼|申诉/u,
  /存在.{0,6}问题|主要问题|改进/u,
  /其[他它]需要/u,
];

/**
 * Tells the form by the words of its tables (of running text where a table was read from it), never by year or cited
 * notice. Only `E3`, `E4` and `mixed` have cells.
 */
export function detectTemplate(
  document: ExtractedDocument,
  tables: readonly PrintedTable[],
  statistics: readonly IndicatorTable[] = [],
): DetectedTemplate {
  const words = tableWords(document, tables.some(isGlued)).join('\n');
  const rows = new Set(tables.flatMap((table) => table.rows.flatMap((row) => row.row ?? [])));
  const hits = markedForms(words);
  if (hits.length > 1) return { detected: 'mixed', variant: variantOf('mixed', rows) };
  const [hit] = hits;
  if (hit) return { detected: hit.id, variant: variantOf(hit.id, rows) };
  if (rows.has('new_received') && rows.has(OTHER_ROW)) return { detected: 'E3', variant: null };
  const national = statistics.find((table) => table.form.id === 'E2');
  const older = national ?? statistics[0];
  return older ? { detected: older.form.id, variant: older.form.variant } : detectNarrative(document);
}

/**
 * Every form whose own words stand in the tables of a document: E2, E3, E4, L. More than one is a mixed document, or a
 * fault of the marks, which tests look for; `detectTemplate` still gives one answer.
 */
export function fittingForms(document: ExtractedDocument): DetectedTemplate['detected'][] {
  const words = tableWords(document, false);
  const set = new Set(words);
  return [
    ...markedForms(words.join('\n')).map((template) => template.id),
    ...(isNational(set) ? (['E2'] as const) : []),
    ...(set.has('指标名称') && set.has('计量单位') ? (['L'] as const) : []),
  ];
}

function markedForms(words: string): readonly Template[] {
  return TEMPLATES.filter((template) => template.marks.some((mark) => words.includes(labelCore(mark))));
}

function isGlued(table: PrintedTable): boolean {
  return table.table !== 't4' && table.rows.some((row) => row.flags.includes('glued'));
}

function tableWords(document: ExtractedDocument, glued: boolean): string[] {
  return document.blocks.flatMap((block) => {
    if (block.kind === 'table') return block.rows.flat().map((cell) => labelCore(cell.text));
    if (glued) return [labelForm(block.text.replace(/[()（）]/gu, ''))];
    // Converters print tables as lines of text with bars or tabs between the cells.
    return /[|\t｜]/u.test(block.text) ? block.text.split(/[|\t｜\n]/u).map(labelCore) : [];
  });
}

function variantOf(detected: string, rows: ReadonlySet<string>): string | null {
  if (detected === 'E3') return rows.has('art20_1.other_disclosed_docs') ? 'hubei_2020' : null;
  const threeRows = [...rows].some((row) => row.startsWith(`${OTHER_ROW}.`));
  return detected === 'E4' && rows.has(OTHER_ROW) && !threeRows ? 'one_other_row' : null;
}

/** A report in words alone: at least three of the law's items are headings. */
function detectNarrative(document: ExtractedDocument): DetectedTemplate {
  const headings = linesOf(document.blocks).flatMap((line) =>
    line.kind === 'text' ? headingText(line, document) : [],
  );
  const named = ITEMS.filter((item) => headings.some((heading) => item.test(heading)));
  return { detected: named.length >= 3 ? 'E1' : 'none', variant: null };
}

/** Headings as marked, and short lines that are numbered like one, also at the start of a line that runs on. */
function headingText(line: TextLine, document: ExtractedDocument): string[] {
  const block = document.blocks[line.at.block];
  if (block?.kind === 'heading' && block.text === line.text) return [line.text];
  const text = line.text.trim();
  if (text.length <= 40 && /^(?:第?[一二三四五六七八九十]+[、.．\s部]|[（(][一二三四五六七八九十]+[）)])/u.test(text))
    return [text];
  const heading = headingOf(line);
  return heading === null || heading.key === 'unknown' ? [] : [heading.text];
}
