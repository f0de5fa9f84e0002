import type { Correction, StaleCorrection } from '../model/correction.ts';
import type { ReportRecord } from '../model/record.ts';
import { correctRecord, type Corrected } from '../normalizer/corrections.ts';
import type { Store } from '../storage/store.ts';

/** The records of a store as people are to see them: the readings with `corrections.csv` on top. */
export interface CorrectedRecords {
  get(id: string): Promise<Corrected | null>;
  /** By year and id, one in memory at a time. */
  all(): AsyncIterable<ReportRecord>;
  /** Every correction that is not applied, in the order of the file; reads only the records that are named there. */
  stale(): Promise<StaleCorrection[]>;
}

/** Opens the corrected view of a store. Throws ConfigError where `corrections.csv` cannot be used. */
export async function openCorrected(store: Store): Promise<CorrectedRecords> {
  const byRecord = new Map<string, Correction[]>();
  for (const correction of await store.corrections()) {
    byRecord.set(correction.record, [...(byRecord.get(correction.record) ?? []), correction]);
  }
  const of = (record: ReportRecord): Corrected => correctRecord(record, byRecord.get(record.id) ?? []);
  return {
    get: async (id) => {
      const record = await store.records.get(id);
      return record === null ? null : of(record);
    },
    all: async function* all() {
      for await (const record of store.records.all()) yield of(record).record;
    },
    stale: async () => {
      const stale: StaleCorrection[] = [];
      for (const [id, corrections] of byRecord) {
        const record = await store.records.get(id);
        if (record !== null) stale.push(...of(record).stale);
        else stale.push(...corrections.map((correction) => unknown(correction)));
      }
      return stale.sort((a, b) => a.correction.line - b.correction.line);
    },
  };
}

function unknown(correction: Correction): StaleCorrection {
  return { correction, reason: 'record_unknown', why: `there is no record "${correction.record}"` };
}
