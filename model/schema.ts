import { z } from 'zod';
import { ReportRecord } from './record.ts';

/** The JSON Schema (draft 2020-12) of a record, made from the validator that every record passes before it is stored. */
export function recordSchema(): object {
  return z.toJSONSchema(ReportRecord);
}
