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
  /**
   * Waits until the host may be asked; resolves to the ms since the last start of anybody to the first key, null where none
   * is known. `last` is called when the wait is over: what it throws ends the turn with nothing sent. Rejects when aborted;
   * with a FetchError where a shared turn was lost meanwhile (nothing was sent).
   */
  start(last?: () => Promise<void>): Promise<number | null>;
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

/** What is remembered of the pace of one key. Times in ms since 1970 on this machine's clock. */
export interface Pace {
  /** When the last request began; -Infinity before the first. */
  startedAt: number;
  /** End of the wait that a slow answer brings. */
  slowUntil: number;
  /** When the last answer began; -Infinity before the first. */
  answeredAt: number;
  heldUntil: number;
  gapMs: number;
  smoothAnswers: number;
}

/** The keys of one request, taken. */
export interface Hold {
  /** One for each key, in their order; what is changed in them counts from `leave` on. */
  paces: Pace[];
  /** To be called right before the request: marks that it begins. Throws FetchError where the keys were lost. */
  begin(): Promise<void>;
  /** Keeps the paces and lets the next one in. */
  leave(): void;
}

/** Keeps the paces and keeps those apart who want the same keys: within this process, or across all workers. */
export interface TurnKeeper {
  /** First come, first served for each key. Rejects with the signal's reason when aborted. */
  enter(keys: readonly string[]): Promise<Hold>;
}

/** A pace before the first request. */
export function freshPace(gapMs: number): Pace {
  return { startedAt: -Infinity, slowUntil: 0, answeredAt: -Infinity, heldUntil: 0, gapMs, smoothAnswers: 0 };
}

/** Paces in the memory of this process. `delayMs`: least gap. */
function openKeeper(options: { delayMs: number; signal?: AbortSignal | undefined }): TurnKeeper {
  const paces = new Map<string, Pace>();
  const gate = openGate(options.signal);
  const paceOf = (key: string): Pace => {
    const pace = paces.get(key) ?? freshPace(options.delayMs);
    paces.set(key, pace);
    return pace;
  };
  return {
    async enter(keys) {
      await gate.enter(keys);
      return { paces: keys.map(paceOf), begin: () => Promise.resolve(), leave: () => gate.leave(keys) };
    },
  };
}

/** What turns are made of. `delayMs`: least time between two requests to one key; `keeper`: this process's own if absent. */
export interface TurnOptions {
  clock: Clock;
  delayMs: number;
  signal?: AbortSignal | undefined;
  keeper?: TurnKeeper | undefined;
}

/** Turns for one run. */
export function openTurns(options: TurnOptions): Turns {
  const keeper = options.keeper ?? openKeeper(options);
  const crawlDelays = new Map<string, number>();
  return {
    async join(wanted) {
      // An IP address for a name is its own network address.
      const keys = [...new Set(wanted)];
      const hold = await keeper.enter(keys);
      const crawlDelayMs = (): number => Math.max(0, ...keys.map((key) => crawlDelays.get(key) ?? 0));
      return openTurn({ ...options, hold, crawlDelayMs });
    },
    setCrawlDelay(key, ms) {
      crawlDelays.set(key, Math.max(crawlDelays.get(key) ?? 0, Math.min(LONGEST_WAIT_MS, ms)));
    },
  };
}

function openTurn(options: TurnOptions & { hold: Hold; crawlDelayMs: () => number }): Turn {
  const { clock, delayMs, signal, hold, crawlDelayMs } = options;
  const { paces } = hold;
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
    async start(last) {
      // A timer of Node may ring a millisecond early, hence the second look.
      for (let look = 0; look < 2; look += 1) {
        const ms = wait((pace) => earliestStart(pace, crawlDelayMs()));
        if (ms > 0) await clock.sleep(Math.min(LONGEST_WAIT_MS, ms), signal);
      }
      await last?.();
      await hold.begin();
      const started = now();
      times.started = started;
      const before = paces[0]?.startedAt ?? -Infinity;
      for (const pace of paces) pace.startedAt = started;
      return before === -Infinity ? null : started - before;
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
      hold.leave();
    },
  };
}

function settle(pace: Pace, times: { started: number; answered: number; now: number }): void {
  pace.slowUntil = times.started + Math.min(SLOW_CAP_MS, 2 * (times.now - times.started));
  pace.answeredAt = times.answered;
}

function earliestStart(pace: Pace, crawlDelayMs: number): number {
  return Math.max(pace.slowUntil, pace.heldUntil, pace.answeredAt + Math.max(pace.gapMs, crawlDelayMs));
}

function recover(pace: Pace, delayMs: number): void {
  pace.smoothAnswers += 1;
  if (pace.smoothAnswers < ANSWERS_TO_RECOVER) return;
  pace.smoothAnswers = 0;
  pace.gapMs = Math.max(delayMs, pace.gapMs / 2);
}
