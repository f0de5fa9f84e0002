import { R01 } from './R01.ts';
import { R03 } from './R03.ts';
import { R05 } from './R05.ts';
import { R06 } from './R06.ts';
import { R09 } from './R09.ts';
import type { Replica } from './core/replica.ts';

/** All replica portals, in the order of PORTALS.md 4. */
export const REPLICAS: readonly Replica[] = [R01, R03, R05, R06, R09];
