import type { Cell } from '../model/record.ts';
import { withFlag } from './cell.ts';

const ROWS = ['t2.art20_5.licensing', 't2.art20_5.other_services', 't2.art20_6.penalty', 't2.art20_6.coercion'];

/**
 * Marks misuse of the E3 columns (DOMAIN.md 2.3, S3) and changes no value: `suspect_decisions_column` on the decisions
 * where items ± change = decisions, `sign_suspect` on a change that fits only with the minus it lost.
 */
export function flagSuspects(cells: Record<string, Cell>): Record<string, Cell> {
  const flagged = { ...cells };
  for (const row of ROWS) {
    const [items, change, decisions] = ['prev_items', 'change', 'decisions'].map((key) => cells[`${row}.${key}`]);
    if (!items || !change || !decisions) continue;
    if (items.value === null || change.value === null || decisions.value === null) continue;
    if (items.value === 0 && change.value === 0 && decisions.value === 0) continue;
    const added = items.value + change.value === decisions.value;
    const taken = change.value > 0 && decisions.value !== 0 && items.value - change.value === decisions.value;
    if (added || taken) flagged[`${row}.decisions`] = withFlag(decisions, 'suspect_decisions_column');
    if (taken && !added) flagged[`${row}.change`] = withFlag(change, 'sign_suspect');
  }
  return flagged;
}
