import { z } from 'zod';
import type { Drive } from './drive.ts';
import { changeJson } from './json.ts';

/** The note of who works in a store alone: the last one stays when it has left. */
const KEY = 'occupant.json';

/** A process that works in a store alone. Times ISO 8601, UTC; `leftAt` null while it does. */
export const Occupant = z.object({
  /** Different for every run, also of one process. */
  token: z.string(),
  machine: z.string(),
  pid: z.int(),
  command: z.string(),
  since: z.string(),
  /** When it last said that it lives. */
  seenAt: z.string(),
  leftAt: z.string().nullable(),
});
/** See the validator of the same name. */
export type Occupant = z.infer<typeof Occupant>;

/** Who works in a store alone. */
export interface Occupancy {
  /** Moves in; gives the one who is there instead, unless it has left or `isGone` says so of it. Null where it is ours now. */
  take(me: Occupant, isGone: (other: Occupant) => boolean): Promise<Occupant | null>;
  /** Says that we live, or that we leave; false where somebody else is there now. */
  say(me: Occupant): Promise<boolean>;
}

/** The occupancy of a drive: of two that come at the same moment, one gets in. */
export function openOccupancy(drive: Drive): Occupancy {
  const change = async (me: Occupant, mayReplace: (old: Occupant) => boolean): Promise<Occupant | null> => {
    const met: { other: Occupant | null } = { other: null };
    await changeJson(drive, KEY, Occupant, (old) => {
      met.other = old === null || mayReplace(old) ? null : old;
      return met.other ?? me;
    });
    return met.other;
  };
  return {
    take: (me, isGone) => change(me, (old) => old.leftAt !== null || isGone(old)),
    say: async (me) => (await change(me, (old) => old.token === me.token)) === null,
  };
}
