import { setTimeout as wait } from 'node:timers/promises';

/** Waits for a server that is full, loading or away instead of failing. */
export interface Patience {
  /**
   * Does `act`, again and again with growing waits while the server is in trouble that can pass. `act` must be harmless
   * when done twice. Rejects with any other error, and with the signal's reason when aborted.
   */
  patiently<T>(act: () => Promise<T>): Promise<T>;
  /** From now on trouble is an error: the link is about to close. */
  end(): void;
}

/** First and longest wait between two tries, ms. */
const WAITS_MS = { first: 200, longest: 10_000 };
/** Replies of a server that cannot write or answer just now; all of them pass or are mended by a person. */
const PASSING = /^(?:OOM|LOADING|READONLY|MISCONF|BUSY|MASTERDOWN|CLUSTERDOWN|TRYAGAIN|NOREPLICAS)\b/u;

/** Whether an error says that Redis is full, loading, read-only or away, and not that we asked something wrong. */
export function isTrouble(error: unknown): boolean {
  if (typeof error !== 'object' || error === null || !('message' in error)) return false;
  const said = String(error.message);
  return PASSING.test(said) || /Connection is closed|ECONN|EPIPE|ETIMEDOUT|Command timed out/u.test(said);
}

/** What a person can do about trouble of this kind. */
function adviceFor(said: string): string {
  if (said.startsWith('OOM')) {
    return 'is full: raise its maxmemory (redis-cli CONFIG SET maxmemory …) or make room; waiting, nothing is lost';
  }
  if (said.startsWith('MISCONF'))
    return `cannot write to its disk: make room there; waiting, nothing is lost (${said.slice(0, 120)})`;
  return `cannot answer just now (${said.slice(0, 120)}); waiting, nothing is lost`;
}

/** Patience with one server. */
export function openPatience(options: {
  place: string;
  signal: AbortSignal;
  onTrouble: (line: string) => void;
}): Patience {
  const { place, signal, onTrouble } = options;
  let isEnded = false;
  let told = '';
  const attempt = async <T>(act: () => Promise<T>): Promise<T> => {
    for (let ms = WAITS_MS.first; ; ms = Math.min(WAITS_MS.longest, ms * 2)) {
      try {
        const done = await act();
        if (told !== '') onTrouble(`Redis at "${place}" works again`);
        told = '';
        return done;
      } catch (error) {
        if (isEnded || !isTrouble(error)) throw error;
        signal.throwIfAborted();
        const line = adviceFor(error instanceof Error ? error.message : String(error));
        if (line !== told) onTrouble(`Redis at "${place}" ${line}`);
        told = line;
        await wait(ms, undefined, { signal });
      }
    }
  };
  return {
    patiently: attempt,
    end: () => {
      isEnded = true;
    },
  };
}
