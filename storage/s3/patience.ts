import { setTimeout as wait } from 'node:timers/promises';
import { faultError, readFault } from './fault.ts';

/** First and longest wait between two tries, ms. */
const WAITS_MS = { first: 100, longest: 10_000 };
/** A server that is away or overloaded is waited for this long, ms; a night's harvest outlives a restart, and ends in words otherwise. */
const OUTAGE_MS = 900_000;
/** At the start a server has to be there, or the address is wrong, ms. */
export const OPENING_MS = 3_000;
/** Trouble that is over sooner is not worth a line, ms. */
const QUIET_MS = 1_000;

/** Whom to tell in one line when the server is in trouble and when it works again, and what stops the waiting. */
export interface PatienceOptions {
  place: string;
  signal: AbortSignal;
  onTrouble: (line: string) => void;
}

/** A result, and how often it was asked for: above 1, an earlier try may have arrived although its answer was lost. */
interface Patient<T> {
  value: T;
  tries: number;
}

/**
 * Does `act` again with growing waits while the server is in trouble that can pass, for `mostMs` at most; `act` must be
 * harmless when done twice. Throws ConfigError for trouble that does not pass, the signal's reason where it stopped the
 * waiting, and what is no trouble of the server unchanged.
 */
export async function patiently<T>(
  act: () => Promise<T>,
  { place, signal, onTrouble }: PatienceOptions,
  mostMs = OUTAGE_MS,
): Promise<Patient<T>> {
  let waited = 0;
  let isTold = false;
  for (let tries = 1, ms = WAITS_MS.first; ; tries += 1, ms = Math.min(WAITS_MS.longest, ms * 2)) {
    try {
      const value = await act();
      if (isTold) onTrouble(`The S3 store at "${place}" works again`);
      return { value, tries };
    } catch (error) {
      const fault = readFault(error);
      if (fault === null) throw error;
      if (!fault.isPassing || waited >= mostMs) throw faultError(place, fault, error);
      signal.throwIfAborted();
      if (!isTold && waited >= QUIET_MS) {
        isTold = true;
        onTrouble(`The S3 store at "${place}" is in trouble: ${fault.words}; waiting for it, nothing is lost`);
      }
      // Workers that were thrown out together do not come back together.
      const spread = ms * (0.5 + Math.random() / 2);
      await wait(spread, undefined, { signal });
      waited += spread;
    }
  }
}
