import type { FormTable } from '../../../sample/forms.ts';
import type { Part } from '../../../sample/narrative.ts';
import { escapeText } from '../../../sample/render/markup.ts';
import { placeCells, type PlacedCell } from '../../../sample/tables.ts';
import { ofd, path, words } from '../../extractors/ofd-paper.ts';
import { composeParts, type ReplicaReport } from './report.ts';
import type { Answer } from './site.ts';

/** Width of the text area in twentieths of a point. */
const TEXT_WIDTH = 8306;
/** Millimetres: so wide that every label fits on one line of 4 mm signs. */
const OFD_WIDTH = 700;
const OFD_LEFT = 20;
const OFD_LINE = 8;

/** The report as rich text, which Word saves as `.doc` without a word (PORTALS.md T29). */
export function rtfFile(report: ReplicaReport, headers: Record<string, string> = {}): Answer {
  const body = composeParts(report).map((part) =>
    part.kind === 'table' ? rtfTable(part.table) : `\\pard\\plain \\f1 ${inUnicode(part.text)}\\par\n`,
  );
  const head =
    '{\\rtf1\\ansi\\ansicpg936\\uc1\\deff0{\\fonttbl{\\f0\\froman\\fcharset0 Times New Roman;}{\\f1\\fnil\\fcharset134 SimSun;}}';
  return { body: `${head}${body.join('')}}`, headers: { 'content-type': 'application/msword', ...headers } };
}

/** Edges of the columns: one more than columns, from 0 to `width`. */
function edgesOf(table: FormTable, width: number): number[] {
  const total = table.widths.reduce((sum, one) => sum + one, 0);
  const edges = [0];
  for (const one of table.widths) edges.push((edges.at(-1) ?? 0) + (one / total) * width);
  return edges;
}

/** Text as numbers of its characters, each with a sign for readers that know none. */
function inUnicode(text: string): string {
  return Array.from({ length: text.length }, (_, at) => {
    const code = text.charCodeAt(at);
    return code < 0x80 ? text.charAt(at).replace(/[\\{}]/u, '\\$&') : `\\u${code > 0x7fff ? code - 0x10000 : code}?`;
  }).join('');
}

function rtfTable(table: FormTable): string {
  const edges = edgesOf(table, TEXT_WIDTH).map(Math.round);
  const placed = placeCells(table);
  const rows = table.rows.map((_, row) => {
    const here = cellsInRow(placed, row);
    const definitions = here.map(({ cell, row: start, col }) => {
      const merge = cell.rowSpan === 1 ? '' : start === row ? '\\clvmgf' : '\\clvmrg';
      return `${merge}\\clbrdrt\\brdrs\\cellx${edges[col + cell.colSpan]}`;
    });
    const texts = here.map(
      ({ cell, row: start }) => `\\pard\\intbl ${start === row ? inUnicode(cell.text) : ''}\\cell`,
    );
    return `\\trowd\\trgaph108${definitions.join('')}\n${texts.join('\n')}\n\\row\n`;
  });
  return `${rows.join('')}\\pard\\par\n`;
}

/** Cells that a row touches, from the left. */
function cellsInRow(placed: readonly PlacedCell[], row: number): PlacedCell[] {
  return placed.filter((at) => at.row <= row && row < at.row + at.cell.rowSpan).sort((a, b) => a.col - b.col);
}

/** The report as OFD (GB/T 33190): one page as long as the report. */
export async function ofdFile(report: ReplicaReport, headers: Record<string, string> = {}): Promise<Answer> {
  let y = 20;
  const objects = composeParts(report).map((part) => {
    const drawn = part.kind === 'table' ? ofdTable(part.table, y) : ofdLines(part, y);
    y += drawn.height + 4;
    return drawn.objects;
  });
  const body = await ofd([{ objects: objects.join(''), box: `0 0 ${OFD_WIDTH + 2 * OFD_LEFT} ${y + 20}` }]);
  return { body, headers: { 'content-type': 'application/octet-stream', ...headers } };
}

function ofdText(x: number, y: number, text: string): string {
  const code = { object: '', code: `DeltaX="g ${Math.max(1, text.length - 1)} 4"` };
  return text === '' ? '' : words([x, y], escapeText(text), code);
}

function ofdLines(part: Exclude<Part, { kind: 'table' }>, top: number): { objects: string; height: number } {
  const lines = part.text.match(/.{1,80}/gu) ?? [];
  return {
    objects: lines.map((text, at) => ofdText(OFD_LEFT, top + at * OFD_LINE, text)).join(''),
    height: lines.length * OFD_LINE,
  };
}

function ofdTable(table: FormTable, top: number): { objects: string; height: number } {
  const edges = edgesOf(table, OFD_WIDTH).map((edge) => edge + OFD_LEFT);
  const objects = placeCells(table).map(({ cell: one, row, col }) => {
    const [x0 = 0, x1 = 0] = [edges[col], edges[col + one.colSpan]];
    const [y0, y1] = [top + row * OFD_LINE, top + (row + one.rowSpan) * OFD_LINE];
    const box = `M 0 0 L ${x1 - x0} 0 M 0 ${y1 - y0} L ${x1 - x0} ${y1 - y0} M 0 0 L 0 ${y1 - y0} M ${x1 - x0} 0 L ${x1 - x0} ${y1 - y0}`;
    return path([x0, y0], box) + ofdText(x0 + 2, (y0 + y1) / 2 - 2.5, one.text.replaceAll('\n', ''));
  });
  return { objects: objects.join(''), height: table.rows.length * OFD_LINE };
}
