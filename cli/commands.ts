import type { RegisterCommand } from './command.ts';
import { check } from './check.ts';
import { coverage } from './coverage.ts';
import { demo } from './demo.ts';
import { discover } from './discover.ts';
import { doctor } from './doctor.ts';
import { dump } from './dump.ts';
import { explain } from './explain.ts';
import { extract } from './extract.ts';
import { harvest } from './harvest.ts';
import { importDocuments } from './import.ts';
import { issues } from './issues.ts';
import { portals } from './portals.ts';
import { reprocess } from './reprocess.ts';
import { retry } from './retry.ts';
import { schedule } from './schedule.ts';
import { serve } from './serve.ts';
import { status } from './status.ts';
import { verify } from './verify.ts';
import { worker } from './worker.ts';

/** Every command, in the order of `ogi --help`. A new command is one file and one line here. */
export const COMMANDS: readonly RegisterCommand[] = [
  demo,
  harvest,
  discover,
  extract,
  importDocuments,
  worker,
  schedule,
  retry,
  dump,
  explain,
  check,
  reprocess,
  verify,
  status,
  issues,
  serve,
  coverage,
  portals,
  doctor,
];
