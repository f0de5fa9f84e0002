import { ConfigError } from '../errors.ts';
import type { StaleCorrection } from '../model/correction.ts';
import type { ReportRecord } from '../model/record.ts';
import { nearMatches } from '../text/near.ts';
import { sha256 } from '../text/hash.ts';
import type { Store } from '../storage/store.ts';
import { openCorrected } from './corrected.ts';

/** Whether the archived bytes are there and are still the ones that were fetched. */
type BytesState = 'whole' | 'missing' | 'damaged';

/** A record for explaining, with corrections on top and the state of the bytes it was read from. */
export interface Explained {
  record: ReportRecord;
  stale: StaleCorrection[];
  bytes: { state: BytesState; key: string };
}

/** Nearest ids offered where one is not known. */
const NEAR = 5;

/** The record `id` for explaining. Throws ConfigError with near matches where the store has none. */
export async function findForExplaining(store: Store, id: string): Promise<Explained> {
  const corrected = await openCorrected(store);
  const found = /^[0-9a-f]{12}-\d{4}(?:-\d+)?$/u.test(id) ? await corrected.get(id) : null;
  if (found === null) throw await unknownRecord(store, id);
  const hash = found.record.provenance.sha256;
  return { ...found, bytes: { state: await bytesState(store, hash), key: store.documents.keyOf(hash) } };
}

/** Reads the bytes and compares them with their own name. */
async function bytesState(store: Store, hash: string): Promise<BytesState> {
  const bytes = await store.documents.bytes(hash);
  if (bytes === null) return 'missing';
  return sha256(bytes) === hash ? 'whole' : 'damaged';
}

async function unknownRecord(store: Store, id: string): Promise<ConfigError> {
  const near = nearMatches(id, NEAR);
  const sameBody = nearMatches(id.split('-')[0] ?? id, NEAR);
  let count = 0;
  for await (const known of store.records.ids()) {
    count += 1;
    near.add(known);
    sameBody.add(known);
  }
  const best = [...new Set([...near.best(), ...sameBody.best()])].slice(0, NEAR);
  const advice =
    count === 0
      ? 'the store holds no record yet; harvest first ("ogi harvest", "ogi demo"), or name another store with --data'
      : best.length === 0
        ? `none of the ${count} ids of the store is like it; reports.csv of a dump lists them`
        : `did you mean ${best.map((one) => `"${one}"`).join(', ')}?`;
  return new ConfigError(`Cannot explain record "${id}": there is none in "${store.place}"; ${advice}`);
}
