/** Time as it is handed in, so that tests can hold it still. */
export interface Clock {
  /** The present moment. */
  now(): Date;
  /** Resolves after `ms` milliseconds, at once when `signal` is aborted (then it rejects with the signal's reason). */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}
