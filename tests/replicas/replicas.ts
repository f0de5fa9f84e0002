import { R01 } from './R01.ts';
import type { Replica } from './core/replica.ts';

/** All replica portals, in the order of PORTALS.md 4. */
export const REPLICAS: readonly Replica[] = [R01];
