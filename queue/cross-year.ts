import type { CheckResult, ReportRecord } from '../model/record.ts';
import { crossYearChecks } from '../normalizer/cross-year.ts';
import type { Store } from '../storage/store.ts';
import { openCorrected } from './corrected.ts';

/** A report with what the year before says to it. `previous` null: no report of that year here, or several. */
export interface WithPrevious {
  record: ReportRecord;
  previous: string | null;
  checks: CheckResult[];
}

/**
 * Every report of a store, corrections applied, with the checks against the year before, by year and id. Two reports are
 * in memory at a time. Where a body has several reports of a year, none of them is taken for the one that another
 * continues, and nothing is compared.
 */
export async function* withPreviousYear(store: Store): AsyncIterable<WithPrevious> {
  const corrected = await openCorrected(store);
  for await (const record of corrected.all()) {
    const id = await previousId(store, record);
    const previous = id === null ? null : ((await corrected.get(id))?.record ?? null);
    if (previous === null) yield { record, previous: null, checks: [] };
    else yield { record, previous: previous.id, checks: crossYearChecks(previous, record) };
  }
}

/** Every report as a dump hands it out: corrections on top, the checks against the year before behind its own. */
export async function* recordsForRelease(store: Store): AsyncIterable<ReportRecord> {
  for await (const { record, checks } of withPreviousYear(store)) {
    yield { ...record, checks: [...record.checks, ...checks] };
  }
}

async function previousId(store: Store, { bodyId, fiscalYear }: ReportRecord): Promise<string | null> {
  if (fiscalYear === null) return null;
  const isSeveral = await Promise.all(
    [fiscalYear, fiscalYear - 1].map((year) => store.records.has(`${bodyId}-${year}-2`)),
  );
  return isSeveral.includes(true) ? null : `${bodyId}-${fiscalYear - 1}`;
}
