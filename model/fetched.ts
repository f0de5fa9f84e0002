import { z } from 'zod';

/**
 * What came over the wire. The bytes lie in the store under `sha256`, decoded from the transfer's compression, otherwise
 * untouched. `url` as asked, `redirects` the hops in between, `finalUrl` the last; header names lower-case; `size` in
 * bytes; `fetchedAt` ISO 8601, UTC.
 */
export const FetchedDocument = z.object({
  sha256: z.string(),
  url: z.string(),
  finalUrl: z.string(),
  redirects: z.array(z.string()),
  status: z.int(),
  headers: z.record(z.string(), z.string()),
  contentType: z.string(),
  size: z.int().nonnegative(),
  fetchedAt: z.string(),
});
/** See the validator of the same name. */
export type FetchedDocument = z.infer<typeof FetchedDocument>;

/** A fetched document together with its bytes. */
export interface Page {
  fetched: FetchedDocument;
  bytes: Uint8Array;
}
