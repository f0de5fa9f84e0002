import type { Block, ExtractedDocument } from '../model/document.ts';
import type { TableKey } from '../model/template.ts';
import { matchColumn, matchRow } from './form-rows.ts';
import type { GridRow } from './grid.ts';
import { expandTable } from './grid.ts';
import { labelCore } from './labels.ts';
import { isHeadRow } from './table-three.ts';
import { isBlockTitle } from './table-two.ts';
import { PLACES } from './table-four.ts';

/** A run of rows of one Table block that belong to one table of the form. `block`: 0-based index in the document. */
export interface TablePart {
  block: number;
  table: TableKey;
  rows: GridRow[];
}

/** Whether a row can be told by itself (`strong`), or only beside others of its table. */
interface Mark {
  table: TableKey;
  strong: boolean;
}

/**
 * Cuts the Table blocks of a document into parts of the form's tables, by the words in their rows: a table of the form
 * may stand in several blocks, and several of them in one block. Blocks that carry none of it give no part.
 */
export function findParts(document: ExtractedDocument): TablePart[] {
  const parts: TablePart[] = [];
  for (const [index, block] of document.blocks.entries()) {
    if (block.kind !== 'table') continue;
    const before = parts.at(-1) ?? null;
    const rows = expandTable(block);
    const found = cutRows(rows, index, before?.table ?? null);
    if (found.length === 0 && isBareLine(rows, before, document.blocks.slice(0, index))) {
      found.push({ block: index, table: 't4', rows });
    }
    parts.push(...found);
  }
  return parts;
}

function cutRows(rows: GridRow[], block: number, before: TableKey | null): TablePart[] {
  const marks = rows.map(markOf);
  const carried = marks.some((mark) => mark !== null && (mark.strong || mark.table === before));
  if (!carried) return [];
  const parts: TablePart[] = [];
  let table = marks.find((mark) => mark !== null)?.table ?? null;
  for (const [index, row] of rows.entries()) {
    const mark = marks[index];
    if (mark && (mark.strong || table === null)) table = mark.table;
    if (table === null) continue;
    const last = parts.at(-1);
    if (last && last.table === table) last.rows.push(row);
    else parts.push({ block, table, rows: [row] });
  }
  return parts;
}

function markOf(row: GridRow): Mark | null {
  const cores = row.own.map((placed) => labelCore(placed.cell.text));
  if (isHeadRow(row)) return { table: 't3', strong: true };
  const request = row.own.map((placed) => matchRow('t3', placed.cell.text, null)?.path);
  if (request.includes('new_received') || request.includes('carried_in')) return { table: 't3', strong: true };
  if (row.own.length > 7 && request.some((path) => path !== undefined && path !== 'result.total')) {
    return { table: 't3', strong: true };
  }
  if (marksRemedies(cores)) return { table: 't4', strong: true };
  if (row.own.some((placed) => isBlockTitle(placed.cell.text))) return { table: 't2', strong: true };
  if (row.own.length < 2) return null;
  if (cores.some((core) => matchColumn('t2', core) !== null)) return { table: 't2', strong: true };
  const first = row.slots[0];
  return first && matchRow('t2', first.cell.text, null) ? { table: 't2', strong: false } : null;
}

function marksRemedies(cores: string[]): boolean {
  const outcomes = cores.filter((core) => ['upheld', 'corrected', 'pending'].includes(matchColumn('t4', core) ?? ''));
  const litigation = cores.includes('行政诉讼') || cores.includes('复议后起诉');
  return (
    outcomes.length >= 2 || (litigation && cores.some((core) => core.startsWith('行政复议') || core.includes('起诉')))
  );
}

/** A table of nothing but fifteen cells, where table 4 has to come: below its head in another block, or its heading. */
function isBareLine(rows: GridRow[], before: TablePart | null, blocks: Block[]): boolean {
  const lines = rows.filter((row) => row.own.length === PLACES.length);
  if (lines.length !== 1 || rows.length > 1) return false;
  if (lines[0]?.own.some((placed) => /\p{Script=Han}/u.test(placed.cell.text))) return false;
  const last = blocks.at(-1);
  const heading = last && last.kind !== 'table' ? last.text : '';
  return before?.table === 't4' || (heading.includes('复议') && heading.includes('诉讼'));
}
