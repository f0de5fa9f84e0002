import { DeclinedError, FetchError } from '../errors.ts';
import { faultCode, isTlsFault } from './fault.ts';

/** Faults after which the other scheme may work: nobody listens, or what listens does not speak this one. */
const NO_SUCH_DOOR = /^(?:ECONNREFUSED|ECONNRESET|EPIPE|UND_ERR_SOCKET|UND_ERR_ABORTED|UND_ERR_PRX_TLS|HPE.*)$/u;

/** Which scheme works for a host, learnt by asking once the other way (PORTALS.md T14, T15). */
export interface Schemes {
  /** The address to ask in place of `url`: the same, or the one under the scheme that was found to work. Throws DeclinedError where neither does. */
  doorOf(url: URL): URL;
  /** The address to try once after this error; null where the error says nothing of the scheme or it was tried before. */
  otherDoor(url: URL, error: unknown): URL | null;
  /** The other scheme works: it is used from now on. */
  works(url: URL): void;
  /** Neither scheme works: for TLS faults the error that every further request gets, for others the first error. */
  failed(url: URL, error: unknown): unknown;
}

/** Nothing learnt yet. */
export function openSchemes(): Schemes {
  const tried = new Set<string>();
  const working = new Map<string, string>();
  const closed = new Map<string, DeclinedError>();
  return {
    doorOf(url) {
      const error = closed.get(url.hostname);
      if (error !== undefined) throw error;
      const scheme = url.port === '' ? working.get(url.hostname) : undefined;
      return scheme === undefined ? url : under(url, scheme);
    },
    otherDoor(url, error) {
      if (url.port !== '' || tried.has(url.hostname) || !isDoorFault(error)) return null;
      tried.add(url.hostname);
      return under(url, url.protocol === 'https:' ? 'http:' : 'https:');
    },
    works: (url) => void working.set(url.hostname, url.protocol),
    failed(url, error) {
      if (!(error instanceof FetchError) || !isTlsFault(codeOf(error))) return error;
      const declined = new DeclinedError(
        `${error.message} The other scheme was tried and does not work either.`,
        'tls_error',
        {
          cause: error,
        },
      );
      closed.set(url.hostname, declined);
      return declined;
    },
  };
}

function under(url: URL, protocol: string): URL {
  const other = new URL(url);
  other.protocol = protocol;
  return other;
}

function isDoorFault(error: unknown): boolean {
  const code = error instanceof FetchError ? codeOf(error) : null;
  return code !== null && (NO_SUCH_DOOR.test(code) || isTlsFault(code));
}

/** The code of the fault at the bottom; our errors carry it as their cause. */
function codeOf(error: FetchError): string | null {
  for (let at: unknown = error; typeof at === 'object' && at !== null; at = 'cause' in at ? at.cause : null) {
    const code = faultCode(at);
    if (code !== null) return code;
  }
  return null;
}
