import type { TextRow } from './rows.ts';

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
  const kept = rows.filter(
    (row) => row.kind !== 'cells' || !row.cells.every((cell) => /^:?-*:?$/u.test(cell)) || isEmptyRow(row.cells),
  );
  const result: TextRow[] = [];
  for (let start = 0; start < kept.length;) {
    const kind = kept[start]?.kind;
    let end = start;
    while (end < kept.length && kept[end]?.kind === kind) end += 1;
    result.push(...closeTable(kept.slice(start, end)));
    start = end;
  }
  return result;
}

function isEmptyRow(cells: readonly string[]): boolean {
  return cells.every((cell) => cell === '');
}

function closeTable(rows: readonly TextRow[]): TextRow[] {
  const closed = rows.every((row) => row.kind === 'cells' && row.cells.length > 1 && row.cells.at(-1) === '');
  if (!closed) return [...rows];
  return rows.map((row) => (row.kind === 'cells' ? { kind: 'cells', cells: row.cells.slice(0, -1) } : row));
}
