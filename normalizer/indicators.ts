import type { ExtractedDocument } from '../model/document.ts';
import type { IndicatorForm } from '../model/indicator-form.ts';
import type { Notice } from '../model/notice.ts';
import { E2_2014 } from '../model/templates/e2-2014.ts';
import { L1_SHANGHAI, L2_DINGXI, L3_FUJIAN } from '../model/templates/local-tables.ts';
import { expandTable, overlaps } from './grid.ts';
import type { GridRow } from './grid.ts';
import type { IndicatorHead } from './indicator-head.ts';
import { findHead, headByOrder, isUnitWord } from './indicator-head.ts';
import type { PrintedLine } from './indicator-lines.ts';
import { readLines } from './indicator-lines.ts';
import type { MatchedRow } from './indicator-match.ts';
import { matchLines } from './indicator-match.ts';
import { nestLabels } from './indicator-nesting.ts';
import { withoutCopies } from './indicator-copies.ts';
import type { IndicatorTable } from './indicator-table.ts';
import { indicatorsOf } from './indicator-values.ts';
import { labelCore } from './labels.ts';

/** Every statistical table (E2, L) of a document. */
export interface IndicatorsReading {
  tables: IndicatorTable[];
  notices: Notice[];
}

/** Reads the statistical tables of a document line by line; `taken`: blocks that carry tables of the forms since 2019. */
export function readIndicators(document: ExtractedDocument, taken: ReadonlySet<number>): IndicatorsReading {
  const sources: Source[] = [];
  const notices: Notice[] = [];
  for (const [block, piece] of document.blocks.entries()) {
    if (piece.kind !== 'table' || taken.has(block)) continue;
    const rows = expandTable(piece);
    const named = isNational(wordsOf(rows));
    const last = sources.at(-1);
    const own = findHead(rows);
    if (!own && last && goesOn(rows, last.head)) {
      last.rows.push(...rows);
      last.named ||= named;
      continue;
    }
    const head = own ?? (named ? headByOrder(rows) : null);
    if (head) sources.push({ block, rows, head, named, mergesKnown: piece.fidelity === 'spans' });
    else if (named) notices.push(notRead(block));
  }
  const tables = sources.map(readTable);
  const read = withoutCopies(tables.map(({ table }) => table));
  return { tables: read.tables, notices: [...notices, ...tables.flatMap((one) => one.notices), ...read.notices] };
}

/** The words of a table as they are compared. */
function wordsOf(rows: readonly GridRow[]): Set<string> {
  return new Set(rows.flatMap((row) => row.own.map((placed) => labelCore(placed.cell.text))));
}

/** Whether these words (cores of the cells of a table) are those of the national form of 2014 (DOMAIN.md 1.7). */
export function isNational(words: ReadonlySet<string>): boolean {
  const some = (pattern: RegExp) => [...words].some((word) => pattern.test(word));
  return (
    (words.has('统计指标') && some(/统计数/u)) ||
    (words.has('收到申请数') && words.has('申请办结数')) ||
    some(/回应公众关注热点/u)
  );
}

/** Whether a table without a head is the rest of the one before it: as wide, and with units where that has them. */
function goesOn(rows: readonly GridRow[], { groups }: IndicatorHead): boolean {
  const [group] = groups;
  const unit = group?.unit ?? null;
  if (groups.length !== 1 || !group || unit === null) return false;
  const width = Math.max(...group.values.map((value) => value.right));
  const united = rows.filter((row) => row.own.some((placed) => overlaps(placed, unit) && isUnitWord(placed.cell.text)));
  return united.length * 2 > rows.length && rows.every((row) => (row.slots.at(-1)?.right ?? 0) <= width);
}

function notRead(block: number): Notice {
  const message = 'A table with words of the national statistics has no head by which its columns could be told';
  return { code: 'indicator_table_not_read', message, at: { block } };
}

/** The rows of a statistical table, with those of the blocks that continue it. */
interface Source {
  block: number;
  rows: GridRow[];
  head: IndicatorHead;
  named: boolean;
  mergesKnown: boolean;
}

function readTable(source: Source): { table: IndicatorTable; notices: Notice[] } {
  const { block, head } = source;
  const { lines, notices } = readLines(source.rows, head, source.mergesKnown);
  const parents = nestLabels(lines.map((line) => line.label));
  const form = formOf(source, lines, parents);
  const matched = matchLines(form, lines, parents);
  const indicators = indicatorsOf({ form, lines, parents, matched, byOrder: head.end === 0 });
  const columns = head.groups.flatMap((group) => group.values.map(({ key, header }) => ({ key, header })));
  const read = matched.map((one, index) => ({ matched: one, indicators: indicators.lines[index] ?? [] }));
  return { table: { block, form, columns, lines: read }, notices: [...notices, ...indicators.notices] };
}

/** A local table that is none of the known ones: its lines are kept as they are nested. */
const L_OTHER: IndicatorForm = { id: 'L', variant: null, source: '', rows: [], sums: [] };

function formOf(
  { head, named }: Source,
  lines: readonly PrintedLine[],
  parents: readonly (number | null)[],
): IndicatorForm {
  if (named) return E2_2014;
  const keys = head.groups.flatMap((group) => group.values.map((value) => value.key));
  const fit = [L1_SHANGHAI, L2_DINGXI].map((form) => ({ form, hits: hitsOf(matchLines(form, lines, parents), lines) }));
  const [best, other] = fit.toSorted((a, b) => b.hits - a.hits);
  if (best && other && best.hits >= 8 && best.hits > other.hits) return best.form;
  return keys.includes('cumulative') ? L3_FUJIAN : L_OTHER;
}

/** Lines whose label and printed code are those of one row. */
function hitsOf(matched: readonly MatchedRow[], lines: readonly PrintedLine[]): number {
  return matched.filter(({ row }, index) => row !== null && lines[index]?.code !== null).length;
}
