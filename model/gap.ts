import { z } from 'zod';

/**
 * A report that the lists of a portal leave out though those of other years or bodies are there. `body`: its name there.
 * `look`: the one other place that was looked at: the page of that year (`year_page`), the body's own page (`own_page`), the
 * portal's own search (`search`); `at` ISO 8601, UTC; null: not yet. `result`: `found`, `not_there` (looked at, nothing),
 * `failed` (it could not be had), `not_looked` (no other place is known, or the looks of the day were spent).
 */
export const Gap = z.object({
  body: z.string(),
  year: z.int(),
  look: z
    .object({ how: z.enum(['year_page', 'own_page', 'search']), url: z.string(), at: z.string().nullable() })
    .nullable(),
  result: z.enum(['found', 'not_there', 'failed', 'not_looked']),
});
/** See the validator of the same name. */
export type Gap = z.infer<typeof Gap>;
