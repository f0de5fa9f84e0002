import { R01 } from './R01.ts';
import { R02 } from './R02.ts';
import { R03 } from './R03.ts';
import { R04 } from './R04.ts';
import { R05 } from './R05.ts';
import { R06 } from './R06.ts';
import { R07 } from './R07.ts';
import { R08 } from './R08.ts';
import { R09 } from './R09.ts';
import { R10 } from './R10.ts';
import { R11 } from './R11.ts';
import { R12 } from './R12.ts';
import { R13 } from './R13.ts';
import { R14 } from './R14.ts';
import { R15 } from './R15.ts';
import { R16 } from './R16.ts';
import type { Replica } from './core/replica.ts';

/** All replica portals, in the order of PORTALS.md 4. */
export const REPLICAS: readonly Replica[] = [
  R01,
  R02,
  R03,
  R04,
  R05,
  R06,
  R07,
  R08,
  R09,
  R10,
  R11,
  R12,
  R13,
  R14,
  R15,
  R16,
];
