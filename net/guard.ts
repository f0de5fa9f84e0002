import { lookup as systemLookup } from 'node:dns/promises';
import ipaddr from 'ipaddr.js';
import { DeclinedError, FetchError } from '../errors.ts';
import { faultCode } from './fault.ts';

/** Which addresses may be asked. `allowedSuffixes` such as `.gov.cn`; `resolves` is false behind a proxy. */
export interface GuardRules {
  allowedSuffixes: readonly string[];
  allowPrivate: boolean;
  resolves: boolean;
}

/** A network address that a name stands for; `family` 4 or 6. */
export interface NetworkAddress {
  address: string;
  family: number;
}

/** Asks the name system; rejects with an error that carries `code` (`ENOTFOUND`, `EAI_AGAIN` …). */
export type Resolve = (hostname: string) => Promise<NetworkAddress[]>;

/** Kinds of address that `allowPrivate` opens. Link-local ones stay closed: cloud machines hand out secrets there. */
const PRIVATE_KINDS = new Set<string>(['loopback', 'private', 'uniqueLocal', 'carrierGradeNat']);

/** Metadata services of cloud machines that lie inside ranges which `allowPrivate` opens (Aliyun, AWS over IPv6). */
const METADATA = new Set(['100.100.100.200', 'fd00:ec2::254']);

/** Names through the operating system, all answers in its order. */
export function resolveBySystem(hostname: string): Promise<NetworkAddress[]> {
  return systemLookup(hostname, { all: true });
}

/**
 * The address ready to be asked: http or https, without fragment, credentials and the dot at the end of the name.
 * Throws DeclinedError: `scheme`, `outside_suffix` or `private_address`.
 */
export function admitAddress(address: string | URL, rules: GuardRules): URL {
  if (!URL.canParse(address)) throw declined(address, 'it is no address', 'Write it as http://name/path.', 'scheme');
  const url = new URL(address);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw declined(address, `"${url.protocol}" is not asked`, 'Only http and https are.', 'scheme');
  }
  url.hash = '';
  url.username = '';
  url.password = '';
  url.hostname = url.hostname.replace(/\.$/u, '');
  const literal = literalOf(url.hostname);
  if (literal === null) checkName(url, rules);
  else checkLiteral(url, literal, rules);
  return url;
}

/**
 * The addresses that a name stands for, private ones left out; the connection must go to one of these and to no other, so
 * that a second answer of the name system cannot change it. An IP literal stands for itself.
 * Throws DeclinedError `private_address` where none is left, FetchError where the name cannot be resolved.
 */
export async function resolveChecked(url: URL, rules: GuardRules, resolve: Resolve): Promise<NetworkAddress[]> {
  const literal = literalOf(url.hostname);
  if (literal !== null) return [{ address: literal, family: literal.includes(':') ? 6 : 4 }];
  const answers = await resolve(url.hostname).catch((cause: unknown) => {
    throw new FetchError(`Cannot fetch "${url.href}": ${resolveFault(url.hostname, cause)}`, { cause });
  });
  const open = answers.filter(({ address }) => isOpen(address, rules.allowPrivate));
  if (open.length > 0) return open;
  const [first] = answers;
  if (first === undefined) throw new FetchError(`Cannot fetch "${url.href}": "${url.hostname}" has no address`);
  throw privateAddress(url, first.address);
}

function checkName(url: URL, rules: GuardRules): void {
  const allowed = rules.allowedSuffixes.map((suffix) => suffix.toLowerCase().replace(/^\./u, ''));
  const inside = allowed.some(
    (suffix) => suffix !== '' && (url.hostname === suffix || url.hostname.endsWith(`.${suffix}`)),
  );
  if (inside) return;
  const suffixes = rules.allowedSuffixes.join(', ');
  const advice = `Allow the name with OGI_ALLOWED_SUFFIXES or --allowed-suffixes if it belongs to a portal.`;
  throw declined(url, `"${url.hostname}" does not end in ${suffixes}`, advice, 'outside_suffix');
}

function checkLiteral(url: URL, literal: string, rules: GuardRules): void {
  const isPublic = isOpen(literal, false);
  if (!rules.resolves) {
    const advice = 'Behind a proxy only names are asked.';
    throw declined(url, 'it has an IP address for a name', advice, isPublic ? 'outside_suffix' : 'private_address');
  }
  if (!isPublic && !isOpen(literal, rules.allowPrivate)) throw privateAddress(url, literal);
  if (isPublic && !rules.allowedSuffixes.includes(literal)) {
    const advice = `Name "${literal}" itself in OGI_ALLOWED_SUFFIXES if it belongs to a portal.`;
    throw declined(url, 'it has an IP address for a name', advice, 'outside_suffix');
  }
}

/** The IP address a host name is, without brackets and in the plain form of an IPv4 address mapped into IPv6; else null. */
function literalOf(hostname: string): string | null {
  const bare = hostname.replace(/^\[|\]$/gu, '');
  return ipaddr.isValid(bare) ? ipaddr.process(bare).toString() : null;
}

function isOpen(address: string, allowPrivate: boolean): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  const kind = parsed.range();
  if (kind === 'unicast') return parsed.kind() === 'ipv4' || isGlobalIpv6(parsed.toByteArray());
  return allowPrivate && PRIVATE_KINDS.has(kind) && !METADATA.has(parsed.toString());
}

/** 2000::/3, the only part of IPv6 given out; ipaddr.js counts ::7f00:1 (127.0.0.1 in the old compatible form) as unicast. */
function isGlobalIpv6([first = 0]: readonly number[]): boolean {
  return first >> 5 === 1;
}

function resolveFault(hostname: string, cause: unknown): string {
  const code = faultCode(cause) ?? String(cause);
  if (code === 'ENOTFOUND') return `the name "${hostname}" does not exist (ENOTFOUND). Check its spelling.`;
  return `the name "${hostname}" could not be resolved (${code}). Check this machine's network and name server.`;
}

function privateAddress(url: URL, address: string): DeclinedError {
  const advice = 'OGI_ALLOW_PRIVATE or --allow-private opens loopback and private addresses.';
  return declined(url, `${address} is not a public address`, advice, 'private_address');
}

function declined(address: string | URL, found: string, advice: string, reason: string): DeclinedError {
  return new DeclinedError(`Cannot ask "${String(address)}": ${found}. ${advice}`, reason);
}
