import type { TextRow } from './row.ts';

/** Cells of a line written with bars (`规章 | 0 | 0 |`), the empty one behind a last bar included; null for other lines. */
export function pipeCells(line: string): string[] | null {
  const trimmed = line.replace(/^[ \t]+|[ \t]+$/gu, '');
  if (!/[|｜]/u.test(trimmed) || trimmed.length > 2000) return null;
  const cells = trimmed.replace(/^[|｜]/u, '').split(/[|｜]/u);
  return cells.length < 2 ? null : cells.map((cell) => cell.replace(/^[ \t]+|[ \t]+$/gu, ''));
}

/**
 * Drops the rules of Markdown tables (`---|---`) and the empty cell behind a bar that only closes the row: where every
 * row of a table ends with one it is a closing bar, else it is an empty last cell.
 */
export function trimPipes(rows: readonly TextRow[]): TextRow[] {
  const kept = rows.filter((row) => !isRule(row));
  const groups: TextRow[][] = [];
  for (let start = 0; start < kept.length;) {
    let end = start + 1;
    while (end < kept.length && hasBars(kept[end]) === hasBars(kept[start])) end += 1;
    groups.push(withoutClosingBar(kept.slice(start, end)));
    start = end;
  }
  return groups.flat();
}

function hasBars(row: TextRow | undefined): boolean {
  return row?.kind === 'cells' && row.bars;
}

function isRule(row: TextRow): boolean {
  return (
    row.kind === 'cells' && row.bars && row.cells.every((cell) => /^:?-*:?$/u.test(cell)) && row.cells.join('') !== ''
  );
}

function withoutClosingBar(rows: readonly TextRow[]): TextRow[] {
  const closed = rows.every((row) => row.kind === 'cells' && row.bars && row.cells.at(-1) === '');
  if (!closed) return [...rows];
  return rows.map((row) => (row.kind === 'cells' ? { ...row, cells: row.cells.slice(0, -1) } : row));
}
