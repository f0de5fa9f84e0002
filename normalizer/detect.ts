import type { ExtractedDocument } from '../model/document.ts';
import { TEMPLATES } from '../model/templates/list.ts';
import { labelCore, labelForm } from './labels.ts';
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
export function detectTemplate(document: ExtractedDocument, tables: readonly PrintedTable[]): DetectedTemplate {
  const words = tableWords(document, tables.some(isGlued)).join('\n');
  const rows = new Set(tables.flatMap((table) => table.rows.flatMap((row) => row.row ?? [])));
  const hits = TEMPLATES.filter((template) => template.marks.some((mark) => words.includes(labelCore(mark))));
  if (hits.length > 1) return { detected: 'mixed', variant: variantOf('mixed', rows) };
  const [hit] = hits;
  if (hit) return { detected: hit.id, variant: variantOf(hit.id, rows) };
  if (rows.has('new_received') && rows.has(OTHER_ROW)) return { detected: 'E3', variant: null };
  return detectOlder(document, words);
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

function detectOlder(document: ExtractedDocument, words: string): DetectedTemplate {
  const both = (one: string, other: string) => words.includes(one) && words.includes(other);
  if (both('统计指标', '统计数') || both('收到申请数', '申请办结数') || words.includes('回应公众关注热点')) {
    return { detected: 'E2', variant: null };
  }
  if (both('指标名称', '计量单位')) return { detected: 'L', variant: words.includes('历年累计') ? 'L3_fujian' : null };
  const headings = document.blocks.flatMap(headingText);
  const named = ITEMS.filter((item) => headings.some((heading) => item.test(heading)));
  return { detected: named.length >= 3 ? 'E1' : 'none', variant: null };
}

/** Headings as marked, and short paragraphs that are numbered like one. */
function headingText(block: ExtractedDocument['blocks'][number]): string[] {
  if (block.kind === 'heading') return [block.text];
  if (block.kind === 'table') return [];
  const text = block.text.trim();
  return text.length <= 40 && /^(?:第?[一二三四五六七八九十]+[、.．\s部]|[（(][一二三四五六七八九十]+[）)])/u.test(text)
    ? [text]
    : [];
}
