import type { Notice } from '../model/notice.ts';
import type { Cell } from '../model/record.ts';
import type { Figures } from './checks.ts';
import { runChecks } from './checks.ts';
import { unreadableCell } from './cell.ts';
import type { Dispute } from './place.ts';

/** The sums that the form prescribes; R7 and the softer checks never choose a reading. */
const SUMS: ReadonlySet<string> = new Set(['R1', 'R2', 'R3', 'R4']);
/** Documents with more disputes are not worth a choice: there one of the readings is wrong as a whole. */
const MOST_DISPUTES = 40;

/**
 * Settles the cells on which the two readings differ, by DESIGN.md 3: a reading is chosen only where every sum over the
 * cell holds under it, at least one fails under the other, and the row has no other dispute. Every other disputed cell
 * becomes `unreadable`. Both texts go into a notice; cells on which the readings agree are never touched.
 */
export function settle(
  figures: Figures,
  disputes: readonly Dispute[],
): { cells: Record<string, Cell>; notices: Notice[] } {
  if (disputes.length === 0) return { cells: figures.cells, notices: [] };
  const unsettled = { ...figures.cells };
  for (const { path, grid } of disputes) unsettled[path] = unread(grid);
  const cells = { ...unsettled };
  const notices: Notice[] = [];
  for (const dispute of disputes) {
    const rivals = disputes.filter((other) => other.row === dispute.row && other.path !== dispute.path);
    const isAlone = rivals.length === 0 && disputes.length <= MOST_DISPUTES;
    const chosen = isAlone ? choose({ ...figures, cells: unsettled }, dispute) : null;
    if (chosen !== null) cells[dispute.path] = { ...dispute[chosen], reading: 'chosen' };
    notices.push(noticeOf(dispute, chosen));
  }
  return { cells, notices };
}

function choose(figures: Figures, { path, grid, stream }: Dispute): 'grid' | 'stream' | null {
  const under = (cell: Cell) =>
    runChecks({ ...figures, cells: { ...figures.cells, [path]: cell } }).filter(
      (check) => SUMS.has(check.id) && check.cells.includes(path),
    );
  const [byGrid, byStream] = [under(grid), under(stream)];
  const holds = (checks: typeof byGrid) => checks.length > 0 && checks.every((check) => check.status === 'pass');
  const fails = (checks: typeof byGrid) => checks.some((check) => check.status === 'fail');
  if (holds(byGrid) && fails(byStream)) return 'grid';
  return holds(byStream) && fails(byGrid) ? 'stream' : null;
}

function unread(cell: Cell): Cell {
  return {
    ...unreadableCell(cell.raw ?? '', cell.at ?? { block: 0 }, cell.yuan === undefined ? 'count' : 'money'),
    at: cell.at,
    ...(cell.flags === undefined ? {} : { flags: cell.flags }),
  };
}

function noticeOf({ path, grid, stream }: Dispute, chosen: 'grid' | 'stream' | null): Notice {
  const texts = `"${grid.raw ?? ''}" in the grid and "${stream.raw ?? ''}" in the text stream`;
  const at = grid.at === null ? {} : { at: grid.at };
  if (chosen === null) return { code: 'readings_differ', message: `Cell "${path}" reads ${texts}`, ...at };
  const message = `Cell "${path}" reads ${texts}: the ${chosen} is taken, with which alone every sum holds`;
  return { code: 'reading_chosen', message, ...at };
}
