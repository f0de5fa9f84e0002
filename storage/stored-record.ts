import { z } from 'zod';
import { ConfigError } from '../errors.ts';
import { ReportRecord } from '../model/record.ts';
import type { Drive } from './drive.ts';
import { readJson } from './json.ts';

/** The schema of the records of this version; its number is raised when old readers could no longer read them. */
const CURRENT = ReportRecord.shape.schema.value;

/** What every schema says in the same place: enough to find a record's report again and to count its versions. */
export const RecordFrame = z.looseObject({
  schema: z.string().regex(/^ogi-report\/\d+$/u),
  id: z.string(),
  version: z.int(),
  provenance: z.looseObject({
    url: z.string(),
    sha256: z.string(),
    part: z.string().optional(),
    trail: z.array(z.looseObject({ role: z.string(), url: z.string() })),
  }),
});
/** A record of whatever schema. */
export type RecordFrame = z.infer<typeof RecordFrame>;

/** Whether a record has the schema of an earlier version, which "ogi reprocess" rewrites. */
export function isOlder({ schema }: Pick<RecordFrame, 'schema'>): boolean {
  return numberOf(schema) < numberOf(CURRENT);
}

/** The record under `key`, of this schema or an older one; null where there is none. Throws ConfigError for a newer one, Error for a damaged one. */
export async function readAnyRecord(drive: Drive, key: string): Promise<ReportRecord | RecordFrame | null> {
  const frame = await readJson(drive, key, RecordFrame);
  if (frame === null || isOlder(frame)) return frame;
  if (frame.schema === CURRENT) return readJson(drive, key, ReportRecord);
  throw new ConfigError(
    `Cannot read "${key}" in "${drive.place}": its schema is "${frame.schema}", this version knows "${CURRENT}" and older; use the newer version of ogi-harvest that wrote it`,
  );
}

/** The record under `key`; null where there is none. Throws ConfigError where it has another schema, Error where it is damaged. */
export async function readRecord(drive: Drive, key: string): Promise<ReportRecord | null> {
  const record = await readAnyRecord(drive, key);
  if (record === null || isCurrent(record)) return record;
  throw new ConfigError(
    `Cannot read "${key}" in "${drive.place}": its schema is "${record.schema}", this version reads "${CURRENT}"; "ogi reprocess" reads its source again and rewrites it, without a request`,
  );
}

/** Whether a record that was read is of this version's schema. */
export function isCurrent(record: ReportRecord | RecordFrame): record is ReportRecord {
  return record.schema === CURRENT;
}

function numberOf(schema: string): number {
  return Number(schema.slice(schema.lastIndexOf('/') + 1));
}
