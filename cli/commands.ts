import type { RegisterCommand } from './command.ts';
import { demo } from './demo.ts';
import { discover } from './discover.ts';
import { doctor } from './doctor.ts';
import { dump } from './dump.ts';
import { explain } from './explain.ts';
import { extract } from './extract.ts';
import { harvest } from './harvest.ts';
import { importDocuments } from './import.ts';
import { portals } from './portals.ts';
import { status } from './status.ts';

/** Every command, in the order of `ogi --help`. A new command is one file and one line here. */
export const COMMANDS: readonly RegisterCommand[] = [
  demo,
  harvest,
  discover,
  extract,
  importDocuments,
  dump,
  explain,
  status,
  portals,
  doctor,
];
