import type { Notice } from '../../model/notice.ts';
import { pipeCells, trimPipes } from './pipes.ts';
import type { TextRow } from './row.ts';

/** A cell goes on over several lines only in headers, and those are short; a section heading is never in one. */
const LONGEST_CONTINUATION = 60;
const HEADING = /^[\s\u3000]*[一二三四五六七八九十]{1,2}[、.．]/u;

/**
 * Lines to paragraphs and rows. In text flattened from Word a line that begins with a TAB is a cell, a line without TAB
 * goes on in the cell before it, and a blank line ends the row.
 */
export function rowsOfText(lines: readonly string[], notices: Notice[]): TextRow[] {
  const rows: TextRow[] = [];
  let cells: string[] | null = null;
  const endRow = (): void => {
    if (cells !== null) rows.push({ kind: 'flattened', cells });
    cells = null;
  };
  lines.forEach((line, index) => {
    const goesOn: boolean = cells !== null && !line.startsWith('\t') && line.trim() !== '';
    if (goesOn && !endsCell(line)) {
      cells?.push(`${cells.pop() ?? ''}\n${line}`);
      return;
    }
    if (goesOn) notices.push(rowWithoutEnd(line, index));
    if (isFlattenedCell(line)) {
      cells ??= [];
      cells.push(line.slice(1));
      return;
    }
    endRow();
    const single = lineOf(line, lines[index - 1] ?? '', lines[index + 1] ?? '');
    if (single !== null) rows.push(single);
  });
  endRow();
  return trimPipes(rows);
}

function isFlattenedCell(line: string): boolean {
  return line.startsWith('\t') && !line.slice(1).includes('\t');
}

function endsCell(line: string): boolean {
  return line.length > LONGEST_CONTINUATION || HEADING.test(line) || line.includes('\t');
}

function rowWithoutEnd(line: string, index: number): Notice {
  const message = `Line ${index + 1} follows a table row without a blank line: "${line.trim().slice(0, 40)}"`;
  return { code: 'row_without_end', message };
}

function lineOf(line: string, before: string, after: string): TextRow | null {
  if (line.trim() === '') return null;
  const cells = pipeCells(line);
  const barred = cells !== null && cells.length > 2;
  if (line.trimStart().includes('\t') && !barred) return { kind: 'cells', cells: line.split('\t'), bars: false };
  if (cells === null) return { kind: 'paragraph', text: line };
  // A lone line with one bar is more likely a menu than a table.
  const inTable = cells.length > 2 || pipeCells(before) !== null || pipeCells(after) !== null;
  return inTable ? { kind: 'cells', cells, bars: true } : { kind: 'paragraph', text: line };
}
