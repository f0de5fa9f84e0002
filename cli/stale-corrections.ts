import type { StaleCorrection } from '../model/correction.ts';

/** Corrections that are not applied, one line each; nothing where all are. */
export function staleCorrectionLines(stale: readonly StaleCorrection[]): string[] {
  if (stale.length === 0) return [];
  return [
    `${stale.length} ${stale.length === 1 ? 'line' : 'lines'} of corrections.csv not applied:`,
    ...stale.map(
      ({ correction: { line, record, cellPath }, reason, why }) =>
        `  line ${line} (${record} ${cellPath}): ${reason}, ${why}`,
    ),
  ];
}
