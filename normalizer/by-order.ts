import type { Template } from '../model/template.ts';
import { rowPath } from '../model/template.ts';
import { TEMPLATES } from '../model/templates/list.ts';
import { labelCore } from './labels.ts';
import type { PrintedRow, PrintedTable } from './printed-row.ts';

interface Step {
  path: string;
  group: string;
}

function stepsOf(template: Template, table: PrintedTable['table']): Step[] {
  const blocks = template.tables.find((one) => one.key === table)?.blocks ?? [];
  return blocks.flatMap((block) =>
    block.rows.map((row) => ({ path: rowPath(block, row), group: [block.key ?? '', ...row.groups].join('>') })),
  );
}

/**
 * Gives a garbled label its row: an unknown label between two recognised neighbours that are exactly one row apart in the
 * form, all three in the same group (DOMAIN.md 3.3; 洪泽 2024 prints `2.其他法律行政止公开`). Flag `label_by_order` on its
 * cells. Two unknown labels in a run stay unknown.
 */
export function nameByOrder(table: PrintedTable): PrintedTable {
  const rows = table.rows.map((row, index): PrintedRow => {
    if (row.row !== null || row.refused !== null || labelCore(row.label) === '') return row;
    const path = between(table, table.rows[index - 1]?.row ?? null, table.rows[index + 1]?.row ?? null);
    return path === null ? row : { ...row, row: path, flags: [...row.flags, 'label_by_order'] };
  });
  return { ...table, rows };
}

function between(table: PrintedTable, before: string | null, after: string | null): string | null {
  if (before === null || after === null) return null;
  const paths = TEMPLATES.flatMap((template) => {
    const steps = stepsOf(template, table.table);
    const at = steps.findIndex((step) => step.path === before);
    const three = steps.slice(at, at + 3);
    const [first, middle, last] = three;
    if (at < 0 || !first || !middle || last?.path !== after) return [];
    return three.every((step) => step.group === first.group) ? [middle.path] : [];
  });
  const [path] = paths;
  const free = path !== undefined && table.rows.every((row) => row.row !== path);
  return free && paths.every((one) => one === path) ? path : null;
}
