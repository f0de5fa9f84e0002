import type { Clock } from '../model/clock.ts';
import { openGate } from './gate.ts';

/** An answer that took long widens the gap to twice its time, to this many milliseconds at most. */
const SLOW_CAP_MS = 60_000;

/** Gaps widened by complaints (429, 503) end here, in milliseconds. */
const WIDEST_GAP_MS = 60_000;

/** So many answers without a complaint halve a widened gap. */
const ANSWERS_TO_RECOVER = 10;

/** A day: no longer wait is believed, and timers of Node end at 24 days. */
const LONGEST_WAIT_MS = 86_400_000;

/** One host's turn: nobody else asks it until `end`. */
export interface Turn {
  /** Milliseconds for which the host still wants to be left alone after a 429 or 503; 0 if it did not say. */
  heldMs(): number;
  /** Waits until the host may be asked; resolves to the moment of the start in ms since 1970. Rejects when aborted. */
  start(): Promise<number>;
  /** The head of the answer is here: the next start is counted from now, so that the server never sees less than the gap. */
  answered(): void;
  /** The host asked for patience: its gap doubles and it is left alone for `holdMs`. */
  complained(holdMs: number): void;
  /** Lets the next one in. A second call does nothing. */
  end(): void;
}

/** Who may ask whom and when. A key is a host name or a network address; all keys of one request are taken together. */
export interface Turns {
  /** First come, first served for each key. Rejects with the signal's reason when aborted. */
  join(keys: readonly string[]): Promise<Turn>;
  /** The least gap that robots.txt asks for, in ms; the largest that was set holds for the run. */
  setCrawlDelay(key: string, ms: number): void;
}

interface Pace {
  /** End of the wait that a slow answer brings. */
  slowUntil: number;
  /** When the last answer began; -Infinity before the first. */
  answeredAt: number;
  heldUntil: number;
  gapMs: number;
  crawlDelayMs: number;
  smoothAnswers: number;
}

/** Turns for one run. `delayMs`: least time between two requests to one key. */
export function openTurns(options: { clock: Clock; delayMs: number; signal?: AbortSignal | undefined }): Turns {
  const paces = new Map<string, Pace>();
  const gate = openGate(options.signal);
  const paceOf = (key: string): Pace => {
    const known = paces.get(key);
    if (known !== undefined) return known;
    const fresh = {
      slowUntil: 0,
      answeredAt: -Infinity,
      heldUntil: 0,
      gapMs: options.delayMs,
      crawlDelayMs: 0,
      smoothAnswers: 0,
    };
    paces.set(key, fresh);
    return fresh;
  };
  return {
    async join(wanted) {
      // An IP address for a name is its own network address.
      const keys = [...new Set(wanted)];
      await gate.enter(keys);
      return openTurn({ ...options, paces: keys.map(paceOf), leave: () => gate.leave(keys) });
    },
    setCrawlDelay(key, ms) {
      const pace = paceOf(key);
      pace.crawlDelayMs = Math.max(pace.crawlDelayMs, Math.min(LONGEST_WAIT_MS, ms));
    },
  };
}

function openTurn(options: {
  clock: Clock;
  delayMs: number;
  signal?: AbortSignal | undefined;
  paces: readonly Pace[];
  leave: () => void;
}): Turn {
  const { clock, delayMs, signal, paces, leave } = options;
  const now = (): number => clock.now().getTime();
  const times: { started: number | null; answered: number | null; ended: boolean } = {
    started: null,
    answered: null,
    ended: false,
  };
  const wait = (until: (pace: Pace) => number): number => Math.max(0, ...paces.map((pace) => until(pace) - now()));
  let complaint = false;
  return {
    heldMs: () => wait((pace) => pace.heldUntil),
    async start() {
      // A timer of Node may ring a millisecond early, hence the second look.
      for (let look = 0; look < 2; look += 1) {
        const ms = wait(earliestStart);
        if (ms > 0) await clock.sleep(Math.min(LONGEST_WAIT_MS, ms), signal);
      }
      const started = now();
      times.started = started;
      return started;
    },
    answered() {
      times.answered = now();
    },
    complained(holdMs) {
      complaint = true;
      for (const pace of paces) {
        pace.gapMs = Math.max(pace.gapMs, Math.min(WIDEST_GAP_MS, Math.max(100, pace.gapMs * 2)));
        pace.heldUntil = Math.max(pace.heldUntil, now() + Math.min(LONGEST_WAIT_MS, holdMs));
        pace.smoothAnswers = 0;
      }
    },
    end() {
      if (times.ended) return;
      times.ended = true;
      for (const pace of paces) {
        if (times.started === null) continue;
        settle(pace, { started: times.started, answered: times.answered ?? now(), now: now() });
        if (!complaint) recover(pace, delayMs);
      }
      leave();
    },
  };
}

function settle(pace: Pace, times: { started: number; answered: number; now: number }): void {
  pace.slowUntil = times.started + Math.min(SLOW_CAP_MS, 2 * (times.now - times.started));
  pace.answeredAt = times.answered;
}

function earliestStart(pace: Pace): number {
  return Math.max(pace.slowUntil, pace.heldUntil, pace.answeredAt + Math.max(pace.gapMs, pace.crawlDelayMs));
}

function recover(pace: Pace, delayMs: number): void {
  pace.smoothAnswers += 1;
  if (pace.smoothAnswers < ANSWERS_TO_RECOVER) return;
  pace.smoothAnswers = 0;
  pace.gapMs = Math.max(delayMs, pace.gapMs / 2);
}
