import type { Notice } from '../model/notice.ts';
import type { Indicator } from '../model/record.ts';
import { cellForm } from '../text/numbers.ts';
import { withFlag } from './cell.ts';
import type { IndicatorTable } from './indicator-table.ts';

/**
 * Drops a statistical table that prints the same figures as one before it (`table_repeated`). A line that is printed more
 * than once stays as often as it is printed, each time with flag `duplicate_row` (`row_repeated`): no copy is preferred.
 */
export function withoutCopies(tables: readonly IndicatorTable[]): { tables: IndicatorTable[]; notices: Notice[] } {
  const notices: Notice[] = [];
  const seen = new Set<string>();
  const kept = tables.filter((table) => {
    const form = figuresOf(table).map(printedForm).join('\n');
    const again = form !== '' && seen.has(form);
    if (again)
      notices.push({
        code: 'table_repeated',
        message: 'A statistical table is printed twice',
        at: { block: table.block },
      });
    seen.add(form);
    return !again;
  });
  const times = new Map<string, number>();
  for (const one of kept.flatMap(figuresOf)) times.set(nameOf(one), (times.get(nameOf(one)) ?? 0) + 1);
  const repeated = new Set([...times].filter(([, count]) => count > 1).map(([name]) => name));
  for (const name of repeated) {
    const message = `Line "${name.replace('\n', '", column "')}" is printed ${times.get(name)} times`;
    notices.push({ code: 'row_repeated', message });
  }
  return { tables: repeated.size === 0 ? kept : kept.map((table) => flagged(table, repeated)), notices };
}

function figuresOf(table: IndicatorTable): Indicator[] {
  return table.lines.flatMap((line) => line.indicators);
}

function nameOf({ path, column }: Indicator): string {
  return `${path}\n${column}`;
}

function printedForm(one: Indicator): string {
  return `${nameOf(one)}\n${cellForm(one.cell.raw ?? '')}`;
}

function flagged(table: IndicatorTable, repeated: ReadonlySet<string>): IndicatorTable {
  const lines = table.lines.map((line) => ({
    ...line,
    indicators: line.indicators.map((one) =>
      repeated.has(nameOf(one)) ? { ...one, cell: withFlag(one.cell, 'duplicate_row') } : one,
    ),
  }));
  return { ...table, lines };
}
