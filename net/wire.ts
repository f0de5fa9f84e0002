import type { LookupFunction } from 'node:net';
import { Agent, ProxyAgent, request } from 'undici';
import type { Dispatcher } from 'undici';
import { FetchError } from '../errors.ts';
import type { Body, BodyLimit } from './body.ts';
import { readBody } from './body.ts';
import { explainFault, proxyWantsCredentials } from './fault.ts';
import type { NetworkAddress } from './guard.ts';

/** A slow server may take the time limit for its head and between any two pieces, and this many limits altogether. */
const WHOLE_ANSWER_LIMITS = 10;

/** Milliseconds one of several addresses of a name gets to answer before the next is tried; Node's own 250 is too short for far hosts. */
const NEXT_ADDRESS_MS = 2000;

/** One answer as it came; header names lower-case, several of one name joined by a comma. */
export interface Answer extends Body {
  status: number;
  headers: Record<string, string>;
}

/** An answer that broke off in its body, with what had come of it. */
export class BrokenOffError extends FetchError {
  readonly partial: Answer;
  constructor(message: string, { cause, partial }: { cause: unknown; partial: Answer }) {
    super(message, { cause });
    this.partial = partial;
  }
}

/** One request. `addresses`: where the connection may go; empty behind a proxy, which resolves names itself. `body`: a POST. */
interface Question {
  url: URL;
  headers: Record<string, string>;
  body?: string | undefined;
  addresses: readonly NetworkAddress[];
  limitFor: (status: number) => BodyLimit;
  answered: () => void;
}

/** The connections of one run. */
export interface Wire {
  /** Throws FetchError for faults on the way, ConfigError where the proxy wants credentials, the signal's reason when aborted. */
  ask(question: Question): Promise<Answer>;
  close(): Promise<void>;
}

/** Connections through undici: one a host, certificates checked, no cookies, no redirects followed. `timeoutMs` in ms. */
export function openWire(options: {
  proxyUrl: string | null;
  timeoutMs: number;
  signal?: AbortSignal | undefined;
}): Wire {
  const checked = new Map<string, readonly NetworkAddress[]>();
  const dispatcher = openDispatcher(options, lookupAmong(checked));
  return {
    async ask(question) {
      checked.set(question.url.hostname, question.addresses);
      let partial: Answer | null = null;
      const onBroken = (answer: Answer): void => {
        partial = answer;
      };
      const deadline = openDeadline(options.timeoutMs * WHOLE_ANSWER_LIMITS, options.signal);
      try {
        const answer = await roundTrip(question, dispatcher, {
          timeoutMs: options.timeoutMs,
          signal: deadline.signal,
          onBroken,
        });
        if (answer.status === 407 && options.proxyUrl !== null) throw proxyWantsCredentials(options.proxyUrl);
        return answer;
      } catch (error) {
        options.signal?.throwIfAborted();
        const fault = explainFault(error, question.url, options.proxyUrl);
        if (partial === null || !(fault instanceof FetchError)) throw fault;
        throw new BrokenOffError(fault.message, { cause: fault.cause, partial });
      } finally {
        deadline.clear();
      }
    },
    close: () => dispatcher.destroy(),
  };
}

async function roundTrip(
  question: Question,
  dispatcher: Dispatcher,
  { timeoutMs, signal, onBroken }: { timeoutMs: number; signal: AbortSignal; onBroken: (partial: Answer) => void },
): Promise<Answer> {
  const { url, headers } = question;
  const answer = await request(url, {
    dispatcher,
    method: question.body === undefined ? 'GET' : 'POST',
    ...(question.body === undefined ? {} : { body: question.body }),
    headers,
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    signal,
  });
  question.answered();
  const single = singleValues(answer.headers);
  const { statusCode: status } = answer;
  const bodiless = status === 204 || status === 304;
  if (bodiless) {
    await answer.body.dump();
    return { status, headers: single, bytes: new Uint8Array(), wireBytes: 0, whole: true };
  }
  const body = await readBody(answer.body, single, {
    address: url.href,
    limit: question.limitFor(status),
    onBroken: (bytes) => onBroken({ status, headers: single, bytes, wireBytes: bytes.length, whole: false }),
  });
  return { status, headers: single, ...body };
}

function openDispatcher(options: { proxyUrl: string | null; timeoutMs: number }, lookup: LookupFunction): Dispatcher {
  const limits = { connections: 1, pipelining: 1, autoSelectFamilyAttemptTimeout: NEXT_ADDRESS_MS };
  // Said here so that NODE_TLS_REJECT_UNAUTHORIZED=0 in the environment changes nothing.
  const tls = { timeout: options.timeoutMs, rejectUnauthorized: true };
  if (options.proxyUrl === null) return new Agent({ ...limits, connect: { ...tls, lookup } });
  return new ProxyAgent({ ...limits, uri: options.proxyUrl, proxyTunnel: false, requestTls: tls, proxyTls: tls });
}

/** Answers with the addresses that were checked before the request, and never asks the name system again. */
function lookupAmong(checked: ReadonlyMap<string, readonly NetworkAddress[]>): LookupFunction {
  return (hostname, { all }, callback) => {
    const addresses = checked.get(hostname) ?? [];
    const [first] = addresses;
    if (first === undefined) callback(new Error(`"${hostname}" was not checked before the connection`), '', 0);
    else if (all === true) callback(null, [...addresses]);
    else callback(null, first.address, first.family);
  };
}

/** A signal that fires after `ms`, or with `outer`. */
function openDeadline(ms: number, outer: AbortSignal | undefined): { signal: AbortSignal; clear: () => void } {
  const controller = new AbortController();
  const forward = (): void => controller.abort(outer?.reason);
  const timer = setTimeout(() => controller.abort(new DeadlineError(`no end after ${ms} ms`)), ms);
  if (outer?.aborted === true) forward();
  outer?.addEventListener('abort', forward, { once: true });
  return {
    signal: controller.signal,
    clear: () => {
      clearTimeout(timer);
      outer?.removeEventListener('abort', forward);
    },
  };
}

class DeadlineError extends Error {
  readonly code = 'UND_ERR_DEADLINE';
}

function singleValues(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  const single: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) single[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value;
  }
  return single;
}
