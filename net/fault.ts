import { ConfigError, DeclinedError, FetchError, GoneError, UnreadableError } from '../errors.ts';

/** Codes by which Node and OpenSSL report that certificate or protocol of a host are not in order (PORTALS.md T15). */
const TLS_CODE =
  /^(?:CERT_|ERR_TLS_|ERR_SSL_|EPROTO$|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|HOSTNAME_MISMATCH|CRL_|INVALID_CA|PATH_LENGTH|UND_ERR_PRX_TLS)/u;

const SAYINGS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was cut',
  EPIPE: 'the connection was cut',
  UND_ERR_SOCKET: 'the connection was cut',
  ETIMEDOUT: 'no connection in time',
  UND_ERR_CONNECT_TIMEOUT: 'no connection in time',
  UND_ERR_HEADERS_TIMEOUT: 'no answer in time',
  UND_ERR_BODY_TIMEOUT: 'the answer stopped in the middle',
  UND_ERR_DEADLINE: 'the answer took too long altogether',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'fewer bytes came than were announced',
  UND_ERR_HEADERS_OVERFLOW: 'its headers are too long',
  HPE: 'what came back is no HTTP',
  EHOSTUNREACH: 'there is no way to the host',
  ENETUNREACH: 'there is no way to the network',
  HPE_INVALID_EOF_STATE: 'the connection was cut in the middle of the answer',
};

/**
 * A fault of the connection as an error that names the address, what happened and what to do. Our own errors pass
 * unchanged; so does what carries no code, since that is a bug and no fault of the network.
 */
export function explainFault(error: unknown, url: URL, proxyUrl: string | null): unknown {
  if (isOurs(error)) return error;
  const code = faultCode(error);
  if (code === null) return error;
  const saying = SAYINGS[code] ?? String(error);
  // undici reports the answer to CONNECT in words only.
  if (proxyUrl !== null && /\(407\)/u.test(saying)) return proxyWantsCredentials(proxyUrl);
  if (TLS_CODE.test(code)) {
    return new FetchError(
      `Cannot fetch "${url.href}": TLS failed (tls_error:${code}). Try the same address with http; ` +
        'a certificate is never left unchecked.',
      { cause: error },
    );
  }
  return new FetchError(`Cannot fetch "${url.href}": ${saying} (${code})${throughProxy(proxyUrl)}. Try again later.`, {
    cause: error,
  });
}

/** The proxy asks for a name and password: a matter of configuration and no refusal of the portal. */
export function proxyWantsCredentials(proxyUrl: string): ConfigError {
  return new ConfigError(
    `OGI_PROXY_URL is "${shownProxy(proxyUrl)}", which wants credentials (407): write them as http://name:password@host:port`,
  );
}

/** The code that Node, OpenSSL or undici put on an error (`ECONNRESET`, `UND_ERR_SOCKET` …); null where there is none. */
export function faultCode(error: unknown): string | null {
  if (typeof error !== 'object' || error === null) return null;
  if ('code' in error && typeof error.code === 'string') return error.code;
  // What is no HTTP at all gets no code from undici.
  return 'name' in error && error.name === 'HTTPParserError' ? 'HPE' : null;
}

/** Whether a code says that certificate or protocol of a host are not in order. */
export function isTlsFault(code: string | null): boolean {
  return code !== null && TLS_CODE.test(code);
}

function isOurs(error: unknown): boolean {
  return [FetchError, GoneError, DeclinedError, UnreadableError, ConfigError].some((kind) => error instanceof kind);
}

function throughProxy(proxyUrl: string | null): string {
  return proxyUrl === null ? '' : `, asked through the proxy ${shownProxy(proxyUrl)} (OGI_PROXY_URL)`;
}

function shownProxy(proxyUrl: string): string {
  const url = new URL(proxyUrl);
  return `${url.protocol}//${url.host}`;
}
