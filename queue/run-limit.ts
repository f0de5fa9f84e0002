import type { Clock } from '../model/clock.ts';
import type { RunLimit } from '../model/run.ts';

/** The reason with which a run's signal is aborted when a limit of the run is reached. */
class LimitReached extends Error {
  override name = 'LimitReached';
  readonly limit: RunLimit;
  constructor(limit: RunLimit) {
    super(limit === 'budget' ? 'the minutes of this run are spent' : 'the quiet hours have come');
    this.limit = limit;
  }
}

/** The limit that stopped a run; null where it goes on, or was stopped by a person. */
export function limitOf(signal: AbortSignal): RunLimit | null {
  return signal.aborted && signal.reason instanceof LimitReached ? signal.reason.limit : null;
}

/** When a run is to be stopped. */
export interface Limits {
  clock: Clock;
  /** Stops the run as a person does. */
  signal: AbortSignal;
  /** Minutes a run may take, as ms; null: as long as it needs. */
  budgetMs: number | null;
  /** When the hours begin in which no portal is asked; null: never. */
  quietFrom: Date | null;
}

/** A signal for one run that is aborted by `signal` or by the first limit reached. `end` is to be called when the run is over. */
export function limitRun({ clock, signal, budgetMs, quietFrom }: Limits): { signal: AbortSignal; end: () => void } {
  const limit = new AbortController();
  const over = new AbortController();
  const start = clock.now().getTime();
  const ends: { limit: RunLimit; at: number }[] = [];
  if (budgetMs !== null) ends.push({ limit: 'budget', at: start + budgetMs });
  if (quietFrom !== null) ends.push({ limit: 'quiet_hours', at: quietFrom.getTime() });
  const first = ends.sort((a, b) => a.at - b.at)[0];
  if (first !== undefined) {
    void sleepUntil(new Date(first.at), { clock, signal: over.signal }).then(
      () => limit.abort(new LimitReached(first.limit)),
      () => undefined,
    );
  }
  return { signal: AbortSignal.any([signal, limit.signal]), end: () => over.abort() };
}

/** A long sleep is slept in parts, so that a clock that is set, or a machine that was suspended, is noticed, ms. */
const PART_MS = 60_000;

/** Resolves at this moment of the clock; rejects with the signal's reason when aborted. */
export async function sleepUntil(
  moment: Date,
  { clock, signal }: { clock: Clock; signal: AbortSignal },
): Promise<void> {
  for (let left = moment.getTime() - clock.now().getTime(); left > 0;) {
    await clock.sleep(Math.min(left, PART_MS), signal);
    left = moment.getTime() - clock.now().getTime();
  }
}
