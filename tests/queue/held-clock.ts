import type { Clock } from '../../model/clock.ts';

/** A clock that stands still until somebody sleeps by it, and then is at once so much further. `slept`: how long, ms. */
export interface HeldClock extends Clock {
  slept: number[];
  /** Sets it, as a person or a suspended machine does. */
  set(moment: string): void;
}

/** A clock that stands at this moment (ISO 8601). */
export function holdClock(moment: string): HeldClock {
  let now = Date.parse(moment);
  const slept: number[] = [];
  return {
    slept,
    set: (to) => {
      now = Date.parse(to);
    },
    now: () => new Date(now),
    sleep: async (ms, signal) => {
      signal?.throwIfAborted();
      slept.push(ms);
      // Others get their turn before time goes on.
      await new Promise((resolve) => void setImmediate(resolve));
      now += ms;
      signal?.throwIfAborted();
    },
  };
}
