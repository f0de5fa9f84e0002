import { z } from 'zod';
import { Discovery } from './portal.ts';

/** What is remembered of a portal: its last discovery and whether its last harvest came to its end. */
export const PortalState = z.object({
  id: z.string(),
  name: z.string().nullable(),
  home: z.string(),
  runStartedAt: z.string(),
  runFinishedAt: z.string().nullable(),
  discoveredAt: z.string().nullable(),
  discovery: Discovery.nullable(),
});
/** See the validator of the same name. */
export type PortalState = z.infer<typeof PortalState>;
