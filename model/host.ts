import { z } from 'zod';

/**
 * What is remembered of one host (name with port, lower case) between runs. `robots`: the file as answered (`text` null
 * where there is none), valid 24 hours from `fetchedAt`. `declinedUntil`: no request before this moment. `asked`: requests on the last day with any (UTC). Times ISO 8601, UTC.
 */
export const HostState = z.object({
  host: z.string(),
  robots: z.object({ status: z.int(), text: z.string().nullable(), fetchedAt: z.string() }).nullable(),
  declinedUntil: z.string().nullable(),
  declinedReason: z.string().nullable(),
  asked: z.object({ day: z.string(), count: z.int() }).optional(),
});
/** See the validator of the same name. */
export type HostState = z.infer<typeof HostState>;

/** Where host states are kept. */
export interface HostMemory {
  /** Whether others learn and save at the same time, so that what was loaded once may be out of date. */
  isShared?: boolean;
  load(host: string): Promise<HostState | null>;
  save(state: HostState): Promise<void>;
}

/** What one host was asked in a run. `smallestGapMs`: least time between the starts of two requests; null below two. */
export interface HostReceipt {
  host: string;
  requests: number;
  bytes: number;
  smallestGapMs: number | null;
  notModified: number;
  refusals: number;
}
