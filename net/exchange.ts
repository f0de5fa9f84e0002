import { DeclinedError, FetchError } from '../errors.ts';
import type { Clock } from '../model/clock.ts';
import type { BodyLimit } from './body.ts';
import type { GuardRules, Resolve } from './guard.ts';
import { admitAddress, resolveChecked } from './guard.ts';
import type { HostBook } from './hosts.ts';
import type { Receipts } from './receipt.ts';
import { refusalOf } from './refusal.ts';
import type { Turn, Turns } from './turn.ts';
import { BrokenOffError, type Answer, type Wire } from './wire.ts';

/** Bytes kept of an answer that is no document: enough to recognise a challenge. */
const ASIDE_BYTES = 262_144;

/** A host that asks for more patience than this, in ms, is not waited for: the job comes back later. */
const PATIENCE_MS = 60_000;

/** A day in ms: no longer wait is taken from a Retry-After, whatever it says. */
const LONGEST_WAIT_MS = 86_400_000;

/** What one request needs. */
export interface ExchangeParts {
  rules: GuardRules;
  resolve: Resolve;
  turns: Turns;
  hosts: HostBook;
  receipts: Receipts;
  wire: Wire;
  clock: Clock;
  headers: Record<string, string>;
}

/** One request. `purpose`: a robots.txt that is forbidden (401, 403) closes the host with the reason `robots`. */
export interface Ask {
  url: URL;
  purpose: 'page' | 'robots';
  headers?: Record<string, string>;
  /** Sent by POST; a GET without it. */
  body?: string | undefined;
  /** Called when nothing but this request is left to do: what it throws ends it unsent. */
  before?: (() => Promise<void>) | undefined;
  limit: BodyLimit;
}

/**
 * One request and nothing more: address checked, name resolved, turn awaited, refusals remembered. Robots.txt is the
 * caller's business, redirects too. Throws DeclinedError, UnreadableError, FetchError (also for 400, 408, 425, 429, 5xx).
 */
export async function exchange(ask: Ask, parts: ExchangeParts): Promise<Answer> {
  const url = admitAddress(ask.url, parts.rules);
  await parts.hosts.recall(url);
  refuseDeclined(url, parts);
  const addresses = parts.rules.resolves ? await resolveChecked(url, parts.rules, parts.resolve) : [];
  const turn = await parts.turns.join([url.hostname, ...addresses.map(({ address }) => address)]);
  try {
    // Whoever had the turn before may have been refused, or told to wait.
    await parts.hosts.recall(url);
    refuseDeclined(url, parts);
    refuseHeld(url, turn.heldMs());
    refuseSpent(url, parts);
    const sinceLastMs = await turn.start(async () => {
      await ask.before?.();
      await parts.hosts.asked(url);
    });
    parts.receipts.started(url, sinceLastMs);
    const asking = parts.wire.ask({
      url,
      headers: { ...parts.headers, ...ask.headers },
      body: ask.body,
      addresses,
      limitFor: (status) => (status >= 200 && status < 300 ? ask.limit : { maxBytes: ASIDE_BYTES, overflow: 'cut' }),
      answered: () => turn.answered(),
    });
    const answer = await asking.catch((error: unknown) => {
      if (error instanceof BrokenOffError) parts.receipts.received(url, error.partial.wireBytes, false);
      throw error;
    });
    parts.receipts.received(url, answer.wireBytes, answer.status === 304);
    await judge(answer, { ...ask, url }, { ...parts, turn });
    return answer;
  } finally {
    turn.end();
  }
}

async function judge(answer: Answer, ask: Ask, parts: ExchangeParts & { turn: Turn }): Promise<void> {
  const { url } = ask;
  const refusal = refusalOf(answer, url);
  if (refusal !== null) {
    const closed = ask.purpose === 'robots' && /^status_40[13]$/u.test(refusal);
    const found = closed ? `robots.txt answered ${answer.status}` : `answered ${answer.status} (${refusal})`;
    throw await refuseHost(url, { reason: closed ? 'robots' : refusal, found }, parts);
  }
  const { status } = answer;
  // 400 on the second request is how one province throttles (PORTALS.md T7); for robots.txt it means that there is none.
  const throttled = status === 429 || status === 503 || (status === 400 && ask.purpose === 'page');
  if (!throttled && status !== 408 && status !== 425 && status < 500) return;
  const asked = retryAfter(answer.headers['retry-after'], parts.clock.now());
  if (throttled) parts.turn.complained(asked ?? 0);
  const wait = asked === null ? '' : ` and asks to wait ${Math.ceil(asked / 1000)} s`;
  throw new FetchError(`Cannot fetch "${url.href}": the host answered ${status}${wait}. Try again later.`, {
    retryAfterMs: asked,
  });
}

/** Remembers that a host refused us for 30 days and makes the error that says so. */
async function refuseHost(
  url: URL,
  refusal: { reason: string; found: string },
  { hosts, receipts }: Pick<ExchangeParts, 'hosts' | 'receipts'>,
): Promise<DeclinedError> {
  receipts.refused(url);
  await hosts.decline(url, refusal.reason);
  return new DeclinedError(
    `Cannot fetch "${url.href}": "${url.hostname}" refuses programs: ${refusal.found}. It is left alone for 30 days; ` +
      'ask its owner for access, or bring its documents in with "ogi import".',
    refusal.reason,
  );
}

function refuseDeclined(url: URL, { hosts }: ExchangeParts): void {
  const refusal = hosts.refusal(url);
  if (refusal !== null) throw refusal;
}

function refuseSpent(url: URL, { hosts }: ExchangeParts): void {
  const spent = hosts.spent(url);
  if (spent !== null) throw spent;
}

function refuseHeld(url: URL, heldMs: number): void {
  if (heldMs <= PATIENCE_MS) return;
  throw new FetchError(
    `Cannot fetch "${url.href}" yet: "${url.hostname}" asked to be left alone for another ${Math.ceil(heldMs / 1000)} s. ` +
      'Nothing was sent.',
    { retryAfterMs: heldMs },
  );
}

/** Milliseconds of a Retry-After header, which is a number of seconds or a date (RFC 9110 10.2.3); null if absent or senseless. A day at most. */
function retryAfter(value: string | undefined, now: Date): number | null {
  if (value === undefined) return null;
  if (/^\s*\d+\s*$/u.test(value)) return Math.min(LONGEST_WAIT_MS, Number(value) * 1000);
  const date = Date.parse(value);
  return Number.isNaN(date) ? null : Math.min(LONGEST_WAIT_MS, Math.max(0, date - now.getTime()));
}
