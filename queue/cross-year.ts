import type { CheckResult, ReportRecord } from '../model/record.ts';
import { crossYearChecks } from '../normalizer/cross-year.ts';
import { addChild, hierarchyChecks, type Children } from '../normalizer/hierarchy.ts';
import type { Store } from '../storage/store.ts';
import { openCorrected, type CorrectedRecords } from './corrected.ts';

/**
 * A report with what others say to it. `previous` null: no report of the year before here, or several; `children`: how many
 * reports of the year there are of bodies below it.
 */
export interface Compared {
  record: ReportRecord;
  previous: string | null;
  children: number;
  checks: CheckResult[];
}

/**
 * Every report of a store, corrections applied, with the checks against the year before and against the bodies below it,
 * by year and id. Two reports are in memory at a time, and the totals of the bodies below each government. Where a body has
 * several reports of a year, none of them is taken for the one that another continues, and nothing is compared.
 */
export async function* comparedRecords(store: Store): AsyncIterable<Compared> {
  const corrected = await openCorrected(store);
  const families = await childrenByParent(corrected);
  for await (const record of corrected.all()) {
    const id = await previousId(store, record);
    const previous = id === null ? null : ((await corrected.get(id))?.record ?? null);
    const children = families.get(familyKey(record.bodyId, record));
    yield {
      record,
      previous: previous?.id ?? null,
      children: children?.ids.length ?? 0,
      checks: [
        ...(previous === null ? [] : crossYearChecks(previous, record)),
        ...(children === undefined ? [] : hierarchyChecks(record, children)),
      ],
    };
  }
}

/** The reports below each government by year. */
async function childrenByParent(corrected: CorrectedRecords): Promise<Map<string, Children>> {
  const families = new Map<string, Children>();
  for await (const record of corrected.all()) {
    const parent = record.body.parentBodyId;
    if (parent === null || record.fiscalYear === null) continue;
    const key = familyKey(parent, record);
    families.set(key, addChild(families.get(key), record));
  }
  return families;
}

function familyKey(bodyId: string, { fiscalYear }: ReportRecord): string {
  return `${bodyId} ${fiscalYear ?? ''}`;
}

/** Every report as a dump hands it out: corrections on top, the checks against other reports behind its own. */
export async function* recordsForRelease(store: Store): AsyncIterable<ReportRecord> {
  for await (const { record, checks } of comparedRecords(store)) {
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
