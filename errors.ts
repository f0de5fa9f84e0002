/** The host could not be reached or answered with a passing fault: worth trying again. `retryAfterMs` where it said when. */
export class FetchError extends Error {
  override name = 'FetchError';
  /** Milliseconds to wait before the next try, as the server asked; null if it did not say. */
  readonly retryAfterMs: number | null;
  constructor(message: string, options: { cause?: unknown; retryAfterMs?: number | null } = {}) {
    super(message, { cause: options.cause });
    this.retryAfterMs = options.retryAfterMs ?? null;
  }
}

/** The address is gone (404, 410). */
export class GoneError extends Error {
  override name = 'GoneError';
}

/**
 * The host refuses us (robots.txt, a challenge, a block page) or the address lies outside what may be asked: nothing more
 * is asked of it. `reason` is a short stable code such as `robots`, `412`, `challenge`, `outside_suffix`, `private_address`.
 */
export class DeclinedError extends Error {
  override name = 'DeclinedError';
  readonly reason: string;
  constructor(message: string, reason: string, options: { cause?: unknown } = {}) {
    super(message, options);
    this.reason = reason;
  }
}

/** A page no longer looks as it must: a person has to look. */
export class PortalChangedError extends Error {
  override name = 'PortalChangedError';
}

/** Why a document could not be read. */
export type UnreadableReason = 'format' | 'damaged' | 'encrypted' | 'too_large' | 'timeout' | 'scan';

/** A document whose bytes are here but cannot be read. */
export class UnreadableError extends Error {
  override name = 'UnreadableError';
  readonly reason: UnreadableReason;
  /** Names of the reports in a bundle of several, each of which can be read alone; none for other documents. */
  readonly entries: readonly string[];
  constructor(
    message: string,
    reason: UnreadableReason,
    options: { cause?: unknown; entries?: readonly string[] } = {},
  ) {
    super(message, options);
    this.reason = reason;
    this.entries = options.entries ?? [];
  }
}

/** A setting, an option or the data folder is wrong: named with value and expectation; exit code 2. */
export class ConfigError extends Error {
  override name = 'ConfigError';
}

/** Whether a job that failed with this error may succeed when tried again. */
export function worthRetrying(error: unknown): boolean {
  return error instanceof FetchError;
}
